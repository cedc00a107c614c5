"""Mending a damaged or missing WARC from a copy. The damaged file goes to ``lost/``; nothing is patched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archiver.copies.digests import digest_of
from archiver.copies.places import PIECE, Place
from archiver.errors import IntegrityFailed
from archiver.store import fixity
from archiver.store.folder import Folder
from archiver.store.history import History
from archiver.store.restore import restore

State = Literal["whole", "repaired"]


@dataclass(frozen=True)
class Repaired:
    """One WARC file: ``whole`` before, or ``repaired``; ``kept``: where its damaged bytes are now."""

    name: str
    state: State
    kept: str | None = None


def repair(folder: Folder, history: History, name: str, place: Place, agent: str) -> Repaired:
    """Put the copy of one WARC in the place of the damaged or missing file, if it is the file that was published.

    Raises NotFound (not at ``place``), IntegrityFailed (damaged there as well, or the log does not know it),
    CannotStore.
    """
    known = history.known.get(name)
    if known is None:
        raise IntegrityFailed(
            f"the fixity log does not say how {name} was published: a copy cannot be told from a forgery"
        )
    if _is_whole(folder, name, known.sha256):
        return Repaired(name, "whole")
    kept = restore(folder, name, place.read(name), known.size, known.sha256)
    said = {"from": place.name, "size": known.size, "digest": f"sha256:{known.sha256}", "kept": kept}
    fixity.append(folder, [fixity.Event("recovery", name, said=said)], agent)
    return Repaired(name, "repaired", kept)


def _is_whole(folder: Folder, name: str, sha256: str) -> bool:
    try:
        with folder.open_warc(name) as file:
            return digest_of(iter(lambda: file.read(PIECE), b"")).sha256 == sha256
    except (IntegrityFailed, OSError):  # gone, or the disk does not give it back
        return False
