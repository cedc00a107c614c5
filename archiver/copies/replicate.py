"""Making a copy: what is missing there is copied, read back and compared, and the log says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.copies.digests import digest_of
from archiver.copies.identity import Found, Logs, found_at, require_copy
from archiver.copies.places import Place
from archiver.errors import CannotStore, IntegrityFailed
from archiver.store import fixity
from archiver.store.failure import storing
from archiver.store.folder import INFO, Folder
from archiver.store.history import History

State = Literal["copied", "there", "replaced", "damaged", "unnoted"]


@dataclass(frozen=True)
class Copied:
    """One WARC file: ``copied`` now, ``there`` already in its size, or ``damaged`` on one side and left alone.

    ``archive.json`` where it ``replaced`` another, and the log where it was left alone or nothing could be noted in it
    here (``unnoted``), are told in the same way.
    """

    name: str
    size: int
    state: State
    message: str = ""


def replicate(folder: Folder, history: History, place: Place, agent: str | None) -> Iterator[Copied]:
    """Copy ``archive.json``, every published WARC that is not at ``place``, and the log.

    Yields each once it is durable there and noted here. Never copies a file whose digest is not the one it was
    published with, since a copy must not inherit damage, and never writes over one that is there: ``audit`` names
    what is wrong with those. ``agent``: who notes it in the log; None where that cannot be written.
    Raises BadInput, and writes nothing, where another archive lies; CannotStore; IntegrityFailed when what was copied
    does not read back.
    """
    found = found_at(folder, place)
    require_copy(folder, place, found)
    yield from _with_info(folder, place, found)
    for name in folder.warcs():
        yield _replicated(folder, history, place, found.sizes.get(name), name, agent)
    yield from _with_log(folder, place, found.log)


def _with_info(folder: Folder, place: Place, found: Found) -> Iterator[Copied]:
    """Put ``archive.json`` there; one that says otherwise is kept."""
    path = folder.path / INFO
    with storing(path):
        text = path.read_bytes()
    if text == found.text:
        return
    kept = place.set_aside(INFO) if found.text is not None else None
    place.replace(INFO, path)
    if kept is not None:
        yield Copied(
            INFO, len(text), "replaced", f"it said otherwise there, or was damaged: now {kept} there"
        )


def _with_log(folder: Folder, place: Place, log: Logs) -> Iterator[Copied]:
    """Put the log there, unless that would take lines away: what happened is not rewritten.

    What a copy noted by itself, as of a check, is kept beside it.
    """
    path = fixity.path_of(folder)
    if log.there and log.only_of_copy and path.exists():
        kept = place.set_aside(fixity.NAME)
        place.replace(fixity.NAME, path)
        said = f"there it went on after line {log.common:,} with what that copy noted by itself: now {kept} there"
        yield Copied(fixity.NAME, 0, "replaced", said)
    elif log.there:
        said = (
            f"there it goes on otherwise after line {log.common:,}. If lines are lost here, `archiver repair "
            "--from` that copy brings them back; else move the one there to lost/ and replicate again"
        )
        yield Copied(fixity.NAME, 0, "damaged", said)
    elif path.exists():
        place.replace(fixity.NAME, path)


def _replicated(
    folder: Folder, history: History, place: Place, size_there: int | None, name: str, agent: str | None
) -> Copied:
    path = folder.path / name
    known = history.known.get(name)
    size = known.size if known else path.stat().st_size
    if size_there == size:
        return Copied(name, size, "there")
    if size_there is not None:
        return Copied(name, size, "damaged", f"there it has {size_there:,} bytes, published with {size:,}")
    try:
        here = digest_of(_pieces(folder, name))
    except (OSError, CannotStore) as error:  # on a failing disk the others are copied
        return Copied(name, size, "damaged", f"it cannot be read here: {error}")
    if known and (here.size, here.sha256) != (known.size, known.sha256):
        return Copied(name, size, "damaged", "it is not as it was published: `archiver repair` it first")
    place.add(name, path)
    if digest_of(place.read(name)) != here:
        raise IntegrityFailed(
            f"{name} does not read back from {place.name} as it was written: check that place"
        )
    said = {"to": place.name, "size": here.size, "digest": f"sha256:{here.sha256}"}
    if agent is not None:
        fixity.append(folder, [fixity.Event("replication", name, said=said)], agent)
    return Copied(name, here.size, "copied")


def _pieces(folder: Folder, name: str) -> Iterator[bytes]:
    with folder.open_warc(name) as file:
        while piece := file.read(1 << 20):
            yield piece
