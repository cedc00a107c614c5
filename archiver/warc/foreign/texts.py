"""The text of a file, stretch by stretch, seekable: plain, or what gzip members and zstd frames hold.

A stretch is what is read without a break: a plain file as a whole, otherwise one member or frame (or
several, where a record goes on from one into the next). Memory is bounded whatever a file holds.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from archiver.warc.foreign.codings import CarefulGzipPass, Coding, Pass, Source
from archiver.warc.members import Fault

_WINDOW = 4 << 20  # of text kept behind the place that is read
_REREAD = 1 << 30  # of text decompressed again, at most, and four times what there is
_LOST = 16 << 20  # bytes of damaged parts that are read, at most, and four times what there is
_SPACING = 8 << 20
_CHECKPOINTS = 128
_CHUNK = 1 << 18
_NULS = 64  # fewer may be a block's own


class Spent(Exception):
    """Reading this again would take more work than is granted."""


@dataclass(frozen=True)
class Skipped:
    """Bytes ``start`` to ``end`` of the file in which no record is, and why.

    ``kind``: ``damage``, ``nul``, ``dictionary``, ``padding``. ``within``: from and to in the text of the
    gzip member or zstd frame at ``start``, where only a part of that is meant.
    """

    start: int
    end: int
    kind: str
    reason: str
    within: tuple[int, int] | None = None


class Text(Protocol):
    """The text of one stretch."""

    @property
    def size(self) -> int | None:
        """Its length, None while that is not known."""

    @property
    def used(self) -> int:
        """How far in the file reading came."""

    @property
    def fault(self) -> Fault | None:
        """What damage ended it."""

    def seek(self, position: int, /) -> int:
        """Go to a place in the text. Raises Spent."""

    def tell(self) -> int:
        """The place in the text."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none only at the end."""


@dataclass
class Stretch:
    """``text`` from ``offset`` of the file; ``stored``: byte for byte as it stands there."""

    offset: int
    text: Text
    stored: bool
    found: bool = False  # by a search after damage


class PlainText:
    """A file, or a part of it, as it stands."""

    fault: Fault | None = None

    def __init__(self, source: Source, size: int) -> None:
        self._source, self.size, self._at = source, size, 0

    @property
    def used(self) -> int:
        return self._at

    def seek(self, position: int) -> int:
        self._at = position
        return position

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        data = bytes(self._source.view(self._at, max(0, min(size, self.size - self._at))))
        self._at += len(data)
        return data


class WholeText(io.BytesIO):
    """The text of a small, sound member or frame, and where that ends."""

    fault: Fault | None = None

    def __init__(self, data: bytes, used: int) -> None:
        super().__init__(data)
        self.data, self.size, self.used = data, len(data), used


class CodedText:
    """The text of a member or frame of any length; ``joins``: and of those after it that go on with it.

    Going back further than the window means decompressing again: from the last checkpoint
    (``careful``, gzip only) or from the start.
    """

    def __init__(
        self,
        coding: Coding,
        offset: int,
        started: tuple[Pass, bytes] | None = None,
        *,
        joins: Callable[[bytes], bool] | None = None,
        careful: bool = False,
    ) -> None:
        self._coding, self._offset, self.joins, self._careful = coding, offset, joins, careful
        self._pass, piece = started or (coding.open(offset, careful=careful), b"")
        self._window, self._start, self._at = bytearray(piece), 0, 0
        self._reread = self._most = 0
        self._spacing = _SPACING
        self._checkpoints: list[tuple[int, CarefulGzipPass]] = []
        self.size: int | None = None
        self.fault: Fault | None = None

    def grant(self) -> None:
        """Forget what was decompressed again so far."""
        self._reread = 0

    @property
    def used(self) -> int:
        return self._pass.at

    @property
    def sure(self) -> bool:
        """Whether ``used`` is where the last member ends, once all was read."""
        return self.fault is None or self._pass.sure

    def tell(self) -> int:
        return self._at

    def seek(self, position: int) -> int:
        if position < self._start:
            self._restart(position)
        self._at = position
        return position

    def read(self, size: int) -> bytes:
        while self._at >= self._start + len(self._window):
            if not self._more():
                return b""
        at = self._at - self._start
        data = bytes(self._window[at : at + size])
        self._at += len(data)
        return data

    def _more(self) -> bool:
        if self.size is not None and self._start + len(self._window) >= self.size:
            return False
        if self._pass.over and not self._go_on():
            self.size = self._start + len(self._window)
            return False
        piece = self._pass.step()
        if self._pass.fault is not None and not self._careful:
            self._careful = True
            self._restart(self._start + len(self._window))
            return True
        self._append(piece)
        return True

    def _append(self, piece: bytes) -> None:
        if len(self._window) > _WINDOW:
            drop = len(self._window) - _WINDOW // 2
            del self._window[:drop]
            self._start += drop
        self._window += piece
        self._reread += len(piece) if self._start + len(self._window) <= self._most else 0
        self._most = max(self._most, self._start + len(self._window))
        if isinstance(self._pass, CarefulGzipPass):
            self._note_checkpoint(self._pass)

    def _go_on(self) -> bool:
        """Into the next member, if this one ended well and the next goes on with its text."""
        self.fault = self._pass.fault
        end = self._pass.at
        if self.fault is not None or self.joins is None or not self._coding.begins(end):
            return False
        if not self.joins(self._coding.peek(end)):
            return False
        self._pass = self._coding.open(end, careful=self._careful)
        return True

    def _note_checkpoint(self, state: CarefulGzipPass) -> None:
        here = self._start + len(self._window)
        last = self._checkpoints[-1][0] if self._checkpoints else 0
        if here < last + self._spacing or state.over:
            return
        self._checkpoints.append((here, state.copy()))
        if len(self._checkpoints) > _CHECKPOINTS:
            self._spacing *= 2
            self._checkpoints = self._checkpoints[1::2]

    def _restart(self, position: int) -> None:
        """Decompress again up to ``position``, from the nearest place that can be gone on from."""
        index = bisect_right(self._checkpoints, position, key=lambda entry: entry[0]) - 1
        start = self._checkpoints[index][0] if index >= 0 else 0
        if self._reread + position - start > _REREAD + 4 * self._most:
            raise Spent
        self._pass = (
            self._checkpoints[index][1].copy()
            if index >= 0
            else self._coding.open(self._offset, careful=self._careful)
        )
        self._window, self._start = bytearray(), start
        self.size = None


