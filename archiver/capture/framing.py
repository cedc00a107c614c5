"""Sends one request and receives its response to the end of the message (RFC 9112 §6.3). Opens no connection.

Strict in what it says, lenient in what it reads, as browsers are, and bounded. The bytes are evidence whatever
they are and the tap keeps them; this decides when there are no more to wait for.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import NoReturn

from archiver.capture.wire import Cut, TapStream, Unsent
from archiver.http1 import HEAD_END, MAX_HEAD, Chunks, Head, head_fault, parse_head
from archiver.model.capture import Truncation

PATIENCE = 5.0  # seconds of silence in a broken message
MAX_INTERIM = 1 << 16  # bytes of 1xx responses read before the final one
_PIECE = 1 << 16  # bytes a read asks for; larger buffers are mapped anew each time, which costs 17 µs
_LARGE = 1 << 18  # once so much came: fewer reads


@dataclass(frozen=True)
class Answer:
    """What came: 1xx responses, where in the recording the final one starts, its head if it can be read.

    ``truncated`` and ``error`` are None when the message came whole and well-formed. ``reusable``: the
    connection may carry another request.
    """

    interim: tuple[bytes, ...]
    start: int
    head: Head | None
    truncated: Truncation | None
    error: str | None
    reusable: bool


def send(tap: TapStream, request: bytes) -> bool:
    """Send; False when the server took not all of it: it may have answered before it closed. Raises Cut."""
    with contextlib.suppress(Unsent):
        tap.write(request)
        return True
    return False


def receive(tap: TapStream, *, whole: bool) -> Answer:
    """Receive until the message ends. ``whole``: the request was sent whole. ``tap.recording`` takes the bytes.

    Raises CannotStore when they cannot be kept.
    """
    reader = _Reader(tap, keep=whole)
    cut: Cut | None = None
    try:
        reader.read()
    except Cut as reason:
        cut = reason
    truncated, error = _outcome(reader, cut)
    reusable = reader.keep and error is None
    return Answer(tuple(reader.interim), reader.start, reader.head, truncated, error, reusable)


def _outcome(reader: _Reader, cut: Cut | None) -> tuple[Truncation | None, str | None]:
    if reader.fault:
        how = str(cut) if cut else "the server closed the connection" if reader.closed else ""
        error = f"malformed response ({reader.fault})" + (f"; {how}" if how else "")
        if cut is None:
            return None, error
        return "unspecified" if cut.reason == "time" else cut.reason, error
    if cut is not None:
        return cut.reason, str(cut)
    if reader.excess:
        return None, f"{reader.excess} bytes after the end of the message, kept with it"
    return None, None


class _Reader:
    """One message under way. Its methods raise Cut where the message does not come to its end."""

    def __init__(self, tap: TapStream, *, keep: bool) -> None:
        self._tap = tap
        self.keep = keep
        self.interim: list[bytes] = []
        self.start = 0
        self.head: Head | None = None
        self.fault: str | None = None
        self.closed = False
        self.excess = 0

    def read(self) -> None:
        """Receive the message."""
        rest = self._read_heads()
        if self.head is None:
            self._read_headless()
        else:
            self._read_body(self.head, rest)

    def _read_heads(self) -> bytes:
        """The final head is read, unless it is none; what was received after it."""
        data: bytes | bytearray = self._more("no response")
        scanned = 0
        while True:
            end = HEAD_END.search(data, scanned)
            if end is None and self.start < len(data) and data[self.start] <= 0x20:
                self._blame("it does not begin with a status line")
                return b""
            if end is None:
                scanned = max(self.start, len(data) - 2)
                data = self._longer(data)
                continue
            scanned = end.end()
            if self._is_final(bytes(data[self.start : scanned])):
                return bytes(data[scanned:])
            self.start = scanned

    def _longer(self, data: bytes | bytearray) -> bytearray:
        if len(data) - self.start > MAX_HEAD:
            self._blame("head too long")
            self._endless_head()
        if isinstance(data, bytes):
            data = bytearray(data)
        data += self._more("the head is not complete")
        return data

    def _is_final(self, raw: bytes) -> bool:
        head = parse_head(raw)
        if fault := head_fault(raw, head):
            self._blame(fault)
        if head is None:
            return True
        if 100 <= head.status < 200 and head.status != 101:
            self._keep_interim(raw)
            return False
        if head.status == 101:
            self._blame("101 to a request that asked for no other protocol")
        self.head = head
        self.keep = self.keep and _keeps_alive(raw, head)
        return True

    def _keep_interim(self, raw: bytes) -> None:
        self.interim.append(raw)
        if self.start + len(raw) > MAX_INTERIM:
            self.start = self._tap.recording.length  # whatever came, it is not taken for the final one
            raise Cut("unspecified", f"more than {MAX_INTERIM} bytes of 1xx responses, not read on")

    def _read_headless(self) -> None:
        while self._tap.recording.length <= MAX_HEAD:
            if not self._receive():
                self.closed = True
                return
        self._endless_head()

    def _endless_head(self) -> NoReturn:
        raise Cut("unspecified", f"no end of the head in {MAX_HEAD} bytes, not read on")

    def _read_body(self, head: Head, rest: bytes) -> None:
        if head.status in (101, 204, 304):  # no body, RFC 9110 §6.4.1
            self.excess = len(rest)
        elif head.is_chunked:
            self._read_chunks(rest)
        elif head.content_length is not None:
            self._read_length(head.content_length, len(rest))
        else:
            self._read_to_close()

    def _read_length(self, length: int, received: int) -> None:
        while received < length:
            received += len(self._more("the body is shorter than its Content-Length"))
        self.excess = received - length

    def _read_chunks(self, piece: bytes) -> None:
        chunks = Chunks()
        while True:
            chunks.feed(piece)
            if chunks.fault:
                self._blame(chunks.fault)
            if chunks.over:
                break
            piece = self._more("the last chunk is missing")
        while chunks.lost:
            self._more("where the body ends cannot be told")
        self.excess = len(piece) - chunks.used

    def _read_to_close(self) -> None:
        self.keep = False
        while self._receive():
            pass
        self.closed = True

    def _more(self, missing: str) -> bytes:
        data = self._receive()
        if not data:
            raise Cut("disconnect", f"the server closed the connection early: {missing}")
        return data

    def _receive(self) -> bytes:
        return self._tap.read(_PIECE if self._tap.recording.length < _LARGE else _LARGE)

    def _blame(self, fault: str) -> None:
        if self.fault is None:
            self.fault = fault
            self._tap.recording.idle = PATIENCE


def _keeps_alive(raw: bytes, head: Head) -> bool:
    """RFC 9112 §9.3. What a later HTTP/1.x says of its connections counts as HTTP/1.1's."""
    options = [option.lower() for option in head.get_all("connection")]
    return "close" not in options and (raw[5:8] >= b"1.1" or "keep-alive" in options)
