"""``archiver search``."""

from __future__ import annotations

import click

from archiver.cli.filters import filter_options
from archiver.cli.shared import archive_option, json_option, opened, print_found


@click.command("search")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["article", "headline"]), help="Only these.")
@click.option("--since", metavar="DATE", help="Published (or else captured) on this day or later.")
@click.option("--until", metavar="DATE", help="Published (or else captured) on this day or earlier.")
@filter_options
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@json_option
@archive_option
def command(
    words: tuple[str, ...],
    kind: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    language: str | None,
    verdict: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Search headlines, authors, outlets and texts; best matches first.

    Every word counts as a beginning, so улаанбаатар finds улаанбаатарын; "quoted words" as they stand.
    """
    from archiver.archive.typed import a_day, a_language, a_verdict
    from archiver.catalog import Query

    with opened() as archive:
        query = Query(
            words=" ".join(words),
            kind=kind,
            since=a_day(since),
            until=a_day(until),
            outlet=outlet,
            language=a_language(language),
            verdict=a_verdict(verdict),
            limit=limit,
        )
        nothing = "nothing found: each word counts as a beginning, so a shorter one may find more"
        print_found(archive, query, as_json=as_json, nothing=nothing)
