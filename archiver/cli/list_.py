"""``archiver list``."""

from __future__ import annotations

from dataclasses import replace

import click

from archiver.cli.filters import filter_options, narrowed
from archiver.cli.shared import archive_option, json_option, opened, print_found


@click.command("list")
@click.option("--kind", type=click.Choice(["article", "headline", "capture"]), help="Only these.")
@click.option("--capture", metavar="ID", help="Only the items of this capture.")
@click.option("--url", help="Only what was captured from this URL, or led to it.")
@filter_options
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option
@archive_option
def command(
    kind: str | None,
    capture: str | None,
    url: str | None,
    limit: int | None,
    as_json: bool,
    **filters: str | None,
) -> None:
    """List items: newest captures first, in page order.

    With --kind capture the captures themselves, each with its time: of one page with --url URL.
    """
    from archiver.archive.typed import stored_url

    with opened() as archive:
        query = replace(
            narrowed(**filters),
            kind=kind or "item",
            capture=archive.get_capture(capture).id if capture else None,
            url=stored_url(url),
            limit=limit,
        )
        print_found(archive, query, as_json=as_json)
