"""HTTP/1.1 message grammar (RFC 9112): heads, framing, chunked coding. Pure.

Lenient where servers are: the bytes are evidence and are kept as they came; this reads what can be read,
and says apart from that where it breaks the grammar (``head_fault``, ``Chunks.fault``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

HEAD_END = re.compile(rb"\n\r?\n")
MAX_HEAD = 1 << 20
_MAX_CHUNK_LINE = 1 << 14
_BLOCK = 1 << 16
_STATUS_LINE = re.compile(rb"^HTTP/[0-9.]+[ \t]+([0-9]{3})(?:[ \t]+([^\r\n]*))?")

# The grammar to the letter, but for the letters that servers put in values: all save NUL and line ends.
_VALUE = rb"[^\x00\r\n\f\v]*+"
_FIELD_LINE = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]++:" + _VALUE + rb"\r?\n"
_FOLDED_LINE = rb"[ \t]" + _VALUE + rb"\r?\n"  # obsolete, RFC 9112 §5.2
_STRICT_STATUS_LINE = rb"HTTP/[0-9]\.[0-9] [0-9]{3}(?: " + _VALUE + rb")?\r?\n"
_STRICT_FIELDS = rb"(?:" + _FIELD_LINE + rb"(?:" + _FOLDED_LINE + rb")*+)*+"
_STRICT_HEADERS = re.compile(_STRICT_STATUS_LINE + _STRICT_FIELDS)
_STRICT_HEAD = re.compile(_STRICT_STATUS_LINE + _STRICT_FIELDS + rb"\r?\n")
_STRICT_TRAILER = re.compile(_FIELD_LINE + rb"|" + _FOLDED_LINE)
_STRICT_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})(?:;[^\n]*|[ \t]*)\r\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")


class Readable(Protocol):
    """What bodies are read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none at the end."""


@dataclass(frozen=True)
class Head:
    """A response head: status, header lines in order, and its length in bytes with the empty line."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    length: int

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, value in self.headers:
            values.setdefault(name.lower(), []).append(value)
        return values

    def get(self, name: str) -> str | None:
        """The first header of that name, or None."""
        values = self._values.get(name.lower())
        return values[0] if values else None

    def get_all(self, name: str) -> list[str]:
        """Every value of that header, split at commas."""
        values = self._values.get(name.lower(), ())
        return [part.strip() for value in values for part in value.split(",") if part.strip()]

    @cached_property
    def is_chunked(self) -> bool:
        """RFC 9112 §6.1: chunked is the last transfer coding."""
        codings = self.get_all("transfer-encoding")
        return bool(codings) and codings[-1].lower() == "chunked"

    @cached_property
    def content_length(self) -> int | None:
        """RFC 9110 §8.6, or None when absent or not a number. Of several headers the first counts."""
        values = {part.strip() for part in (self.get("content-length") or "").split(",")}
        value = values.pop()
        return int(value) if not values and re.fullmatch(r"[0-9]{1,18}", value) else None


def parse_head(data: bytes) -> Head | None:
    """The response head at the start of ``data``; None when there is no complete one."""
    end = HEAD_END.search(data)
    line = _STATUS_LINE.match(data)
    if not end or not line:
        return None
    lines = data[: end.start() + 1].decode("latin-1").replace("\r\n", "\n").split("\n")[1:-1]
    headers: list[tuple[str, str]] = []
    for text in lines:
        if text[:1] in (" ", "\t") and headers:  # obsolete line folding, RFC 9112 §5.2
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    reason = (line[2] or b"").decode("latin-1").strip()
    return Head(int(line[1]), reason, tuple(headers), end.end())


def head_fault(raw: bytes, head: Head | None) -> str | None:
    """Where ``raw``, read as ``head``, breaks the grammar or leaves its framing unsure; None for a good one."""
    if head is None or not _STRICT_HEAD.fullmatch(raw):
        return _illegal_line(raw)
    if head.status < 100:
        return f"status {head.status:03}"
    if head.get("transfer-encoding") is not None:
        codings = head.get_all("transfer-encoding")
        if [coding.lower() for coding in codings] != ["chunked"]:
            return f"Transfer-Encoding {', '.join(codings)[:200]!r}, where chunked alone is understood"
    if head.get("content-length") is not None:
        lengths = set(head.get_all("content-length"))
        if len(lengths) > 1:
            return "conflicting Content-Length"
        if head.content_length is None:
            return "bad Content-Length"
    return None


