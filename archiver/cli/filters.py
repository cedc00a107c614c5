"""The options by which ``list`` and ``search`` are narrowed alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def filter_options(command: _Command) -> _Command:
    """``--outlet``, ``--language`` and ``--verdict``, as ``archiver.catalog.Query`` takes them."""
    outlet = click.option(
        "--outlet", metavar="NAME", help="Only of this publisher, by its name or host, in capitals or not."
    )
    language = click.option("--language", metavar="TAG", help="Only in this language, as in mn or en.")
    verdict = click.option(
        "--verdict",
        help="Only from captures with this verdict: complete, partial, truncated, blocked, empty or http-NNN.",
    )
    return outlet(language(verdict(command)))
