"""Whole captures as one WARC: the gzip members of the archive, copied byte for byte.

The first member is the ``warcinfo`` of the file they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
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
class Planned:
    """A record and where its copy stands in the file to be written."""

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
    rows += catalog.records_about(capture.id)
    return sorted(set(rows), key=lambda row: (row.warc, row.offset))


def _found(catalog: Catalog, capture: Capture, record: str) -> RecordRow:
    row = catalog.record(record)
    if row is None:
        raise IntegrityFailed(f"record {record} of {capture.id} is not in the archive: run `archiver verify`")
    return row


def export_warc(folder: Folder, catalog: Catalog, captures: Iterable[Capture], output: Sink) -> None:
    """Write these captures as one WARC. Raises IntegrityFailed."""
    write_planned(folder, planned(catalog, captures), output)


def planned(catalog: Catalog, captures: Iterable[Capture]) -> list[Planned]:
    """Every record of these captures once, with its offset in the file to be written. Raises IntegrityFailed."""
    plan: list[Planned] = []
    seen: set[str] = set()
    offset = 0
    for capture in captures:
        for row in _with_warcinfo(catalog, records_of(catalog, capture), first=not plan):
            if row.id not in seen:
                seen.add(row.id)
                plan.append(Planned(row, offset))
                offset += row.length
    return plan


def size_of(plan: Sequence[Planned]) -> int:
    """Bytes of the file that a plan becomes."""
    return plan[-1].offset + plan[-1].row.length if plan else 0


def write_planned(folder: Folder, plan: Iterable[Planned], output: Sink) -> None:
    """Copy the members in the plan's order, with one file of the archive open at a time."""
    for warc, records in groupby(plan, lambda one: one.row.warc):
        with folder.open_warc(warc) as file:
            for one in records:
                _copy(file, one.row, output)


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
