"""``Forks``: a child for each page, from fork to end, and what is said of it. The child may do nothing but compute.

Handles a page as bytes it does not look at: only the child does. Called in the warm process; in the main
process for texts alone.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import ModuleSpec
from typing import Any

from archiver.beside import end_with
from archiver.confine import frames, limits
from archiver.confine.outcome import to_reply
from archiver.confine.requests import page_of
from archiver.confine.rungs import Rung
from archiver.extract.draft import Reading

_READ, _WANTS, _NO_MEMORY, _FAILED = 0, 10, 11, 12  # the first byte a child writes
_MAX_WANTS = 200  # modules imported for one page
_DATA = "(data)"  # wanted in place of a module: a file that is no module's


class Wanted(BaseException):
    """A module that is not imported yet: the child cannot open its file. No reader's ``except`` may catch it."""


class _Wants:
    """The first finder of a child: names the module instead of looking for it."""

    def __init__(self, absent: set[str]) -> None:
        self._absent = absent

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Raises Wanted, or ModuleNotFoundError for what the process before it could not import."""
        if name in self._absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        raise Wanted(name)


def _want_data(event: str, _: object) -> None:
    if event == "open":
        raise Wanted(_DATA)


@dataclass(frozen=True)
class Ended:
    """How a child ended: its reply, or what stopped it in words."""

    code: int
    reply: bytes = b""
    stopped: str = ""


class Unsafe(Exception):
    """This process may not fork now."""


class Forks:
    """Reads pages in children of this process, one at a time. ``may``: asked before each fork."""

    def __init__(self, may: Callable[[], bool] = lambda: True) -> None:
        self._may = may
        self._absent: set[str] = set()

    def climb(self, ladder: Sequence[Rung], head: dict[str, Any], body: bytes) -> tuple[list[str], bytes]:
        """Down the ladder until a rung holds. Gives what was said on the way, and the reply or nothing.

        Raises Unsafe, OSError where there can be no child.
        """
        stopped: list[str] = []
        left_out = ""
        for rung in ladder:
            ended = self._attempt(rung, head, body)
            if ended.code == _READ and not ended.stopped:
                done = f"read in part: {stopped[0]}; read without {rung.without}" if stopped else ""
                return [done] if done else [], ended.reply
            stopped.append(ended.stopped)
            left_out = rung.without
        also = f"; without {left_out}: {stopped[-1]}" if left_out else ""
        return [f"not read: {stopped[0]}{also}"], b""

    def _attempt(self, rung: Rung, head: dict[str, Any], body: bytes) -> Ended:
        for _ in range(_MAX_WANTS):
            if not self._may():
                raise Unsafe
            ended = _confined(rung, head, body, self._absent)
            if ended.code != _WANTS:
                return ended
            name = ended.reply.decode("ascii", "replace")
            if name == _DATA:
                self._load_data()
                continue
            if name in sys.modules or name in self._absent:
                break
            self.load(name)
        return Ended(_FAILED, stopped="reading asked for too many modules, a defect in archiver")

    def _load_data(self) -> None:
        """What libraries load from files when they are first asked."""
        self._absent.add(_DATA)
        import py3langid

        py3langid.classify("x")

    def load(self, name: str) -> None:
        """Import a module, for all children to come."""
        try:
            import_module(name)
        except Exception:
            self._absent.add(name)


def _confined(rung: Rung, head: dict[str, Any], body: bytes, absent: set[str]) -> Ended:
    """One child, from fork to its end. Raises OSError."""
    out, into = os.pipe()
    mapped, opened = limits.mapped(), limits.most_open()
    try:
        child = os.fork()
    except OSError:
        os.close(out)
        os.close(into)
        raise
    if child == 0:
        _be_child(rung, head, body, absent, into, mapped, opened)
    os.close(into)
    try:
        reply, cut = _collect(out, rung.limits)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # ended or not: it is not waited for yet, so the number is its own
        _, status = os.waitpid(child, 0)
        os.close(out)
    return _ended(status, reply, cut, rung.limits)


def _collect(out: int, bounds: limits.Limits) -> tuple[bytes, str]:
    """What a child writes until it closes its end; and which of the parent's limits it met."""
    pieces: list[bytes] = []
    size, deadline = 0, time.monotonic() + bounds.wall
    watch = select.poll()  # unlike ``select.select`` it takes descriptors of any number
    watch.register(out, select.POLLIN)
    while True:
        if not watch.poll(1000 * max(0.0, deadline - time.monotonic())):
            return b"", f"more than {bounds.wall:g} s"
        piece = os.read(out, 1 << 20)
        if not piece:
            return b"".join(pieces), ""
        size += len(piece)
        if size > bounds.reply:
            return b"", f"more than {bounds.reply:,} bytes of values"
        pieces.append(piece)


def _ended(status: int, reply: bytes, cut: str, bounds: limits.Limits) -> Ended:
    """What became of a child. Its words count only if it lived to finish them."""
    code, said = (reply[0], reply[1:]) if reply and status == 0 else (_FAILED, b"")
    if cut:
        return Ended(_FAILED, stopped=cut)
    if code in (_READ, _WANTS):
        return Ended(code, said)
    if code == _NO_MEMORY:
        return Ended(code, stopped=f"more than {bounds.memory >> 20:,} MiB of memory")
    if said:
        return Ended(_FAILED, stopped=f"the reader failed ({said.decode('utf-8', 'replace')[:200]})")
    if not os.WIFSIGNALED(status):
        return Ended(_FAILED, stopped=f"the reader ended without a word (exit {os.WEXITSTATUS(status)})")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Ended(_FAILED, stopped=f"more than {bounds.cpu} s of processor time")
    return Ended(_FAILED, stopped=f"the reader was killed ({signal.Signals(number).name})")


def _be_child(
    rung: Rung, head: dict[str, Any], body: bytes, absent: set[str], into: int, mapped: int, opened: int
) -> None:
    """The child's whole life. Never returns."""
    try:
        gc.disable()  # a life of one page: collecting would copy what is shared
        end_with(os.getppid())  # elsewhere than on Linux the limits end it
        limits.close_all_but(into, opened)
        sys.meta_path.insert(0, _Wants(absent))
        limits.impose(rung.limits, mapped)
        if _DATA not in absent:
            sys.addaudithook(_want_data)
        _answer(rung, head, body, into)
    except MemoryError:
        with suppress(BaseException):
            os.write(into, bytes([_NO_MEMORY]))
    except BaseException as error:
        with suppress(BaseException):
            os.write(into, bytes([_FAILED]) + type(error).__name__.encode())
    finally:
        os._exit(0)


def _answer(rung: Rung, head: dict[str, Any], body: bytes, into: int) -> None:
    """Write one byte for how it went, then the reply, and end with the tree still there: nobody needs it freed."""
    try:
        page = page_of(head, body)
        found = rung.read(page)
        notes = [*found.notes, *page.notes] if isinstance(found, Reading) and not found.drafts else []
        if any("(MemoryError" in note for note in notes):
            raise MemoryError
        reply = to_reply(found, page.notes)
    except Wanted as wanted:
        frames.write_all(into, bytes([_WANTS]) + str(wanted).encode("ascii", "replace"))
    else:
        frames.write_all(into, bytes([_READ]))
        frames.write_all(into, reply)
    os._exit(0)
