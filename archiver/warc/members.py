"""Read and check a ``.warc.gz`` member by member: what every other reading of ours stands on.

Checked for each member: gzip CRC, size and clean end (RFC 1952 §2.3.1); the record's version line and
headers; Content-Length against the bytes there; WARC-Block-Digest; the CRLFCRLF that ends a record
(WARC/1.1 §4). After a damaged member reading goes on at the next one; the bytes between are named.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from archiver.warc.digests import Payload, Stated, stated
from archiver.warc.inflate import CHUNK, GzipError, MemberReader, Piece

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = [
    "MAX_HEADERS",
    "METADATA",
    "Fault",
    "GzipError",
    "HashingReader",
    "Keep",
    "Member",
    "read_member",
    "scan",
]
MAX_HEADERS = 1 << 16
_AHEAD = 4  # reads that may wait to be hashed
_CHUNK_OF_ONE = 1 << 16  # bytes read at a time for one record
_LENGTH = re.compile(r"^[0-9]{1,15}$")
_CONTENT_LENGTH = re.compile(rb"\r\n[ \t]*content-length[ \t]*:([^\r\n]*)", re.IGNORECASE)
_USUAL_HEADERS = 1 << 11  # bytes
_USUAL_LENGTH = re.compile(rb" ?[0-9]{1,15}")
_TAIL = b"\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a member: a kind for programs, a message for people."""

    kind: str
    message: str


@dataclass(slots=True)
class Member:
    """One gzip member and the record in it. ``kept`` is the block where it was asked for.

    ``faults``: why it is no whole record. ``contradictions``: what its headers say that a whole record denies.
    """

    offset: int
    length: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    block_length: int = 0
    block_sha256: str = ""
    kept: bytes | None = None
    faults: list[Fault] = field(default_factory=list)
    contradictions: list[Fault] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The first WARC header of that name."""
        size = len(name)
        for key, value in self.headers:
            if key == name or (len(key) == size and key.lower() == name.lower()):
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
    """The state of one record while its bytes come in. Every digest that its headers state is recomputed."""

    _head = _tail = b""
    _left: int | None = None
    _block: list[Piece] | None = None
    _stated: Stated | None = None
    _other: hashlib._Hash | None = None  # where the header states another digest than SHA-256
    _payload: Payload | None = None
    _payload_is_block: Stated | None = None

    def __init__(self, member: Member, keep: Keep | None) -> None:
        self.member, self._keep = member, keep
        self._hash = hashlib.sha256()

    def feed(self, data: Piece) -> None:
        """The next decompressed piece of the member."""
        if self._left is None:
            data = self._feed_head(data)
            if self._left is None:
                return
        if self._left:
            piece, data = (data, b"") if len(data) <= self._left else (data[: self._left], data[self._left :])
            self._left -= len(piece)
            self._feed_block(piece)
        if data:
            self._tail = (self._tail + data[:64])[:64]

    def _feed_block(self, piece: Piece) -> None:
        self.member.block_length += len(piece)
        self._hash.update(piece)
        if self._other is not None:
            self._other.update(piece)
        if self._payload is not None:
            self._payload.feed(piece)
        if self._block is not None:
            self._block.append(piece)

    def _feed_head(self, data: Piece) -> Piece:
        """Take the WARC headers off; gives what is left of the piece."""
        before = len(self._head)
        head = bytes(data[:_USUAL_HEADERS]) if not before else self._head
        end = head.find(_TAIL)
        if end < 0:
            head = self._head + bytes(data[: MAX_HEADERS + 4 - before])
            end = head.find(_TAIL)
        if end < 0 or end > MAX_HEADERS:
            if len(head) > MAX_HEADERS:
                raise _Unreadable(f"no end of the WARC headers within {MAX_HEADERS} bytes")
            self._head = head
            return b""
        if not head.startswith(b"WARC/"):
            version = head[:end].decode("utf-8", "replace").split("\r\n")[0]
            raise _Unreadable(f"starts with {version[:20]!r}, not with a WARC version")
        self._read_headers(head[:end])
        self._head = b""
        return memoryview(data)[end + 4 - before :]

    def _read_headers(self, head: bytes) -> None:
        headers, first = self.member.headers, dict[str, str]()
        for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            name, value = name.strip(), value.strip()
            headers.append((name, value))
            first.setdefault(name.lower(), value)
        self._begin(first)

    def _set_length(self, length: str) -> None:
        if not _LENGTH.match(length):
            raise _Unreadable(f"Content-Length {length[:20]!r} is not a number of bytes")
        self._left = int(length)

    def _begin(self, first: dict[str, str]) -> None:
        """Make ready for the block. ``first``: the first header of each name, in lower case."""
        self._set_length(first.get("content-length", ""))
        if self._keep is not None and self._keep.wants(self.member, self._left or 0):
            self._block = []
        self._stated = stated(first.get("warc-block-digest"))
        if self._stated is not None and self._stated.algorithm != "sha256":
            self._other = hashlib.new(self._stated.algorithm, usedforsecurity=False)
        payload = stated(first.get("warc-payload-digest"))
        if payload is None or "warc-segment-number" in first:
            return
        kind, media_type = first.get("warc-type", ""), first.get("content-type", "")
        if kind in ("response", "request") and media_type.lower().startswith("application/http"):
            self._payload = Payload(payload)
        elif kind == "resource" and payload.algorithm == "sha256":
            self._payload_is_block = payload

    def finish(self) -> None:
        """Say what is wrong with the record, now that its member has ended."""
        member = self.member
        if self._left is None:
            member.faults.append(Fault("record-header", "the member ends within the WARC headers"))
            return
        member.block_sha256 = self._hexdigest()
        member.kept = b"".join(self._block) if self._block is not None else None
        if self._left:
            member.faults.append(
                Fault("block-length", f"the block is {self._left} bytes short of Content-Length")
            )
        elif self._tail != _TAIL:
            member.faults.append(
                Fault("trailer", f"the record ends in {bytes(self._tail[:8])!r} instead of CRLF CRLF")
            )
        if not member.faults:
            member.contradictions.extend(self._payload_faults())
        member.faults.extend(self._block_faults())

    def _hexdigest(self) -> str:
        return self._hash.hexdigest()

    def _block_faults(self) -> Iterator[Fault]:
        found = (self._other or self._hash).digest()
        if self._stated is not None and found != self._stated.value:
            said = f"{self._stated.algorithm}:{found.hex()}"
            yield Fault("block-digest", f"the block is {said}, its header says {self._stated.text}")

    def _payload_faults(self) -> Iterator[Fault]:
        if self._payload is not None and (problem := self._payload.fault()):
            yield Fault("payload-digest", problem)
        if self._payload_is_block is not None and self._hash.digest() != self._payload_is_block.value:
            said = f"the payload is {self.member.block_digest}, its header says {self._payload_is_block.text}"
            yield Fault("payload-digest", said)


class _Bare(_Record):
    """A record of which only the form is read: no header but its length, no digest."""

    def __init__(self, member: Member) -> None:
        self.member = member

    def _feed_block(self, piece: Piece) -> None:
        self.member.block_length += len(piece)

    def _read_headers(self, head: bytes) -> None:
        length = _CONTENT_LENGTH.search(head)
        self._set_length(length[1].decode("latin-1").strip() if length else "")

    def _hexdigest(self) -> str:
        return ""

    def _block_faults(self) -> Iterator[Fault]:
        return iter(())


class _Unreadable(ValueError):
    """The bytes are not a record; reading resumes at the next member."""


class HashingReader(io.RawIOBase):
    """A reader that hashes every byte read through it, in order."""

    def __init__(self, file: BinaryIO, beside: Executor | None = None) -> None:
        """``beside``: one thread that hashes while the next bytes are read (hashlib lets others run meanwhile)."""
        self._file, self._beside = file, beside
        self._hash = hashlib.sha256()
        self._waiting: deque[Future[None]] = deque()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.size += len(data)
        if self._beside is None:
            self._hash.update(data)
            return data
        self._waiting.append(self._beside.submit(self._hash.update, data))
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()
        return data

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only for reading on after damage; then the digest is of no meaning."""
        return self._file.seek(offset, whence)

    def hexdigest(self) -> str:
        """SHA-256 of what was read."""
        while self._waiting:
            self._waiting.popleft().result()
        return self._hash.hexdigest()


