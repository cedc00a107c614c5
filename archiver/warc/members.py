"""Read and check a ``.warc.gz`` member by member: what every other reading of ours stands on.

Checked for each member: gzip CRC, size and clean end (RFC 1952 §2.3.1); the record's version line and
headers; Content-Length against the bytes there; WARC-Block-Digest; the CRLFCRLF that ends a record
(WARC/1.1 §4). After a damaged member reading goes on at the next one; the bytes between are named.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError

GzipError: type[Exception] = IsalError  # type: ignore[assignment]  # isal states it as an instance
_CHUNK = 1 << 18
_PIECE = 1 << 20  # decompressed at a time
MAX_HEADERS = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_LENGTH = re.compile(r"^[0-9]{1,15}$")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a member: a kind for programs, a message for people."""

    kind: str
    message: str


@dataclass(slots=True)
class Member:
    """One gzip member and the record in it. ``kept`` is the block where it was asked for."""

    offset: int
    length: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    block_length: int = 0
    block_sha256: str = ""
    kept: bytes | None = None
    faults: list[Fault] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The first WARC header of that name."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None

    @property
    def type(self) -> str:
        """WARC-Type, or "" where there is none."""
        return self.get("WARC-Type") or ""

    @property
    def record_id(self) -> str:
        """WARC-Record-ID with brackets, or ""."""
        return self.get("WARC-Record-ID") or ""

    @property
    def block_digest(self) -> str:
        """The digest of the block as it was read."""
        return f"sha256:{self.block_sha256}"


class Keep:
    """Which blocks a scan keeps in memory: those of a record type and media type, up to a size."""

    def __init__(self, record_type: str = "", content_type: str = "", limit: int = 64 << 20) -> None:
        self.record_type, self.content_type, self.limit = record_type, content_type, limit

    def wants(self, member: Member, length: int) -> bool:
        """True when this record's block is to be kept."""
        if self.record_type and member.type != self.record_type:
            return False
        return length <= self.limit and (member.get("Content-Type") or "").startswith(self.content_type)


METADATA = Keep("metadata", "application/json")


class _Record:
    """The state of one record while its bytes come in."""

    def __init__(self, member: Member, keep: Keep | None) -> None:
        self.member, self._keep = member, keep
        self._head = b""
        self._left: int | None = None
        self._hash = hashlib.sha256()
        self._block: list[bytes] | None = None
        self._tail = b""

    def feed(self, data: bytes) -> None:
        if self._left is None:
            data = self._feed_head(data)
        if self._left is None or not data:
            return
        piece, rest = data[: self._left], data[self._left :]
        self._left -= len(piece)
        self.member.block_length += len(piece)
        self._hash.update(piece)
        if self._block is not None:
            self._block.append(piece)
        self._tail = (self._tail + rest)[:64]

    def _feed_head(self, data: bytes) -> bytes:
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end < 0 or end > MAX_HEADERS:
            if len(self._head) > MAX_HEADERS:
                raise _Unreadable(f"no end of the WARC headers within {MAX_HEADERS} bytes")
            return b""
        lines = self._head[:end].decode("utf-8", "replace").split("\r\n")
        if not lines[0].startswith("WARC/"):
            raise _Unreadable(f"starts with {lines[0][:20]!r}, not with a WARC version")
        self.member.headers = [_header(line) for line in lines[1:]]
        length = (self.member.get("Content-Length") or "").strip()
        if not _LENGTH.match(length):
            raise _Unreadable(f"Content-Length {length[:20]!r} is not a number of bytes")
        self._left = int(length)
        if self._keep is not None and self._keep.wants(self.member, self._left):
            self._block = []
        rest, self._head = self._head[end + 4 :], b""
        return rest

    def finish(self) -> None:
        member = self.member
        if self._left is None:
            member.faults.append(Fault("record-header", "the member ends within the WARC headers"))
            return
        member.block_sha256 = self._hash.hexdigest()
        member.kept = b"".join(self._block) if self._block is not None else None
        if self._left:
            member.faults.append(
                Fault("block-length", f"the block is {self._left} bytes short of Content-Length")
            )
        elif self._tail != b"\r\n\r\n":
            member.faults.append(
                Fault("trailer", f"the record ends in {self._tail[:8]!r} instead of CRLF CRLF")
            )
        stated = member.get("WARC-Block-Digest")
        if stated and stated.lower().startswith("sha256:") and stated.lower() != member.block_digest:
            member.faults.append(
                Fault("block-digest", f"the block is {member.block_digest}, its header says {stated}")
            )


