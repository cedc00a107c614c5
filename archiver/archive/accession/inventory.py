"""What stands in a file that is being imported: a table on disk while the import lasts, so that memory is bounded.

Answers what a manifest needs to know: which record a URL had near a time, what led there, what a revisit may mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from archiver.model.capture import Entity

_COLUMNS = (
    "part", "offset", "within", "length", "id", "type", "uri", "date", "moment", "status", "location", "target",
    "block", "block_length", "entity", "entity_length", "media", "codings", "truncated", "digest", "salvaged", "why",
    "refers",
)  # fmt: skip
_SCHEMA = f"""
CREATE TABLE records (n INTEGER PRIMARY KEY, {", ".join(_COLUMNS)});
CREATE TABLE arks (ark TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX by_uri ON records (uri);
CREATE INDEX by_target ON records (target) WHERE target NOT NULL;
CREATE INDEX by_id ON records (id);
CREATE INDEX by_digest ON records (digest) WHERE digest NOT NULL;
CREATE INDEX pages ON records (n) WHERE why = '';
CREATE INDEX revisits ON records (n) WHERE type = 'revisit';
"""
_INSERT = f"INSERT INTO records VALUES (NULL, {', '.join('?' * len(_COLUMNS))})"
_NEAR = 200  # records of one URI, or with one digest, that are looked at


class Entry(NamedTuple):
    """A response, resource, conversion or revisit. ``why``: why it is no page, "" for one.

    ``moment``: its date in seconds; ``target``: where it redirects to; ``refers``: whether it is a revisit that
    names its original. ``entity`` and what follows it: of the body, None where it has none or it was not read.
    """

    n: int
    part: str
    offset: int
    within: int
    length: int
    id: str
    type: str
    uri: str
    date: str
    moment: float
    status: int | None
    location: str | None
    target: str | None
    block: str
    block_length: int
    entity: str | None
    entity_length: int | None
    media: str | None
    codings: str | None
    truncated: str | None
    digest: str | None
    salvaged: int
    why: str
    refers: str

    @property
    def body(self) -> Entity | None:
        """The body as a manifest has it."""
        if self.entity is None:
            return None
        return Entity(
            digest=self.entity,
            length=self.entity_length or 0,
            mediaType=self.media,
            contentEncoding=self.codings,
        )


def moment_of(date: str) -> float:
    """An instant in seconds; 0 for one that no calendar has."""
    try:
        return datetime.fromisoformat(date).timestamp()
    except (ValueError, OverflowError):
        return 0.0


class Inventory:
    """The table. A private file without a name, gone when it is closed."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA cache_size=-16384")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Drop it."""
        self._db.close()

    def add(self, entries: Iterable[tuple[Any, ...]]) -> None:
        """Values in the order of ``Entry``, without ``n``."""
        self._db.execute("BEGIN")
        self._db.executemany(_INSERT, entries)
        self._db.execute("COMMIT")

    def in_pieces(self, what: Literal["page", "revisit"]) -> Iterator[Entry]:
        """Every page or every revisit, in file order; the table may be changed meanwhile."""
        condition = "why=''" if what == "page" else "type='revisit'"
        last = 0
        sql = f"SELECT * FROM records WHERE {condition} AND n>? ORDER BY n LIMIT {_NEAR}"
        while piece := list(self._entries(sql, (last,))):
            yield from piece
            last = piece[-1].n

    def pages_of(self, uri: str) -> list[Entry]:
        """Every page of a URI, in file order."""
        return list(self._entries("SELECT * FROM records WHERE uri=? AND why='' ORDER BY n", (uri,)))

    def is_new(self, ark: str) -> bool:
        """True the first time an ID is asked for."""
        return self._db.execute("INSERT OR IGNORE INTO arks VALUES (?)", (ark,)).rowcount == 1

    def settle(self, n: int, why: str) -> None:
        """Say of a revisit whether it is a page, once its original is known."""
        self._db.execute("UPDATE records SET why=? WHERE n=?", (why, n))

    def count_pages(self) -> int:
        """How many pages there are."""
        return int(self._db.execute("SELECT count(*) FROM records WHERE why=''").fetchone()[0])

    def nearest(self, uri: str, moment: float | None, *, whole: bool = False) -> Entry | None:
        """The record of a URI nearest to a moment (the first where there is none); ``whole``: whose body was read,
        or that is a revisit."""
        condition = " AND (entity NOT NULL OR type='revisit')" if whole else ""
        order = "abs(moment-?), n" if moment is not None else "n"
        sql = f"SELECT * FROM records WHERE uri=?{condition} ORDER BY {order} LIMIT 1"
        return next(self._entries(sql, (uri,) if moment is None else (uri, moment)), None)

    def leading_to(self, uri: str, moment: float, seconds: float) -> Entry | None:
        """The last redirect to a URI in the seconds before a moment."""
        sql = "SELECT * FROM records WHERE target=? AND moment BETWEEN ? AND ? ORDER BY moment DESC LIMIT 1"
        return next(self._entries(sql, (uri, moment - seconds, moment)), None)

    def candidates(self, record_id: str | None, uris: Iterable[str], digest: str | None) -> list[Entry]:
        """Records with a payload that a revisit may stand for, and revisits with that ID."""
        found: dict[int, Entry] = {}
        asked = [("id", record_id), *(("uri", uri) for uri in uris), ("digest", digest)]
        for column, value in asked:
            if value:
                kinds = "" if column == "id" else " AND type<>'revisit'"
                sql = f"SELECT * FROM records WHERE {column}=? AND {column} NOT NULL{kinds} ORDER BY n LIMIT {_NEAR}"
                found.update((entry.n, entry) for entry in self._entries(sql, (value,)))
        return list(found.values())

    def _entries(self, sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[Entry]:
        for row in self._db.execute(sql, parameters):
            yield Entry(*row)
