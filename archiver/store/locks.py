"""Locks by which a living process holds what a dead one would have left behind."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
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


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
