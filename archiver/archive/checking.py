"""A verification from its plan to its report, every file's outcome noted in the fixity log on the way.

Parsers, and what reaches copies, are imported where they are used: whole files are checked without them. So is what
can wait until the workers are at work.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from archiver.archive.holdings import Holdings
from archiver.errors import CannotStore
from archiver.exchange import instant, utc_now
from archiver.store import fixity
from archiver.store.history import History
from archiver.verify import Checked, Depth, Report, Selection, check_files, check_log, choose

_EVENTS, _SECONDS = 256, 5.0  # so much at most is checked again after an interruption
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """What of an archive is verified, and how.

    ``older_than``: only files whose last passed check of this depth or deeper is older. ``sample``: ``"50"`` or
    ``"5%"`` of those, chosen by ``seed`` (by the clock where it is None). ``resume``: leave out what passed in the
    newest session. ``copies``: look at every copy too. ``progress``: told bytes done and bytes in all, first (0, all).
    """

    depth: Depth = "meaning"
    older_than: timedelta | None = None
    sample: str | None = None
    seed: int | None = None
    resume: bool = False
    jobs: int = 1
    copies: bool = False
    progress: Progress | None = None


def verify(holdings: Holdings, names: Sequence[str] | None, wanted: Wanted) -> Report:
    """Check these files, or all. Raises BadInput for a bad sample, CannotStore when the log cannot be read."""
    catalog = holdings.catalog
    catalogued = set(catalog.warcs())
    seen, barred = holdings.folder.warcs_seen()
    there = {*seen, *catalogued}
    history = History.of(holdings.folder)  # after the files: each is there before its line
    report, selection = Report(wanted.depth), _selection(wanted, history)
    if names is None:
        names = sorted((there | history.known.keys()) - (history.gone - there))
    if not catalogued.issuperset(names):  # published by another process since this archive was opened
        holdings.catch_up()
    chosen = choose(names, history, wanted.depth, selection)
    report.left = len(names) - len(chosen)
    report.seed = selection.seed if wanted.sample else None
    check_log(report, history, catalog, fixity.NAME)
    with check_files(holdings.folder, catalog, history, chosen, wanted.depth, wanted.jobs) as each:
        # Refused where it is damaged; it takes as long to parse as 40 MB to check, so others work meanwhile.
        _ = holdings.folder.info
        logbook = _Logbook(holdings, report, selection.session or instant(utc_now()))
        try:
            if not report.ok:  # what comes after would hide that the end was another
                logbook.note_log(wanted.depth)
            for day, why in barred.items():  # what is in it beside the files that are known, nobody can say
                report.error(day, "no-permission", str(why))
            damaged = _take_each(each, logbook, history, _teller(holdings, chosen, wanted.progress))
            if wanted.copies:
                from archiver.archive.copying import check_copies

                logbook.take(check_copies(holdings, history, report))
        finally:
            logbook.write()
    if damaged:
        from archiver.copies import Mending

        report.mend = Mending(holdings.folder).command_for_all(damaged)
    return report


def _take_each(
    each: Iterable[Checked], logbook: _Logbook, history: History, tell: Callable[[int], None]
) -> set[str]:
    """Take every file's outcome into report and log; gives the names of those that a copy can mend."""
    damaged = set()
    for checked in each:
        logbook.note(checked)
        if _is_damaged(checked, history):
            damaged.add(checked.name)
        tell(checked.size or 0)
    return damaged


def _is_damaged(checked: Checked, history: History) -> bool:
    """True for a file that is gone, or not the one the log says was published: what a copy can mend."""
    if checked.is_barred:
        return False
    published = history.known.get(checked.name)
    return not checked.report.ok and published is not None and checked.sha256 != published.sha256


def _selection(wanted: Wanted, history: History) -> Selection:
    now = utc_now()
    return Selection(
        before=now - wanted.older_than if wanted.older_than is not None else None,
        now=now,
        session=history.session if wanted.resume else None,
        sample=wanted.sample,
        seed=time.time_ns() // 1_000_000 if wanted.seed is None else wanted.seed,
    )


def _teller(holdings: Holdings, names: Sequence[str], progress: Progress | None) -> Callable[[int], None]:
    if progress is None:
        return lambda _: None
    total = done = 0
    for name in names:
        with contextlib.suppress(OSError):
            total += (holdings.folder.path / name).stat().st_size
    progress(0, total)

    def tell(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    return tell


class _Logbook:
    """The events of a verification, written in batches; on a medium that cannot be written, none, which is said."""

    def __init__(self, holdings: Holdings, report: Report, session: str) -> None:
        from importlib.metadata import version

        self._holdings, self._report, self._session = holdings, report, session
        self._agent = f"archiver/{version('citable-archiver')}"
        self._waiting: list[fixity.Event] = []
        self._since = time.monotonic()

    def note(self, checked: Checked) -> None:
        """The outcome of one file, for the report too. One that may not be read had no check, so none is noted."""
        self._report.add(checked.report)
        if not checked.is_barred:
            self._note(checked)

    def _note(self, checked: Checked) -> None:
        said: dict[str, Any] = {"depth": checked.depth, "session": self._session}
        if checked.sha256 is not None:
            said |= {"size": checked.size, "digest": f"sha256:{checked.sha256}"}
        if checked.depth != "files":
            said["records"] = checked.report.counts["records"]
        if checked.report.findings:
            said["findings"] = sorted({finding.kind for finding in checked.report.findings})
        outcome: Literal["pass", "fail"] = "pass" if checked.report.ok else "fail"
        self._waiting.append(fixity.Event("fixity check", checked.name, outcome, said))
        if len(self._waiting) >= _EVENTS or time.monotonic() - self._since > _SECONDS:
            self.write()

    def take(self, events: list[fixity.Event]) -> None:
        """Events that are whole already."""
        self._waiting += events

    def note_log(self, depth: Depth) -> None:
        """That the log itself is not sound: what the next lines would hide stays said in them."""
        self._note(Checked(fixity.NAME, depth, Report(depth, list(self._report.findings))))

    def write(self) -> None:
        """Append what waits."""
        events, self._waiting, self._since = self._waiting, [], time.monotonic()
        if not events or self._report.notes:
            return
        try:
            self._holdings.catalog.require_writable()
            head = fixity.append(self._holdings.folder, events, self._agent)
            self._holdings.catalog.note_log(head)
        except CannotStore as error:
            self._report.notes.append(f"not noted in the fixity log: {error}")
