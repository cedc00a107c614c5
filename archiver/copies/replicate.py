"""Making a copy: what is missing there is copied, read back and compared, and the log says so."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.copies.digests import Digest, digest_of
from archiver.copies.identity import Found, Logs, found_at, require_copy
from archiver.copies.mending import Mending
from archiver.copies.places import Place, held_copies, mending_there
from archiver.errors import CannotStore, IntegrityFailed
from archiver.store import fixity
from archiver.store.failure import storing
from archiver.store.folder import INFO, Folder
from archiver.store.history import History

State = Literal["copied", "there", "replaced", "damaged", "barred", "unnoted"]


@dataclass(frozen=True)
class _Run:
    """What one run goes by. ``sizes``: of the files at ``place``; ``held``: those that the log here says are there."""

    folder: Folder
    history: History
    place: Place
    agent: str | None
    sizes: dict[str, int]
    held: set[str]
    mending: Mending


@dataclass(frozen=True)
class Copied:
    """One WARC file: ``copied`` now, ``there`` already in its size, or ``damaged`` or gone on one side and left alone;
    ``barred``: it may not be read here.

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
    what is wrong with those. What is there and was never noted, as in a copy that was made by other means, is read and
    noted now. ``agent``: who notes it in the log; None where that cannot be written.
    Raises BadInput, and writes nothing, where another archive lies; CannotStore; IntegrityFailed when what was copied
    does not read back.
    """
    found = found_at(folder, place)
    require_copy(folder, place, found)
    yield from _with_info(folder, place, found)
    held = held_copies(folder).get(place.name, set())
    run = _Run(folder, history, place, agent, found.sizes, held, Mending(folder))
    for name in sorted({*folder.warcs(), *history.present()}):
        yield _replicated(run, name)
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
            f"--from {shlex.quote(place.name)}` brings them back; else move the one there to lost/ and replicate again"
        )
        yield Copied(fixity.NAME, 0, "damaged", said)
    elif path.exists():
        place.replace(fixity.NAME, path)


def _replicated(run: _Run, name: str) -> Copied:
    path, known, size_there = run.folder.path / name, run.history.known.get(name), run.sizes.get(name)
    if barred := run.folder.barred([name]):
        return Copied(name, known.size if known else 0, "barred", str(barred[name]))
    if not path.exists():
        return Copied(
            name, known.size if known else 0, "damaged", _gone(run, name, is_there=size_there is not None)
        )
    size = known.size if known else path.stat().st_size
    if size_there == size:
        return _found_there(run, name, size)
    if size_there is not None:
        said = f"there it has {size_there:,} bytes, published with {size:,}: {mending_there(run.folder, run.place)}"
        return Copied(name, size, "damaged", said)
    try:
        here = digest_of(_pieces(run.folder, name))
    except (OSError, CannotStore) as error:  # on a failing disk the others are copied
        return Copied(name, size, "damaged", f"it cannot be read here: {error}")
    if known and (here.size, here.sha256) != (known.size, known.sha256):
        return Copied(
            name, size, "damaged", f"it is not as it was published: first `{run.mending.command(name)}`"
        )
    run.place.add(name, path)
    if digest_of(run.place.read(name)) != here:
        raise IntegrityFailed(
            f"{name} does not read back from {run.place.name} as it was written: check that place"
        )
    _note(run, name, here)
    return Copied(name, here.size, "copied")


def _gone(run: _Run, name: str, *, is_there: bool) -> str:
    """What is said of a file that was published here and is gone: a copy without it is no whole one."""
    here = f"archiver repair --from {shlex.quote(run.place.name)}"
    return f"it is missing here: `{here if is_there else run.mending.command_for_all([name])}` brings it back"


def _found_there(run: _Run, name: str, size: int) -> Copied:
    """A file that is there already. Where the log does not say so (the copy was made by other means, or the log could
    not be written at the time) nobody would ever check it: it is read now, and noted."""
    known = run.history.known.get(name)
    if known is None or run.agent is None or name in run.held:
        return Copied(name, size, "there")
    there = digest_of(run.place.read(name))
    if there.sha256 != known.sha256:
        said = f"there it is another file than was published: {mending_there(run.folder, run.place)}"
        return Copied(name, size, "damaged", said)
    _note(run, name, there)
    return Copied(name, size, "there")


def _note(run: _Run, name: str, found: Digest) -> None:
    if run.agent is not None:
        said = {"to": run.place.name, "size": found.size, "digest": f"sha256:{found.sha256}"}
        fixity.append(run.folder, [fixity.Event("replication", name, said=said)], run.agent)


def _pieces(folder: Folder, name: str) -> Iterator[bytes]:
    with folder.open_warc(name) as file:
        while piece := file.read(1 << 20):
            yield piece
