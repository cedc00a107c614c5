"""``archiver import``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.shared import archive_option, json_option, opened, print_capture, say, warn_of_test_range
from archiver.errors import ArchiverError, BadInput

if TYPE_CHECKING:
    from archiver.model.capture import Capture


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Where a text came from, or which page of a web archive to take.")
@click.option("--no-extract", is_flag=True, help="Only keep the bytes; `archiver extract` reads them later.")
@json_option
@archive_option
def command(files: tuple[Path, ...], url: str | None, no_extract: bool, as_json: bool) -> None:
    """Take in local files: pages, feeds, texts, web archives of others.

    The bytes are kept as they are; no path of this machine enters the archive. Web archives are WARC, ARC and
    WACZ, plain or compressed: every page in one becomes a capture, and what could not be read in it, or is no
    page, is said on stderr. What another archive of archiver exported is verified, and taken over with its IDs.
    """
    if url and len(files) > 1:
        raise BadInput("--url names the source of one file: import the others with commands of their own")
    errors: list[ArchiverError] = []
    with opened(create=True) as archive:
        warn_of_test_range(archive)
        for path in files:
            try:
                _import(archive, path, url, not no_extract, as_json)
            except ArchiverError as error:
                if len(files) == 1:
                    raise
                errors.append(error)
                _say(f"archiver: {error}")
    if errors:
        raise click.exceptions.Exit(1)


def _import(archive: Any, path: Path, url: str | None, extract: bool, as_json: bool) -> None:
    from archiver.archive.archive import is_web_archive

    if not is_web_archive(path):
        _print(archive.import_file(path, url=url, extract=extract), as_json)
        return
    with _progress() as progress:
        accession = archive.import_archive(path, url=url, extract=extract, progress=progress)
        for capture in accession:
            progress.clear()
            _print(capture, as_json)
    from archiver.cli.present import accession_lines

    for line in accession_lines(accession):
        _say(line)


def _print(capture: Capture, as_json: bool) -> None:
    from archiver.cli.present import residue_line

    print_capture(capture, as_json=as_json)
    if not as_json and (left := residue_line(capture)):
        click.echo(left)


def _say(text: str) -> None:
    from archiver.inert import terminal

    say(terminal(text))


class _Bar:
    """One line on a terminal that says how far an import is; nothing elsewhere."""

    def __init__(self, shown: bool) -> None:
        self._shown, self._last = shown, ""

    def __call__(self, what: str, done: int, total: int) -> None:
        share = f"{100 * done // total}%" if what == "reading" and total else f"{done:,} of {total:,}"
        text = f"{what} for another import of it" if what == "waiting" else f"{what} {share}"
        if self._shown and text != self._last:
            self._last = text
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    def clear(self) -> None:
        """Take the line away, for other output or for good."""
        if self._last:
            self._last = ""
            click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def _progress() -> Iterator[_Bar]:
    import sys

    bar = _Bar(sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.clear()
