"""One WARC file, at a depth: what stands there against what was published, as a report of its own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from archiver.catalog import Catalog
from archiver.errors import CannotStore, IntegrityFailed, NotPermitted
from archiver.store.folder import Folder, is_foreign
from archiver.store.history import Known
from archiver.verify.report import Depth, Hanging, Report
from archiver.warc.inflate import CHUNK
from archiver.warc.members import METADATA, HashingReader, Member, scan

_PIECE = 1 << 18


class Task(NamedTuple):
    """A file to check, and what is known of it. ``log``: by the fixity log, ``row``: by the catalog.

    ``held``: the SHA-256 of the bytes in which every digest was recomputed before and was right, else "".
    """

    name: str
    depth: Depth
    log: Known | None
    row: tuple[int, str, int] | None
    held: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Checked:
    """What checking one file gave. ``size`` and ``sha256``: as it stands there now, None where it cannot be read.

    ``is_barred``: it may not be read, so nothing was checked, and nothing is known to be wrong with it.
    """

    name: str
    depth: Depth
    report: Report
    size: int | None = None
    sha256: str | None = None
    is_barred: bool = False


class _Read(NamedTuple):
    """A file as it was read: its members (at depth ``meaning`` all, else those with something wrong), how many."""

    size: int
    sha256: str
    members: list[Member]
    records: int

    @property
    def is_damaged(self) -> bool:
        return any(member.faults for member in self.members)


def check_file(folder: Folder, catalog: Catalog | None, task: Task) -> Checked:
    """Check one WARC file. Never raises for what stands in it. ``catalog``: needed but for depth ``files``."""
    report = Report(task.depth)
    report.counts["files"] += 1
    expected = _expected(report, task, is_there=folder.has_warc(task.name))
    if is_foreign(task.name):
        from archiver.verify.foreign import check_foreign

        return check_foreign(report, folder, catalog, task, expected)
    try:
        read = _read(folder, task)
    except (IntegrityFailed, CannotStore, OSError) as error:
        return unread(report, task, error)
    _name_faults(report, task.name, read)
    if task.depth != "files" and read.records == 0:
        report.error(task.name, "no-records", "it holds no record at all: restore it from a copy")
    as_published = _compare(report, task, expected, read)
    if task.depth == "meaning" and catalog is not None:
        from archiver.verify.meaning import check_meaning

        check_meaning(report, folder, catalog, task.name, read.members, as_published)
    return Checked(task.name, task.depth, report, read.size, read.sha256)


def unread(report: Report, task: Task, error: Exception) -> Checked:
    """A file that is gone or does not open: lost, unless it is only that this process may not read it."""
    is_barred = isinstance(error, NotPermitted)
    report.error(task.name, "no-permission" if is_barred else "file-missing", str(error))
    return Checked(task.name, task.depth, report, is_barred=is_barred)


def _expected(report: Report, task: Task, *, is_there: bool) -> Known | None:
    """The file as it was published: by the fixity log, or by the catalog where the log has no record of it."""
    name, log, row = task.name, task.log, task.row
    if row is None and is_there:  # of one that is gone no rebuild knows more
        report.error(name, "uncatalogued", "the catalog does not know this file: run `archiver rebuild`")
    if log is None or log.event != "ingestion":
        report.warning(
            name,
            "no-fixity-record",
            "the fixity log has no ingestion of it: put there by hand, or published before there was a log",
        )
    if log is None:
        return Known("", *row) if row else None
    if row is not None and row != (log.size, log.sha256, row[2] if log.records is None else log.records):
        report.error(
            name, "catalog", "the catalog has another size or digest than the fixity log: `archiver rebuild`"
        )
    return log


def _read(folder: Folder, task: Task) -> _Read:
    """Read the file. Digests in it are not recomputed where they were before, in the very same bytes."""
    read = _read_once(folder, task, digests=not task.held or task.depth == "meaning")
    if task.held and task.depth == "records" and read.sha256 != task.held:
        return _read_once(folder, task, digests=True)
    return read


def _read_once(folder: Folder, task: Task, *, digests: bool) -> _Read:
    members: list[Member] = []
    count = 0
    with folder.open_warc(task.name) as file, _thread(task) as thread:
        reader = HashingReader(file, thread)
        if task.depth != "files":
            keep = METADATA if task.depth == "meaning" else None
            # What is hashed here is still in the processor's cache then; handing over is dear, and rare is better.
            chunk = _PIECE if thread is None else CHUNK
            for member in scan(reader, keep, digests=digests, chunk=chunk):  # type: ignore[arg-type]
                count += 1
                if task.depth == "meaning" or member.faults or member.contradictions:
                    members.append(member)
        while reader.read(_PIECE):  # a scan that sought ahead has not read, so not hashed, every byte
            pass
        return _Read(reader.size, reader.hexdigest(), members, count)


@contextmanager
def _thread(task: Task) -> Iterator[ThreadPoolExecutor | None]:
    """A thread that hashes beside the reading, where this process has a processor to spare for it."""
    if not task.beside or task.depth == "files":
        yield None
        return
    with ThreadPoolExecutor(1) as thread:
        yield thread


def _name_faults(report: Report, name: str, read: _Read) -> None:
    report.counts["records"] += read.records
    for member in read.members:
        for fault in (*member.faults, *member.contradictions):
            report.error(f"{name}:{member.offset}", fault.kind, fault.message)


def _compare(report: Report, task: Task, expected: Known | None, read: _Read) -> bool:
    """True when the file is the one that was published."""
    name = task.name
    if expected is None:
        return False
    if read.size != expected.size and not read.is_damaged:
        report.error(name, "file-size", f"{read.size} bytes, published with {expected.size}")
    elif read.sha256 != expected.sha256 and not read.is_damaged:
        report.error(name, "file-digest", f"SHA-256 is {read.sha256}, published as {expected.sha256}")
    if task.depth != "files" and expected.records is not None and read.records != expected.records:
        report.error(name, "record-count", f"{read.records} records, published with {expected.records}")
    return not read.is_damaged and (read.size, read.sha256) == (expected.size, expected.sha256)


def name_documents(report: Report, catalog: Catalog, name: str) -> None:
    """Report the captures and items that stand in a file that cannot be read."""
    for row in catalog.documents_of(name):
        hanging = Hanging(name, "capture" if row.kind == "capture" else "item")
        report.error(row.id, "unreadable", f"it stands in {name}, which cannot be read", hanging)
