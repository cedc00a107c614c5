"""What verbs share: the archive they work on, and output for programs."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archiver.cli import VERBS

if TYPE_CHECKING:
    from archiver.catalog import Query
    from archiver.model.capture import Capture

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_ARCHIVE = Path("archives")
_OF_NO_ARCHIVE = ("viewer", "demo", "schema")
_WITH_ARCHIVE = "|".join(sorted(set(VERBS).difference(_OF_NO_ARCHIVE)))
# A command as messages propose it, in backticks or behind a colon, unless it names an archive itself.
_PROPOSED = re.compile(
    rf"(?:(?<=`)|(?<=: ))archiver (?:{_WITH_ARCHIVE})(?![\w-])(?![^`\n]*--(?:archive|help)\b)"
)


def _remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(dict)["archive"] = value


def archive_option(function: Command) -> Command:
    """``--archive DIR`` and ``--debug`` behind the verb too."""
    option = click.option(
        "--archive",
        type=click.Path(path_type=Path, readable=False),
        expose_value=False,
        callback=_remember,
        help="The archive folder [default: archives, or ARCHIVER_HOME].",
    )
    debug = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
    return option(debug(function))


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def archive_path() -> Path:
    """The archive folder that was asked for."""
    chosen = click.get_current_context().ensure_object(dict).get("archive")
    return chosen or DEFAULT_ARCHIVE


def pasteable(message: str, archive: Path) -> str:
    """A message whose every proposed ``archiver VERB …`` runs on ``archive`` when it is pasted into a shell.

    Stages know no command line, so this is the one place that adds ``--archive DIR``; not where a plain command
    opens that archive anyway.
    """
    if archive == Path(os.environ.get("ARCHIVER_HOME") or DEFAULT_ARCHIVE):
        return message
    named = shlex.quote(str(archive))
    return _PROPOSED.sub(lambda found: f"{found[0]} --archive {named}", message)


@contextmanager
def opened(*, create: bool = False, parse_info: bool = True) -> Iterator[Any]:
    """The archive that was asked for, open."""
    from archiver.archive.archive import Archive

    with Archive(archive_path(), create=create, parse_info=parse_info) as archive:
        yield archive


def print_json(document: dict[str, Any]) -> None:
    """One document a line."""
    from archiver.inert import json_text

    click.echo(json_text(document))


def print_capture(capture: Capture, *, as_json: bool) -> None:
    """The line that acknowledges a capture. Where it is not taken, its ID is noted in the OSError: it is in the archive
    all the same.
    """
    from archiver.cli.present import capture_line

    try:
        print_json(capture.document()) if as_json else click.echo(capture_line(capture))
    except OSError as error:
        error.add_note(f"{capture.id} is in the archive all the same")
        raise


def print_found(archive: Any, query: Query, *, as_json: bool, nothing: str = "") -> None:
    """What a query finds, one a line; a note where its limit leaves some out. Where that is nothing, a person is told
    so, with ``nothing`` for a hint.
    """
    from archiver.cli.present import line

    limit, brief_of, shown = query.limit, lru_cache(maxsize=256)(archive.known_brief), 0
    for one in archive.select(replace(query, limit=limit and limit + 1)):
        if shown == limit:
            say(f"note: there is more than these {limit:,}: a larger --limit shows it")
            break
        shown += 1
        print_json(one.document()) if as_json else click.echo(line(one, brief_of))
    if not shown and not as_json:
        why = _unknown(archive, query) or nothing
        say(f"nothing found: {why}" if why else "nothing found")


def _unknown(archive: Any, query: Query) -> str | None:
    """That nothing at all is of the outlet or host that was asked for, and which outlets there are; else None."""
    from archiver.archive.browsing import search
    from archiver.catalog import Query
    from archiver.inert import terminal

    for name in ("outlet", "host"):
        value = getattr(query, name)
        if value is not None and not any(archive.select(Query(**{name: value}, limit=1))):
            known = search(archive, Query(kind="item", limit=1)).facets["outlet"]
            said = f"nothing here is of the {name} {terminal(value)!r}"
            names = ", ".join(terminal(count.value) for count in known)
            return f"{said}; the outlets with most are {names}" if names else said
    return None


def say(message: str) -> None:
    """A remark for the person, on stderr; tokens in URLs are masked, proposals can be pasted."""
    from archiver.urls import masked

    click.echo(masked(pasteable(message, archive_path())), err=True)


def warn_of_test_range(archive: Any) -> None:
    """IDs of the test range look like any other; say that they are not for long-term reference."""
    if archive.folder.info.is_test_range:
        say(
            "note: IDs are in the test range (NAAN 99999), not for long-term reference; "
            "`archiver init --naan NAAN` sets your own"
        )
