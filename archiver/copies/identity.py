"""Is what lies at a place a copy of this archive: by ``archive.json``, by the fixity log, by the names of its files."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from archiver.copies.places import Place
from archiver.errors import BadInput, IntegrityFailed, NotFound
from archiver.store import fixity
from archiver.store.folder import INFO, Folder, parsed_info

if TYPE_CHECKING:
    from archiver.model.archive import ArchiveInfo


_OF_A_COPY = ("fixity check", "recovery")


class Logs(NamedTuple):
    """Two fixity logs from their first lines on: how many are the same, and how many each has behind those.

    ``only_of_copy``: the copy noted all that it has behind them by itself.
    """

    common: int
    here: int
    there: int
    only_of_copy: bool = True


@dataclass(frozen=True)
class Found:
    """What a place has of an archive.

    ``text``: its ``archive.json``, ``info``: what that says; None where there is none, ``info`` also where it is
    damaged. ``sizes``: name → bytes of its WARC files. ``log``: its fixity log beside that of this archive.
    """

    text: bytes | None
    info: ArchiveInfo | None
    sizes: dict[str, int]
    log: Logs
    shares_files: bool

    @property
    def is_akin(self) -> bool:
        """True where some of it came from this archive, or from the one that this archive came from."""
        return self.log.common > 0 or self.shares_files

    @property
    def is_empty(self) -> bool:
        """True where nothing of an archive is there, but perhaps its ``archive.json``."""
        return not self.sizes and not self.log.common and not self.log.there


def found_at(folder: Folder, place: Place) -> Found:
    """Look at a place; changes nothing there. Raises CannotStore."""
    text, sizes = info_text(place), place.sizes()
    info = info_in(text) if text is not None else None
    return Found(text, info, sizes, compared(folder, place), not sizes.keys().isdisjoint(folder.warcs()))


def require_copy(folder: Folder, place: Place, found: Found) -> None:
    """Raise BadInput where an archive of its own lies at ``place``, IntegrityFailed where ``archive.json`` was made
    anew here. ``created`` tells archives apart; title, address, NAAN and shoulder may be set anew at any time.
    """
    if found.info is None:
        if not (found.is_akin or found.is_empty):
            raise BadInput(
                f"{place.name} holds files of another archive: nothing was copied. "
                "Give a folder of its own for the copy"
            )
        return
    if found.info.created == folder.info.created:
        return
    theirs = f"{found.info.title!r}, ark:{found.info.naan}, made {found.info.created[:19]}Z"
    if not found.is_akin:
        raise BadInput(
            f"{place.name} is an archive of its own ({theirs}): nothing was copied. "
            "Give a folder of its own for the copy"
        )
    raise IntegrityFailed(
        f"{place.name} has the files of this archive under another {INFO} ({theirs}; here made "
        f"{folder.info.created[:19]}Z): nothing was copied. If it was lost here, take it back with "
        f"`archiver repair --from {shlex.quote(place.name)}`; else give a folder of its own for the copy"
    )


def require_there(place: Place) -> None:
    """Raise NotFound where nothing of an archive lies, as under a mistyped name, or where a disk is not mounted: else
    an archive that is whole would be said to have been compared with it."""
    if info_text(place) is None and not place.sizes() and not any(log_lines(place)):
        raise NotFound(f"an archive is not in {place.name}: is the name right, and its disk mounted?")


def info_text(place: Place) -> bytes | None:
    """The ``archive.json`` of a place; None where there is none. Raises CannotStore."""
    try:
        return b"".join(place.read(INFO))
    except NotFound:
        return None


def info_in(text: bytes) -> ArchiveInfo | None:
    """What an ``archive.json`` says; None where it is damaged."""
    try:
        return parsed_info(text, INFO)
    except IntegrityFailed:
        return None


def compared(folder: Folder, place: Place) -> Logs:
    """The log of this archive beside that of a copy. A last line that was cut short is the beginning of the other's.

    Raises CannotStore.
    """
    common = here = there = 0
    only_of_copy = True
    for ours, theirs in zip_longest(fixity.texts(folder), log_lines(place), fillvalue=b""):
        if here or there:
            here, there = here + bool(ours), there + bool(theirs)
        elif ours == theirs:
            common += 1
        else:
            here, there = int(not _begins(ours, theirs)), int(not _begins(theirs, ours))
        event = fixity.event_in(theirs) if there and theirs else {}
        only_of_copy = only_of_copy and event is not None and is_of_copy(event)
    return Logs(common, here, there, only_of_copy)


def is_of_copy(event: Mapping[str, Any]) -> bool:
    """True for what a copy that is used as an archive may note by itself; the checks of copies are noted here."""
    return "copy" not in event and event.get("eventType", "recovery") in _OF_A_COPY


def _begins(line: bytes, other: bytes) -> bool:
    """True for nothing, or a line that was cut short, where the other goes on from it."""
    return not line.endswith(b"\n") and other.startswith(line)


def log_lines(place: Place) -> Iterator[bytes]:
    """The lines of a copy's log, with their breaks; none where there is no log. Raises CannotStore."""
    try:
        yield from _lines_in(place.read(fixity.NAME))
    except NotFound:
        return


def _lines_in(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest
