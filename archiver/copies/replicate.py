"""Making a copy: what is missing there is copied, read back and compared, and the log says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.copies.digests import digest_of
from archiver.copies.identity import found_at, require_copy
from archiver.copies.places import Place
from archiver.errors import IntegrityFailed
from archiver.store import fixity
from archiver.store.folder import INFO, Folder
from archiver.store.history import History

State = Literal["copied", "there", "damaged"]


@dataclass(frozen=True)
class Copied:
    """One WARC file: ``copied`` now, ``there`` already in its size, or ``damaged`` on one side and left alone."""

    name: str
    size: int
    state: State
    message: str = ""


def replicate(folder: Folder, history: History, place: Place, agent: str) -> Iterator[Copied]:
    """Copy every published WARC that is not at ``place``, then the log and ``archive.json``.

    Yields each once it is durable there and noted here. Never copies a file whose digest is not the one it was
    published with, since a copy must not inherit damage, and never writes over one that is there: ``audit`` names
    what is wrong with those. Raises BadInput, and writes nothing, where another archive lies; CannotStore;
    IntegrityFailed when what was copied does not read back.
    """
    found = found_at(folder, place)
    require_copy(folder, place, found)
    place.replace(INFO, folder.path / INFO)
    for name in folder.warcs():
        yield _replicated(folder, history, place, found.sizes.get(name), name, agent)
    if fixity.path_of(folder).exists():
        place.replace(fixity.NAME, fixity.path_of(folder))


def _replicated(
    folder: Folder, history: History, place: Place, size_there: int | None, name: str, agent: str
) -> Copied:
    path = folder.path / name
    known = history.known.get(name)
    size = known.size if known else path.stat().st_size
    if size_there == size:
        return Copied(name, size, "there")
    if size_there is not None:
        return Copied(name, size, "damaged", f"there it has {size_there:,} bytes, published with {size:,}")
    here = digest_of(_pieces(folder, name))
    if known and (here.size, here.sha256) != (known.size, known.sha256):
        return Copied(name, size, "damaged", "it is not as it was published: `archiver repair` it first")
    place.add(name, path)
    if digest_of(place.read(name)) != here:
        raise IntegrityFailed(
            f"{name} does not read back from {place.name} as it was written: check that place"
        )
    said = {"to": place.name, "size": here.size, "digest": f"sha256:{here.sha256}"}
    fixity.append(folder, [fixity.Event("replication", name, said=said)], agent)
    return Copied(name, here.size, "copied")


def _pieces(folder: Folder, name: str) -> Iterator[bytes]:
    with folder.open_warc(name) as file:
        while piece := file.read(1 << 20):
            yield piece
