"""Copies of an archive: made, checked and mended from, each noted in the fixity log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archiver.archive.holdings import Holdings
from archiver.archive.manifest import software
from archiver.copies import (
    Copied,
    Repaired,
    audit,
    known_places,
    place_apart,
    place_of,
    repair,
    repair_info,
    repair_log,
    replicate,
    require_there,
)
from archiver.errors import ArchiverError, CannotStore
from archiver.store import fixity
from archiver.store.failure import storing
from archiver.store.folder import INFO, Folder
from archiver.store.history import History
from archiver.verify import Report

_EVENTS = 256


def copy_to(holdings: Holdings, destination: str) -> Iterator[Copied]:
    """Copy what is not there yet. Raises BadInput (no place for a copy, one that is not apart from the archive, or
    another archive), CannotStore, IntegrityFailed.
    """
    place = place_apart(holdings.folder, destination)
    agent: str | None = software()["software"]
    unnoted = None
    try:
        holdings.folder.require_writable()
    except CannotStore as error:  # a disk that fails, or is full, has to be copied most of all
        agent, unnoted = None, Copied(fixity.NAME, 0, "unnoted", str(error))
    yield from replicate(holdings.folder, History.of(holdings.folder), place, agent)
    if unnoted is not None:
        yield unnoted


def mend_info(path: Path, source: str) -> Repaired | None:
    """Bring back the ``archive.json`` of an archive that cannot be opened without, or was made anew without it.

    None where it is sound, or no archive is at ``path``. Raises as ``archiver.copies.repair_info``, and BadInput as
    ``copy_to`` does.
    """
    text = b""
    with storing(path):
        if not Folder.lacks_info(path):
            try:
                text = (path / INFO).read_bytes()
            except FileNotFoundError:
                return None
    folder = Folder(path, text)
    return repair_info(folder, text, place_apart(folder, source), software()["software"])


def mend_from(holdings: Holdings, names: Sequence[str] | None, source: str) -> Iterator[Repaired]:
    """Bring back lost lines of the log, then put copies in the place of damaged or missing files: of these, or of all
    that were published here.

    Raises BadInput as ``copy_to`` does, NotFound where no archive is there.
    """
    place, agent = place_apart(holdings.folder, source), software()["software"]
    require_there(place)
    history, end = History.of(holdings.folder), holdings.catalog.log_end()
    is_cut = end is not None and end[1] not in history.digests
    log = repair_log(holdings.folder, history, place, agent, is_cut=is_cut)
    if log is not None:
        done, head = log
        holdings.catalog.note_log(head)
        yield done
        history = History.of(holdings.folder)
    for name in history.present() if names is None else names:
        yield repair(holdings.folder, history, name, place, agent)


def check_copies(holdings: Holdings, history: History, report: Report) -> list[fixity.Event]:
    """Look at every file of every copy the log knows of; findings go to ``report``. Gives the events to log."""
    events: list[fixity.Event] = []
    places = known_places(holdings.folder)
    if not places:  # or a clean report would be taken for that of sound copies
        said = "it names no copy, so none was checked: `archiver replicate DEST` makes one, and notes one that is there"
        report.warning(fixity.NAME, "no-copies", said)
    for name in places:
        try:
            for file, fault, event in audit(holdings.folder, history, place_of(name)):
                report.counts["copies"] += 1
                events.append(event)
                if fault is not None:
                    report.error(f"{name} {file}", fault.kind, fault.message)
        except ArchiverError as error:  # one place that is away keeps nobody from the others
            report.error(name, "copy-unreachable", str(error))
    return events
