"""The fixity log by file: which of its lines are about a file, without reading all of it each time.

Built once, and caught up with what was appended since. Says nothing about whether the log is sound: ``History``
does. Reads only; safe to use from several threads.
"""

from __future__ import annotations

import os
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from archiver.store.failure import storing
from archiver.store.fixity import event_in

# The first keys of a line as ``fixity`` writes it; a line in another form is read as JSON.
_OURS = re.compile(
    rb'\{"number":\d+,"eventType":"[^"\\]*","eventDateTime":"[^"\\]*","eventOutcome":"[^"\\]*","object":"([^"\\]*)"'
)

_MOST_TOLD = 256  # answers that are kept


class Journal:
    """The events of an archive's log by the file they are about."""

    def __init__(self, path: Path) -> None:
        """``path``: of the log; there need be none yet."""
        self._path = path
        self._lock = threading.Lock()
        self._places: dict[str, list[int]] = defaultdict(list)
        self._file = (0, 0)  # device and inode
        self._end = 0  # of the last whole line that was looked at
        self._state = (0, 0)  # its size and time
        self._told: dict[frozenset[str], tuple[dict[str, Any], ...]] = {}  # in this state of it

    def events(self, names: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """The events of these files as they stand in the log, oldest first. Raises CannotStore."""
        wanted = frozenset(names)
        with storing(self._path), self._lock:
            try:
                if self._is_caught_up(self._path.stat()) and wanted in self._told:
                    return self._told[wanted]
                file = self._path.open("rb")
            except FileNotFoundError:
                return ()
            with file:
                self._catch_up(file)
                if len(self._told) > _MOST_TOLD:
                    self._told.clear()
                if wanted not in self._told:
                    self._told[wanted] = self._found(file, wanted)
                return self._told[wanted]

    def _found(self, file: BinaryIO, wanted: frozenset[str]) -> tuple[dict[str, Any], ...]:
        places = sorted({place for name in wanted for place in self._places.get(name, ())})
        found = [event for place in places if (event := _event_at(file, place)) is not None]
        return tuple(event for event in found if _name_of(event) in wanted)

    def _is_caught_up(self, status: os.stat_result) -> bool:
        return (_file_of(status), _state_of(status)) == (self._file, self._state)

    def _catch_up(self, file: BinaryIO) -> None:
        status = os.fstat(file.fileno())
        if not self._is_caught_up(status):
            self._told.clear()
            self._state = _state_of(status)
        if _file_of(status) != self._file or status.st_size < self._end:
            self._places.clear()
            self._file, self._end = _file_of(status), 0
        if status.st_size == self._end:
            return
        file.seek(self._end)
        for line in _whole_lines(file):
            name = _object(line)
            if name is not None:
                self._places[name].append(self._end)
            self._end += len(line)


def _file_of(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _state_of(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines with their ends; what has none yet may still be written."""
    for line in file:
        if not line.endswith(b"\n"):
            return
        yield line


def _object(line: bytes) -> str | None:
    found = _OURS.match(line)
    if found:
        return found[1].decode("utf-8", "replace")
    return _name_of(event_in(line) or {})


def _name_of(event: dict[str, Any]) -> str | None:
    name = event.get("object")
    return name if isinstance(name, str) else None


def _event_at(file: BinaryIO, place: int) -> dict[str, Any] | None:
    file.seek(place)
    return event_in(file.readline())
