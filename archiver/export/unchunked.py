"""Responses without the chunked coding, for one viewer: ReplayWeb.page 2.5.3 does not decode chunks that have
extensions (RFC 9112 §7.1.1). Only in a package that is handed to that viewer; every export keeps the bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from archiver import http1
from archiver.catalog.shelf import Shelf
from archiver.exchange import Block
from archiver.export.imported import Made, written_anew
from archiver.export.warc import Planned
from archiver.store.folder import Folder
from archiver.warc.members import Member, read_member
from archiver.warc.records import Record

_START = 1 << 14  # bytes of a gzip member that hold what is looked for: the head of a response
_LONGEST = 64 << 20  # bytes of a block that is written anew
_GZIP = 31
_FRAMING = frozenset({"transfer-encoding", "content-length", "trailer"})
_REPLACED = frozenset({"warc-type", "content-length", "warc-block-digest", "warc-payload-digest"})


def unchunked(folder: Folder, plan: Sequence[Planned], spool: BinaryIO) -> tuple[list[Planned], int]:
    """The plan with such responses written anew into ``spool``, and how many they are. Raises IntegrityFailed."""
    changed: list[Planned] = []
    offset = count = 0
    with Shelf(folder) as shelf:
        for one in plan:
            made = _unchunked(shelf, one, spool) if one.row.type == "response" else None
            count += made is not None
            changed.append(one._replace(offset=offset, made=made or one.made))
            offset += changed[-1].length
    return changed, count


def _unchunked(shelf: Shelf, one: Planned, spool: BinaryIO) -> Made | None:
    """The record without its coding; None where it can stay as it is."""
    made = one.made or Made(shelf.stream(one.row.warc, one.row.part), one.row.offset, one.row.length)
    made.file.seek(made.start)
    if not _may_be_chunked(made.file.read(min(_START, made.length))):
        return None
    member = read_member(made.file, made.start, _LONGEST)
    block = _without_chunks(member.kept) if member.kept is not None and not member.faults else None
    if block is None:
        return None
    return written_anew(spool, _record(member, block))


def _may_be_chunked(start: bytes) -> bool:
    try:
        text = zlib.decompressobj(_GZIP).decompress(start, http1.MAX_HEAD)
    except zlib.error:
        return False
    return b"chunked" in text.lower()


def _without_chunks(block: bytes) -> bytes | None:
    """The response with a Content-Length; None where no chunk of it has an extension."""
    head = http1.parse_head(block)
    if head is None or not head.is_chunked:
        return None
    body, between = _parted(block[head.length :])
    if b";" not in between:
        return None
    line, _, _ = block.partition(b"\n")
    kept = [f"{name}: {value}" for name, value in head.headers if name.lower() not in _FRAMING]
    lines = [
        line.rstrip(b"\r"),
        *(text.encode("latin-1") for text in kept),
        b"Content-Length: %d" % len(body),
    ]
    return b"\r\n".join([*lines, b"", body])


def _parted(coded: bytes) -> tuple[bytes, bytes]:
    """What the chunks hold, and what stands between them."""
    spans = http1.Chunks().feed(coded)
    return b"".join(coded[a:b] for a, b in spans), b"".join(_gaps(coded, spans))


def _gaps(coded: bytes, spans: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    end = 0
    for first, last in spans:
        yield coded[end:first]
        end = last
    yield coded[end:]


def _record(member: Member, block: bytes) -> Record:
    others = ((name, value) for name, value in member.headers if name.lower() not in _REPLACED)
    return Record((("WARC-Type", member.type), *others), Block.of(block))