class _Unreadable(ValueError):
    """The bytes are not a record; reading resumes at the next member."""


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


class HashingReader(io.RawIOBase):
    """A reader that hashes every byte read through it, in order."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only for reading on after damage; then the digest is of no meaning."""
        return self._file.seek(offset, whence)

    def hexdigest(self) -> str:
        """SHA-256 of what was read."""
        return self._hash.hexdigest()


def scan(stream: BinaryIO, keep: Keep | None = None) -> Iterator[Member]:
    """Every member of a stream from its position, in order, with what is wrong with each.

    Bounded memory but for the blocks that ``keep`` asks for. Never raises for damaged bytes.
    """
    reader = _Reader(stream)
    while not reader.at_end():
        member = Member(reader.offset)
        record = _Record(member, keep)
        try:
            for piece in reader.member():
                record.feed(piece)
            record.finish()
        except _Unreadable as error:
            member.faults.append(Fault("record-header", str(error)))
            reader.skip_member(member.offset)
        except GzipError as error:
            member.faults.append(Fault("gzip", f"the member does not decompress: {error}"))
            reader.resynchronise(member.offset)
        except EOFError:
            record.finish()
            member.faults.append(Fault("gzip-truncated", "the file ends within this member"))
        member.length = reader.offset - member.offset
        yield member


class _Reader:
    """Members of a gzip stream, with the offset of each."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell()
        self._buffer = b""
        self.offset = self._start

    def at_end(self) -> bool:
        if not self._buffer:
            self._buffer = self._stream.read(_CHUNK)
        return not self._buffer

    def member(self) -> Iterator[bytes]:
        """The decompressed pieces of the next member. Raises GzipError, EOFError."""
        engine = isal_zlib.decompressobj(_GZIP)
        while True:
            data = self._buffer or self._stream.read(_CHUNK)
            if not data:
                self._buffer = b""
                self.offset = self._stream.tell()
                raise EOFError
            self._buffer = b""
            piece = engine.decompress(data, _PIECE)
            if engine.eof:
                self._buffer = engine.unused_data
                self.offset = self._stream.tell() - len(self._buffer)
                yield piece
                return
            self._buffer = engine.unconsumed_tail
            yield piece

    def skip_member(self, start: int) -> None:
        """Read on to the end of the member at ``start``, whose record is unreadable."""
        self._go(start)
        try:
            for _ in self.member():
                pass
        except (GzipError, EOFError):
            self.resynchronise(start)

    def resynchronise(self, start: int) -> None:
        """Go to the next place after ``start`` where a gzip member with a WARC record begins, or to the end."""
        position, window = start + 1, b""
        self._stream.seek(position)
        while data := self._stream.read(_CHUNK):
            window += data
            found = window.find(_MAGIC)
            while found >= 0:
                here = position + found
                if self._is_record(here):
                    self._go(here)
                    return
                found = window.find(_MAGIC, found + 1)
            keep = len(_MAGIC) - 1
            position += len(window) - keep
            window = window[-keep:]
            self._stream.seek(position + keep)
        self._go(self._stream.seek(0, io.SEEK_END))

    def _is_record(self, offset: int) -> bool:
        self._stream.seek(offset)
        try:
            return bool(
                isal_zlib.decompressobj(_GZIP).decompress(self._stream.read(4096), 16).startswith(b"WARC/")
            )
        except GzipError:
            return False

    def _go(self, offset: int) -> None:
        self._stream.seek(offset)
        self._buffer, self.offset = b"", offset


_GZIP = 31  # zlib's wbits for a gzip wrapper


def read_member(stream: BinaryIO, offset: int, limit: int = 1 << 40) -> Member:
    """The record whose member starts at ``offset``; faults are listed.

    ``kept`` is its whole block, None where it is longer than ``limit`` bytes.
    """
    stream.seek(offset)
    return next(
        scan(stream, Keep(limit=limit)), Member(offset, faults=[Fault("missing", "nothing is there")])
    )
