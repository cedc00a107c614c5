"""Mending from a copy what is damaged or missing: WARCs, ``archive.json``, the log. What was damaged is in ``lost/``.

No WARC is patched: what comes back is the very file that was published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archiver.copies.digests import digest_of
from archiver.copies.identity import found_at, info_in, is_of_copy, log_lines
from archiver.copies.places import PIECE, Place
from archiver.errors import BadInput, IntegrityFailed, NotFound
from archiver.store import fixity
from archiver.store.folder import INFO, Folder
from archiver.store.history import History
from archiver.store.regain import regain_info, regain_log
from archiver.store.restore import restore

State = Literal["whole", "repaired"]


@dataclass(frozen=True)
class Repaired:
    """One file: ``whole`` before, or ``repaired``; ``kept``: where its damaged bytes are now."""

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


def repair_info(folder: Folder, text: bytes, place: Place, agent: str) -> Repaired | None:
    """Bring back the ``archive.json`` of a copy where the one here (``text``) is lost, damaged, or was made anew later.

    None where it is sound. Raises NotFound (not at ``place``), BadInput (another archive is there), IntegrityFailed
    (damaged there as well), CannotStore.
    """
    ours, found = info_in(text), found_at(folder, place)
    if ours is not None and not (found.is_akin and found.info and found.info.created < ours.created):
        return None
    if found.text is None:
        raise NotFound(f"{INFO} is not in {place.name}: give a copy that `replicate` made")
    if found.info is None:
        raise IntegrityFailed(f"the {INFO} of {place.name} is damaged too: try another copy")
    if not found.is_akin and (folder.warcs() or fixity.path_of(folder).exists()):
        raise BadInput(f"{place.name} has no file of this archive: give a copy of this one")
    kept = regain_info(folder, found.text)
    _note(folder, INFO, place, kept, agent)
    return Repaired(INFO, "repaired", kept)


def repair_log(
    folder: Folder, history: History, place: Place, agent: str, *, is_cut: bool
) -> tuple[Repaired, fixity.Head] | None:
    """Bring back lines of the log that a copy has and this archive has not; gives the new end of the log, too.

    None where no line is lost here: a copy that is used as an archive has checks of its own. ``is_cut``: lines are
    known to be lost. Raises IntegrityFailed (the copy's log is damaged as well), CannotStore.
    """
    texts = list(log_lines(place))
    there = History.of_lines(fixity.lines_in(texts))
    behind = [line for line in fixity.lines_in(texts) if line.digest not in history.digests]
    of_here = [line for line in behind if not is_of_copy(line.event or {})]
    if not (of_here or (is_cut and behind)) or not found_at(folder, place).is_akin:
        return None
    if not there.is_sound and history.lines and history.is_sound and not is_cut:
        return None
    kept = regain_log(folder, texts)
    return Repaired(fixity.NAME, "repaired", kept), _note(folder, fixity.NAME, place, kept, agent)


def _note(folder: Folder, name: str, place: Place, kept: str | None, agent: str) -> fixity.Head:
    """Without size and digest, which would make a published file of it."""
    event = fixity.Event("recovery", name, said={"from": place.name, "kept": kept})
    return fixity.append(folder, [event], agent)
