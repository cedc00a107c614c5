"""A few threads, each with the archive open for itself: SQLite connections stay in their thread."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from archiver.archive.archive import Archive
from archiver.errors import CannotStore, NotFound
from archiver.serve.kept import stamp

Given = TypeVar("Given")
_THREADS = 4
_CATCH_UP_SECONDS = 15.0  # until a file that was copied into the folder by hand is seen


class Readers:
    """Runs functions of an archive beside the event loop."""

    def __init__(self, folder: Path, threads: int = _THREADS) -> None:
        """``folder``: an archive that exists."""
        self.folder = folder
        self._threads = threads
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    async def run(self, function: Callable[[Archive], Given]) -> Given:
        """``function(archive)``, in a thread that may wait for the disk. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._with_archive, function)

    def _with_archive(self, function: Callable[[Archive], Given]) -> Given:
        return function(self._archive())

    def _archive(self) -> Archive:
        archive: Archive | None = getattr(self._own, "archive", None)
        if archive is not None and self._own.state != _state(archive):
            archive.close()
            self._own.archive = archive = None
        if archive is None:
            archive = self._opened()
            self._own.archive, self._own.seen = archive, time.monotonic()
            self._own.state = _state(archive)
        elif time.monotonic() - self._own.seen > _CATCH_UP_SECONDS:
            archive.catch_up()
            self._own.seen = time.monotonic()
        return archive

    def _opened(self) -> Archive:
        try:
            archive = Archive(self.folder, create=False)
        except NotFound:
            raise CannotStore("the archive is not where it was: bring it back, or stop this server") from None
        archive.catalog  # noqa: B018 # opened, and caught up
        return archive

    def close(self) -> None:
        """Close every thread's archive, and end the threads."""
        together = threading.Barrier(self._threads)
        for _ in range(self._threads):
            self._pool.submit(self._close_own, together)
        self._pool.shutdown()

    def _close_own(self, together: threading.Barrier) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(10)  # so that each thread takes one of these
        archive: Archive | None = getattr(self._own, "archive", None)
        if archive is not None:
            archive.close()
            self._own.archive = None


def _state(archive: Archive) -> tuple[object, ...]:
    """What changes when the catalog that is open is not the one to read any more: another process rebuilt it, and put
    it in place of that one; or it cannot be written here, and is read as it was when it was opened."""
    path = archive.folder.catalog_path
    found = stamp(path)
    if archive.catalog.is_frozen:
        return found, stamp(path.with_name(f"{path.name}-wal"))
    return found[:1] if found else ()
