"""``archiver search``."""

from __future__ import annotations

from dataclasses import replace

import click

from archiver.cli.filters import filter_options, narrowed
from archiver.cli.shared import archive_option, json_option, opened, print_found


@click.command("search")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["article", "headline"]), help="Only these.")
@filter_options
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@json_option
@archive_option
def command(
    words: tuple[str, ...], kind: str | None, limit: int, as_json: bool, **filters: str | None
) -> None:
    """Search headlines, authors, outlets and texts; best matches first.

    Every word counts as a beginning, so улаанбаатар finds улаанбаатарын; "quoted words" as they stand. A note says
    when there is more than --limit.
    """
    with opened() as archive:
        query = replace(narrowed(**filters), words=" ".join(words), kind=kind, limit=limit)
        nothing = "each word counts as a beginning, so a shorter one may find more"
        print_found(archive, query, as_json=as_json, nothing=nothing)
