"""The gzip members of a stream, one after another, each with the place where it starts and ends (RFC 1952).

Knows nothing of records but that one starts with ``WARC/``, by which reading goes on after damage.
Memory is bounded whatever stands in a member.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from isal import isal_zlib
from isal.igzip_lib import IsalError

GzipError: type[Exception] = IsalError  # type: ignore[assignment]  # isal states it as an instance
Piece = bytes | memoryview
CHUNK = 1 << 20
_SLICE = 1 << 15  # compressed bytes given to the engine: what it has over at a member's end is copied
_PIECE = 1 << 20  # decompressed at a time
_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31  # zlib's wbits for a gzip wrapper
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_block_header = struct.Struct("<BHH").unpack_from
_STORED = (_HEADER + b"\0", _HEADER + b"\1")  # how members begin that our writer stores without compressing


def stored(data: bytes, start: int) -> tuple[list[Piece], int]:
    """The blocks of a member that lies in ``data`` from ``start``, stored whole and sound, uncopied; and its end.

    No blocks where anything is unusual: an engine reads those then, and says what is wrong.
    """
    nothing: tuple[list[Piece], int] = ([], start)
    if not data.startswith(_STORED, start):
        return nothing
    view, at, last = memoryview(data), start + len(_HEADER), 0
    pieces: list[Piece] = []
    crc = size = 0
    while not last:
        if at + 5 > len(view):
            return nothing
        last, length, inverse = _block_header(view, at)
        end = at + 5 + length
        if last > 1 or length ^ inverse != 0xFFFF or end > len(view):
            return nothing
        pieces.append(view[at + 5 : end])
        crc, size, at = isal_zlib.crc32(pieces[-1], crc), size + length, end
    if view[at : at + 8] != struct.pack("<II", crc, size & 0xFFFFFFFF):
        return nothing
    return pieces, at + 8


class MemberReader:
    """Members of a gzip stream. ``offset``: where the next one starts, once the last was read to its end."""

    def __init__(self, stream: BinaryIO, chunk: int = CHUNK) -> None:
        """``chunk``: bytes read from the stream at a time."""
        self._stream, self._chunk = stream, chunk
        self._buffer, self._at, self._before = b"", 0, stream.tell()
        self.offset = self._before

    def at_end(self) -> bool:
        """True when no byte is left."""
        return not self._fill()

    def _fill(self) -> int:
        """How many bytes are at hand; none at the end of the stream."""
        if self._at == len(self._buffer):
            self._before += len(self._buffer)
            self._buffer, self._at = self._stream.read(self._chunk), 0
        return len(self._buffer) - self._at

    def member(self) -> Iterable[Piece]:
        """The decompressed pieces of the next member. Raises GzipError, EOFError, then or while they come."""
        pieces, end = stored(self._buffer, self._at)
        if pieces:
            self._at = end
            self.offset = self._before + end
            return pieces
        engine = isal_zlib.decompressobj(_GZIP)
        piece = self._step(engine)
        return (piece,) if engine.eof else self._pieces(engine, piece)

    def _step(self, engine: Any) -> bytes:
        """The next piece of a member."""
        end = min(self._at + _SLICE, len(self._buffer))
        piece: bytes = engine.decompress(memoryview(self._buffer)[self._at : end], _PIECE)
        self._at = end - len(engine.unused_data if engine.eof else engine.unconsumed_tail)
        self.offset = self._before + self._at
        return piece

    def _pieces(self, engine: Any, piece: bytes) -> Iterator[Piece]:
        """``piece`` and those that come after it."""
        yield piece
        while not engine.eof:
            # A full piece: there may be more of what the engine has taken in.
            if not self._fill() and len(piece) < _PIECE:
                raise EOFError
            piece = self._step(engine)
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
        while data := self._stream.read(CHUNK):
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
        self._buffer, self._at, self._before, self.offset = b"", 0, offset, offset
