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
    from archiver.archive.browsing import bodies_of, files_of
    from archiver.cli.present import card
    from archiver.store.folder import moved_in

    with opened() as archive:
        found = archive.get(identifier)
        if as_json:
            print_json(found.document())
            return
        capture = archive.get_capture(identifier)
        moved, bodies = moved_in(files_of(archive, capture)), bodies_of(archive, capture)
        click.echo(card(found, capture, archive.folder.info, moved, bodies))
