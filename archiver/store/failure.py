"""Operating system errors as ``CannotStore``, with what to do about each."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from archiver.errors import CannotStore, NotPermitted, Uncatalogued

_ADVICE = {
    errno.ENOSPC: "the disk is full: free some room",
    errno.EDQUOT: "your disk quota is used up: free some room",
    errno.EROFS: "the file system is read-only: give another folder with --archive",
    errno.EIO: "the device failed: check the disk before you go on",
    errno.ENOTDIR: "a part of the path is a file: give a folder with --archive",
    errno.EISDIR: "it is a folder",
    errno.EMFILE: "too many open files: raise the limit (ulimit -n)",
}
_AGAIN = (errno.ENOSPC, errno.EDQUOT)

_OR_ANOTHER = "give another folder with --archive, or change its permissions"


def cannot_store(error: OSError, path: Path | str) -> CannotStore:
    """The error to raise for ``error`` at ``path``."""
    if isinstance(error, PermissionError):
        remedy = _so_that_it_is_read(Path(path)) or _OR_ANOTHER
        return NotPermitted(f"{path}: permission denied: {remedy}", ". Nothing that was acknowledged is lost")
    advice = _ADVICE.get(error.errno or 0, error.strerror or str(error))
    again = " and run the same command again" if error.errno in _AGAIN else ""
    return CannotStore(f"{path}: {advice}", f"{again}. Nothing that was acknowledged is lost")


def _so_that_it_is_read(path: Path) -> str | None:
    """What a person does so that ``path`` can be read; None where no permission of it keeps this process from that."""
    path = path.resolve()  # a link may lead to where more is needed
    for part in (*reversed(path.parents), path):
        if not os.path.lexists(part):
            return None
        wanted = "x" if part != path else "rx" if part.is_dir() else "r"
        if not os.access(part, sum({"r": os.R_OK, "x": os.X_OK}[letter] for letter in wanted)):
            return _so_that_it_has(part, "rx" if part.is_dir() else "r")
    return None


def _so_that_it_has(path: Path, permissions: str) -> str:
    owner = path.stat().st_uid
    if owner == os.geteuid():
        return f"`chmod u+{permissions} {shlex.quote(str(path))}` lets it be read"
    name = _name_of(owner)
    return f"{path} belongs to {name}: they must let you read it (+{permissions}), or run this as {name}"


def _name_of(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


@contextlib.contextmanager
def storing(path: Path | str) -> Iterator[None]:
    """Turn any OSError inside into CannotStore."""
    try:
        yield
    except OSError as error:
        raise cannot_store(error, path) from error


@contextlib.contextmanager
def in_place(warc: str) -> Iterator[None]:
    """Turn CannotStore inside, where that file is published already, into Uncatalogued."""
    try:
        yield
    except CannotStore as error:
        raise Uncatalogued(error.what, warc) from error
