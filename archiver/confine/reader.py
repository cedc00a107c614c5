"""``Reader``: a warm process as its user sees it: hand over a page, come back for what was read."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from archiver import beside
from archiver.confine import frames
from archiver.confine.frames import Broken, Incoming
from archiver.confine.outcome import Read, from_reply
from archiver.confine.requests import head_of
from archiver.extract.draft import Reading
from archiver.page.page import Page

LADDERS = "archiver.confine.rungs:LADDERS"
_PROGRAM = "from archiver.confine.warm import main; main(sys.argv[1], sys.argv[2])"
# A reading may know how Python is set up and which language is spoken here, not what else stands in there.
_ENVIRONMENT = ("PYTHON", "LD_LIBRARY_PATH", "DYLD_", "LANG", "LC_", "PATH", "SYSTEMROOT")
_PATIENCE = 90.0  # seconds for one page, start and all: the ladder's own limits are met long before
_ATTEMPTS = 2  # warm processes tried for one page


class Unavailable(Exception):
    """No process can be made here."""


class Reader:
    """One warm process, one page at a time. Started at the first need, or by ``start``; ended by ``close``."""

    def __init__(self, kind: str = "html", ladders: str = LADDERS, patience: float = _PATIENCE) -> None:
        self._kind, self._ladders, self._patience = kind, ladders, patience
        self._pid = self._to = self._from = -1
        self._request: tuple[dict[str, Any], bytes] | None = None
        self._incoming = Incoming()
        self._attempts, self._deadline = 0, 0.0
        self._read: Read | None = None
        self.answered = False

    @property
    def busy(self) -> bool:
        """True from ``submit`` until ``take``."""
        return self._request is not None

    @property
    def descriptor(self) -> int:
        """Readable when ``poll`` may have something; -1 when the answer is here."""
        return self._from if self._read is None else -1

    def start(self) -> None:
        """Start the warm process; it imports what it needs while other work is done. Raises Unavailable."""
        if self._pid >= 0:
            return
        spawn = getattr(os, "posix_spawn", None)
        if spawn is None or not hasattr(os, "fork") or not sys.executable:
            raise Unavailable("this system has no processes that fork")
        theirs, self._to = os.pipe()
        self._from, into = os.pipe()
        try:
            command = beside.command(_PROGRAM, self._ladders, self._kind)
            actions = [(os.POSIX_SPAWN_DUP2, theirs, 0), (os.POSIX_SPAWN_DUP2, into, 1)]
            actions.append((os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0))  # type: ignore[arg-type]
            environment = {k: v for k, v in os.environ.items() if k.startswith(_ENVIRONMENT)}
            # A group of its own: Ctrl-C is for us, and closing our end of the pipe ends it.
            self._pid = spawn(sys.executable, command, environment, file_actions=actions, setpgroup=0)
        except OSError as error:
            self.close()
            raise Unavailable(f"no process could be started: {error.strerror}") from None
        finally:
            os.close(theirs)
            os.close(into)
        os.set_blocking(self._to, False)

    def submit(self, page: Page, task: str = "read") -> None:
        """Hand a page over, to be read or (``requisites``) searched for what it needs. Raises Unavailable."""
        assert not self.busy
        self._request, self._attempts, self._read = ({"task": task, **head_of(page)}, page.body), 0, None
        self._deadline = time.monotonic() + self._patience
        self._attempt()

    def _attempt(self) -> None:
        assert self._request is not None
        self._attempts += 1
        self._incoming = Incoming()
        try:
            self.start()
            for piece in frames.frame(*self._request):
                self._write(piece)
        except (OSError, Broken):
            self._again("the reading process ended")
        except BaseException:
            self._request = None
            raise

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            if not frames.is_ready(self._to, select.POLLOUT, self._deadline - time.monotonic()):
                raise Broken("it takes nothing")
            with suppress(BlockingIOError):
                view = view[os.write(self._to, view) :]

    def poll(self, seconds: float) -> bool:
        """Wait at most that long; True when the page was read (or could not be)."""
        until = time.monotonic() + seconds
        while self._read is None and self._request is not None:
            now = time.monotonic()
            if now >= self._deadline:
                self._give_up("the reading process did not answer")
                break
            if frames.is_ready(self._from, select.POLLIN, min(until, self._deadline) - now):
                self._receive()
            elif time.monotonic() >= until:
                break
        return self._read is not None

    def _receive(self) -> None:
        try:
            if self._incoming.feed(self._from):
                head, reply = self._incoming.split()
                steps = tuple(str(step)[:500] for step in head["steps"])
                self._read = from_reply(reply, steps) if reply else Read(Reading(), steps=steps)
                self.answered = True
        except (OSError, Broken):
            self._again("the reading process ended")
        except (ValueError, KeyError, TypeError) as error:  # a child that no longer speaks as we do
            self._give_up(f"the reader's answer is none ({type(error).__name__})")

    def _again(self, why: str) -> None:
        """A new process for the same page; after the second nothing is read."""
        self.close_process()
        if self._attempts < _ATTEMPTS:
            self._attempt()
        else:
            self._give_up(why)

    def _give_up(self, why: str) -> None:
        self.close_process()
        self._read = Read(Reading(), steps=(f"not read: {why}",))

    def take(self) -> Read:
        """What was read, waiting for it; then the next page may come."""
        while not self.poll(60.0):
            pass
        read = self._read
        assert read is not None
        self._request = self._read = None
        return read

    def close(self) -> None:
        """End the process, and with it whatever it reads."""
        self.close_process()
        self._request = self._read = None

    def close_process(self) -> None:
        """End the process; the next page starts another."""
        for descriptor in (self._to, self._from):
            if descriptor >= 0:
                os.close(descriptor)
        pid, self._pid, self._to, self._from = self._pid, -1, -1, -1
        if pid >= 0:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