def plain_stretches(source: Source) -> Iterator[Stretch | Skipped]:
    """A plain file: one stretch, and the NUL bytes it may end with."""
    end = before_nuls(source)
    if end:
        yield Stretch(0, PlainText(source, end), stored=True)
    if end < source.size:
        yield Skipped(end, source.size, "nul", "NUL bytes to the end of the file")


def before_nuls(source: Source) -> int:
    """Where the NUL bytes begin that end the file, or its size."""
    end = source.size
    while end > 0:
        start = max(0, end - _CHUNK)
        data = source.read(start, end - start)
        kept = len(data.rstrip(b"\0"))
        if kept:
            end = start + kept
            break
        end = start
    return end if source.size - end >= _NULS else source.size


def coded_stretches(
    source: Source, coding: Coding, is_start: Callable[[bytes], bool]
) -> Iterator[Stretch | Skipped]:
    """Members or frames one after another; after damage the next whose text ``is_start`` of a record.

    A stretch's text has to be read to its end before the next one is asked for (else that is done here).
    """
    offset, found, lost = 0, False, 0
    while offset < source.size:
        if lost > _LOST + 4 * source.size:
            yield Skipped(offset, source.size, "damage", "more damage than is worked through")
            return
        if coding.begins(offset):
            stretch = _opened(coding, offset, found)
            yield stretch
            text = stretch.text  # the reader may have joined more to it
            offset = text.used if isinstance(text, WholeText) else end_of(text)
            if isinstance(text, CodedText) and not text.sure:
                end, _ = _search(source, coding, stretch.offset + 1, is_start)
                found = True
                lost += offset - stretch.offset
                if offset < end:
                    yield Skipped(offset, end, "damage", _REASONS["lost"])
                offset = end
        elif aside := coding.aside(offset):
            end, meaning = aside
            yield Skipped(offset, end, "dictionary" if "dictionary" in meaning else "padding", meaning)
            offset = end
        else:
            end, kind = _search(source, coding, offset, is_start)
            yield Skipped(offset, end, kind, _REASONS[kind])
            offset, found = end, True


def _opened(coding: Coding, offset: int, found: bool) -> Stretch:
    first = coding.open(offset)
    piece = first.step()
    if first.over and first.fault is None:
        return Stretch(offset, WholeText(piece, first.at), False, found)
    started = None if first.fault else (first, piece)
    return Stretch(offset, CodedText(coding, offset, started, careful=first.fault is not None), False, found)


_REASONS = {
    "damage": "neither a gzip member nor a zstd frame with a record begins here",
    "lost": "where the damaged gzip member or zstd frame ends is not known; the next one begins after this",
    "nul": "NUL bytes",
}


def end_of(text: Text) -> int:
    """Read on to the end of the text; where in the file that is."""
    while text.read(_CHUNK):
        pass
    return text.used


def _search(
    source: Source, coding: Coding, offset: int, is_start: Callable[[bytes], bool]
) -> tuple[int, str]:
    """Where after ``offset`` the next part with a record begins, or the end; ``nul`` if all before are NUL."""
    pattern, position, window = coding.candidates(), offset, b""
    nul = True
    while data := bytes(source.view(position + len(window), _CHUNK)):
        window += data
        for match in pattern.finditer(window):
            here = position + match.start()
            if is_start(coding.peek(here)):
                return here, "nul" if nul and not window[: match.start()].strip(b"\0") else "damage"
        nul = nul and not window.strip(b"\0")
        keep = min(3, len(window))
        position += len(window) - keep
        window = window[-keep:]
    return source.size, "nul" if nul else "damage"
