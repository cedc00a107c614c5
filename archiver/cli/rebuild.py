"""``archiver rebuild``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json, say


@click.command("rebuild")
@json_option
@archive_option
def command(as_json: bool) -> None:
    """Make the catalog again from the WARC files: same IDs, same items.

    Exits with 5 when a file that was published is missing or damaged, with 6 when one may not be read: the catalog
    has all the others then.
    """
    from archiver.cli.totals import counted

    with opened() as archive:
        counts = archive.rebuild()
        if archive.unrecorded:
            say(
                f"note: the fixity log does not know {len(archive.unrecorded)} of the files, such as "
                f"{archive.unrecorded[0]}: whether they are as they were published cannot be told"
            )
    if as_json:
        print_json(counts)
    else:
        click.echo(counted(counts) or "no WARC files yet")
