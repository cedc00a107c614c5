"""Records to gzip members, one member a record, byte-exact.

warcio writes the record; two things of its writer are replaced: compression (isal is five times as
fast for one per cent of size) and its sha1 digests (ours are sha256, made before).
"""

from __future__ import annotations

import hashlib
import struct
from typing import BinaryIO, Protocol

from isal import isal_zlib
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.warc.members import METADATA, Member
from archiver.warc.records import Record

_LEVEL, _WBITS = 1, 31
_SAMPLE = 1 << 16  # bytes of a record by which it is decided whether compressing is worth it
_WORTH = 0.98


class _Engine(Protocol):
    """What turns a record into one gzip member."""

    def compress(self, data: bytes, /) -> bytes:
        """Take data, give what is ready."""

    def flush(self) -> bytes:
        """The rest of the member."""


class _Stored:
    """A gzip member of stored blocks (RFC 1951 §3.2.4): images and the like, which no engine makes smaller.

    It is written and read back at the speed of a copy.
    """

    _MOST = 65_535
    _HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"

    def __init__(self) -> None:
        self._crc = self._size = 0
        self._waiting = bytearray()
        self._ready = self._HEADER

    def compress(self, data: bytes) -> bytes:
        """Take data, give the blocks that are full."""
        self._crc = isal_zlib.crc32(data, self._crc)
        self._size += len(data)
        self._waiting += data
        pieces, self._ready = [self._ready], b""
        while len(self._waiting) > self._MOST:
            pieces += self._block(self._waiting[: self._MOST], last=False)
            del self._waiting[: self._MOST]
        return b"".join(pieces)

    def flush(self) -> bytes:
        """The last block, CRC and size (RFC 1952 §2.3.1)."""
        trailer = struct.pack("<II", self._crc, self._size & 0xFFFFFFFF)
        return b"".join([self._ready, *self._block(self._waiting, last=True), trailer])

    @staticmethod
    def _block(data: bytearray, *, last: bool) -> tuple[bytes, bytes]:
        return struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF), bytes(data)


class _Members:
    """A stream in which ``flush`` ends a gzip member and the next write starts another."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._sample = bytearray()
        self._engine: _Engine | None = None
        self._hash = hashlib.sha256()
        self.size = 0

    def _emit(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def hexdigest(self) -> str:
        """SHA-256 of the members so far."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        if self._engine is not None:
            self._emit(self._engine.compress(data))
            return
        self._sample += data
        if len(self._sample) >= _SAMPLE:
            sample = bytes(self._sample)
            worth = len(isal_zlib.compress(sample, _LEVEL)) < _WORTH * len(sample)
            self._engine = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _WBITS) if worth else _Stored()
            self._emit(self._engine.compress(sample))
            self._sample.clear()

    def flush(self) -> None:
        if self._engine is not None:
            self._emit(self._engine.flush())
        else:
            whole = bytes(self._sample)
            small = isal_zlib.compress(whole, _LEVEL, _WBITS)
            self._emit(small if len(small) < _WORTH * len(whole) else _stored(whole))
        self._sample.clear()
        self._engine = None


def _stored(data: bytes) -> bytes:
    engine = _Stored()
    return engine.compress(data) + engine.flush()


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The WARC headers of one record, as warcio writes them, in one step: there are many records."""

    def to_bytes(self, filter_func: None = None, encoding: str = "utf-8") -> bytes:
        """Version line, headers, empty line."""
        del filter_func
        lines = [self.protocol, *map(": ".join, self.headers), "", ""]
        return "\r\n".join(lines).encode(encoding)


class RecordWriter(WARCWriter):  # type: ignore[misc]
    """Writes records to a binary stream as members of one ``.warc.gz``.

    ``members`` describes what was written, as ``archiver.warc.members.scan`` would read it.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._stream = _Members(out)
        super().__init__(self._stream, gzip=False, warc_version="WARC/1.1")
        self._head = _Head("", [], protocol="WARC/1.1")  # of the record under way
        self.members: list[Member] = []

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Digests are in the headers already; warcio would add sha1 ones."""

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._stream.size

    def hexdigest(self) -> str:
        """SHA-256 of what was written."""
        return self._stream.hexdigest()

    def add(self, record: Record) -> None:
        """Write one record as one member."""
        block, offset = record.block, self.size
        block.file.seek(block.start)
        headers = [
            *record.headers,
            ("WARC-Block-Digest", f"sha256:{block.sha256}"),
            ("Content-Length", str(block.length)),
        ]
        self._head.headers = headers
        stream = LimitReader(block.file, block.length)
        kind = record.headers[0][1].replace(
            "revisit", "response"
        )  # of a revisit warcio would leave the block out
        self.write_record(ArcWarcRecord("warc", kind, self._head, stream, None, None, block.length))
        member = Member(offset, self.size - offset, headers, block.length, block.sha256)
        if METADATA.wants(member, block.length):
            member.kept = block.read()
        self.members.append(member)
