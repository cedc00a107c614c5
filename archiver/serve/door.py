"""The door before several server processes: takes the connections that come, and hands them out in turn (SCM_RIGHTS).

Python works on one thing at a time in each process. A kernel that gives out connections by itself gives most of them to
one process, and whoever is there waits longer than all others. What stands here reads and writes no request.
"""

from __future__ import annotations

import json
import select
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from archiver import beside
from archiver.errors import CannotStore
from archiver.serve.settings import Settings

_PAUSE = 10.0  # seconds from the start of a process that ended to the next one's
_WAKE = 1.0  # seconds until it is seen that one is to be started again
_HEARD = 1 << 12  # bytes
_GRACE = 6  # seconds for the processes to end
_LATE = 1.0  # seconds in which a process that is well takes one of the connections it was handed


class Door:
    """A context: the processes are started, all of them ready; at its end they are ended."""

    def __init__(self, folder: Path, settings: Settings, listeners: Sequence[socket.socket]) -> None:
        self._listeners = listeners
        self._places = [_Place(folder, settings) for _ in range(settings.processes)]

    def __enter__(self) -> Door:
        """Raises CannotStore where one of them does not start."""
        for listener in self._listeners:
            listener.setblocking(False)
        try:
            for place in self._places:
                place.start()
            for place in self._places:
                place.listen()
                if not place.is_ready:
                    raise CannotStore("the server could not start: what is above this line says why")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for place in self._places:
            place.let_go()
        for place in self._places:
            place.end()

    def serve(self) -> None:
        """Hand out connections, until a signal's handler raises something."""
        while True:
            now = time.monotonic()
            for place in self._places:
                place.restart(now)
            ready = [place for place in self._places if place.is_ready]
            told_by = [place for place in self._places if place.is_there]
            wanted: list[_Place | socket.socket] = [*told_by, *(self._listeners if ready else ())]
            readable, _, _ = select.select(wanted, [], [], _WAKE)
            for place in told_by:
                if place in readable:
                    place.listen()
            for listener in self._listeners:
                if listener in readable:
                    self._let_in(listener)

    def _let_in(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # it is gone already; or there are too many, and it waits
            time.sleep(0.01)
            return
        with connection:
            with suppress(OSError):  # of one that is gone already
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            now = time.monotonic()
            for place in sorted(self._places, key=lambda place: place.burden(now)):
                self._places.remove(place)
                self._places.append(place)  # whoever is asked now is the last next time, of those as free
                if place.is_ready and place.hand(connection):
                    return


class _Place:
    """One process, or the place of one while there is none."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        told = json.dumps([str(folder.absolute()), settings.document()])
        self._command = beside.command("from archiver.serve.handed import main; main()", told)
        self._since = 0.0  # of its start
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._untaken = 0  # connections that it was handed and has not taken
        self._moved = 0.0  # when it took one last, or had none to take
        self.is_ready = False

    @property
    def is_there(self) -> bool:
        """True from its start until it ends."""
        return self._channel is not None

    def fileno(self) -> int:
        """Readable when ``listen`` has something to hear."""
        assert self._channel is not None
        return self._channel.fileno()

    def start(self) -> None:
        """Start a process. Ctrl-C at a terminal does not reach it: it is told by the end of its input."""
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(self._command, stdin=theirs.fileno(), process_group=0)
        self._since, self._untaken = time.monotonic(), 0

    def restart(self, now: float) -> None:
        """Start another where it ended, but not again and again."""
        if not self.is_there and now - self._since > _PAUSE:
            self.start()

    def listen(self) -> None:
        """Hear, waiting for it, that it is ready, has taken connections, or has ended."""
        assert self._channel is not None
        try:
            said = len(self._channel.recv(_HEARD))
        except OSError:
            said = 0
        if not said:
            self.let_go()
            self.end()
        elif self.is_ready:
            self._untaken, self._moved = self._untaken - said, time.monotonic()
        else:
            self.is_ready = True
            self._channel.setblocking(False)

    def burden(self, now: float) -> tuple[bool, int]:
        """What keeps it from a connection: the smaller, the sooner it takes it. A process that stands still is last."""
        return self._untaken > 0 and now - self._moved > _LATE, self._untaken

    def hand(self, connection: socket.socket) -> bool:
        """Give it a connection; False where it does not take it."""
        assert self._channel is not None
        try:
            socket.send_fds(self._channel, [b"c"], [connection.fileno()])
        except OSError:
            return False
        if not self._untaken:
            self._moved = time.monotonic()
        self._untaken += 1
        return True

    def let_go(self) -> None:
        """Tell it to end."""
        self.is_ready = False
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def end(self) -> None:
        """Wait until it has ended."""
        if self._process is None:
            return
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
