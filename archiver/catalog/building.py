"""A catalog made anew beside the one in use, and put into its place whole.

Nothing of it is durable before that, so nothing waits for the disk: one transaction, no journal, one fsync at
the end. What only readers need, as most indices, is made last. When it is interrupted the catalog that was there
stays, and what was written goes with the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from archiver.catalog.catalog import Catalog
from archiver.catalog.failing import failure
from archiver.catalog.making import discard, make
from archiver.catalog.schema import INDICES, SCHEMA
from archiver.store.failure import storing
from archiver.store.folder import sync_folder
from archiver.store.locks import unheld

_CACHE = 64 << 10  # KiB of pages in memory
_WORDS_IN_MEMORY = 8 << 20  # bytes of new postings before they are written


class Building(Catalog):
    """A context manager; ``put_in_place`` ends it well."""

    def __init__(self, place: Path, folder: Path) -> None:
        """``place``: where it is to stand; ``folder``: where it is made, on the same disk. Raises CannotStore."""
        self._place = place
        with storing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _discard_abandoned(folder, place.name)
            path = folder / f"{place.name}.{os.getpid()}"
            self._lock = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            super().__init__(path)
        except BaseException:
            self._drop(path)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._drop(self._path)

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        del read_only
        connection = sqlite3.connect(self._name, uri=True, isolation_level=None)
        for setting in ("journal_mode=MEMORY", "synchronous=OFF", f"cache_size=-{_CACHE}"):
            connection.execute(f"PRAGMA {setting}")
        make(connection, SCHEMA)
        connection.execute("BEGIN")
        self._keep_words(connection, _WORDS_IN_MEMORY)
        return connection

    @staticmethod
    def _keep_words(connection: sqlite3.Connection, size: int) -> None:
        connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (size,))

    @contextlib.contextmanager
    def _transaction(self, *, in_parts: bool = False) -> Iterator[sqlite3.Connection]:
        """``in_parts``: what fails in it is undone. Not otherwise: FTS5 writes out all its words each time."""
        db = self._connection
        try:
            if in_parts:
                db.execute("SAVEPOINT parts")
            yield db
            if in_parts:
                db.execute("RELEASE parts")
        except sqlite3.DatabaseError as error:
            raise failure(self._place, error) from error
        except BaseException:
            if in_parts:
                db.execute("ROLLBACK TO parts")
                db.execute("RELEASE parts")
            raise

    def put_in_place(self) -> None:
        """Make it durable, and the catalog of the archive. Raises CannotStore."""
        with self._transaction() as db:
            for statement in INDICES.split(";\n"):
                db.execute(statement)
            self._keep_words(db, _USUAL_WORDS)
            db.execute("COMMIT")
        self.close()
        with storing(self._place):
            os.fsync(self._lock)
            discard(self._place)
            self._path.rename(self._place)
            sync_folder(self._place.parent)

    def _drop(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            discard(path)
        os.close(self._lock)


_USUAL_WORDS = 1 << 20  # what FTS5 does by itself


def _discard_abandoned(folder: Path, name: str) -> None:
    """What a rebuild that was killed left; a living one holds its lock."""
    for path in folder.glob(f"{name}.*"):
        with unheld(path) as state:
            if state is not None:
                path.unlink(missing_ok=True)
