"""``archiver explain``."""

from __future__ import annotations

import shutil
from dataclasses import asdict

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json


@click.command("explain")
@click.argument("identifier", metavar="ID")
@click.argument("field", required=False)
@json_option
@archive_option
def command(identifier: str, field: str | None, as_json: bool) -> None:
    """Show where each value of an item came from, and if it resolves. Of a capture: its page's title.

    With FIELD only that value, as in datePublished or author/0/name. Exits with 5 when one does not resolve.
    """
    from archiver.explain import render

    with opened() as archive:
        explained = archive.explain(identifier, field)
    if as_json:
        for entry in explained:
            print_json(asdict(entry))
    else:
        click.echo(render(explained, width=min(shutil.get_terminal_size((100, 24)).columns, 110)))
    if not all(entry.resolves for entry in explained):
        raise click.exceptions.Exit(5)
