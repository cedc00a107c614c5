"""``archiver replicate``."""

from __future__ import annotations

from collections import Counter

import click

from archiver.cli.shared import archive_option, opened, say


@click.command("replicate")
@click.argument("destination", metavar="DEST")
@archive_option
def command(destination: str) -> None:
    """Copy the archive to a folder or to object storage.

    DEST is a folder, or s3://BUCKET/PREFIX (gs://, az://) with credentials from the environment. Only what is not
    there is copied; every file is read back and compared, and so is, once, what is there by other means, such as
    rsync. A copy in a folder is an archive itself: `archiver --archive DEST list`. `archiver verify --copies` checks
    all copies, `archiver repair` mends this archive from one. Exits with 5 when a file is damaged or missing on
    either side, with 6 when one may not be read here: all others are copied then.
    """
    from archiver.cli.totals import counted

    done: Counter[str] = Counter()
    with opened() as archive:
        for copied in archive.replicate(destination):
            done[copied.state] += 1
            if copied.state == "copied":
                click.echo(f"copied  {copied.name}  {copied.size:,} bytes")
            elif copied.state == "replaced":
                say(f"note: {copied.name} is replaced: {copied.message}")
            elif copied.state == "unnoted":
                say(
                    "note: not noted in the fixity log here, so `verify --copies` will not know of it: "
                    f"{copied.message}"
                )
            elif copied.state in ("damaged", "barred"):
                say(f"archiver: {copied.name}: not copied: {copied.message}")
    click.echo(f"{counted({'file': done['copied']})} copied, {done['there']:,} there already")
    if done["damaged"] or done["barred"]:
        raise click.exceptions.Exit(5 if done["damaged"] else 6)
