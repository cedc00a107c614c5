"""``archiver cite``."""

from __future__ import annotations

from typing import Any

import click

from archiver.cli.shared import archive_option, opened, say, warn_of_test_range

STYLES = [
    "footnote",
    "apa",
    "chicago",
    "mla",
    "iso690",
    "csl-json",
    "bibtex",
    "ris",
    "wikipedia",
    "robustlink",
]


@click.command("cite")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--style", default="footnote", show_default=True, help=f"One of {', '.join(STYLES)}.")
@archive_option
def command(ids: tuple[str, ...], style: str) -> None:
    """Cite items or captures by ID."""
    with opened() as archive:
        for identifier in ids:
            click.echo(archive.cite(identifier, style))
            _warn_of_verdict(archive, identifier)
        warn_of_test_range(archive)


def _warn_of_verdict(archive: Any, identifier: str) -> None:
    """No style says that what was captured is not the page, or not all of it: who cites it is told."""
    from archiver.inert import terminal
    from archiver.reference import page_exchange

    capture = archive.get_capture(identifier)
    page = page_exchange(capture)
    came = page is not None and page.entity is not None and page.entity.length > 0
    if came and capture.verdict in ("complete", "partial", "empty"):
        return
    why = f" ({terminal(capture.reasons[0])})" if capture.reasons else ""
    say(f"note: what this cites is {capture.verdict}{why}: `archiver show {capture.id}` says more")
