"""Receives the rest of a message that h11 refuses: leniently, as browsers read it, and bounded.

The bytes are evidence whatever they are; this only decides when there are no more to wait for.
"""

from __future__ import annotations

import re

from archiver.capture.wire import Cut, Recording, TapStream
from archiver.http1 import MAX_HEAD, Head, parse_head

PATIENCE = 5.0  # seconds of silence in a broken message
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_MAX_CHUNK_LINE = 1024


class Rest:
    """Finds the end of the message in what has been recorded so far. Ask ``is_over`` after each read."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.endless_head = False
        head = parse_head(recording.read(0, MAX_HEAD))
        self._headless = head is None
        self._next_chunk = head.length if head and head.is_chunked else None
        self._end = _stated_end(head) if head and self._next_chunk is None else None

    @property
    def is_stated(self) -> bool:
        """True when the head says where the message ends."""
        return self._end is not None or self._next_chunk is not None

    def is_over(self) -> bool:
        """True when the message is all there, or when its head is too long to wait for."""
        if self._end is not None:
            return self._recording.length >= self._end
        if self._next_chunk is not None:
            return self._last_chunk_came(self._next_chunk)
        if self._headless and self._recording.length > MAX_HEAD:
            self._headless = self.endless_head = parse_head(self._recording.read(0, MAX_HEAD)) is None
        return self.endless_head

    def _last_chunk_came(self, at: int) -> bool:
        while at < self._recording.length:
            match = _CHUNK.match(self._recording.read(at, _MAX_CHUNK_LINE))
            if not match:
                return False
            size = int(match[1], 16)
            if size == 0:  # then trailers, and an empty line (RFC 9112 §7.1)
                return bool(_EMPTY_LINE.search(self._recording.read(at + match.end() - 1, MAX_HEAD)))
            at += match.end() + size + 2
            if at <= self._recording.length:
                self._next_chunk = at
        return False


def _stated_end(head: Head) -> int | None:
    if head.status in (101, 204, 304):  # no body, RFC 9110 §6.4.1
        return head.length
    return None if head.content_length is None else head.length + head.content_length


def read_on(tap: TapStream, recording: Recording) -> tuple[Cut | None, str]:
    """Receive to the end of the message; what cut it short, and words on how it ended, if not as stated."""
    recording.idle = PATIENCE
    rest = Rest(recording)
    try:
        while not rest.is_over():
            if not tap.read(1 << 16):
                words = "the server closed the connection"
                return (Cut("disconnect", words) if rest.is_stated else None), words
    except Cut as cut:
        return Cut("unspecified" if cut.reason == "time" else cut.reason, str(cut)), str(cut)
    if rest.endless_head:
        words = f"no end of the head in {MAX_HEAD} bytes, not read on"
        return Cut("unspecified", words), words
    return None, ""
