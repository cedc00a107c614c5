"""The options by which ``list`` and ``search`` are narrowed alike, and the query that they make."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archiver.catalog import Query

_Command = TypeVar("_Command", bound=Callable[..., Any])
_VERDICTS = "Only from captures with this verdict: complete, partial, truncated, blocked, empty or http-NNN."
_OPTIONS = (
    click.option("--since", metavar="DATE", help="Published (or else captured) on this day or later."),
    click.option("--until", metavar="DATE", help="Published (or else captured) on this day or earlier."),
    click.option(
        "--outlet",
        metavar="NAME",
        help="Only of this publisher, in capitals or not; of what states none, the host counts.",
    ),
    click.option(
        "--host", metavar="HOST", help="Only from pages of this host, whoever is stated as publisher."
    ),
    click.option("--language", metavar="TAG", help="Only in this language, as in mn or en."),
    click.option("--verdict", help=_VERDICTS),
)


def filter_options(command: _Command) -> _Command:
    """``--since``, ``--until``, ``--outlet``, ``--host``, ``--language``, ``--verdict``, as ``narrowed`` takes them."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def narrowed(
    *,
    since: str | None,
    until: str | None,
    outlet: str | None,
    host: str | None,
    language: str | None,
    verdict: str | None,
) -> Query:
    """What was typed, as a query for everything that fits. Raises BadInput."""
    from archiver.archive.typed import a_language, a_span, a_verdict
    from archiver.catalog import Query

    first, last = a_span(since, until)
    return Query(
        since=first,
        until=last,
        outlet=outlet,
        host=host,
        language=a_language(language),
        verdict=a_verdict(verdict),
    )
