"""Another Python process beside this one: the command of one that imports what this one would; whether a fork will
do; some that work for this one and end with it.

Without care it would import from the folder it is started in, and that may be one that somebody else filled.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

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
