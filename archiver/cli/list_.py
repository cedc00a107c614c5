"""``archiver list``."""

from __future__ import annotations

import click

from archiver.cli.filters import filter_options
from archiver.cli.shared import archive_option, json_option, opened, print_found


@click.command("list")
@click.option("--kind", type=click.Choice(["article", "headline", "capture"]), help="Only these.")
@click.option("--capture", metavar="ID", help="Only the items of this capture.")
@click.option("--url", help="Only what was captured from this URL, or led to it.")
@click.option("--since", metavar="DATE", help="Published (or else captured) on this day or later.")
@click.option("--until", metavar="DATE", help="Published (or else captured) on this day or earlier.")
@filter_options
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option
@archive_option
def command(
    kind: str | None,
    capture: str | None,
    url: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    language: str | None,
    verdict: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List items: newest captures first, in page order.

    With --kind capture the captures themselves, each with its time: of one page with --url URL.
    """
    from archiver.archive.typed import a_day, a_language, a_verdict, stored_url
    from archiver.catalog import Query

    with opened() as archive:
        query = Query(
            kind=kind or "item",
            capture=archive.get_capture(capture).id if capture else None,
            url=stored_url(url),
            since=a_day(since),
            until=a_day(until),
            outlet=outlet,
            language=a_language(language),
            verdict=a_verdict(verdict),
            limit=limit,
        )
        print_found(archive, query, as_json=as_json, nothing="nothing found")
