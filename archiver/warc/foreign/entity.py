"""The HTTP response, or the file, in a record that others wrote: tolerant, and says what it tolerated. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from archiver import http1
from archiver.errors import IntegrityFailed
from archiver.warc.members import Member

_STATUS = re.compile(rb"(?i)(?:HTTP(?:/[0-9.]+)?|ICY)[ \t]+([0-9]{3})(?![0-9])[ \t]*([^\r\n]*)")
_PIECE = 1 << 16
_SEEN = 1 << 16  # bytes by which it is told whether a coding was applied
_CHUNK_LINE = re.compile(rb"[ \t]*[0-9A-Fa-f]{1,15}[ \t]*(?:;[^\n]{0,4096})?\r?\n")
_HTTP = "application/http"


@dataclass(frozen=True)
class ForeignEntity:
    """``status``: None where the record holds no HTTP head. ``headers``: in order, as they stand.

    ``body``: without transfer coding, ``codings`` still applied to it (those stated, but for those that
    it does not have). ``notes``: what was tolerated, in words.
    """

    status: int | None
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: memoryview | tuple[memoryview, ...]
    media_type: str | None
    content_type: str | None
    codings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        """The value of the first header of that name, in any case; None when absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces of at most 64 KiB."""
        for part in self.body if isinstance(self.body, tuple) else (self.body,):
            for start in range(0, len(part), _PIECE):
                yield bytes(part[start : start + _PIECE])


def entity_of_foreign(member: Member) -> ForeignEntity:
    """What the block of a kept response, resource, conversion or revisit holds.

    Raises IntegrityFailed where the block was not kept. A revisit has the head and no body.
    """
    block = member.kept
    if block is None:
        raise IntegrityFailed(f"record {member.record_id or member.offset}: its block was not kept")
    stated = member.get("Content-Type") or ""
    is_http = stated.lower().startswith(_HTTP) or member.type.lower() in ("response", "revisit")
    notes: list[str] = []
    head = _head(block, notes) if is_http and block else None
    if head is None:
        return _file(member, block, stated, is_http, notes)
    rest = memoryview(block)[head.length :]
    body = _unchunked(rest, head, notes)
    codings = _codings(body, head, notes)
    content_type = head.get("content-type")
    return ForeignEntity(
        head.status,
        head.reason,
        head.headers,
        body,
        http1.media_type(content_type),
        content_type,
        codings,
        tuple(notes),
    )


def _file(member: Member, block: bytes, stated: str, is_http: bool, notes: list[str]) -> ForeignEntity:
    if is_http and block:
        notes.append("no HTTP head: the whole block is taken for the entity")
    content_type = member.get("ARC-Content-Type") if is_http else stated
    content_type = content_type or None
    media_type = http1.media_type(content_type)
    return ForeignEntity(None, "", (), memoryview(block), media_type, content_type, (), tuple(notes))


def _head(block: bytes, notes: list[str]) -> http1.Head | None:
    """The response head, if the block begins with anything like one."""
    start = len(block) - len(block.lstrip(b"\r\n"))
    line = _STATUS.match(block, start)
    if line is None:
        return None
    end = re.compile(rb"\n\r*\n").search(block, start, start + http1.MAX_HEAD)
    stop = end.end() if end else _cut(block, start, notes)
    raw = block[start:stop]
    fault = http1.head_fault(raw, http1.parse_head(raw))
    if fault:
        notes.append(fault)
    if start:
        notes.append("line ends before the status line")
    plain = b"HTTP/1.1 " + line[1] + b" " + line[2] + b"\n" + raw.partition(b"\n")[2]
    plain = re.sub(rb"\r+\n", b"\n", plain).rstrip(b"\n") + b"\n\n"
    head = http1.parse_head(plain)
    return None if head is None else http1.Head(head.status, head.reason, head.headers, stop)


def _cut(block: bytes, start: int, notes: list[str]) -> int:
    """Where a head without an empty line ends: at the first line that is no header."""
    notes.append("no empty line after the HTTP headers")
    at = block.find(b"\n", start) + 1 or len(block)
    while at < len(block):
        stop = block.find(b"\n", at) + 1 or len(block)
        if not re.match(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]{1,200}:|[ \t]", block[at:stop][:256]):
            break
        at = stop
    return at


def _unchunked(rest: memoryview, head: http1.Head, notes: list[str]) -> memoryview | tuple[memoryview, ...]:
    """The body without transfer coding, where it has one; what is stated is not believed blindly."""
    if not head.is_chunked:
        length = head.content_length
        if length is not None and length > len(rest):
            notes.append(f"the body has {len(rest)} bytes, its Content-Length says {length}")
        elif length is not None and length < len(rest):
            notes.append(f"the body has {len(rest)} bytes, its Content-Length says {length}: all are taken")
        if head.get("transfer-encoding"):
            notes.append(f"Transfer-Encoding {head.get('transfer-encoding')!r} is not undone")
        return rest
    if not _CHUNK_LINE.match(rest):
        if len(rest):
            notes.append(
                "Transfer-Encoding says chunked, the body is not: many tools undo it and keep the header"
            )
        return rest
    chunks, parts, at = http1.Chunks(), [], 0
    while at < len(rest) and not chunks.over:
        piece = rest[at : at + _PIECE]
        parts += [piece[start:stop] for start, stop in chunks.feed(bytes(piece))]
        at += chunks.used or len(piece)
    if chunks.lost and sum(map(len, parts)) == 0:
        notes.append(
            "Transfer-Encoding says chunked, the body is not: many tools undo it and keep the header"
        )
        return rest
    if chunks.fault:
        notes.append(chunks.fault)
    if not chunks.over:
        notes.append("the chunked body does not end")
    elif at < len(rest):
        notes.append(f"{len(rest) - at} bytes after the chunked body are left out")
    return tuple(part for part in parts if len(part))


def _codings(
    body: memoryview | tuple[memoryview, ...], head: http1.Head, notes: list[str]
) -> tuple[str, ...]:
    """The content codings stated, without an outermost one that the body plainly does not have."""
    stated = tuple(coding for coding in head.get_all("content-encoding") if coding.lower() != "identity")
    if not stated:
        return ()
    start = bytes(body[:_SEEN]) if isinstance(body, memoryview) else b"".join(_first(body))
    if not start or _is_coded(stated[-1].lower(), start):
        return stated
    notes.append(
        f"Content-Encoding says {', '.join(stated)}, the body is plain: many tools undo it and keep the header"
    )
    return ()


def _first(parts: tuple[memoryview, ...]) -> Iterator[bytes]:
    left = _SEEN
    for part in parts:
        if left <= 0:
            return
        yield bytes(part[:left])
        left -= len(part)


def _is_coded(coding: str, start: bytes) -> bool:
    if coding in ("gzip", "x-gzip"):
        return start.startswith(b"\x1f\x8b")
    if coding == "zstd":
        return start.startswith(b"\x28\xb5\x2f\xfd") or start[1:4] == b"\x2a\x4d\x18"
    if coding == "br":
        return _decodes_as_brotli(start)
    if coding == "deflate":
        return any(_inflates(start, wbits) for wbits in (15, -15, 31))
    return True


def _inflates(start: bytes, wbits: int) -> bool:
    try:
        return bool(zlib.decompressobj(wbits).decompress(start, 4096))
    except zlib.error:
        return False


def _decodes_as_brotli(start: bytes) -> bool:
    import brotli

    try:
        brotli.Decompressor().process(start, output_buffer_limit=4096)
    except brotli.error:
        return False
    return True
