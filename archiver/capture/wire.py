"""The tap: a network stream that keeps every byte it carries, within limits.

``TapStream`` is given a connected socket; it opens none. What it reads and writes goes into the ``Recording``
of the exchange that is under way, before anything parses it.
"""

from __future__ import annotations

import errno
import hashlib
import io
import select
import socket
import threading
import time
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from archiver.errors import CannotStore
from archiver.exchange import Block, TlsSession
from archiver.model.capture import Peer, Truncation

IN_MEMORY = 1 << 20  # bytes of a response held in memory; what is longer goes to a temporary file
SLICE = 0.25  # seconds a socket call may block before deadline and stop are looked at again
IDLE = 30.0  # seconds without a byte after which a server counts as gone


class Cut(Exception):
    """The exchange ended before the message did; ``reason`` as in WARC-Truncated (WARC/1.1 §5.13)."""

    def __init__(self, reason: Truncation, words: str) -> None:
        super().__init__(words)
        self.reason: Truncation = reason


class Unsent(Exception):
    """The connection broke while the request was being sent."""


class Deadline:
    """When a capture must be done, and whether it should stop now."""

    def __init__(self, seconds: float, stop: threading.Event | None = None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._stop = stop

    def left(self) -> float:
        """Seconds left, more than 0. Raises Cut when there are none, or the run was stopped."""
        if self._stop is not None and self._stop.is_set():
            raise Cut("unspecified", "the run was stopped")
        left = self._end - time.monotonic()
        if left <= 0:
            raise Cut("time", f"not done within {self.seconds:g} s")
        return left


class Spool:
    """An unnamed temporary file, gone with its last reference. Unbuffered: a full disk is known at once."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as the exchange
        self.read, self.seek, self.tell = self._file.read, self._file.seek, self._file.tell

    def write(self, data: bytes | memoryview) -> None:
        """All of ``data``, at the end. Raises OSError."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()


class Recording:
    """The bytes of one exchange and the SHA-256 of those received, which are spooled when they are many."""

    def __init__(self, deadline: Deadline, limit: int) -> None:
        self.deadline = deadline
        self.limit = limit
        self.idle = IDLE
        self.sent = bytearray()
        self.length = 0
        self._file: BinaryIO = io.BytesIO()
        self._hash = hashlib.sha256()

    def add(self, data: bytes) -> None:
        """Keep received bytes. Raises CannotStore when the temporary folder is full."""
        self._hash.update(data)
        self.length += len(data)
        try:
            self._file.write(data)
            if self.length > IN_MEMORY and isinstance(self._file, io.BytesIO):
                self._file = _spooled(self._file)
        except OSError as error:
            raise cannot_spool(error) from error

    def block(self, start: int = 0) -> Block:
        """What was received from byte ``start`` on."""
        try:
            self._file.flush()
        except OSError as error:
            raise cannot_spool(error) from error
        block = Block(self._file, start, self.length - start, self._hash.hexdigest())
        return block if start == 0 else Block(block.file, start, block.length, _sha256(block))


def _spooled(memory: io.BytesIO) -> BinaryIO:
    spool = Spool()
    spool.write(memory.getbuffer())
    return cast("BinaryIO", spool)


def _sha256(block: Block) -> str:
    digest = hashlib.sha256()
    for piece in block.chunks():
        digest.update(piece)
    return digest.hexdigest()


def cannot_spool(error: OSError) -> CannotStore:
    """What to say when the temporary folder takes no more."""
    if error.errno == errno.EMFILE:
        return CannotStore(
            "too many large responses at once for the open files allowed: fewer --jobs, or a higher ulimit -n"
        )
    return CannotStore(
        f"cannot keep what is being received in the temporary folder ({error.strerror or error}): "
        "free space there, or point TMPDIR to another disk"
    )


class TapStream:
    """One connection. ``recording`` is set before each exchange."""

    recording: Recording

    def __init__(self, sock: socket.socket, peer: Peer, tls: TlsSession | None) -> None:
        sock.settimeout(SLICE)
        self._socket = sock
        self.peer = peer
        self.tls = tls

    def read(self, max_bytes: int) -> bytes:
        """Receive and keep. Raises Cut at the deadline, at the byte limit and when the connection breaks."""
        recording = self.recording
        room = recording.limit - recording.length
        data = self._receive(min(max_bytes, max(room, 1)))
        if not data:
            return data
        if room <= 0:  # one byte more than the limit, to tell an end at the limit from a cut
            raise Cut("length", f"cut at the limit of {recording.limit} bytes")
        recording.add(data)
        return data

    def _receive(self, size: int) -> bytes:
        recording = self.recording
        silent_since: float | None = None
        while True:
            recording.deadline.left()
            try:
                return self._socket.recv(size)
            except TimeoutError:
                silent_since = silent_since or time.monotonic() - SLICE
                if time.monotonic() - silent_since >= recording.idle:
                    raise Cut("time", f"nothing came for {recording.idle:g} s") from None
            except OSError as error:
                raise Cut("disconnect", f"the connection broke: {error.strerror or error}") from None

    def write(self, buffer: bytes) -> None:
        """Send and keep. Raises Cut at the deadline; a broken connection is left for ``read`` to find."""
        self.recording.sent += buffer
        view = memoryview(buffer)
        while view:
            self.recording.deadline.left()
            try:
                view = view[self._socket.send(view) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise Unsent(str(error)) from None

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def is_readable(self) -> bool:
        """True when the peer has sent something, or closed."""
        return _readable(self._socket)


def _readable(sock: socket.socket) -> bool:
    pending = getattr(sock, "pending", None)  # decrypted and not yet read
    if sock.fileno() < 0 or (pending is not None and pending()):
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
