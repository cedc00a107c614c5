"""The fixity log ``fixity.jsonl``: what happened to each WARC file of an archive, one line an event, never rewritten.

Each line is a JSON object and carries the SHA-256 of the line before, so that a line that was removed, altered or
put between is found. Event names are those of PREMIS (id.loc.gov/vocabulary/preservation/eventType). What is
appended is durable when ``append`` returns. The line after one that a crash cut short carries on from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from archiver.exchange import instant, utc_now
from archiver.store.failure import storing
from archiver.store.folder import Folder, sync_folder
from archiver.store.locks import open_held

NAME = "fixity.jsonl"
NONE_BEFORE = "sha256:" + "0" * 64
_MAX_LINE = 1 << 16
EventType = Literal[
    "ingestion",
    "fixity check",
    "message digest calculation",
    "replication",
    "recovery",
    "deaccession",
]


@dataclass(frozen=True)
class Event:
    """One event of one file. ``said``: more keys of the line, such as ``size``, ``sha256``, ``depth``."""

    type: EventType
    object: str
    outcome: Literal["pass", "fail"] = "pass"
    said: dict[str, Any] = field(default_factory=dict)


class Head(NamedTuple):
    """The end of the log: how many lines, and the digest of the last."""

    lines: int
    digest: str


class Line(NamedTuple):
    """A line as it stands there. ``event`` is None where it is no JSON object; ``whole``: it ends in a line break."""

    number: int
    digest: str
    event: dict[str, Any] | None
    whole: bool


def path_of(folder: Folder) -> Path:
    """Where the log of an archive lies."""
    return folder.path / NAME


def append(folder: Folder, events: Sequence[Event], agent: str) -> Head:
    """Add events, all or (after a crash) the first of them; gives the end of the log. Raises CannotStore: then none."""
    path = path_of(folder)
    with storing(path):
        is_new = not path.exists()
        descriptor = open_held(path)
        try:
            head, is_whole = _head(descriptor)
            lines = [] if is_whole else [b""]
            date = instant(utc_now())
            for event in events:
                line = _line(event, Head(head.lines + 1, head.digest), date, agent)
                head = Head(head.lines + 1, digest_of(line))
                lines.append(line)
            _write_whole(descriptor, b"\n".join([*lines, b""]))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(folder.path)
    return head


def _line(event: Event, place: Head, date: str, agent: str) -> bytes:
    document = {
        "number": place.lines,
        "eventType": event.type,
        "eventDateTime": date,
        "eventOutcome": event.outcome,
        "object": event.object,
        **event.said,
        "agent": agent,
        "previous": place.digest,
    }
    return _text(document)


def moved(event: dict[str, Any], place: Head) -> bytes:
    """The line of an event that stood elsewhere, at its new place in a log."""
    return _text({**event, "number": place.lines, "previous": place.digest})


def _text(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte. Raises OSError."""
    while data:
        data = data[os.write(descriptor, data) :]


def _write_whole(descriptor: int, data: bytes) -> None:
    """Write every byte at the end, or none: a line that a full disk cuts short would count as damage for ever."""
    size = os.fstat(descriptor).st_size
    try:
        write_all(descriptor, data)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def digest_of(line: bytes) -> str:
    """What the next line carries of this one (without its line break)."""
    return f"sha256:{hashlib.sha256(line).hexdigest()}"


def _head(descriptor: int) -> tuple[Head, bool]:
    """The end of the log, from its last line alone where that is a line of ours; whether that line is whole."""
    size = os.fstat(descriptor).st_size
    if not size:
        return Head(0, NONE_BEFORE), True
    tail = os.pread(descriptor, _MAX_LINE, max(0, size - _MAX_LINE))
    is_whole = tail.endswith(b"\n")
    start, _, last = tail.removesuffix(b"\n").rpartition(b"\n")
    if is_whole and (start or size <= _MAX_LINE):
        number = (event_in(last) or {}).get("number")
        if isinstance(number, int):
            return Head(number, digest_of(last)), True
    with os.fdopen(os.dup(descriptor), "rb") as file:  # after a torn line, and whatever else stands there
        file.seek(0)
        lines = list(lines_in(file))
    return Head(len(lines), lines[-1].digest), is_whole


def read(folder: Folder) -> Iterator[Line]:
    """Every line, the first being number 1; none where there is no log. Raises CannotStore."""
    return lines_in(texts(folder))


def texts(folder: Folder) -> Iterator[bytes]:
    """Every line as it stands there, with its line break. Raises CannotStore."""
    path = path_of(folder)
    with storing(path):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            yield from file


def lines_in(texts: Iterable[bytes]) -> Iterator[Line]:
    """The lines of a log that is at hand, the first being number 1."""
    for number, text in enumerate(texts, 1):
        line = text.removesuffix(b"\n")
        yield Line(number, digest_of(line), event_in(line), text.endswith(b"\n"))


def event_in(line: bytes) -> dict[str, Any] | None:
    """The event that a line is; None where it is no JSON object."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None
