"""``archiver extract``."""

from __future__ import annotations

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("extract")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@json_option
@archive_option
def command(ids: tuple[str, ...], as_json: bool) -> None:
    """Read stored captures again (all, or these), with this version.

    Items keep their IDs; one whose data change becomes a new version, ID.v2.
    """
    from archiver.cli.present import capture_line

    changed = unchanged = 0
    with opened() as archive:
        for capture, is_new in archive.extract(ids):
            changed, unchanged = changed + is_new, unchanged + (not is_new)
            if as_json:
                print_json(capture.document())
            elif is_new:
                click.echo(capture_line(capture))
    click.echo(f"{changed} read anew, {unchanged} unchanged", err=True)
