"""``archiver export``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from archiver.cli.shared import archive_option, opened, say

FORMATS = ["jsonl", "csv", "warc", "wacz", "csl-json", "prov", "ninjs"]


@click.command("export")
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option("--to", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Write to this file [default: stdout, for text]."
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there already.")
@click.option("--all", "everything", is_flag=True, help="Every capture of the archive.")
@archive_option
def command(ids: tuple[str, ...], to: str, output: Path | None, overwrite: bool, everything: bool) -> None:
    """Write captures and items for other programs.

    A capture ID stands for all its items, - for IDs on standard input: the first word of each line, so that what `list`
    and `search` print can be given. A wacz is signed with your own key, which is made on first use
    (~/.config/archiver/signing-key.pem; ARCHIVER_KEY names another file). The signature proves that the package
    is as the owner of that key made it, and says nothing of who that is or when it was.
    """
    from archiver.errors import BadInput
    from archiver.export.files import written

    wanted = list(_named(ids))
    if not wanted and not everything:
        raise BadInput(f"nothing to export: {'standard input names none' if ids else 'give IDs, or --all'}")
    with opened() as archive:
        chosen = None if everything else wanted
        if output is None:
            if to in ("warc", "wacz") and sys.stdout.isatty():
                raise BadInput(f"{to} is binary: name a file with --output FILE")
            notes = archive.export(chosen, to, sys.stdout.buffer)
            sys.stdout.flush()
        else:
            with written(output, overwrite=overwrite) as file:
                notes = archive.export(chosen, to, file)
            click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)
    for note in notes:
        say(f"note: {note}")


def _named(ids: Iterable[str]) -> Iterator[str]:
    """The IDs, with those on standard input in the place of a hyphen."""
    for one in ids:
        if one == "-":
            yield from (line.split()[0] for line in sys.stdin if line.strip())
        else:
            yield one
