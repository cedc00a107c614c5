"""Frames over a pair of pipes: a head of JSON and a body of bytes, their lengths before them; waiting for a pipe."""

from __future__ import annotations

import json
import os
import select
import struct
from typing import Any

_LENGTHS = struct.Struct(">IQ")
MAX_HEAD, MAX_BODY = 1 << 20, 256 << 20


class Broken(Exception):
    """The other end is gone, or does not speak as agreed."""


def frame(head: dict[str, Any], body: bytes) -> list[bytes]:
    """The pieces of one frame, to be written one after another."""
    text = json.dumps(head).encode()
    return [_LENGTHS.pack(len(text), len(body)) + text, body]


def is_ready(descriptor: int, event: int, seconds: float | None = 0.0) -> bool:
    """True once there is something to read, or room to write (``event``), or the other end is gone; waits at most that
    long, with None as long as it takes. Unlike ``select.select`` it takes descriptors of any number.
    """
    watch = select.poll()
    watch.register(descriptor, event)
    return bool(watch.poll(None if seconds is None else max(0.0, seconds) * 1000))


class Incoming:
    """One frame as it comes in."""

    def __init__(self, limit: int = MAX_BODY) -> None:
        self._limit = limit
        self._data = bytearray()
        self._need = _LENGTHS.size
        self._head = -1

    def feed(self, descriptor: int) -> bool:
        """Read once what is there; True when the frame is whole. Raises Broken."""
        piece = os.read(descriptor, min(self._need - len(self._data), 1 << 20))
        if not piece:
            raise Broken("its end of the pipe is closed")
        self._data += piece
        if self._head < 0 and len(self._data) == self._need:
            head, body = _LENGTHS.unpack(self._data)
            if head > MAX_HEAD or body > self._limit:
                raise Broken(f"a frame of {body} bytes")
            self._head, self._need = head, _LENGTHS.size + head + body
        return self._head >= 0 and len(self._data) == self._need

    def split(self) -> tuple[dict[str, Any], bytes]:
        """Head and body of a whole frame. Raises Broken."""
        start = _LENGTHS.size
        try:
            head = json.loads(self._data[start : start + self._head])
        except ValueError as error:
            raise Broken(f"its head is no JSON: {error}") from None
        return head, bytes(memoryview(self._data)[start + self._head :])


def receive(descriptor: int) -> tuple[dict[str, Any], bytes] | None:
    """One frame, waiting for it; None at the end of the pipe."""
    incoming = Incoming()
    try:
        while not incoming.feed(descriptor):
            pass
    except Broken:
        return None
    return incoming.split()


def send(descriptor: int, head: dict[str, Any], body: bytes) -> None:
    """Write one frame, waiting until it is taken. Raises OSError."""
    for piece in frame(head, body):
        write_all(descriptor, piece)


def write_all(descriptor: int, data: bytes) -> None:
    """Write everything. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
