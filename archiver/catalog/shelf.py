"""Records read again by their rows: those of our own files, and those of files and packages of others.

Holds open the file that was read last, so that records read in order of place cost no more than one pass.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, Self

from archiver.catalog.rows import RecordRow
from archiver.errors import BadInput, IntegrityFailed
from archiver.store.folder import FOREIGN_MARK, Folder, is_foreign
from archiver.warc.members import Member, read_member

if TYPE_CHECKING:
    from archiver.warc.foreign.formats import Format
    from archiver.warc.foreign.package import Part
    from archiver.warc.foreign.scanning import Again

_SUFFIX = re.compile(rf"{FOREIGN_MARK}\.(w?arc|wacz)(?:\.(gz|zst))?$")


def format_of(name: str) -> Format:
    """What an imported file is, by the name it was given here. Raises IntegrityFailed."""
    from archiver.warc.foreign.formats import Format

    found = _SUFFIX.search(name)
    if found is None:
        raise IntegrityFailed(f"{name} has a name that no imported file has")
    coding = {"gz": "gzip", "zst": "zstd"}.get(found[2] or "", "")
    return Format(found[1], coding)  # type: ignore[arg-type]


class Shelf:
    """Reads records; close it, or use it as a context manager."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._open: tuple[str, str] | None = None
        self._stack = ExitStack()
        self._file: BinaryIO | None = None
        self._stream: BinaryIO | None = None
        self._again: Again | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._stack.close()
        self._open = self._file = self._stream = self._again = None

    def read(self, row: RecordRow, limit: int = 1 << 40) -> Member:
        """The record there, ``kept`` up to ``limit`` bytes, with what is wrong with it in ``faults``.

        Raises IntegrityFailed when the file is gone, CannotStore.
        """
        stream = self.stream(row.warc, row.part)
        if self._again is None:
            return read_member(stream, row.offset, limit)
        return self._again.read(row.offset, row.within, limit)

    def stream(self, name: str, part: str = "") -> BinaryIO:
        """A file, or a part of a package, for reading. Raises IntegrityFailed, CannotStore."""
        if self._open != (name, part) or self._stream is None:
            self._turn_to(name, part)
        assert self._stream is not None
        return self._stream

    def _turn_to(self, name: str, part: str) -> None:
        self.close()
        file = self._stack.enter_context(self._folder.open_warc(name))
        self._stream = file
        if is_foreign(name):
            from archiver.warc.foreign.scanning import Again

            form = format_of(name)
            if part:
                found, self._stream = _part(name, file, part)
                self._stack.callback(self._stream.close)
                form = found.format
            self._again = Again(self._stream, form)
        self._open = (name, part)


def _part(name: str, file: BinaryIO, part: str) -> tuple[Part, BinaryIO]:
    from archiver.warc.foreign.package import Refused, open_part, part_named

    try:
        found = part_named(file, part)
        return found, open_part(file, found)
    except (BadInput, Refused) as error:
        raise IntegrityFailed(f"{name}: {part} cannot be read: {error}") from None