def scan(
    stream: BinaryIO, keep: Keep | None = None, *, digests: bool = True, chunk: int = CHUNK
) -> Iterator[Member]:
    """Every member of a stream from its position, in order, with what is wrong with each.

    ``digests=False``: only the form is checked, no digest of block or payload; headers stay unread then,
    ``block_sha256`` is "", nothing is kept. ``chunk``: bytes read at a time. Bounded memory but for the blocks
    that ``keep`` asks for. Never raises for damaged bytes.
    """
    reader = MemberReader(stream, chunk)
    while not reader.at_end():
        member = Member(reader.offset)
        try:
            _take(reader.member(), member, keep, digests=digests)
        except _Unreadable as error:
            member.faults.append(Fault("record-header", str(error)))
            reader.skip_member(member.offset)
        except GzipError as error:
            member.faults.append(Fault("gzip", f"the member does not decompress: {error}"))
            reader.resynchronise(member.offset)
        member.length = reader.offset - member.offset
        yield member


def _take(pieces: Iterable[Piece], member: Member, keep: Keep | None, *, digests: bool) -> None:
    """Read the text of a member as a record. Raises _Unreadable, GzipError."""
    if not digests and isinstance(pieces, tuple) and _is_usual(pieces[0], member):
        return
    record = _Record(member, keep) if digests else _Bare(member)
    try:
        for piece in pieces:
            record.feed(piece)
    except EOFError:
        record.finish()
        member.faults.append(Fault("gzip-truncated", "the file ends within this member"))
    else:
        record.finish()


def _is_usual(text: bytes, member: Member) -> bool:
    """Whether that is one whole record in the form that most have; what is not, or not surely, is read as any."""
    end = text.find(_TAIL, 0, _USUAL_HEADERS)
    stated = _CONTENT_LENGTH.search(text, 0, end) if end > 0 and text.startswith(b"WARC/") else None
    if stated is None or not _USUAL_LENGTH.fullmatch(stated[1]):
        return False
    length = int(stated[1])
    if end + 4 + length + 4 != len(text) or not text.endswith(_TAIL):
        return False
    member.block_length = length
    return True


def read_member(stream: BinaryIO, offset: int, limit: int = 1 << 40) -> Member:
    """The record whose member starts at ``offset``; faults are listed.

    ``kept`` is its whole block, None where it is longer than ``limit`` bytes.
    """
    stream.seek(offset)
    nothing = Member(offset, faults=[Fault("missing", "nothing is there")])
    return next(scan(stream, Keep(limit=limit), chunk=_CHUNK_OF_ONE), nothing)
