"""``archiver verify``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import click

from archiver.cli.shared import archive_option, json_option, opened, print_json, say

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def _age(context: click.Context, option: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    match = re.fullmatch(r"([0-9]{1,5})([hdw])", value)
    if match is None:
        raise click.BadParameter("give a number and h, d or w, as in 90d", context, option)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


@click.command("verify")
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option(
    "--depth",
    type=click.Choice(["files", "records", "meaning"]),
    default="meaning",
    show_default=True,
    help="files: whole-file digests; records: every member and block; meaning: everything.",
)
@click.option(
    "--older-than",
    metavar="AGE",
    callback=_age,
    help="Only files that did not pass at this depth for AGE: 12h, 90d, 4w.",
)
@click.option("--sample", metavar="N|N%", help="Only so many of the files, or that share, chosen by chance.")
@click.option(
    "--seed", type=int, metavar="NUMBER", help="Choose the sample that was chosen by NUMBER before."
)
@click.option("--resume", is_flag=True, help="Go on with the last verification: leave out what passed in it.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes that check files at the same time [default: one a processor, at most 4].",
)
@click.option("--copies", is_flag=True, help="Check every copy that `replicate` made, too.")
@json_option
@archive_option
def command(
    ids: tuple[str, ...],
    depth: str,
    older_than: timedelta | None,
    sample: str | None,
    seed: int | None,
    resume: bool,
    jobs: int | None,
    copies: bool,
    as_json: bool,
) -> None:
    """Recompute digests, IDs and every selector; report what differs.

    The outcome for each file is noted in the archive's fixity log. Exits with 1 when something was found.
    """
    from archiver.cli.present import verified_line
    from archiver.inert import terminal

    how = {
        "depth": depth,
        "older_than": older_than,
        "sample": sample,
        "seed": seed,
        "resume": resume,
        "copies": copies,
    }
    with opened() as archive, _progress() as progress:
        report = archive.verify(*ids, **how, jobs=jobs or min(os.cpu_count() or 1, 4), progress=progress)
    if report.left:
        chosen = f", chosen by --seed {report.seed}" if report.seed is not None else ""
        say(f"{report.left:,} of {report.left + report.counts['files']:,} files left out{chosen}")
    for note in report.notes:
        say(f"note: {note}")
    if as_json:
        print_json(report.document())
    else:
        for finding in report.findings:
            click.echo(f"{finding.severity}  {finding.kind}  {finding.where}  {terminal(finding.message)}")
        click.echo(verified_line(report))
    if not report.ok:
        raise click.exceptions.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar of bytes on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, file=sys.stderr, label="verifying", width=30) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield tell
