"""The values of an item, looked up in the captured bytes: in a process of its own, for the page may be hostile.

It is ``archiver explain`` under limits: what it costs is time and memory of that process, never the server's. Whoever
waits for it waits in the event loop, and no reader of the archive with him.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from archiver import beside
from archiver.errors import ArchiverError, BadInput
from archiver.model.views import Lookup

_SECONDS, _MEMORY = 20, 2 << 30
_PATIENCE = 10.0  # seconds in the queue
_FIELD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_")
_PROGRAM = f"""
import resource
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from archiver.cli import main
main()
"""


class LookupFailed(ArchiverError):
    """The values could not be looked up: too long, too large, or too many ask."""


async def look_up(
    room: asyncio.Semaphore, folder: Path, identifier: str, field: str | None = None
) -> tuple[Lookup, ...]:
    """Every value of an item, or those of ``field`` (a name, or a JSON Pointer). ``room``: for so many at once.

    Raises BadInput, LookupFailed.
    """
    if field is not None and not (field and _FIELD.issuperset(field) and len(field) < 100):
        raise BadInput("a field is a name such as datePublished, or author/0/name")
    command = beside.command(_PROGRAM, "explain", identifier, "--json", "--archive", str(folder))
    try:
        async with asyncio.timeout(_PATIENCE):
            await room.acquire()
    except TimeoutError:
        raise LookupFailed("others are looking values up: try again in a moment") from None
    try:
        code, out, complaint = await _ran([*command, field] if field else command)
    finally:
        room.release()
    if code not in (0, 5) or (code == 5 and not out):
        said = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise LookupFailed(said.removeprefix("archiver: ")[:300] or "it was more than the limits allow")
    return tuple(_lookup(line) for line in out.splitlines())


async def _ran(command: list[str]) -> tuple[int | None, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(2 * _SECONDS):
            out, complaint = await process.communicate()
    except TimeoutError:
        raise LookupFailed("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, out, complaint


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
