"""``archiver repair``."""

from __future__ import annotations

from itertools import chain

import click

from archiver.cli.shared import archive_option, archive_path, opened


@click.command("repair")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option("--from", "source", metavar="COPY", required=True, help="A copy that `replicate` made.")
@archive_option
def command(ids: tuple[str, ...], source: str) -> None:
    """Mend damaged or missing files from a copy.

    An ID stands for the files that hold it; a name as `verify` shows it (warc/…) for that file; without any, every
    file is looked at. A copy is taken only if it is what was published. The damaged file goes to lost/. A lost or
    damaged archive.json, and lines that the fixity log has lost, come back in any case.
    """
    from archiver.archive.copying import mend_info
    from archiver.cli.totals import counted

    repaired = whole = 0
    first = mend_info(archive_path(), source)
    with opened() as archive:
        for done in chain([first] if first else [], archive.repair(ids, source)):
            whole += done.state == "whole"
            repaired += done.state == "repaired"
            if done.state == "repaired":
                kept = f", the damaged one is in {done.kept}" if done.kept else ", it was missing"
                click.echo(f"repaired  {done.name}{kept}")
    click.echo(f"{counted({'file': repaired})} repaired, {whole:,} whole")
