"""The parts of a compressed file, each with its place, and one way through the text of each; gzip's.

Damage never raises: a pass ends with a fault, and says how far in the file it came.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO, Protocol, Self

from isal import isal_zlib

from archiver.warc.inflate import stored
from archiver.warc.members import Fault, GzipError

PIECE = 1 << 20  # of text at a time, at most
_CHUNK = 1 << 19
SLICE = 1 << 15  # what an engine leaves over at a member's end is copied: small slices keep that small
_GZIP = 31  # zlib's wbits for a gzip wrapper
_RAW = -15
_BITE = 4096  # of text: at most so much before a damaged place is lost
PEEK = 1 << 13  # of text: enough to see whether a record begins
_START = b"\x1f\x8b\x08"
_CRUMB = 16
_MAX_GZIP_HEADER = 1 << 18


class Source:
    """A seekable binary stream in chunks, of which the last is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, io.SEEK_END)
        self._start, self._chunk = 0, b""

    def view(self, offset: int, most: int = SLICE) -> memoryview:
        """At most ``most`` bytes from ``offset``, at least one unless that is the end."""
        at = offset - self._start
        if not 0 <= at < len(self._chunk):
            self._stream.seek(offset)
            self._start, self._chunk, at = offset, self._stream.read(_CHUNK), 0
        return memoryview(self._chunk)[at : at + most]

    def starts(self, offset: int, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Whether what the pattern means, of at most ``longest`` bytes, stands at ``offset``."""
        at = offset - self._start
        if 0 <= at <= len(self._chunk) - longest:
            return pattern.match(self._chunk, at) is not None
        return pattern.match(self.read(offset, longest)) is not None

    def stored(self, offset: int) -> tuple[bytes, int]:
        """The text of a gzip member that is stored and lies whole in a chunk, and its end; else nothing."""
        self.view(offset, 1)
        pieces, end = stored(self._chunk, offset - self._start)
        return b"".join(pieces), self._start + end

    def read(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes from ``offset``, fewer only at the end."""
        pieces = []
        while size > 0 and (piece := self.view(offset, size)):
            pieces.append(bytes(piece))
            offset, size = offset + len(piece), size - len(piece)
        return b"".join(pieces)


class Pass(Protocol):
    """One way through the text of one gzip member or zstd frame.

    ``over``: its end, clean unless there is a ``fault``. ``sure``: ``at`` is its end in spite of a fault.
    """

    over: bool
    sure: bool
    fault: Fault | None

    @property
    def at(self) -> int:
        """How far in the file reading came."""

    def step(self) -> bytes:
        """The next piece of text, b"" only when it is over."""


class Coding(Protocol):
    """A way to store text in parts that stand by themselves."""

    def begins(self, offset: int) -> bool:
        """True where a part's first bytes stand."""

    def aside(self, offset: int) -> tuple[int, str] | None:
        """End and meaning of a stretch that belongs to the coding and holds no text."""

    def open(self, offset: int, *, careful: bool = False) -> Pass:
        """The part that begins at ``offset``; ``careful``: slower, and loses next to nothing before damage."""

    def peek(self, offset: int) -> bytes:
        """The first text of the part at ``offset``, b"" where there is none; little work."""

    def candidates(self) -> re.Pattern[bytes]:
        """What a part may begin with, for a search."""


class Gzip:
    """RFC 1952."""

    _MAGIC = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")

    def __init__(self, source: Source) -> None:
        self._source = source

    def begins(self, offset: int) -> bool:
        return self._source.starts(offset, self._MAGIC, 4)

    def aside(self, _offset: int) -> tuple[int, str] | None:
        return None

    def open(self, offset: int, *, careful: bool = False) -> Pass:
        if careful:
            return CarefulGzipPass(self._source, offset)
        text, end = self._source.stored(offset)
        return StoredPass(text, end) if text else GzipPass(self._source, offset)

    def peek(self, offset: int) -> bytes:
        if not self.begins(offset):
            return b""
        part, text = CarefulGzipPass(self._source, offset), b""
        while len(text) < PEEK and not part.over:
            text += part.bite()
        return text

    def candidates(self) -> re.Pattern[bytes]:
        return self._MAGIC


class StoredPass:
    """A member whose text stands in the file as it is, read whole and sound."""

    sure = False
    fault: Fault | None = None

    def __init__(self, text: bytes, end: int) -> None:
        self._text, self.at, self.over = text, end, False

    def step(self) -> bytes:
        text, self._text, self.over = self._text, b"", True
        return text


class GzipPass:
    """By isal; of what one call of it decompressed before damage nothing remains."""

    sure = False

    def __init__(self, source: Source, offset: int) -> None:
        self._source, self.at = source, offset
        self._engine = isal_zlib.decompressobj(_GZIP)
        self.over = False
        self.fault: Fault | None = None

    def step(self) -> bytes:
        pieces: list[bytes] = []
        room = PIECE
        while room > 0 and not self.over:
            piece = self._bite(room)
            room -= len(piece)
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _bite(self, room: int) -> bytes:
        engine = self._engine
        data: bytes | memoryview = engine.unconsumed_tail
        if not data:
            data = self._source.view(self.at)
            self.at += len(data)
        if not data:
            self._end(Fault("gzip-truncated", "the file ends within this gzip member"))
            return b""
        try:
            piece: bytes = engine.decompress(data, room)
        except GzipError as error:
            self._end(Fault("gzip", f"the gzip member does not decompress: {error}"))
            return b""
        if engine.eof:
            self.at -= len(engine.unused_data)
            self.over = True
        return piece

    def _end(self, fault: Fault) -> None:
        self.over, self.fault = True, fault


class CarefulGzipPass:
    """By zlib, without its wrapper: text is given up to the damaged place, and also where only the CRC is wrong."""

    def __init__(self, source: Source, offset: int) -> None:
        self._source = source
        start = source.read(offset, 10)
        plain = len(start) == 10 and not start[3] & 0x1E
        head = _gzip_header(start if plain else source.read(offset, _MAX_GZIP_HEADER))
        self.at = self._begin = offset + head
        self.over, self.sure, self.fault = False, False, None
        self._engine = zlib.decompressobj(_RAW)
        self._tail = b""
        self._crc = self._size = 0
        if not head:
            self._end(Fault("gzip", "the header of the gzip member is damaged or does not end"))

    fault: Fault | None

    def copy(self) -> Self:
        """The same state once more: a place to go on from later."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._engine = self._engine.copy()
        return other

    def step(self) -> bytes:
        pieces: list[bytes] = []
        room = PIECE >> 3
        while room > 0 and not self.over:
            piece = self.bite()
            room -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def bite(self) -> bytes:
        data: bytes | memoryview = self._tail
        if not data:
            data = self._source.view(self.at, _BITE)
            self.at += len(data)
        if not data:
            self._end(Fault("gzip-truncated", "the file ends within this gzip member"))
            return b""
        try:
            piece = self._engine.decompress(data, _BITE)
        except zlib.error as error:
            self._end(Fault("gzip", f"the gzip member does not decompress: {error}"))
            return self._last()
        self._tail = self._engine.unconsumed_tail
        self._crc = isal_zlib.crc32(piece, self._crc)
        self._size += len(piece)
        if self._engine.eof:
            self._check_end(self.at - len(self._engine.unused_data))
        return piece

    def _last(self) -> bytes:
        """The text right before the damage, of which the engine gave nothing with its error: once more, in crumbs."""
        engine, at, tail, left, crumbs = zlib.decompressobj(_RAW), self._begin, b"", self._size, []
        try:
            while not engine.eof and (data := tail or bytes(self._source.view(at, _BITE))):
                at += 0 if tail else len(data)
                piece = engine.decompress(data, min(left, _BITE) or _CRUMB)
                tail = engine.unconsumed_tail
                if left:
                    left -= len(piece)
                else:
                    crumbs.append(piece)
        except zlib.error:
            pass
        return b"".join(crumbs)

    def _check_end(self, offset: int) -> None:
        trailer = self._source.read(offset, 8)
        self.at, self.over = offset + len(trailer), True
        if len(trailer) < 8:
            self._end(Fault("gzip-truncated", "the file ends within this gzip member"))
        elif trailer != self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little"):
            self._end(Fault("gzip", "CRC or size of the gzip member do not fit its text"))
            # Damage may have moved the end; a member that begins there says that it did not.
            self.sure = self.at == self._source.size or self._source.read(self.at, 3) == _START

    def _end(self, fault: Fault) -> None:
        self.over, self.fault = True, fault


def _gzip_header(data: bytes) -> int:
    """Length of the header that ``data`` starts with (RFC 1952 §2.3), 0 where there is none."""
    if len(data) < 10 or data[:3] != _START or data[3] & 0xE0:
        return 0
    flags, at = data[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            at = data.find(b"\0", at) + 1 or len(data) + 1
    at += flags & 2
    return at if at <= len(data) else 0
