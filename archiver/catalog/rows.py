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
    """Where one record lies."""

    id: str
    warc: str
    offset: int
    length: int
    type: str
    uri: str | None
    date: str | None
