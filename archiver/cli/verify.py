"""``archiver verify``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.shared import (
    archive_option,
    archive_path,
    json_option,
    opened,
    pasteable,
    print_json,
    say,
)

if TYPE_CHECKING:
    from archiver.verify import Report

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def _age(context: click.Context, option: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    match = re.fullmatch(r"([0-9]{1,5})([hdw])", value)
    if match is None:
        raise click.BadParameter("give a number and h, d or w, as in 90d", context, option)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _fingerprint(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        raise click.BadParameter("give sha256: and 64 digits, as `verify` names a key", context, option)
    return value


@click.command("verify")
@click.argument("ids", metavar="[ID|FILE.wacz…]", nargs=-1)
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
@click.option(
    "--signer",
    metavar="sha256:HEX",
    callback=_fingerprint,
    help="The key that packages have to be signed with.",
)
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
    signer: str | None,
    as_json: bool,
) -> None:
    """Recompute digests, IDs and every selector; report what differs.

    The outcome for each file is noted in the archive's fixity log. A file that is gone or may not be read is told in
    one line; --json names every capture and item that hangs on it, too. A FILE.wacz is checked by itself, without an
    archive; a valid signature says that it is as the owner of that key made it, not who that is nor when it
    was. Exits with 1 when something was found.
    """
    how = {
        "depth": depth,
        "older_than": older_than,
        "sample": sample,
        "seed": seed,
        "resume": resume,
        "copies": copies,
    }
    packages = [text for text in ids if text.endswith(".wacz")]
    _require_there(packages)
    others = [text for text in ids if text not in packages]
    _require_fitting(packages, others, signer, {name for name, given in how.items() if given} - {"depth"})
    reports = [_of_package(Path(text), depth, signer, as_json=as_json) for text in packages]
    if others or not packages:
        with opened(parse_info=False) as archive, _progress() as progress:
            report = archive.verify(
                *others, **how, jobs=jobs or min(os.cpu_count() or 1, 4), progress=progress
            )
        reports.append(report)
        _tell(report, as_json=as_json)
    if not all(report.ok for report in reports):
        raise click.exceptions.Exit(1)


def _require_there(packages: list[str]) -> None:
    """Raise BadInput for a package that is no file."""
    from archiver.errors import BadInput

    for text in packages:
        if not Path(text).is_file():
            raise BadInput(f"there is no such file: {text}")


def _require_fitting(packages: list[str], others: list[str], signer: str | None, given: set[str]) -> None:
    """Raise BadInput for options that would choose nothing."""
    from archiver.errors import BadInput

    if packages and not others and given:
        name = sorted(given)[0].replace("_", "-")
        raise BadInput(f"--{name} is for the files of an archive: a package is always checked as a whole")
    if signer is not None and not packages:
        raise BadInput("--signer is for packages: give a FILE.wacz that is there")


def _of_package(path: Path, depth: Any, signer: str | None, *, as_json: bool) -> Report:
    from archiver.verify.package import check_package

    report = check_package(path, depth, signer)
    _tell(report, as_json=as_json)
    return report


def _tell(report: Report, *, as_json: bool) -> None:
    from archiver.cli.totals import counted, verified_line
    from archiver.inert import terminal

    here = archive_path()
    report.findings = [replace(found, message=pasteable(found.message, here)) for found in report.findings]
    package = f"{terminal(report.package['name'])}: " if report.package is not None else ""
    for note in report.notes:
        say(f"note: {package}{note}")
    if report.left:
        chosen = f", chosen by --seed {report.seed}" if report.seed is not None else ""
        say(f"{report.left:,} of {report.left + report.counts['files']:,} files left out{chosen}")
    if as_json:
        print_json(report.document())
    else:
        for finding, hanging in report.in_short():
            where, message = terminal(finding.where), terminal(finding.message)
            on_it = f" (hanging on it: {counted(hanging)})" if hanging else ""
            click.echo(f"{finding.severity}  {finding.kind}  {where}  {message}{on_it}")
        click.echo(f"{package}{verified_line(report)}")
    if report.mend is not None:
        say(f"to mend what is damaged or missing: {terminal(report.mend)}")


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
