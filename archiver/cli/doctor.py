"""``archiver doctor``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("doctor")
@json_option
@archive_option
def command(as_json: bool) -> None:
    """Recover what a crash left, and say what needs a person.

    Unpublished files of dead processes go to lost/, published files are catalogued; folder, fixity log and catalog
    are compared. Reads no WARC that is catalogued: `archiver verify` does. Exits with 1 when something is to be
    looked at.
    """
    from archiver.inert import terminal

    with opened() as archive:
        diagnosis = archive.doctor()
    if as_json:
        print_json(diagnosis.document())
    else:
        for told in diagnosis.told:
            click.echo(f"{told.level}  {told.kind:<12} {terminal(told.where)}  {terminal(told.message)}")
        click.echo("nothing needs you" if diagnosis.ok else "LOOK at what is named above")
    if not diagnosis.ok:
        raise click.exceptions.Exit(1)
