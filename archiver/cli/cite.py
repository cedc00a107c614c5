"""``archiver cite``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, opened, warn_of_test_range

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
        warn_of_test_range(archive)
