"""The WACZ of one capture, made when a viewer asks for it and kept for a while, in a private folder.

A package is named by what it was made of: when the capture is read anew, the next one is another. The newest are
kept up to a number of bytes; one that is being sent stays until it is sent. All of this is done in the event
loop, but for the writing, which is done in a reader's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from archiver.archive.archive import Archive
from archiver.catalog.rows import RecordRow
from archiver.errors import BadIdentifier, NotFound
from archiver.exchange import parse_instant
from archiver.model.capture import Capture
from archiver.serve.readers import Readers
from archiver.store.failure import storing
from archiver.store.locks import unheld

_MOST = 2 << 30  # bytes
_PREFIX = "archiver-replay-"
_START = 60.0  # seconds
_AT_ONCE = 2  # files that are being made: the other readers stay free for pages


@dataclass
class Package:
    """A finished file. ``key`` names what it was made of; ``users``: answers that are reading it."""

    key: str
    path: Path
    size: int
    users: int = 0


def capture_named(archive: Archive, name: str) -> Capture:
    """The capture with this name, written as it is in an ARK. Raises NotFound, IntegrityFailed."""
    with contextlib.suppress(BadIdentifier):
        ark = archive.ark(name)
        if ark.name == name and ark.version is None:
            found = archive.get(ark.bare)
            if isinstance(found, Capture):
                return found
    raise NotFound(f"{name[:100]!r} is no capture of this archive")


def records_of(archive: Archive, capture: Capture) -> list[RecordRow]:
    """What the capture holds now: the records of its manifest and items, in all versions."""
    return archive.catalog.records_about([capture.id]).get(capture.id, [])


def key_of(capture: Capture, records: list[RecordRow]) -> str:
    """What it holds, as 32 hex digits."""
    ids = sorted(row.id for row in records)
    return hashlib.sha256("\n".join([capture.id, *ids]).encode()).hexdigest()[:32]


def _newest(capture: Capture, records: list[RecordRow]) -> float:
    """When the newest of its records was made, in seconds: the same whichever process is asked."""
    stated = (parse_instant(date) for date in (capture.captured, *(row.date for row in records)))
    return max((moment.timestamp() for moment in stated if moment and moment.tzinfo), default=0.0)


class Packages:
    """``folder``: where (None: a folder of its own in the system's temporary one); ``most``: bytes that are kept.

    ``room``: for whoever writes a package or download, so that all of them together leave readers for pages.
    """

    def __init__(self, folder: Path | None = None, most: int = _MOST) -> None:
        _discard_abandoned(Path(folder or tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder)  # 0700; removed at exit
        self._lock = os.open(self._folder.name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        with contextlib.suppress(OSError):  # where there are no locks, nobody takes it for abandoned
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._most = most
        self._kept: dict[str, Package] = {}  # least recently used first
        self._making: dict[str, asyncio.Task[Package]] = {}
        self.room = asyncio.Semaphore(_AT_ONCE)

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return Path(self._folder.name)

    def close(self) -> None:
        """Remove everything."""
        self._folder.cleanup()
        os.close(self._lock)

    @contextlib.asynccontextmanager
    async def lent(self, readers: Readers, name: str) -> AsyncIterator[Package]:
        """The package of the capture with this name, which stays while the block lasts.

        Raises NotFound, IntegrityFailed, CannotStore.
        """
        package = await self._package(readers, name)
        package.users += 1
        try:
            yield package
        finally:
            package.users -= 1
            self._evict()

    async def _package(self, readers: Readers, name: str) -> Package:
        capture, records = await readers.run(lambda archive: _asked(archive, name))
        key = key_of(capture, records)
        package = self._kept.pop(key, None)
        if package is None or not package.path.exists():  # what clears temporary folders may have taken it
            task = self._making.get(key)
            if task is None:
                task = self._making[key] = asyncio.create_task(self._made(readers, capture, records, key))
            # Whoever asked first may leave: the others still wait for it.
            package = await asyncio.shield(task)
            self._kept.pop(key, None)
        self._kept[key] = package
        return package

    async def _made(self, readers: Readers, capture: Capture, records: list[RecordRow], key: str) -> Package:
        try:
            async with self.room:
                path = self.folder / f"{key}.wacz"
                size = await readers.run(lambda archive: _write(archive, capture, records, path))
                return Package(key, path, size)
        finally:
            del self._making[key]

    def _evict(self) -> None:
        total = sum(package.size for package in self._kept.values())
        for key, package in list(self._kept.items()):
            if total <= self._most:
                return
            if not package.users:
                del self._kept[key]
                package.path.unlink(missing_ok=True)
                total -= package.size


def _discard_abandoned(folder: Path) -> None:
    """Remove what servers that were killed left; a living one holds its lock, but for the moment of its start."""
    for left in folder.glob(f"{_PREFIX}*"):
        # One that is another's may not be opened, or not be removed.
        with contextlib.suppress(OSError), unheld(left, os.O_RDONLY | os.O_DIRECTORY) as state:
            if state is None or state.st_uid != os.geteuid():
                continue
            if time.time() - state.st_mtime > _START:
                shutil.rmtree(left)


def _asked(archive: Archive, name: str) -> tuple[Capture, list[RecordRow]]:
    capture = capture_named(archive, name)
    return capture, records_of(archive, capture)


def _write(archive: Archive, capture: Capture, records: list[RecordRow], path: Path) -> int:
    """Write the package whole, or nothing; gives its size."""
    from archiver.export.wacz import hand_to_viewer

    unfinished = path.with_suffix(".part")
    with storing(path):
        try:
            with unfinished.open("wb") as file:
                hand_to_viewer(
                    archive.folder, archive.catalog, archive.brief(capture.id), cast("BinaryIO", file)
                )
                size = file.tell()
            os.utime(unfinished, (newest := _newest(capture, records), newest))  # Last-Modified
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return size
