"""HTTP/1.1 message grammar over stored bytes (RFC 9112): heads, framing, chunked coding. Pure.

Lenient where servers are: the bytes are evidence and are kept as they came; this reads what can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"^HTTP/[0-9.]+[ \t]+([0-9]{3})(?:[ \t]+([^\r\n]*))?")
MAX_HEAD = 1 << 20
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Head:
    """A response head: status, header lines in order, and its length in bytes with the empty line."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    length: int

    def get(self, name: str) -> str | None:
        """The first header of that name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def get_all(self, name: str) -> list[str]:
        """Every value of that header, split at commas."""
        wanted = name.lower()
        values = [value for key, value in self.headers if key.lower() == wanted]
        return [part.strip() for value in values for part in value.split(",") if part.strip()]

    @property
    def is_chunked(self) -> bool:
        """RFC 9112 §6.1: chunked is the last transfer coding."""
        codings = self.get_all("transfer-encoding")
        return bool(codings) and codings[-1].lower() == "chunked"

    @property
    def content_length(self) -> int | None:
        """RFC 9110 §8.6, or None when absent or not a number."""
        value = (self.get("content-length") or "").strip()
        return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


def parse_head(data: bytes) -> Head | None:
    """The response head at the start of ``data``; None when there is no complete one."""
    end = _HEAD_END.search(data)
    line = _STATUS_LINE.match(data)
    if not end or not line:
        return None
    lines = data[: end.start()].replace(b"\r\n", b"\n").split(b"\n")[1:]
    headers: list[tuple[str, str]] = []
    for raw in lines:
        text = raw.decode("latin-1")
        if text[:1] in (" ", "\t") and headers:  # obsolete line folding, RFC 9112 §5.2
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    reason = (line[2] or b"").decode("latin-1").strip()
    return Head(int(line[1]), reason, tuple(headers), end.end())


def read_head(block: BinaryIO) -> Head | None:
    """The response head at the stream's position, which is left at the first byte of the body."""
    start = block.tell()
    head = parse_head(block.read(MAX_HEAD))
    block.seek(start + (head.length if head else 0))
    return head


def split_interim(block: BinaryIO) -> tuple[list[bytes], int]:
    """1xx responses before the final one (RFC 9110 §15.2), and the offset where the final one starts."""
    interim: list[bytes] = []
    offset = 0
    while True:
        block.seek(offset)
        data = block.read(MAX_HEAD)
        head = parse_head(data)
        if head is None or not (100 <= head.status < 200) or head.status == 101:
            return interim, offset
        interim.append(data[: head.length])
        offset += head.length


def entity_chunks(block: BinaryIO, head: Head) -> Iterator[bytes]:
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


def _chunked(block: BinaryIO) -> Iterator[bytes]:
    while True:
        size_line = block.readline(1 << 14)
        match = re.match(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n$", size_line)
        if not match:
            return
        left = int(match[1], 16)
        if left == 0:
            return
        while left > 0:
            piece = block.read(min(_BLOCK, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
        block.readline(1 << 14)


def media_type(content_type: str | None) -> str | None:
    """``text/html`` from ``Text/HTML; charset=x``; None when there is none."""
    text = (content_type or "").split(";")[0].strip().lower()
    return text if re.fullmatch(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", text) else None
