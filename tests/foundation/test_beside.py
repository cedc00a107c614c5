"""What a fork makes for this process: whole, or cut short and said so, and never in the way."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

# What a function of MAKERS gives there, what is left of it, and whether the reader waited for more than there was.
PROGRAM = """
import json, os, signal, sys, threading, time
from archiver.beside import made_beside
os.sched_getaffinity = lambda _: {0, 1}
LONG = b"x" * (20 << 20)

def whole(count):
    yield from range(count)

def raising(count):
    yield from range(count)
    raise RuntimeError("not said twice")

def unlike(count):
    yield from range(count)
    yield lambda: None  # cannot be pickled

def killed_amid_a_long_one(count):
    yield from range(count)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
    yield LONG

def at_once(count):
    raise RuntimeError("before there is any")

found = []
with made_beside(globals()[sys.argv[1]], 3) as made:
    time.sleep(1.0)
    found += made
left = open(f"/proc/self/task/{os.getpid()}/children").read().split()
print(json.dumps([found, left]))
"""


def made(name: str) -> Any:
    done = subprocess.run([sys.executable, "-c", PROGRAM, name], capture_output=True, check=True, timeout=30)
    assert done.stderr == b""
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["whole", "raising", "unlike", "killed_amid_a_long_one"])
def test_what_was_made_is_given_and_then_it_ends(name: str) -> None:
    assert made(name) == [[0, 1, 2], []]


def test_nothing_is_given_where_nothing_is_made() -> None:
    assert made("at_once") == [[], []]
