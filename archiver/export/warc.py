"""Whole captures as one WARC: the gzip members of the archive, copied byte for byte.

The first member is the ``warcinfo`` of the file they come from.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from archiver.catalog import Catalog, RecordRow
from archiver.errors import IntegrityFailed
from archiver.model.capture import Capture
from archiver.store.folder import Folder

_PIECE = 1 << 20


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


@dataclass(frozen=True)
class Copied:
    """A record and where its copy stands in the file that was written."""

    row: RecordRow
    offset: int


def records_of(catalog: Catalog, capture: Capture) -> list[RecordRow]:
    """Every record of a capture, its manifest and items in all versions, in file order.

    Raises IntegrityFailed when one is not in the archive.
    """
    wanted = [
        ref.record
        for exchange in capture.exchanges
        for ref in (exchange.request, exchange.response)
        if ref is not None
    ]
    rows = [_found(catalog, capture, record) for record in wanted]
    rows += catalog.records_about([capture.id, *capture.items])
    return sorted(set(rows), key=lambda row: (row.warc, row.offset))


def _found(catalog: Catalog, capture: Capture, record: str) -> RecordRow:
    row = catalog.record(record)
    if row is None:
        raise IntegrityFailed(f"record {record} of {capture.id} is not in the archive: run `archiver verify`")
    return row


def export_warc(folder: Folder, catalog: Catalog, captures: Iterable[Capture], output: Sink) -> list[Copied]:
    """Write these captures; gives every record with its new offset. Raises IntegrityFailed."""
    copied: list[Copied] = []
    seen: set[str] = set()
    offset = 0
    with contextlib.ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for capture in captures:
            for row in _with_warcinfo(catalog, records_of(catalog, capture), first=not copied and not seen):
                if row.id in seen:
                    continue
                seen.add(row.id)
                if row.warc not in files:
                    files[row.warc] = stack.enter_context(folder.open_warc(row.warc))
                _copy(files[row.warc], row, output)
                copied.append(Copied(row, offset))
                offset += row.length
    return copied


def _with_warcinfo(catalog: Catalog, rows: list[RecordRow], *, first: bool) -> Iterator[RecordRow]:
    if first and rows:
        info = catalog.record_at(rows[0].warc, 0)
        if info is not None:
            yield info
    yield from rows


def _copy(file: BinaryIO, row: RecordRow, output: Sink) -> None:
    file.seek(row.offset)
    left = row.length
    while left:
        data = file.read(min(left, _PIECE))
        if not data:
            raise IntegrityFailed(f"{row.warc} ends within record {row.id}: run `archiver verify`")
        output.write(data)
        left -= len(data)
