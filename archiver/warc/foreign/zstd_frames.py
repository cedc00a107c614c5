"""zstd frames of a file, each with its place, and the dictionary that ``.warc.zst`` files bring (RFC 8878).

Damage never raises: a pass ends with a fault, and says how far in the file it came.
"""

from __future__ import annotations

import io
import re
from typing import IO, cast

from archiver.warc.foreign.codings import PEEK, SLICE, Pass, Source
from archiver.warc.members import Fault

_PIECE = 1 << 18
_PEEKED = 1 << 18
_MAX_WINDOW = 1 << 26
_MAX_DICTIONARY = 1 << 24


class Zstd:
    """RFC 8878, and the dictionary that ``.warc.zst`` keeps in a first skippable frame."""

    MAGIC = re.compile(rb"\x28\xb5\x2f\xfd")
    _SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
    _DICTIONARY = b"\x5d\x2a\x4d\x18"

    def __init__(self, source: Source) -> None:
        import zstandard

        self._source = source
        self.problem: str | None = None
        try:
            dictionary = self._dictionary()
            made = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
            self._engine = zstandard.ZstdDecompressor(dict_data=made, max_window_size=_MAX_WINDOW)
        except zstandard.ZstdError as error:
            self.problem = f"its dictionary cannot be used: {error}"
            self._engine = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)

    def _dictionary(self) -> bytes:
        """What the file's first frame brings for all others. ``problem`` says why it cannot be had."""
        import zstandard

        if self._source.read(0, 4) != self._DICTIONARY:
            return b""
        size = int.from_bytes(self._source.read(4, 4), "little")
        if size > _MAX_DICTIONARY:
            self.problem = f"its dictionary of {size} bytes is larger than {_MAX_DICTIONARY}"
            return b""
        data = self._source.read(8, size)
        if not self.MAGIC.match(data):
            return data
        reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(data)
        return reader.read(_MAX_DICTIONARY)

    def begins(self, offset: int) -> bool:
        return self.MAGIC.match(self._source.read(offset, 4)) is not None

    def aside(self, offset: int) -> tuple[int, str] | None:
        head = self._source.read(offset, 8)
        if len(head) < 8 or not self._SKIPPABLE.match(head):
            return None
        end = min(self._source.size, offset + 8 + int.from_bytes(head[4:], "little"))
        return end, "the dictionary of its zstd frames" if offset == 0 else "a skippable zstd frame"

    def open(self, offset: int, *, careful: bool = False) -> Pass:
        del careful  # there is but one way
        return ZstdPass(self._source, offset, self._engine)

    def peek(self, offset: int) -> bytes:
        import zstandard

        if not self.begins(offset):
            return b""
        stretch = cast("IO[bytes]", _Stretch(self._source, offset, min(self._source.size, offset + _PEEKED)))
        try:
            return bytes(self._engine.stream_reader(stretch, read_size=1024).read(PEEK))
        except (zstandard.ZstdError, MemoryError):
            return b""

    def candidates(self) -> re.Pattern[bytes]:
        return self.MAGIC


class ZstdPass:
    """One frame, whose end its block headers tell beforehand."""

    def __init__(self, source: Source, offset: int, engine: object) -> None:
        self._source = source
        self._end, self._problem = _frame_end(source, offset)
        self._file = _Stretch(source, offset, self._end)
        self._reader = engine.stream_reader(self._file, read_size=SLICE)  # type: ignore[attr-defined]
        self.over, self.sure = False, False
        self.fault: Fault | None = None
        self._ahead: bytes | None = None

    @property
    def at(self) -> int:
        return self._file.offset

    def step(self) -> bytes:
        # One piece ahead: that nothing follows is known only when nothing came.
        piece = self._ahead if self._ahead is not None else self._read()
        self._ahead = self._read() if piece else b""
        if not self._ahead:
            self.over = True
            if self._problem and self.fault is None:
                self.fault = Fault("zstd-truncated", self._problem)
        return piece

    def _read(self) -> bytes:
        import zstandard

        if self.fault is not None:
            return b""
        try:
            return bytes(self._reader.read(_PIECE))
        except (zstandard.ZstdError, MemoryError) as error:
            self.fault = Fault("zstd", f"the zstd frame does not decompress: {error}")
            # Damage may have moved the end; a frame that begins there says that it did not.
            self.sure = self._problem is None and (
                self._end == self._source.size
                or Zstd.MAGIC.match(self._source.read(self._end, 4)) is not None
            )
            self._file.offset = self._end
            return b""


class _Stretch(io.RawIOBase):
    """Part of a source as a file that ends where the part ends."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self._source, self.offset, self._end = source, start, end

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self._end - self.offset
        data = self._source.read(self.offset, left if size < 0 else min(size, left))
        self.offset += len(data)
        return data


def _frame_end(source: Source, offset: int) -> tuple[int, str | None]:
    """Where the frame at ``offset`` ends (RFC 8878 §3.1.1), and what is wrong with it."""
    import zstandard

    head = source.read(offset, 18)
    try:
        at = offset + zstandard.frame_header_size(head)
        checksum = zstandard.get_frame_parameters(head).has_checksum
    except zstandard.ZstdError as error:
        return min(offset + len(head), source.size), f"no zstd frame: {error}"
    while True:
        block = source.read(at, 3)
        if len(block) < 3:
            return source.size, "the file ends within this zstd frame"
        value = int.from_bytes(block, "little")
        last, kind, size = value & 1, value >> 1 & 3, value >> 3
        if kind == 3:
            return at, "a block of the zstd frame is damaged"
        at += 3 + (1 if kind == 1 else size)
        if last:
            at += 4 if checksum else 0
            return (at, None) if at <= source.size else (source.size, "the file ends within this zstd frame")
