"""What the catalog gives back."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One version of a capture or item as the catalog has it."""

    id: str
    version: int
    kind: str
    capture: str
    warc: str
    offset: int
    document: str


class RecordRow(NamedTuple):
    """Where one record lies.

    Of a file that others made: ``part`` of a package it is in, else ""; ``within`` the decompressed text from
    ``offset``; ``uri`` and ``date`` in the forms that ours have; ``digest`` of the payload as it was stated.
    """

    id: str
    warc: str
    offset: int
    length: int
    type: str
    uri: str | None
    date: str | None
    part: str = ""
    within: int = 0
    digest: str | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """Where in its file."""
        return self.part, self.offset, self.within


class ImportRow(NamedTuple):
    """Where the document about an imported file lies."""

    file: str
    id: str
    warc: str
    offset: int
    document: str
