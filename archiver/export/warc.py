"""Whole captures as one WARC: the gzip members of the archive, copied byte for byte.

The first member is the ``warcinfo`` of the file they come from; one of its own where records of others are among
them (see ``archiver.export.imported``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple, Protocol, cast

from archiver.catalog import Catalog, RecordRow
from archiver.catalog.shelf import Shelf
from archiver.errors import IntegrityFailed
from archiver.export.imported import Made, Maker, rows_of
from archiver.model.brief import Brief
from archiver.store.folder import Folder, is_foreign

_PIECE = 1 << 20
_IN_MEMORY = 8 << 20  # bytes
_PLACE = attrgetter("warc", "offset")
_AT_ONCE = 100  # captures whose records are looked up together


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes | memoryview, /) -> object:
        """Take bytes. They stay as they are until what is written next was taken."""


class Planned(NamedTuple):
    """A record and where its copy stands in the file to be written."""

    row: RecordRow
    offset: int
    made: Made | None = None  # of a record of others that is written anew

    @property
    def length(self) -> int:
        """Bytes of the copy."""
        return self.row.length if self.made is None else self.made.length


def _records_of(catalog: Catalog, captures: Sequence[Brief]) -> Iterator[list[RecordRow]]:
    """For each capture its records, its manifest and items in all versions, and what its revisits refer to.

    Each list in file order. Raises IntegrityFailed when a record is not in the archive.
    """
    foreign = {capture.id: capture for capture in captures if capture.imported is not None}
    wanted = {c.id: [] if c.id in foreign else _records_named(c) for c in captures}
    known = catalog.records([record for records in wanted.values() for record in records])
    about = catalog.records_about(list(wanted))
    for ark, records in wanted.items():
        if missing := [record for record in records if record not in known]:
            raise IntegrityFailed(
                f"record {missing[0]} of {ark} is not in the archive: run `archiver verify`"
            )
        rows = {*(known[record] for record in records), *about.get(ark, ())}
        if ark in foreign:
            rows |= set(rows_of(catalog, foreign[ark]))
        yield sorted(rows, key=_PLACE)


def _records_named(capture: Brief) -> list[str]:
    return [
        ref.record
        for exchange in capture.exchanges
        for ref in (exchange.request, exchange.response, exchange.original)
        if ref is not None
    ]


def export_warc(folder: Folder, catalog: Catalog, captures: Iterable[Brief], output: Sink) -> None:
    """Write these captures as one WARC. Raises IntegrityFailed."""
    with spooled() as spool:
        write_planned(folder, planned(folder, catalog, captures, spool), output)


@contextmanager
def spooled() -> Iterator[BinaryIO]:
    """Room for what an export makes on its way: in memory, on disk where it is more."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        yield cast("BinaryIO", spool)


def planned(folder: Folder, catalog: Catalog, captures: Iterable[Brief], spool: BinaryIO) -> list[Planned]:
    """Every record of these captures once, with its offset in the file to be written.

    Captures are taken as they come and not kept, so that there may be any number. ``spool``: where records of others
    are written that cannot be copied; needed until the plan is written. Raises IntegrityFailed.
    """
    maker = Maker(folder, spool)
    try:
        return _planned(catalog, iter(captures), maker)
    finally:
        maker.close()


def _planned(catalog: Catalog, captures: Iterator[Brief], maker: Maker) -> list[Planned]:
    imported: list[Brief] = []
    chosen: dict[tuple[str, str], tuple[RecordRow, Made | None]] = {}
    while some := list(islice(captures, _AT_ONCE)):
        imported += (capture for capture in some if capture.imported is not None)
        for rows in _records_of(catalog, some):
            for row in rows:
                foreign = is_foreign(row.warc)
                key = (row.id, row.warc if foreign else "")
                if key not in chosen:
                    chosen[key] = row, maker.made(row) if foreign else None
    plan: list[Planned] = []
    offset = 0
    for row, made in (*_first(catalog, maker, imported, chosen.values()), *chosen.values()):
        plan.append(Planned(row, offset, made))
        offset += plan[-1].length
    return plan


def _first(
    catalog: Catalog, maker: Maker, imported: Sequence[Brief], chosen: Iterable[tuple[RecordRow, Made | None]]
) -> list[tuple[RecordRow, Made | None]]:
    """The ``warcinfo`` that the file begins with."""
    if imported:
        return [maker.warcinfo(imported)]
    info = next((catalog.record_at(row.warc, 0) for row, _ in chosen), None)
    return [] if info is None else [(info, None)]


def size_of(plan: Sequence[Planned]) -> int:
    """Bytes of the file that a plan becomes."""
    return plan[-1].offset + plan[-1].length if plan else 0


def write_planned(folder: Folder, plan: Iterable[Planned], output: Sink) -> None:
    """Copy the members in the plan's order, with one file of the archive open at a time."""
    gathered = _Gathered(output)
    with Shelf(folder) as shelf:
        for (warc, part, is_made), records in groupby(plan, _where):
            if is_made:
                for one in records:
                    assert one.made is not None
                    one.made.file.seek(one.made.start)
                    gathered.flush()
                    output.write(one.made.file.read(one.made.length))
                continue
            file = shelf.stream(warc, part)
            for row, length in _stretches(one.row for one in records):
                _copy(file, row, length, gathered)
    gathered.flush()


class _Gathered:
    """What is read, handed on by the megabyte: hashing and writing are few long calls then.

    There is room for two: one is filled while the other may still be hashed.
    """

    def __init__(self, output: Sink) -> None:
        self._output, self._used = output, 0
        self._room, self._other = memoryview(bytearray(_PIECE)), memoryview(bytearray(_PIECE))

    def read(self, file: BinaryIO, most: int) -> int:
        """Take at most so many bytes; gives how many came, 0 only at the end."""
        size: int = file.readinto(self._room[self._used : self._used + most])  # type: ignore[attr-defined]
        self._used += size
        if self._used == _PIECE:
            self.flush()
        return size

    def flush(self) -> None:
        """Hand on what there is."""
        if self._used:
            self._output.write(self._room[: self._used])
            self._room, self._other = self._other, self._room
        self._used = 0


def _where(one: Planned) -> tuple[str, str, bool]:
    return one.row.warc, one.row.part, one.made is not None


def _stretches(rows: Iterable[RecordRow]) -> Iterator[tuple[RecordRow, int]]:
    """Records that stand one after the other: the first of them, and the bytes of all."""
    first: RecordRow | None = None
    length = 0
    for row in rows:
        if first is not None and first.offset + length == row.offset:
            length += row.length
            continue
        if first is not None:
            yield first, length
        first, length = row, row.length
    if first is not None:
        yield first, length


def _copy(file: BinaryIO, row: RecordRow, left: int, gathered: _Gathered) -> None:
    file.seek(row.offset)
    while left:
        size = gathered.read(file, left)
        if not size:
            raise IntegrityFailed(
                f"{row.warc} ends within record {row.id} or one after it: run `archiver verify`"
            )
        left -= size
