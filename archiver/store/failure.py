"""Operating system errors as ``CannotStore``, with what to do about each."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from archiver.errors import CannotStore

_ADVICE = {
    errno.ENOSPC: "the disk is full: free some room and run the same command again",
    errno.EDQUOT: "your disk quota is used up: free some room and run the same command again",
    errno.EROFS: "the file system is read-only: give another folder with --archive",
    errno.EACCES: "permission denied: give another folder with --archive, or change its permissions",
    errno.EPERM: "not permitted: give another folder with --archive, or change its permissions",
    errno.EIO: "the device failed: check the disk before you go on",
    errno.ENOTDIR: "a part of the path is a file: give a folder with --archive",
    errno.EISDIR: "it is a folder",
    errno.EMFILE: "too many open files: raise the limit (ulimit -n)",
}


def cannot_store(error: OSError, path: Path | str) -> CannotStore:
    """The error to raise for ``error`` at ``path``."""
    advice = _ADVICE.get(error.errno or 0, error.strerror or str(error))
    return CannotStore(f"{path}: {advice}. Nothing that was acknowledged is lost")


@contextlib.contextmanager
def storing(path: Path | str) -> Iterator[None]:
    """Turn any OSError inside into CannotStore."""
    try:
        yield
    except OSError as error:
        raise cannot_store(error, path) from error
