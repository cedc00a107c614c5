"""Another Python process beside this one: the command of one that imports what this one would; whether a fork will
do; some that work for this one and end with it.

Without care it would import from the folder it is started in, and that may be one that somebody else filled.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Made = TypeVar("Made")
_PR_SET_PDEATHSIG = 1

_LEAD = "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1))\n"


def command(program: str, *arguments: str) -> list[str]:
    """Runs ``program``, Python source that finds ``sys`` imported, with ``arguments`` in ``sys.argv`` from 1 on."""
    return [sys.executable, "-P", "-c", _LEAD + program, json.dumps(sys.path), *arguments]


def may_fork() -> bool:
    """True where this process may fork and go on in the child: no lock is another thread's (Linux)."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def workers(count: int, start: Callable[..., None], *given: object) -> ProcessPoolExecutor:
    """Processes that work for this one, each after ``start(*given)``. They end with it, however it ends."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fork is ready at once; with other threads about it could inherit a lock that nobody opens again.
    context = multiprocessing.get_context("fork" if may_fork() else "spawn")
    return ProcessPoolExecutor(count, context, _begin, (os.getpid(), start, given))


def _begin(parent: int, start: Callable[..., None], given: tuple[object, ...]) -> None:
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who they work for
    start(*given)


@contextmanager
def made_beside(make: Callable[..., Iterable[Made]], *given: object) -> Iterator[Iterator[Made]]:
    """What ``make(*given)`` gives, made by a fork of this process while what came before is used here.

    The values, which can be pickled, end early where the fork does, be it that ``make`` raises there or that it is
    killed; there are none where it cannot be made or has no processor of its own: who takes them makes the rest. At
    most two wait to be taken. The fork ends with the block, and with this process.
    """
    if not may_fork() or len(os.sched_getaffinity(0)) < 2:
        yield iter(())
        return
    try:
        child, made = _forked(make, given)
    except OSError:
        yield iter(())
        return
    try:
        with made:
            yield _loaded(made)
    finally:
        with suppress(ProcessLookupError, ChildProcessError):  # somebody else waits for our children
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _forked(make: Callable[..., Iterable[object]], given: tuple[object, ...]) -> tuple[int, BinaryIO]:
    """The number of a fork, and where to read what it makes. Raises OSError.

    Nothing that is open here is closed or written out by its end. It is in no pool, which would wait for ever where
    it is killed in the middle of a long value.
    """
    parent, (reader, writer) = os.getpid(), os.pipe()
    try:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who it works for
            end_with(parent)
            os.close(reader)  # so that without ``prctl`` it ends when nobody reads
            gc.freeze()  # what is there already is not touched by the collector: its memory stays shared
            _send_each(make(*given), writer)
    except OSError:
        os.close(reader)
        raise
    finally:
        if os.getpid() != parent:
            os._exit(0)
        os.close(writer)
    return child, os.fdopen(reader, "rb")


def _send_each(values: Iterable[object], writer: int) -> None:
    """The next is made while one waits to be taken. Raises what ``values`` does."""
    import pickle
    from concurrent.futures import Future, ThreadPoolExecutor

    def send(data: bytes) -> None:
        into.write(data)
        into.flush()

    with os.fdopen(writer, "wb") as into, ThreadPoolExecutor(1) as sender:
        sent: Future[None] | None = None
        for value in values:
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            if sent is not None:
                sent.result()
            sent = sender.submit(send, data)


def _loaded(made: BinaryIO) -> Iterator[Any]:
    import pickle

    with suppress(EOFError, pickle.UnpicklingError):  # it has ended, be it in the middle of one
        while True:
            yield pickle.load(made)


def end_with(parent: int) -> None:
    """The kernel kills this process when ``parent``, which made it, ends, or has ended already (Linux)."""
    if prctl() is not None:
        control(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def control(option: int, value: int) -> None:
    """``prctl`` with one value; nothing where there is none."""
    if (call := prctl()) is not None:
        call(option, value, 0, 0, 0)


@cache
def prctl() -> Callable[..., int] | None:
    """The system call of that name; None where there is none."""
    import ctypes

    with suppress(OSError, AttributeError):
        return ctypes.CDLL(None).prctl if sys.platform == "linux" else None
    return None
