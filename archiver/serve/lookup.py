"""The values of an item, looked up in the captured bytes: in a process of its own, for the page may be hostile.

It is ``archiver explain`` under limits: what it costs is time and memory of that process, never the server's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from archiver.errors import ArchiverError, BadInput
from archiver.model.views import Lookup

_SECONDS, _MEMORY = 20, 2 << 30
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 10.0  # seconds in the queue
_FIELD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_")
_PROGRAM = f"""
import resource, signal
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from archiver.cli import main
main()
"""


class LookupFailed(ArchiverError):
    """The values could not be looked up: too long, too large, or too many ask."""


def look_up(folder: Path, identifier: str, field: str | None = None) -> tuple[Lookup, ...]:
    """Every value of an item, or those of ``field`` (a name, or a JSON Pointer). Raises BadInput, LookupFailed."""
    if field is not None and not (field and _FIELD.issuperset(field) and len(field) < 100):
        raise BadInput("a field is a name such as datePublished, or author/0/name")
    command = [sys.executable, "-c", _PROGRAM, "explain", identifier, "--json", "--archive", str(folder)]
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise LookupFailed("others are looking values up: try again in a moment")
    try:
        ran = subprocess.run(
            command + ([field] if field else []), capture_output=True, timeout=2 * _SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise LookupFailed("it took too long") from None
    finally:
        _AT_ONCE.release()
    if ran.returncode not in (0, 5) or (ran.returncode == 5 and not ran.stdout):
        said = ran.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise LookupFailed(said.removeprefix("archiver: ")[:300] or "it was more than the limits allow")
    return tuple(_lookup(line) for line in ran.stdout.splitlines())


def _lookup(line: bytes) -> Lookup:
    said = json.loads(line)
    return Lookup(
        pointer=said["pointer"],
        value=said["value"],
        resolves=said["resolves"],
        before=said["before"],
        exact=said["exact"],
        after=said["after"],
        problems=tuple(said["problems"]),
    )
