"""Publication of one WARC file: nothing is acknowledged before it is durable.

temporary file (O_EXCL, locked) → records → fsync → read back, every digest recomputed → read-only → ``link()`` into
place → fsync of the folder → its ingestion in the fixity log, fsynced. After any error the attempt's file is
dropped and never fsynced again; one that is in place already stays, found and catalogued like any other.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from archiver.errors import CannotStore
from archiver.exchange import utc_now
from archiver.store import fixity
from archiver.store.failure import cannot_store, in_place, storing
from archiver.store.folder import WARC_SUFFIX, Folder, sync_folder
from archiver.urls import timestamp14
from archiver.warc.members import HashingReader, Member, scan
from archiver.warc.records import Record, warcinfo_record
from archiver.warc.write import RecordWriter


@dataclass(frozen=True)
class Published:
    """A WARC file that is in place: name relative to the archive, and what reading it back found.

    ``log``: the end of the fixity log with its ingestion.
    """

    name: str
    size: int
    sha256: str
    members: list[Member]
    log: fixity.Head | None = None


class Publication:
    """One WARC file on its way into the archive. ``publish`` or ``abandon`` ends it."""

    def __init__(self, folder: Folder, first_name: str, software: dict[str, str]) -> None:
        """``first_name``: the ARK name of the first capture, for the file's name."""
        self._folder, self._agent = folder, software.get("software", "archiver")
        self.started = utc_now()
        milliseconds = f"{self.started.microsecond // 1000:03}"
        self.filename = f"{timestamp14(self.started)}{milliseconds}-{first_name}{WARC_SUFFIX}"
        self._temporary = folder.tmp / f"{self.filename}.{os.getpid()}"
        with storing(folder.path):
            folder.tmp.mkdir(parents=True, exist_ok=True)
            self._raw = open_locked(self._temporary)
            self._file = io.BufferedRandom(self._raw, 1 << 18)
        self._writer = RecordWriter(self._file)
        self.add([warcinfo_record(self.filename, self.started, software)])

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._writer.size

    def add(self, records: list[Record]) -> None:
        """Write records. Raises CannotStore, after which the publication is abandoned."""
        try:
            for record in records:
                self._writer.add(record)
        except OSError as error:
            self.abandon()
            raise cannot_store(error, self._folder.path) from error
        except BaseException:
            self.abandon()
            raise

    def publish(self) -> Published:
        """Make it durable and visible. Raises CannotStore: then nothing is published; but Uncatalogued: then it is."""
        try:
            with storing(self._folder.path):
                self._file.flush()
                os.fsync(self._file.fileno())
                published = self._read_back()
                os.fchmod(self._file.fileno(), 0o444)
                link(self._temporary, self._folder, published.name)
        finally:
            self.abandon()
        with in_place(published.name):
            log = fixity.append(self._folder, [_ingestion(published)], self._agent)
        return replace(published, log=log)

    def _read_back(self) -> Published:
        """What is on the disk: the bytes that were written, every record whole, each digest in them right."""
        self._file.seek(0)
        reader = HashingReader(self._file)
        written = self._writer.members
        for found, member in zip_longest(scan(reader), written):  # type: ignore[arg-type]
            if found is None or member is None or found.offset != member.offset:
                raise CannotStore(self._damaged("a record is lost"))
            for fault in (*found.faults, *found.contradictions):
                raise CannotStore(self._damaged(fault.message))
        if reader.hexdigest() != self._writer.hexdigest():
            raise CannotStore(self._damaged("its SHA-256 is another"))
        return Published(self._name, reader.size, reader.hexdigest(), written)

    def _damaged(self, how: str) -> str:
        return f"{self._folder.path}: what was written does not read back: {how}. Check the disk"

    @property
    def _name(self) -> str:
        return f"warc/{self.started:%Y/%m/%d}/{self.filename}"

    def abandon(self) -> None:
        """Drop the temporary file; what was published stays."""
        if not self._raw.closed:
            with contextlib.suppress(OSError):  # it goes with the next start then
                self._temporary.unlink(missing_ok=True)
            self._raw.close()  # what a full disk refused to take is not flushed again


def _ingestion(published: Published) -> fixity.Event:
    said = {
        "size": published.size,
        "digest": f"sha256:{published.sha256}",
        "records": len(published.members),
        "depth": "records",  # it was read back, and every digest in it recomputed
    }
    return fixity.Event("ingestion", published.name, said=said)


def link(temporary: Path, folder: Folder, name: str) -> None:
    """Put a file that is written into its place; its name there is durable on return.

    Raises OSError, CannotStore: then it is not there; but Uncatalogued: then it is.
    """
    target = folder.path / name
    make_folders(target.parent, folder.path)
    os.link(temporary, target)
    with in_place(name), storing(folder.path):
        sync_folder(target.parent)


def open_locked(path: Path) -> io.FileIO:
    """A new file that only this process writes. Recovery may have taken an empty one away before it was locked."""
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return io.FileIO(descriptor, "r+b")
        os.close(descriptor)


_DURABLE: set[Path] = set()


def make_folders(path: Path, top: Path) -> None:
    """Make the folders from ``top`` down to ``path``, their names durable, whoever made them."""
    path.mkdir(parents=True, exist_ok=True)
    if path not in _DURABLE:
        for folder in (path, *path.parents):
            sync_folder(folder.parent)
            if folder.parent == top:
                break
        _DURABLE.add(path)
