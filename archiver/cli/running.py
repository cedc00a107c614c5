"""A run of many URLs on the command line: what is asked for, how far it is, how it ended."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.shared import say
from archiver.cli.totals import counted
from archiver.errors import ArchiverError, BadInput, BadSeedList

if TYPE_CHECKING:
    from archiver.archive.outcome import Outcome
    from archiver.seeds import Seed


STDIN = Path("-")
_FAULTS = 5  # of seed lists that are named one by one: a wrong file has hundreds


def gather(
    urls: Sequence[str], files: Sequence[Path]
) -> tuple[list[Seed], dict[str, Any], list[BadSeedList]]:
    """Seeds, options and faults of the URLs and seed lists that were given; faults are printed.

    Raises BadInput when nothing was asked for, or a list cannot be read; BadSeedList when one is not to be followed.
    """
    from archiver.seeds import Seed, read_seeds

    seeds = [Seed(url) for url in urls]
    options: dict[str, Any] = {}
    faults: list[BadSeedList] = []
    refusals: list[BadSeedList] = []
    for path in files:
        read = read_seeds(*_text_and_name(path))
        seeds.extend(read.seeds)
        options.update(read.options)
        faults.extend(read.faults)
        refusals.extend(read.refusals)
    said = [*faults, *refusals[:-1]]
    for fault in said[:_FAULTS]:
        say(f"archiver: {fault}")
    if more := len(said[_FAULTS:]):
        say(f"archiver: and {more:,} more that are wrong. A seed list is a URL a line, or TOML: is this one?")
    if refusals:
        raise BadSeedList(f"{refusals[-1]}. Nothing was captured")
    if not seeds and not faults:
        raise BadInput("nothing to capture: give a URL, or a seed list with --seeds FILE")
    return seeds, options, faults


def _text_and_name(path: Path) -> tuple[str, str]:
    """A seed list, and what messages call it. Raises BadInput."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read().decode("utf-8"), "standard input"
        return path.read_text("utf-8"), path.name
    except OSError as error:
        raise BadInput(f"the seed list {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"the seed list {path} is not UTF-8 text") from None


class Tally:
    """How many came, and how the command ends."""

    def __init__(self, faults: Sequence[ArchiverError]) -> None:
        self._errors: list[ArchiverError] = list(faults)
        self._verdicts: Counter[str] = Counter()
        self._items = self._skipped = 0

    def count(self, outcome: Outcome) -> None:
        """Take note of one outcome."""
        if outcome.error is not None:
            self._errors.append(outcome.error)
        elif outcome.skipped:
            self._skipped += 1
        elif outcome.capture is not None:
            self._verdicts[outcome.capture.verdict] += 1
            self._items += len(outcome.capture.items)

    def finish(self) -> None:
        """Say what came of it all, and exit: 0; the one error's code; 1 when some of many failed."""
        if self._skipped:
            say(f"{self._skipped} published before in this run: not fetched again")
        kept = self._verdicts.total()
        if kept and kept + len(self._errors) > 1:
            say(self._sum(kept))
        if not self._errors:
            return
        codes = {error.exit_code for error in self._errors}
        failed_all = not kept and not self._skipped
        raise click.exceptions.Exit(codes.pop() if failed_all and len(codes) == 1 else 1)

    def _sum(self, kept: int) -> str:
        """``17 captures: 15 complete, 1 empty, 1 partial; 42 items; 1 URL failed``."""
        verdicts = ", ".join(f"{number:,} {verdict}" for verdict, number in self._verdicts.most_common())
        said = [f"{counted({'capture': kept})}: {verdicts}", f"{counted({'item': self._items})}"]
        if self._errors:
            said.append(f"{counted({'URL': len(self._errors)})} failed")
        return "; ".join(said)


@contextmanager
def interruptible() -> Iterator[Event]:
    """Ctrl-C sets what this gives, so that what is finished is published, and then ends the command as ever; a second
    one ends it at once. Raises click.Abort at its end."""
    stopping = Event()

    def stop(*_: object) -> None:
        stopping.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)
    if stopping.is_set():
        raise click.Abort


@contextmanager
def progress(total: int) -> Iterator[Callable[[Callable[[], None]], None]]:
    """A bar on a terminal for more than one; gives a function that prints one result and moves the bar."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda show: show()
        return
    with click.progressbar(length=total, file=sys.stderr, show_pos=True, label="capturing") as bar:

        def advance(show: Callable[[], None]) -> None:
            click.echo("\r\x1b[K", file=sys.stderr, nl=False)
            show()
            bar.update(1)

        yield advance
