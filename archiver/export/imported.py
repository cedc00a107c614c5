"""Records of imported files on their way into an exported WARC.

A gzip member that is one record of WARC/1.0 or 1.1 is copied byte for byte. Any other (plain, zstd, several in a
member, ARC, older versions) is written anew as WARC/1.1 with the same block; an ARC record with the headers that
its line stands for.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, NamedTuple

from archiver.catalog import Catalog, RecordRow
from archiver.catalog.shelf import Shelf, format_of
from archiver.errors import IntegrityFailed
from archiver.exchange import Block
from archiver.model.brief import Brief
from archiver.store.folder import Folder
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.stated import derived_id
from archiver.warc.members import Member
from archiver.warc.records import Record, record, warcinfo_record
from archiver.warc.write import RecordWriter

_MAX_BLOCK = 256 << 20
_MAX_TEXT = 64 << 20  # of a gzip member that is looked at for whether it is one record
_VERSIONS = ("WARC/1.0", "WARC/1.1")
_FILES = 20  # named one by one
# What goes along into a record that is written anew, where it is stated.
_KEPT = (
    "WARC-IP-Address",
    "WARC-Concurrent-To",
    "WARC-Payload-Digest",
    "WARC-Truncated",
    "WARC-Identified-Payload-Type",
    "WARC-Profile",
    "WARC-Refers-To",
    "WARC-Refers-To-Target-URI",
    "WARC-Refers-To-Date",
)
_HOW = (
    "records of files that others made: gzip members of WARC/1.0 and 1.1 as they are; all others, and those of ARC "
    "files, written anew as WARC/1.1 with the same block"
)


class Made(NamedTuple):
    """A member that was written anew, and where."""

    file: BinaryIO
    start: int
    length: int


def written_anew(spool: BinaryIO, record: Record) -> Made:
    """A record as a member of its own, behind what is in ``spool``."""
    start = spool.seek(0, io.SEEK_END)
    writer = RecordWriter(spool)
    writer.add(record)
    return Made(spool, start, writer.size)


def rows_of(catalog: Catalog, capture: Brief) -> Iterator[RecordRow]:
    """The records of an imported capture, and the document about their file. Raises IntegrityFailed."""
    assert capture.imported is not None
    file = capture.imported.file
    for exchange in capture.exchanges:
        wanted = [(ref.record, file) for ref in (exchange.request, exchange.response) if ref is not None]
        if exchange.original is not None:
            wanted.append((exchange.original.record, exchange.original.file or file))
        for record_id, name in wanted:
            row = catalog.record(record_id, name)
            if row is None:
                raise IntegrityFailed(
                    f"record {record_id} of {capture.id} is not in {name}: run `archiver verify`"
                )
            yield row
    for about in catalog.imports_of(file)[:1]:
        row = catalog.record_at(about.warc, about.offset)
        if row is not None:
            yield row


class Maker:
    """Writes anew what cannot be copied. ``spool``: where to, for as long as the plan is used."""

    def __init__(self, folder: Folder, spool: BinaryIO) -> None:
        self._shelf, self._spool = Shelf(folder), spool

    def close(self) -> None:
        """Close what is open; what was made stays."""
        self._shelf.close()

    def made(self, row: RecordRow) -> Made | None:
        """A record of others written anew, None where it is to be copied. Raises IntegrityFailed."""
        if self._stands_alone(row):
            return None
        member = self._shelf.read(row, _MAX_BLOCK)
        if member.kept is None or any(fault.kind == "missing" for fault in member.faults):
            raise IntegrityFailed(
                f"record {row.id} is not at {row.warc}:{row.offset} any more, or is too long"
            )
        return written_anew(self._spool, _anew(row, member))

    def warcinfo(self, imported: Sequence[Brief]) -> tuple[RecordRow, Made]:
        """The first record of a file with records of others: the same for the same imported captures."""
        files = dict.fromkeys(f"{c.imported.file} {c.imported.sha256}" for c in imported if c.imported)
        named = list(files)[:_FILES] + ([f"and {len(files) - _FILES} more"] if len(files) > _FILES else [])
        moment = datetime.fromisoformat(max(capture.captured for capture in imported))
        fields = {
            "software": imported[0].software.get("software", "archiver"),
            "format": "WARC File Format 1.1",
            "description": f"{_HOW}: {', '.join(named)}",
        }
        first = warcinfo_record("data.warc.gz", moment, fields)
        headers = {
            **dict(first.headers),
            "WARC-Record-ID": derived_id(*named, *(c.id for c in imported[:1000])),
        }
        made = written_anew(self._spool, Record(tuple(headers.items()), first.block))
        return RecordRow(headers["WARC-Record-ID"], "", 0, made.length, "warcinfo", None, None), made

    def _stands_alone(self, row: RecordRow) -> bool:
        """Whether its gzip member holds this one record, in a form that every reader takes."""
        stream = self._shelf.stream(row.warc, row.part)
        form = format_of(row.warc)
        coding = "gzip" if form.kind == "wacz" else form.coding
        if coding != "gzip" or form.kind == "arc" or row.within or row.length > _MAX_TEXT:
            return False
        stream.seek(row.offset)
        return _is_one_record(stream.read(row.length), row.id)


def _is_one_record(data: bytes, record_id: str) -> bool:
    engine = zlib.decompressobj(31)
    try:
        text = engine.decompress(data, _MAX_TEXT)
    except zlib.error:
        return False
    if not engine.eof or engine.unused_data:
        return False
    from archiver.page.foreign import stated_id  # parsers: few exports hold a file of others
    from archiver.warc.foreign.reading import Reading, quick

    member = ForeignMember(0)
    return (
        quick(text, member, Reading("warc", digests="none"))
        and member.version in _VERSIONS
        and stated_id(member) == record_id == member.get("WARC-Record-ID")
    )


def _anew(row: RecordRow, member: Member) -> Record:
    from archiver.page.foreign import facts_of

    kind, content_type = row.type, member.get("Content-Type") or "application/octet-stream"
    if kind == "response" and member.get("ARC-Content-Type") and facts_of(member).status is None:
        kind, content_type = "resource", member.get("ARC-Content-Type") or content_type
    more = [(name, value) for name in _KEPT if (value := member.get(name))]
    assert member.kept is not None
    return record(
        kind,
        row.id,
        row.date or "1970-01-01T00:00:00Z",
        _one_line(content_type),
        Block.of(member.kept),
        ("WARC-Target-URI", row.uri),
        *((name, _one_line(value)) for name, value in more),
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
