"""``archiver doctor``."""

from __future__ import annotations

from dataclasses import replace

import click

from archiver.cli.shared import archive_option, archive_path, json_option, opened, pasteable, print_json


@click.command("doctor")
@json_option
@archive_option
def command(as_json: bool) -> None:
    """Recover what a crash left, and say what needs a person.

    Unpublished files of dead processes go to lost/, published files are catalogued; folder, fixity log and catalog
    are compared; what may not be read or written is named. Reads no WARC that is catalogued: `archiver verify` does.
    Exits with 1 when something is to be looked at.
    """
    from archiver.inert import terminal

    with opened() as archive:
        diagnosis = archive.doctor()
    told = tuple(replace(one, message=pasteable(one.message, archive_path())) for one in diagnosis.told)
    diagnosis = replace(diagnosis, told=told)
    if as_json:
        print_json(diagnosis.document())
    else:
        for one in diagnosis.told:
            click.echo(f"{one.level}  {one.kind:<12} {terminal(one.where)}  {terminal(one.message)}")
        click.echo("nothing needs you" if diagnosis.ok else "LOOK at what is named above")
    if not diagnosis.ok:
        raise click.exceptions.Exit(1)
