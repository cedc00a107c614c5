"""``archiver import``."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json, say, warn_of_test_range
from archiver.errors import ArchiverError, BadInput


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where the text came from; without it, it is named by the SHA-256 of its bytes.")
@click.option("--no-extract", is_flag=True, help="Only keep the bytes; `archiver extract` reads them later.")
@json_option
@archive_option
def command(files: tuple[Path, ...], url: str | None, no_extract: bool, as_json: bool) -> None:
    """Take in local files: saved pages, feeds, text digests.

    The bytes are kept as they are; no path of this machine enters the archive.
    """
    from archiver.cli.present import capture_line, residue_line
    from archiver.inert import terminal

    if url and len(files) > 1:
        raise BadInput("--url names the source of one file: import the others with commands of their own")
    errors: list[ArchiverError] = []
    with opened(create=True) as archive:
        warn_of_test_range(archive)
        for path in files:
            try:
                capture = archive.import_file(path, url=url, extract=not no_extract)
            except ArchiverError as error:
                if len(files) == 1:
                    raise
                errors.append(error)
                say(f"archiver: {terminal(str(error))}")
                continue
            if as_json:
                print_json(capture.document())
                continue
            click.echo(capture_line(capture))
            if left := residue_line(capture):
                click.echo(left)
    if errors:
        raise click.exceptions.Exit(1)
