"""Is a copy what it should be: every file there, with the size and SHA-256 it was published with here."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from archiver.copies.digests import digest_of
from archiver.copies.identity import info_text
from archiver.copies.places import Place, mending_there
from archiver.errors import CannotStore, NotFound
from archiver.store import fixity
from archiver.store.folder import Folder
from archiver.store.history import History, Known


class CopyFault(NamedTuple):
    """What is wrong with a file of a copy: ``copy-missing``, ``copy-size``, ``copy-digest``, ``copy-unknown``."""

    name: str
    kind: str
    message: str


def audit(
    folder: Folder, history: History, place: Place
) -> Iterator[tuple[str, CopyFault | None, fixity.Event]]:
    """Each file this archive has published, what is wrong with it at ``place``, and the event to log.

    Files that are only there are named too. Raises CannotStore when the place cannot be reached, or is no archive.
    """
    if info_text(place) is None:
        raise CannotStore(f"{place.name} is no archive: is its disk mounted?")
    there = place.sizes()
    names = sorted({*folder.warcs_seen()[0], *history.present()})
    for name in names:
        known = history.known.get(name)
        fault = _fault(place, there.get(name), name, known) if known else _unknown(name)
        if fault is not None and fault.kind in ("copy-size", "copy-digest"):
            fault = fault._replace(message=f"{fault.message}: {mending_there(folder, place)}")
        yield name, fault, _event(place, name, known, fault)
    for name in sorted(set(there).difference(names)):
        fault = CopyFault(name, "copy-unknown", f"{place.name} has it, this archive does not")
        yield name, fault, _event(place, name, None, fault)


def _fault(place: Place, size: int | None, name: str, known: Known) -> CopyFault | None:
    if size is None:
        return CopyFault(
            name,
            "copy-missing",
            f"not in {place.name}: run `archiver replicate {shlex.quote(place.name)}` again",
        )
    if size != known.size:
        return CopyFault(name, "copy-size", f"{size:,} bytes in {place.name}, published with {known.size:,}")
    try:
        found = digest_of(place.read(name))
    except NotFound as error:
        return CopyFault(name, "copy-missing", str(error))
    if found.sha256 != known.sha256:
        return CopyFault(
            name, "copy-digest", f"SHA-256 is {found.sha256} in {place.name}, published as {known.sha256}"
        )
    return None


def _unknown(name: str) -> CopyFault:
    return CopyFault(name, "copy-unknown", "the fixity log does not say how it was published")


def _event(place: Place, name: str, known: Known | None, fault: CopyFault | None) -> fixity.Event:
    said = {"copy": place.name}
    if fault is not None:
        return fixity.Event("fixity check", name, "fail", {**said, "findings": [fault.kind]})
    assert known is not None
    return fixity.Event(
        "fixity check", name, "pass", {**said, "size": known.size, "digest": f"sha256:{known.sha256}"}
    )
