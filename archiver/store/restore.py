"""Putting a whole file where a damaged or missing one of the same name was published.

Never in place: the damaged file keeps a name in ``lost/`` before the whole one takes over its own, so that at
no moment either of them is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path

from archiver.errors import IntegrityFailed
from archiver.store.failure import storing
from archiver.store.folder import Folder, sync_folder
from archiver.store.publish import make_folders, open_locked
from archiver.store.recover import free_name


def restore(folder: Folder, name: str, pieces: Iterable[bytes], size: int, sha256: str) -> str | None:
    """Put the bytes of ``pieces`` in the place of ``name``; gives where in ``lost/`` a damaged file is now, if any.

    Durable on return. Raises IntegrityFailed, and changes nothing, unless they have that size and SHA-256;
    CannotStore.
    """
    target = folder.path / name
    with storing(folder.path):
        folder.tmp.mkdir(parents=True, exist_ok=True)
        temporary = folder.tmp / f"{target.name}.{os.getpid()}"
        raw = open_locked(temporary)
        try:
            _write(raw, pieces, size, sha256, name)
            kept = set_aside(folder, target)
            make_folders(target.parent, folder.path)
            os.fchmod(raw.fileno(), 0o444)
            temporary.replace(target)
            sync_folder(target.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
            raw.close()
    return kept


def _write(raw: io.FileIO, pieces: Iterable[bytes], size: int, sha256: str, name: str) -> None:
    engine, written = hashlib.sha256(), 0
    for piece in pieces:
        engine.update(piece)
        written += len(piece)
        if written > size:
            break
        view = memoryview(piece)
        while view:
            view = view[raw.write(view) :]
    if (written, engine.hexdigest()) != (size, sha256):
        raise IntegrityFailed(f"the copy of {name} is not as it was published either: try another copy")
    os.fsync(raw.fileno())


def set_aside(folder: Folder, target: Path) -> str | None:
    """A second, durable name in ``lost/`` for what stands at ``target``; None where nothing does. Raises OSError."""
    if not target.exists():
        return None
    folder.lost.mkdir(exist_ok=True)
    kept = free_name(folder.lost, target.name)
    os.link(target, kept)
    sync_folder(folder.lost)
    return f"lost/{kept.name}"
