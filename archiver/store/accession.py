"""Publication of a file that was made elsewhere, byte for byte, by the same steps as one of ours (``publish``).

temporary file (O_EXCL, locked) → copy → fsync → read back and compare → read-only → ``link()`` into place →
fsync of the folder → its ingestion in the fixity log. May not look into the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from archiver.errors import BadInput, CannotStore
from archiver.exchange import utc_now
from archiver.store import fixity
from archiver.store.failure import cannot_store, in_place, storing
from archiver.store.folder import Folder
from archiver.store.publish import link, open_locked
from archiver.urls import timestamp14

_PIECE = 1 << 20
Tell = Callable[[int], None]


class Kept(NamedTuple):
    """An imported file that is in place. ``log``: the end of the fixity log with its ingestion."""

    name: str
    size: int
    sha256: str
    log: fixity.Head | None


def digest_of(stream: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256 in hex of a stream from its start. Raises BadInput when it cannot be read."""
    made, size = hashlib.sha256(), 0
    stream.seek(0)
    while piece := _read(stream):
        made.update(piece)
        size += len(piece)
    return size, made.hexdigest()


def keep(folder: Folder, stream: BinaryIO, ending: str, source: str, agent: str) -> Kept:
    """Copy a stream into the archive; durable on return. ``ending``: of its name here, behind the time; ``source``:
    its name, for the fixity log.

    Raises CannotStore, BadInput when it cannot be read: then nothing is published; but Uncatalogued: then it is.
    """
    moment = utc_now()
    name = f"{timestamp14(moment)}{moment.microsecond // 1000:03}{ending}"
    temporary = folder.tmp / f"{name}.{os.getpid()}"
    with storing(folder.path):
        folder.tmp.mkdir(parents=True, exist_ok=True)
        raw = open_locked(temporary)
    try:
        size, sha256 = _copy(stream, raw)
        os.fsync(raw.fileno())
        if _read_back(raw) != (size, sha256):
            raise CannotStore(f"{folder.path}: what was written does not read back. Check the disk")
        os.fchmod(raw.fileno(), 0o444)
        place = f"warc/{moment:%Y/%m/%d}/{name}"
        link(temporary, folder, place)
    except OSError as error:
        raise cannot_store(error, folder.path) from error
    finally:
        with contextlib.suppress(OSError):  # it goes with the next start then
            temporary.unlink(missing_ok=True)
        raw.close()
    said = {"size": size, "digest": f"sha256:{sha256}", "source": source}
    with in_place(place):
        log = fixity.append(folder, [fixity.Event("ingestion", place, said=said)], agent)
    return Kept(place, size, sha256, log)


def _copy(stream: BinaryIO, raw: io.FileIO) -> tuple[int, str]:
    made, size = hashlib.sha256(), 0
    stream.seek(0)
    while piece := _read(stream):
        made.update(piece)
        size += len(piece)
        view = memoryview(piece)
        while view:
            view = view[raw.write(view) :]
    return size, made.hexdigest()


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_PIECE)
    except OSError as error:
        raise BadInput(f"the file cannot be read: {error.strerror}") from None


def _read_back(raw: io.FileIO) -> tuple[int, str]:
    made, size = hashlib.sha256(), 0
    raw.seek(0)
    while piece := raw.read(_PIECE):
        made.update(piece)
        size += len(piece)
    return size, made.hexdigest()
