"""What a child may use, and how it is held to that. May only be imposed on a process that reads one page."""

from __future__ import annotations

import os
import resource  # POSIX: this module is imported by the warm process alone
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archiver.beside import control
from archiver.confine import calls

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_NOTHING = (0, 0)
MOST_OPEN = 1 << 10  # descriptors: the warm process opens a handful, and closes what it was left


@dataclass(frozen=True)
class Limits:
    """``memory``: bytes beyond what is mapped already; ``cpu`` and ``wall`` in seconds; ``reply`` in bytes."""

    memory: int = 1 << 30
    cpu: int = 5
    wall: float = 30.0
    reply: int = 64 << 20


def impose(limits: Limits, mapped: int) -> None:
    """Bound this process for good: nothing can be opened, started, signalled or written but what is open now.

    ``mapped``: bytes of address space in use already, 0 where unknown. Each bound counts where the system has
    it: memory, processor time and descriptors on POSIX systems, system calls on Linux (x86-64 and arm64).
    """
    bounds = {
        resource.RLIMIT_CPU: (limits.cpu, limits.cpu + 1),
        resource.RLIMIT_FSIZE: _NOTHING,
        resource.RLIMIT_CORE: _NOTHING,
        resource.RLIMIT_NOFILE: _NOTHING,
    }
    if mapped:
        bounds[resource.RLIMIT_AS] = (mapped + limits.memory,) * 2
    if hasattr(resource, "RLIMIT_NPROC"):
        bounds[resource.RLIMIT_NPROC] = _NOTHING
    control(_PR_SET_DUMPABLE, 0)
    control(_PR_SET_NO_NEW_PRIVS, 1)
    for bound, values in bounds.items():
        with suppress(OSError, ValueError):  # a system that has no such bound, or a stricter one already
            resource.setrlimit(bound, values)
    calls.allow_computing_only()


def close_all_but(keep: int, opened: int) -> None:
    """Close every descriptor below ``opened`` but ``keep`` and the standard ones, which lead nowhere from now on."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, opened)


def most_open() -> int:
    """A number that no open descriptor of this process reaches."""
    return max(MOST_OPEN, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def mapped() -> int:
    """Bytes of address space this process has; 0 where that cannot be known."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