def _illegal_line(raw: bytes) -> str:
    good = _STRICT_HEADERS.match(raw)
    line = raw[good.end() if good else 0 :].partition(b"\n")[0].rstrip(b"\r")[:200]
    return f"illegal {'header' if good else 'status'} line {line!r}"


def entity_chunks(block: Readable, head: Head) -> Iterator[bytes]:
    """The body with transfer encoding removed, in pieces; ``block`` stands at the first body byte.

    A chunked body that is cut or malformed yields what could be read.
    """
    if head.is_chunked:
        yield from _chunked(block)
        return
    left = head.content_length
    while left is None or left > 0:
        piece = block.read(_BLOCK if left is None else min(_BLOCK, left))
        if not piece:
            return
        left = None if left is None else left - len(piece)
        yield piece


def _chunked(block: Readable) -> Iterator[bytes]:
    chunks = Chunks()
    while not chunks.over and (piece := block.read(_BLOCK)):
        for start, stop in chunks.feed(piece):
            yield piece[start:stop]


class Chunks:
    """Reads a chunked body (RFC 9112 §7.1) piece by piece; holds on to no more than a line of it.

    ``fault`` is the first breach of the grammar. ``over``: nothing more can be read, because the message
    is complete or (``lost``) because no chunk begins where one should. ``used``: bytes of the last piece read.
    """

    def __init__(self) -> None:
        self.fault: str | None = None
        self.over = self.lost = False
        self.used = 0
        self._left = 0  # of the chunk's data
        self._held = bytearray()  # a line not yet whole
        self._room = _MAX_CHUNK_LINE
        self._read_line = self._size

    def feed(self, data: bytes) -> list[tuple[int, int]]:
        """Where in ``data`` the body's bytes stand, from and to."""
        spans: list[tuple[int, int]] = []
        at = 0
        while at < len(data) and not self.over:
            if self._left:
                stop = min(len(data), at + self._left)
                spans.append((at, stop))
                self._left -= stop - at
            else:
                stop = data.find(b"\n", at) + 1 or len(data)
                self._take(data[at:stop])
            at = stop
        self.used = at
        return spans

    def _take(self, part: bytes) -> None:
        self._room -= len(part)
        if self._room < 0:
            self._lose("a line of the chunked coding without end")
        elif not part.endswith(b"\n"):
            self._held += part
        elif self._held:
            line = bytes(self._held + part)
            self._held.clear()
            self._read_line(line)
        else:
            self._read_line(part)

    def _size(self, line: bytes) -> None:
        match = _STRICT_CHUNK.fullmatch(line)
        if match is None:
            self._blame(f"illegal chunk size line {line[:200]!r}")
            match = _CHUNK.fullmatch(line)
        if match is None:
            self._lose("no chunk size")
            return
        self._left = int(match[1], 16)
        self._room = _MAX_CHUNK_LINE if self._left else MAX_HEAD
        self._read_line = self._data_end if self._left else self._trailer

    def _data_end(self, line: bytes) -> None:
        if line != b"\r\n":
            self._blame(f"chunk data followed by {line[:200]!r}")
        self._room = _MAX_CHUNK_LINE
        self._read_line = self._size

    def _trailer(self, line: bytes) -> None:
        if line in (b"\r\n", b"\n"):
            self.over = True
        elif not _STRICT_TRAILER.fullmatch(line):
            self._blame(f"illegal trailer line {line[:200]!r}")

    def _blame(self, fault: str) -> None:
        self.fault = self.fault or fault

    def _lose(self, fault: str) -> None:
        self._blame(fault)
        self.over = self.lost = True


def media_type(content_type: str | None) -> str | None:
    """``text/html`` from ``Text/HTML; charset=x``; None when there is none."""
    text = (content_type or "").split(";")[0].strip().lower()
    return text if re.fullmatch(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", text) else None
