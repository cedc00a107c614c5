"""Which system calls a reading child may make: those of computing. A seccomp filter (Linux), made of data.

Everything else fails with EPERM: no file is opened, renamed or deleted, no socket, process or signal made.
"""

from __future__ import annotations

import ctypes
import platform
import struct

from archiver.beside import prctl

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _EPERM, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data

# machine → audit number of the architecture, and the numbers of: read, write, close, fstat, lseek, mmap,
# mprotect, munmap, brk, mremap, madvise, rt_sigaction, rt_sigprocmask, rt_sigreturn, sched_yield, nanosleep,
# clock_nanosleep, clock_gettime, clock_getres, gettimeofday (and time), getpid, gettid, getrusage, sysinfo,
# futex, restart_syscall, getrandom, exit, exit_group
_COMPUTING: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 25, 28, 13, 14, 15, 24, 35, 230, 228, 229, 96, 201, 39, 186, 98, 99,
         202, 219, 318, 60, 231),
    ),
    "aarch64": (
        0xC00000B7,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 216, 233, 134, 135, 139, 124, 101, 115, 113, 114, 169, 172,
         178, 165, 179, 98, 128, 278, 93, 94),
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def program(architecture: int, allowed: tuple[int, ...]) -> bytes:
    """The filter as classic BPF: 8 bytes an instruction."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for number in sorted(allowed):
        steps += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _EPERM))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


PRCTL = prctl()
_KNOWN = _COMPUTING.get(platform.machine()) if struct.calcsize("P") == 8 else None
_CODE = program(*_KNOWN) if _KNOWN else b""  # before there is a child: it costs each of them nothing


def allow_computing_only() -> bool:
    """Install the filter; False where the system or the machine has none. Needs no-new-privileges."""
    if PRCTL is None or not _CODE:
        return False
    whole = _Program(len(_CODE) // 8, _CODE)
    return PRCTL(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(whole), 0, 0) == 0
