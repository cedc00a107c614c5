"""``Exchange``: one request and the exact bytes that came back, before they are a WARC record."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from archiver.http1 import Head, entity_chunks

if TYPE_CHECKING:
    from archiver.model.capture import Options, Original, Peer, Role, Truncation

_PIECE = 1 << 16


def new_record_id() -> str:
    """A fresh WARC-Record-ID, with its angle brackets."""
    digits = os.urandom(16).hex()  # RFC 9562 §5.4, as uuid.uuid4 does in three times the time
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"<urn:uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}>"


def utc_now() -> datetime:
    """The clock of a capture."""
    return datetime.now(UTC)


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as WARC/1.1 §5.4 allows for WARC-Date."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_instant(text: str | None) -> datetime | None:
    """A WARC-Date; None where it is not one."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Block:
    """``length`` bytes of ``file`` from ``start``, and their SHA-256 in hex."""

    file: BinaryIO
    start: int
    length: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Block:
        """A block held in memory."""
        return cls(io.BytesIO(data), 0, len(data), hashlib.sha256(data).hexdigest())

    def chunks(self) -> Iterator[bytes]:
        """The block in pieces of at most 64 KiB."""
        self.file.seek(self.start)
        left = self.length
        while left > 0 and (piece := self.file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    def read(self, limit: int = -1) -> bytes:
        """The first ``limit`` bytes, or all."""
        self.file.seek(self.start)
        return self.file.read(self.length if limit < 0 else min(limit, self.length))


@dataclass(frozen=True)
class TlsSession:
    """What the connection negotiated; ``chain`` is DER, leaf first, as the peer sent it."""

    version: str
    cipher: str
    chain: tuple[bytes, ...]
    verified: bool
    error: str | None = None


@dataclass(frozen=True)
class Prior:
    """A stored response with the same body: its record as a manifest names it, and its WARC-Date."""

    ref: Original
    date: str


@dataclass(frozen=True)
class Exchange:
    """One HTTP exchange as it went over the wire.

    ``request`` and ``response`` are byte-exact; interim (1xx) responses are split off. ``response``
    is None when no byte of a final response came. ``error`` says in words what went wrong, if anything did.
    ``prior``: the body is left to that record, and ``response`` is the head alone.
    """

    role: Role
    url: str
    started: datetime
    seconds: float
    request: bytes
    response: Block | None
    head: Head | None
    peer: Peer | None = None
    tls: TlsSession | None = None
    truncated: Truncation | None = None
    interim: tuple[bytes, ...] = ()
    error: str | None = None
    prior: Prior | None = None
    request_id: str = field(default_factory=new_record_id)
    response_id: str = field(default_factory=new_record_id)

    @cached_property
    def date(self) -> str:
        """``started`` as WARC-Date."""
        return instant(self.started)

    @property
    def status(self) -> int | None:
        """The status code, or None when no response head could be read."""
        return self.head.status if self.head else None

    def entity(self, limit: int = -1) -> bytes:
        """The body with transfer encoding removed, at most ``limit`` bytes; b"" without a response."""
        pieces: list[bytes] = []
        size = 0
        for piece in self.entity_chunks():
            pieces.append(piece)
            size += len(piece)
            if 0 <= limit <= size:
                break
        body = b"".join(pieces)
        return body if limit < 0 else body[:limit]

    def entity_chunks(self) -> Iterator[bytes]:
        """The body with transfer encoding removed, in pieces."""
        if self.response is None or self.head is None:
            return
        block = self.response
        block.file.seek(block.start + self.head.length)
        yield from entity_chunks(_Window(block), self.head)

    @property
    def location(self) -> str | None:
        """The Location header of a redirect response (RFC 9110 §15.4), or None."""
        if self.head is None or self.head.status not in (301, 302, 303, 307, 308):
            return None
        return self.head.get("location")


class _Window:
    """The rest of a block as a stream of its own: reads stop at the block's end."""

    def __init__(self, block: Block) -> None:
        self._file = block.file
        self._end = block.start + block.length

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end."""
        return self._file.read(min(size, max(0, self._end - self._file.tell())))


@dataclass(frozen=True)
class Captured:
    """Everything one capture brought home: the page's own exchanges first, then its requisites.

    ``missing`` says in words which requisites could not be had at all, and why.
    """

    url: str
    exchanges: tuple[Exchange, ...]
    options: Options
    missing: tuple[str, ...] = ()

    @cached_property
    def page(self) -> Exchange:
        """The page itself: the last of its own responses."""
        return [e for e in self.exchanges if e.role in ("redirect", "page")][-1]


# Given the page or a stylesheet that came, the absolute URLs it needs to be shown. Called in threads of the
# crawl; raises ArchiverError with the reason where they cannot be found.
Discover = Callable[[Exchange], list[str]]
