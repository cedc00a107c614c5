"""Pages that were made, kept until the archive changes: a permalink that many follow is made twice.

The first time says nothing yet: most pages of an archive are asked for once, by whatever goes through all of it.
All of it happens in the event loop. What an answer depends on beside the archive is in its key.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path

from starlette.responses import Response

from archiver.store import fixity
from archiver.store.folder import Folder

_MADE_ONCE = 20_000  # keys
# A log of the catalog is written and flushed before its rows are seen, and clocks of files tick: what was made so soon
# after a change may still be without it.
_SETTLED = 2_000_000_000  # nanoseconds
State = tuple[tuple[int, int, int] | None, ...]


class Kept:
    """The answers asked for last, up to ``most`` bytes."""

    def __init__(self, folder: Folder, most: int, settled: int = _SETTLED) -> None:
        catalog = folder.catalog_path
        # A writer's row is in the log of the catalog before its WARC is acknowledged.
        self._watched = (catalog, catalog.with_name(f"{catalog.name}-wal"), fixity.path_of(folder))
        self._most, self._settled = most, settled
        self._state: State = ()
        self._answers: OrderedDict[Hashable, Response] = OrderedDict()
        self._size = 0
        self._made_once: set[int] = set()  # hashes of keys: one that is there by accident is kept too soon

    def state(self) -> State:
        """What tells one state of the archive from the next; take it before an answer is made."""
        return tuple(stamp(path) for path in self._watched)

    def get(self, key: Hashable, state: State) -> Response | None:
        """The answer that was made in this state of the archive."""
        if state != self._state:
            self._state, self._size = state, 0
            self._answers.clear()
            self._made_once.clear()
            return None
        if (answer := self._answers.get(key)) is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, state: State, answer: Response) -> None:
        """Keep an answer that was made before; none where the archive changed since ``state``, or shortly before."""
        if state != self._state or key in self._answers or not self._is_settled(state):
            return
        if hash(key) not in self._made_once:
            if len(self._made_once) >= _MADE_ONCE:
                self._made_once.clear()
            self._made_once.add(hash(key))
            return
        self._answers[key] = answer
        self._size += len(answer.body)
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest.body)

    def _is_settled(self, state: State) -> bool:
        changed = max((stamp[2] for stamp in state if stamp is not None), default=0)
        return time.time_ns() - changed > self._settled


def stamp(path: Path) -> tuple[int, int, int] | None:
    """Inode, size and time of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
