"""From the stored block of a response to text: content codings undone, charset found. Bounded."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

import webencodings

MAX_DECODED = 20 * 1024 * 1024
MAX_LAYERS = 2
_MAX_MEMBERS = 10_000
_SLICE = 64 * 1024
_BITE = 256
UNREAD = ": the rest was not read"  # how the notes end on a coding that was undone in part
_CUT = "is cut"
_OVER = "has over {limit:,} bytes decoded"
_MORE = "is followed by bytes that are no part of it"
_GZIP = b"\x1f\x8b"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER_CHARSET = re.compile(r"""(?i)charset\s*=\s*["']?([^\s"';,]+)""")
_META_CHARSET = re.compile(rb"""(?i)<meta\b[^>]{0,512}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""")
_XML_CHARSET = re.compile(rb"""^\s*<\?xml\b[^>]{0,256}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)["']""")
# Stated charsets of two-byte letters: by chance a few of them read as UTF-8 too.
_TWO_BYTE = frozenset({"gbk", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_NOT_FOR_TEXT = frozenset({"replacement", "x-user-defined"})  # labels of the WHATWG that no Python codec has
_LEAST_OF_TWO_BYTE = 8  # letters beyond ASCII from which that is no chance
# Letters of Russian and Mongolian in windows-1251; in windows-1252 the same bytes are Ж-like accents.
_CYRILLIC_1251 = re.compile(rb"[\xc0-\xff\xa8\xb8\xaf\xbf]{3,}")


@dataclass(frozen=True)
class Decoded:
    """Bytes with content codings undone; ``notes`` say what could not be."""

    body: bytes
    notes: tuple[str, ...] = ()


def undo_codings(entity: bytes, codings: list[str], limit: int = MAX_DECODED) -> Decoded:
    """Undo Content-Encoding (RFC 9110 §8.4), last applied first, to at most ``limit`` bytes."""
    wanted = [c.lower() for c in codings if c.lower() != "identity"]
    if len(wanted) > MAX_LAYERS:
        return Decoded(entity, (f"{len(wanted)} content codings: more than {MAX_LAYERS} are not undone",))
    notes: list[str] = []
    for coding in reversed(wanted):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            return Decoded(entity, (*notes, f"unknown content coding {coding!r}"))
        try:
            entity, fault = decoder(entity, limit)
        except Exception as error:  # each codec library raises its own type
            return Decoded(b"", (*notes, f"{coding} body does not decode: {error}"))
        if fault:
            notes.append(f"{coding} body {fault.format(limit=limit)}{UNREAD}")
    return Decoded(entity, tuple(notes))


def _inflate(data: bytes, limit: int) -> tuple[bytes, str]:
    """A zlib or deflate stream, or gzip members one after another (RFC 1952 §2.2)."""
    gzipped = data[:2] == _GZIP
    wbits = 31 if gzipped else 15 if data[:1] == b"\x78" else -15
    pieces: list[bytes] = []
    size = position = 0
    for _ in range(_MAX_MEMBERS):
        engine = zlib.decompressobj(wbits)
        try:
            while position < len(data) and not engine.eof and size < limit:
                # In slices: what is left over after a member is copied for each of them.
                bite = data[position : position + _SLICE]
                pieces.append(engine.decompress(bite, limit - size))
                size += len(pieces[-1])
                position += len(bite) - len(engine.unused_data) - len(engine.unconsumed_tail)
        except zlib.error:
            if not size:
                raise
            return b"".join(pieces), "is damaged"
        if not engine.eof:
            return b"".join(pieces), _OVER if size >= limit else _CUT
        if not gzipped or data[position : position + 2] != _GZIP:
            break
    # Zeros fill up a block of some servers' tapes and disks: they stand for nothing.
    return b"".join(pieces), _MORE if data[position:].strip(b"\0") else ""


def _brotli(data: bytes, limit: int) -> tuple[bytes, str]:
    import brotli

    engine = brotli.Decompressor()
    pieces, size, piece = [], 0, engine.process(data, output_buffer_limit=limit)
    while piece:
        pieces.append(piece)
        size += len(piece)
        if size >= limit or engine.is_finished():
            break
        piece = engine.process(b"", output_buffer_limit=limit - size)
    fault = "" if engine.is_finished() else _OVER if size >= limit else _CUT
    return b"".join(pieces)[:limit], fault


def _zstd(data: bytes, limit: int) -> tuple[bytes, str]:
    import zstandard

    engine = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    pieces, size, position = [], 0, 0
    while position < len(data) and not engine.eof and size < limit:
        # A block of four bytes may stand for 128 kB: small bites keep a bomb small.
        piece = engine.decompress(data[position : position + _BITE])
        position += _BITE
        pieces.append(piece)
        size += len(piece)
    if not engine.eof or size > limit:
        return b"".join(pieces)[:limit], _OVER if size >= limit else _CUT
    return b"".join(pieces), _MORE if engine.unused_data or position < len(data) else ""


_DECODERS = {"gzip": _inflate, "x-gzip": _inflate, "deflate": _inflate, "br": _brotli, "zstd": _zstd}


@dataclass(frozen=True)
class Charset:
    """An encoding and what said so: ``bom``, ``header``, ``meta``, ``xml``, ``bytes`` or ``guess``."""

    name: str
    stated_by: str


def find_charset(body: bytes, content_type: str | None) -> Charset:
    """The encoding: as ``stated_charset``, but UTF-8 wins over a ``meta`` or XML declaration it contradicts.

    Markup is written by templates and copied between servers; that bytes of another charset decode as UTF-8,
    and hold letters beyond ASCII, does not happen.
    """
    stated = stated_charset(body, content_type)
    if stated.stated_by in ("meta", "xml") and stated.name != "utf-8" and not body.isascii():
        text = _as_utf8(body)
        least = _LEAST_OF_TWO_BYTE if stated.name in _TWO_BYTE else 1
        if text is not None and len(text) - len(text.encode("ascii", "ignore")) >= least:
            return Charset("utf-8", "bytes")
    return stated


def stated_charset(body: bytes, content_type: str | None) -> Charset:
    """The encoding by the WHATWG order: byte order mark, header, ``meta``, then a guess."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Charset(name, "bom")
    header = _HEADER_CHARSET.search(content_type or "")
    head = body[:4096]
    for label, stated_by in (
        (header[1] if header else None, "header"),
        (_ascii(_XML_CHARSET.search(head)), "xml"),
        (_ascii(_META_CHARSET.search(head)), "meta"),
    ):
        found = webencodings.lookup(label) if label else None
        if found is not None and found.name not in _NOT_FOR_TEXT:
            # A page that says utf-16 in ASCII letters is not utf-16 (WHATWG HTML §13.2.3.2).
            name = (
                "utf-8"
                if found.name.startswith("utf-16") and stated_by != "header"
                else found.codec_info.name
            )
            return Charset(name, stated_by)
    return Charset(_guess(body), "guess")


def _ascii(match: re.Match[bytes] | None) -> str | None:
    return match[1].decode("ascii") if match else None


def _guess(body: bytes) -> str:
    if _as_utf8(body) is not None:
        return "utf-8"
    return "cp1251" if len(_CYRILLIC_1251.findall(body)) > 5 else "cp1252"


def _as_utf8(body: bytes) -> str | None:
    """The bytes as UTF-8, whose last letter may be cut; None where they are not."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
    return None


def to_text(body: bytes, charset: Charset) -> str:
    """Decode, byte order mark dropped; what does not decode becomes U+FFFD, and so does NUL, as in HTML."""
    for mark, name in _BOMS:
        if charset.name == name and body.startswith(mark):
            body = body[len(mark) :]
    return body.decode(charset.name, "replace").replace("\0", "\ufffd")
