"""``archiver diff``."""

from __future__ import annotations

import shutil
from dataclasses import asdict

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json, say


@click.command("diff")
@click.argument("before", metavar="ID")
@click.argument("after", metavar="ID")
@json_option
@archive_option
def command(before: str, after: str, as_json: bool) -> None:
    """Say what changed between two captures, or two items.

    Two captures of a page: which fields and words of the article changed, which headlines came, went or
    moved. Two items, or two versions of one (ID.v1 ID.v2): field by field. `archiver list --kind capture
    --url URL` shows the captures of a page in time.
    """
    from archiver.compare import render

    with opened() as archive:
        comparison = archive.compare(before, after)
    if comparison.before.captured > comparison.after.captured:
        say("note: the first was captured after the second, so this tells backwards what changed")
    if as_json:
        print_json(asdict(comparison))
    else:
        click.echo(render(comparison, width=min(shutil.get_terminal_size((100, 24)).columns, 110)))
