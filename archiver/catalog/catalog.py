"""The searchable cache over the WARCs: delete it and ``archiver rebuild`` makes it again.

SQLite with FTS5. Holds the only copy of nothing but the whole-file digests noted at publication: every
row comes from the records of a published WARC, by the one path ``add``, at publication and at rebuild
alike. Writers in several processes are serialised by SQLite; a row is durable when ``add`` returns
(WAL, ``synchronous=FULL``).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from archiver.catalog.indexing import add_document, record_row
from archiver.catalog.queries import Query, conditions, match_expression
from archiver.catalog.rows import RecordRow, Row
from archiver.errors import CannotStore
from archiver.store.failure import storing
from archiver.warc.members import Member

VERSION = 1
_SCHEMA = """
CREATE TABLE warcs (name TEXT PRIMARY KEY, size INTEGER NOT NULL, sha256 TEXT NOT NULL, records INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE days (name TEXT PRIMARY KEY, mtime INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE records (id TEXT PRIMARY KEY, warc TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
    type TEXT NOT NULL, uri TEXT, date TEXT) WITHOUT ROWID;
CREATE INDEX records_warc ON records (warc, offset);
CREATE TABLE documents (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
    capture TEXT NOT NULL, url TEXT, headline TEXT, date TEXT, captured TEXT, newest INTEGER NOT NULL,
    warc TEXT NOT NULL, offset INTEGER NOT NULL, run TEXT, document TEXT NOT NULL, UNIQUE (warc, offset));
CREATE INDEX documents_id ON documents (id, version);
CREATE INDEX documents_capture ON documents (capture, rowid);
CREATE INDEX documents_url ON documents (url);
CREATE INDEX documents_run ON documents (run) WHERE run NOT NULL;
CREATE INDEX documents_listing ON documents (newest, kind, captured);
CREATE VIRTUAL TABLE words USING fts5 (headline, author, publisher, description, body,
    content='', tokenize="unicode61 remove_diacritics 0", prefix='2 3 4');
"""


class Catalog:
    """One connection to ``catalog.db``. Made when missing, and made anew when it is of another version."""

    def __init__(self, path: Path, *, read_only: bool = False, in_memory: bool = False) -> None:
        """``read_only``: the file as it is. ``in_memory``: empty, apart from the file.

        Raises CannotStore.
        """
        self._path = path
        self._name = ":memory:" if in_memory else path.absolute().as_uri()
        self._frozen: str | None = None
        self._connection = self._open(read_only)

    def _open(self, read_only: bool) -> sqlite3.Connection:
        try:
            return self._connect(read_only)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) or read_only:
                raise _failure(self._path, error) from error
            with storing(self._path):
                self.discard(self._path)  # not a database: a cache that is damaged is made again
            return self._connect(read_only)

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        name = f"{self._name}?immutable=1" if read_only else self._name
        connection = sqlite3.connect(name, uri=True, timeout=60, isolation_level=None)
        if read_only:
            connection.execute("SELECT count(*) FROM warcs")
            return connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            self._make(connection)
        return connection

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT NULL AND name NOT LIKE 'words_%'"
            ).fetchall():
                connection.execute(f'DROP TABLE "{name}"')
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")

    @staticmethod
    def discard(path: Path) -> None:
        """Delete the cache files."""
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def freeze(self, why: str) -> None:
        """Refuse every further change with CannotStore and these words."""
        self._frozen = why

    def require_writable(self) -> None:
        """Raise CannotStore when nothing can be added."""
        if self._frozen is not None:
            raise CannotStore(self._frozen)

    # -- writing ------------------------------------------------------------------------------------

    def add(self, name: str, size: int, sha256: str, members: Sequence[Member]) -> None:
        """Everything one published WARC says, in one transaction; does nothing when it is there already.

        ``members`` as scanned with ``members.METADATA``, so that documents are at hand.
        Raises CannotStore.
        """
        with self._transaction() as db:
            row = (name, size, sha256, len(members))
            if db.execute("INSERT OR IGNORE INTO warcs VALUES (?,?,?,?)", row).rowcount == 0:
                return
            db.executemany(
                "INSERT OR IGNORE INTO records VALUES (?,?,?,?,?,?,?)",
                (record_row(name, m) for m in members),
            )
            for member in members:
                if member.kept is not None and not member.faults:
                    add_document(db, name, member)

    def set_day(self, day: str, mtime: int) -> None:
        """Note that every WARC of a day folder as of ``mtime`` is in."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO days VALUES (?,?)", (day, mtime))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self.require_writable()
        db = self._connection
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise _failure(self._path, error) from error
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    # -- reading ------------------------------------------------------------------------------------

    def days(self) -> dict[str, int]:
        """Day folder → modification time as last seen."""
        return dict(self._rows("SELECT name, mtime FROM days"))

    def has_warc(self, name: str) -> bool:
        """True when that file is catalogued."""
        return self.warc(name) is not None

    def warc(self, name: str) -> tuple[int, str, int] | None:
        """Size, SHA-256 and number of records of a file as they were at publication."""
        sql = "SELECT size, sha256, records FROM warcs WHERE name=?"
        row: tuple[int, str, int] | None = self._row(sql, (name,))
        return row

    def warcs(self) -> list[str]:
        """Every catalogued file, in order of name."""
        return [name for (name,) in self._rows("SELECT name FROM warcs ORDER BY name")]

    def find(self, ark: str, version: int | None = None) -> Row | None:
        """A capture or item by its bare ARK; the newest version when none is named."""
        sql = f"SELECT {_ROW} FROM documents WHERE id=?" + (" AND version=?" if version else "")
        parameters = (ark, version) if version else (ark,)
        row = self._row(sql + " ORDER BY version DESC, rowid DESC LIMIT 1", parameters)
        return Row(*row) if row else None

    def versions(self, ark: str) -> list[Row]:
        """Every version of a capture or item, oldest first."""
        rows = self._rows(f"SELECT {_ROW} FROM documents WHERE id=? ORDER BY version, rowid", (ark,))
        return [Row(*row) for row in rows]

    def select(self, query: Query) -> Iterator[Row]:
        """Newest versions that fit: items of a capture in page order, else newest captures first;
        with words, best matches first."""
        where, parameters = conditions(query)
        source, order = "documents", "captured DESC, capture, rowid"
        if query.words is not None:
            source, order = (
                "words JOIN documents ON documents.rowid = words.rowid",
                "bm25(words, 8, 3, 2, 2, 1), captured DESC",
            )
            where.append("words MATCH ?")
            parameters.append(match_expression(query.words))
        sql = f"SELECT {_ROW} FROM {source} WHERE {' AND '.join(where)} ORDER BY {order}"
        if query.limit is not None:
            sql += " LIMIT ?"
            parameters.append(query.limit)
        for row in self._rows(sql, parameters):
            yield Row(*row)

    def newest_run(self, seed_list: str) -> tuple[str, set[str]] | None:
        """When the newest run of a seed list started, and the URLs it published."""
        newest = "SELECT max(run) FROM documents WHERE run BETWEEN ? AND ?"
        (top,) = self._row(newest, (f"{seed_list}/", f"{seed_list}/~"))
        if top is None:
            return None
        urls = self._rows("SELECT DISTINCT url FROM documents WHERE run=?", (top,))
        return top.split("/", 1)[1], {url for (url,) in urls}

    def documents_of(self, warc: str) -> list[Row]:
        """The documents that stand in one WARC, in file order."""
        rows = self._rows(f"SELECT {_ROW} FROM documents WHERE warc=? ORDER BY offset", (warc,))
        return [Row(*row) for row in rows]

    def record(self, record_id: str) -> RecordRow | None:
        """Where a record lies."""
        row = self._row("SELECT * FROM records WHERE id=?", (record_id,))
        return RecordRow(*row) if row else None

    def record_at(self, warc: str, offset: int) -> RecordRow | None:
        """The record that starts at an offset of a WARC."""
        row = self._row("SELECT * FROM records WHERE warc=? AND offset=?", (warc, offset))
        return RecordRow(*row) if row else None

    def records_about(self, capture: str) -> list[RecordRow]:
        """The records of every manifest and item of a capture, in all versions, in file order."""
        rows = self._connection.execute(
            "SELECT records.* FROM documents JOIN records USING (warc, offset)"
            " WHERE documents.capture=? ORDER BY records.warc, records.offset",
            (capture,),
        )
        return [RecordRow(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Kind → number of captures and items."""
        return dict(
            self._rows("SELECT kind, count(*) FROM documents WHERE newest GROUP BY kind ORDER BY kind")
        )

    def columns_of(self, warc: str) -> list[dict[str, Any]]:
        """What ``list`` and ``search`` go by, for each document of one WARC, and whether ``newest`` is right."""
        names = ("id", "version", "kind", "capture", "url", "headline", "date", "offset", "document")
        last = "SELECT rowid FROM documents AS d WHERE d.id=documents.id ORDER BY version DESC, rowid DESC LIMIT 1"
        sql = f"SELECT {', '.join(names)}, newest = (rowid = ({last})) FROM documents WHERE warc=? ORDER BY offset"
        return [dict(zip((*names, "newest"), row, strict=True)) for row in self._rows(sql, (warc,))]

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        try:
            yield from self._connection.execute(sql, parameters)
        except sqlite3.DatabaseError as error:
            raise _failure(self._path, error) from error

    def _row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        return next(self._rows(sql, parameters), None)


_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some room and run the same command again",
    sqlite3.SQLITE_READONLY: "it cannot be written: change its permissions, or give another folder with --archive",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or made: free some room on the disk, or check its permissions",
    sqlite3.SQLITE_BUSY: "another process has held it for a minute: run the same command again",
}


def _failure(path: Path, error: sqlite3.Error) -> CannotStore:
    code = getattr(error, "sqlite_errorcode", None) or 0
    advice = _ADVICE.get(code & 0xFF, f"{error}: `archiver rebuild` makes it again")
    return CannotStore(f"{path}: {advice}. The WARC files are safe")


_ROW = "documents.id, documents.version, kind, capture, warc, offset, document"
