"""Locks by which a living process holds what a dead one would have left behind."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def unheld(path: Path, flags: int = os.O_RDWR) -> Iterator[os.stat_result | None]:
    """The state of a file (a folder with its ``flags``) that no process holds: this one does while the block lasts.

    None where one does, or it is gone. A symbolic link is not followed. Raises OSError.
    """
    try:
        descriptor = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    try:
        yield os.fstat(descriptor) if _lock(descriptor) else None
    finally:
        os.close(descriptor)


@contextmanager
def alone(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """No two processes are at once in a block with this path, where a file marks who is; a dead one holds up nobody.

    ``waiting`` is called before this one waits. Raises OSError.
    """
    descriptor = open_held(path, waiting)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # who waits for it finds it gone, and makes another
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # a fork may have it open
        os.close(descriptor)


def open_held(path: Path, waiting: Callable[[], None] = lambda: None) -> int:
    """The file as it stands at ``path``, made where there is none, for this process alone, to be appended to.

    ``waiting`` is called before this one waits for another. Raises OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        is_in_place = False
        try:
            if not _lock(descriptor):
                waiting()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            with suppress(FileNotFoundError):
                is_in_place = os.path.samestat(os.fstat(descriptor), path.stat())
        finally:
            if not is_in_place:  # another took its place while this one waited
                os.close(descriptor)
        if is_in_place:
            return descriptor


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
