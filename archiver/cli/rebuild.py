"""``archiver rebuild``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("rebuild")
@json_option
@archive_option
def command(as_json: bool) -> None:
    """Make the catalog again from the WARC files alone: same IDs, same items."""
    with opened() as archive:
        counts = archive.rebuild()
    if as_json:
        print_json(counts)
    else:
        click.echo(", ".join(f"{number} {kind}s" for kind, number in counts.items()) or "no WARC files yet")
