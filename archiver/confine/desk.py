"""``Desk``: several readers at once, and what to do where there can be none."""

from __future__ import annotations

import os
import select
import threading
import time
import warnings
from typing import Any

from archiver.beside import may_fork
from archiver.confine.outcome import Read, from_reply
from archiver.confine.reader import LADDERS, Reader, Unavailable
from archiver.confine.requests import head_of
from archiver.extract.draft import Reading
from archiver.page.page import Page

MOST = 4
_PATIENCE = 0.05  # seconds until a thread looks whether another took its answer


class Desk:
    """Takes pages, each with a key to know it by, and gives back what was read, as it comes.

    Readers are started when they are needed: another one when all are busy and the first has shown that it
    answers. Several owners, in threads of their own, may use a desk at once; each gets its own back.
    """

    def __init__(self, size: int | None = None, kind: str = "html", ladders: str = LADDERS) -> None:
        """``size``: readers at most; by default one for each processor, up to ``MOST``."""
        self._size = size or min(MOST, os.cpu_count() or 1)
        self._kind, self._ladders = kind, ladders
        self._readers: list[Reader] = []
        self._under_way: dict[Reader, tuple[object, Any]] = {}
        self._done: list[tuple[object, Any, Read]] = []
        self._alone = False
        self._lock = threading.RLock()  # for all the above; never held while waiting for a reader

    def warm_up(self, kind: str | None = None) -> None:
        """Start a reader for pages of that kind (``html``, ``text``) while other work is done, if it takes one."""
        with self._lock:
            self._kind = kind or self._kind
            if not self._readers and not self._alone and not (self._kind == "text" and self._forks_here()):
                self._hire()

    def _hire(self) -> Reader | None:
        reader = Reader(self._kind, self._ladders)
        try:
            reader.start()
        except Unavailable as error:
            if not self._readers:
                self._alone = True
                warnings.warn(f"pages are read without confinement: {error}", RuntimeWarning, stacklevel=2)
            return None
        self._readers.append(reader)
        return reader

    def put(self, owner: object, key: Any, page: Page, task: str = "read") -> None:
        """Have a page read, or searched for its ``requisites``. Waits while all readers are busy."""
        while not self._placed(owner, key, page, task):
            self._wait(1.0)

    def _placed(self, owner: object, key: Any, page: Page, task: str) -> bool:
        with self._lock:
            reader = self._free()
            if reader is None and not self._alone:
                return False
            if reader is not None:
                try:
                    reader.submit(page, task)
                    self._under_way[reader] = owner, key
                    return True
                except Unavailable:  # it was there before: no more processes, or no memory for them
                    self._readers.remove(reader)
        here = owner, key, read_here(page, task)
        with self._lock:
            self._done.append(here)
        return True

    def _free(self) -> Reader | None:
        free = next((reader for reader in self._readers if not reader.busy), None)
        if free is not None or self._alone or len(self._readers) >= self._size:
            return free
        answers = not self._readers or self._readers[0].answered
        return self._hire() if answers else None

    def take(self, owner: object, seconds: float | None = 0.0) -> list[tuple[Any, Read]]:
        """Key and reading of an owner's pages that were read since; waits at most ``seconds`` for the first.

        With None it waits as long as it takes, unless nothing of the owner's is under way.
        """
        until = time.monotonic() + (float("inf") if seconds is None else seconds)
        while True:
            with self._lock:
                self._collect()
                mine = [(key, read) for whose, key, read in self._done if whose is owner]
                self._done = [one for one in self._done if one[0] is not owner]
                waiting = any(whose is owner for whose, _ in self._under_way.values())
            left = until - time.monotonic()
            if mine or left <= 0 or not waiting:
                return mine
            self._wait(left)

    def _wait(self, seconds: float) -> None:
        """Wait at most that long for any reader's answer."""
        watch = select.poll()
        with self._lock:
            descriptors = [reader.descriptor for reader in self._under_way]
        for descriptor in descriptors:
            if descriptor >= 0:
                watch.register(descriptor, select.POLLIN)
        alone = threading.active_count() == 1
        watch.poll(1000 * min(1.0 if alone else _PATIENCE, seconds))
        with self._lock:
            self._collect()

    def _collect(self) -> None:
        for reader in [reader for reader in self._under_way if reader.poll(0.0)]:
            self._done.append((*self._under_way.pop(reader), reader.take()))

    def read(self, page: Page) -> Read:
        """Have one page read and wait for it."""
        if _is_text(page) and (read := self._read_in_fork(page)) is not None:
            return read
        return self._ask(page, "read")

    def requisites(self, page: Page) -> Read:
        """Have one page or style sheet searched for what it needs, and wait; ``steps`` say why there is nothing."""
        return self._ask(page, "requisites")

    def _ask(self, page: Page, task: str) -> Read:
        owner = object()
        self.put(owner, None, page, task)
        done = self.take(owner, None)
        return done[0][1] if done else Read(Reading(), steps=("not read: the reading was called off",))

    def _forks_here(self) -> bool:
        return self._ladders == LADDERS and not self._readers and may_fork()

    def _read_in_fork(self, page: Page) -> Read | None:
        """A text read in a child of this process, which costs a tenth of starting a reader; None if not now.

        No parser written in C reads a text: what a page could make of a child that was this process, and
        has its memory, is bounded by the interpreter too.
        """
        if not self._forks_here():
            return None
        from archiver.confine import rungs
        from archiver.confine.fork import Forks, Unsafe

        forks = Forks(may_fork)
        forks.load("archiver.extract.digest")
        try:
            steps, reply = forks.climb(rungs.LADDERS["read"], head_of(page), page.body)
            return from_reply(reply, tuple(steps)) if reply else Read(Reading(), steps=tuple(steps))
        except (Unsafe, OSError):
            return None
        except ValueError as error:
            return Read(Reading(), steps=(f"not read: the reader's answer is none ({type(error).__name__})",))

    def drop(self, owner: object) -> None:
        """Forget an owner's pages, and end the reading of those under way."""
        with self._lock:
            for reader in [reader for reader, (whose, _) in self._under_way.items() if whose is owner]:
                del self._under_way[reader]
                reader.close()
            self._done = [one for one in self._done if one[0] is not owner]

    def close(self) -> None:
        """End the readers; what they read is dropped."""
        with self._lock:
            readers, self._readers, self._under_way, self._done = self._readers, [], {}, []
            for reader in readers:
                reader.close()


def _is_text(page: Page) -> bool:
    return page.media_type.startswith("text/") and not page.is_html and not page.is_xml


def read_here(page: Page, task: str = "read") -> Read:
    """The same reading in this process, without limits but those of the readers themselves."""
    from archiver.confine.rungs import find_requisites
    from archiver.extract.read import read

    try:
        if task == "requisites":
            return Read(Reading(), requisites=tuple(find_requisites(page)))
        reading = read(page)
    except Exception as error:  # whatever a page makes of our readers, its bytes are kept
        note = f"a defect in archiver: {type(error).__name__}"
        if task == "requisites":
            return Read(Reading(), steps=(f"not read: {note}",))
        reading = Reading(notes=[f"reading failed, {note}"])
    return Read(reading, tuple(page.notes))
