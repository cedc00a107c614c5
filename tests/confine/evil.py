"""Readers that mean harm, as ladders a warm process can be started with. No page can ask for them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from archiver.confine.limits import Limits
from archiver.confine.rungs import Rung
from archiver.extract.draft import Reading
from archiver.page.page import Page

_TIGHT = Limits(memory=256 << 20, cpu=1, wall=60.0, reply=1 << 20)


def _allocate(_: Page) -> Reading:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def _burn(_: Page) -> Reading:
    while True:
        pass


def _sleep(_: Page) -> Reading:
    time.sleep(600)
    return Reading()


def _babble(_: Page) -> Reading:
    return Reading(notes=["x" * 1000] * 10_000)


def _crash(_: Page) -> Reading:
    ctypes.string_at(0)
    return Reading()


def _trying(deed: Callable[[], object]) -> Callable[[Page], Reading]:
    """A reader that says in a note how its deed went."""

    def read(_: Page) -> Reading:
        try:
            deed()
        except Exception as error:
            return Reading(notes=[f"refused: {type(error).__name__}"])
        return Reading(notes=["done"])

    return read


DEEDS: dict[str, Callable[[], object]] = {
    "open": lambda: open("/etc/hostname", "rb"),  # noqa: PTH123, SIM115
    "write": lambda: os.open("/tmp/evil", os.O_CREAT | os.O_WRONLY),
    "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "pipe": os.pipe,
}
# What takes no descriptor is kept by the filter of system calls alone.
FILTERED: dict[str, Callable[[], object]] = {
    "fork": os.fork,
    "thread": lambda: threading.Thread(target=int).start(),
    "run": lambda: subprocess.run([sys.executable, "-c", ""], check=False),
    "unlink": lambda: os.unlink("/tmp/archiver-evil-no-such-file"),  # noqa: PTH108
    "rename": lambda: os.rename("/tmp/archiver-evil-a", "/tmp/archiver-evil-b"),  # noqa: PTH104
    "kill": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "exec": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
}


Ladders = dict[str, tuple[Rung, ...]]


def _ladder(read: Callable[[Page], Reading]) -> Ladders:
    """That reader first, then one that is content with little; and alone where requisites are looked for."""
    frugal = Rung(lambda _: Reading(notes=["frugal"]), _TIGHT, "body and lists")
    return {"read": (Rung(read, _TIGHT), frugal), "requisites": (Rung(read, _TIGHT),)}


ALLOCATE, BURN, BABBLE, CRASH = map(_ladder, (_allocate, _burn, _babble, _crash))
SLEEP = {
    "read": (
        Rung(_sleep, replace(_TIGHT, wall=3.0)),
        Rung(lambda _: Reading(notes=["frugal"]), _TIGHT, "body and lists"),
    )
}
TWICE = {"read": (Rung(_burn, _TIGHT), Rung(_sleep, replace(_TIGHT, wall=1.0), "body and lists"))}


def _slow(_: Page) -> Reading:
    time.sleep(0.3)
    return Reading(notes=["slow"])


SLOW = _ladder(_slow)


def _what_is_open(_: Page) -> Reading:
    found = []
    for number in range(64):
        try:
            os.fstat(number)
            found.append(number)
        except OSError:
            continue
    return Reading(notes=[str(found), str(sorted(os.environ))])


INVENTORY = _ladder(_what_is_open)


def __getattr__(name: str) -> Ladders:
    deeds = DEEDS | FILTERED
    if name.lower() not in deeds:
        raise AttributeError(name)
    return _ladder(_trying(deeds[name.lower()]))
