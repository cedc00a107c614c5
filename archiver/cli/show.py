"""``archiver show``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("show")
@click.argument("identifier", metavar="ID")
@json_option
@archive_option
def command(identifier: str, as_json: bool) -> None:
    """Show a capture or item as a catalogue card."""
    from archiver.cli.present import card

    with opened() as archive:
        found = archive.get(identifier)
        print_json(found.document()) if as_json else click.echo(
            card(found, archive.get_capture(identifier), archive.folder.info)
        )
