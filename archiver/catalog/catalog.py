"""The searchable cache over the WARCs: delete it and ``archiver rebuild`` makes it again.

SQLite with FTS5. Holds the only copy of nothing but how far the fixity log went when this last knew: every
row comes from the records of a published WARC, by the one path ``add``, at publication and at rebuild
alike. Writers in several processes are serialised by SQLite; a row is durable when ``add`` returns
(WAL, ``synchronous=FULL``).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from archiver.catalog import payloads
from archiver.catalog.failing import failure
from archiver.catalog.making import discard, make
from archiver.catalog.queries import Query, match_expression
from archiver.catalog.rows import ImportRow, RecordRow, Row
from archiver.catalog.schema import INDICES, LOG, SCHEMA, VERSION
from archiver.catalog.selecting import COLUMNS as _ROW
from archiver.catalog.selecting import in_headline, is_wide, latest, listing, ranking
from archiver.errors import BadInput, CannotStore
from archiver.store.failure import storing
from archiver.store.folder import FOREIGN_MARK, MOVED_MARK

if TYPE_CHECKING:
    from archiver.catalog.indexing import Contents

_ADD_RECORD = "INSERT OR IGNORE INTO records VALUES (?,?,?,?,?,?,?,?,?,?)"
_MADE_HERE = f"NOT EXISTS (SELECT 1 FROM documents WHERE id=d.id AND instr(warc, '{MOVED_MARK}.'))"
_OPEN: WeakSet[Catalog] = WeakSet()


class Catalog:
    """One connection to ``catalog.db``. Made when missing, and made anew when it is of another version."""

    def __init__(self, path: Path, *, read_only: bool = False, in_memory: bool = False) -> None:
        """``read_only``: the file as it is. ``in_memory``: empty, apart from the file.

        Raises CannotStore.
        """
        self._path = path
        self._name = ":memory:" if in_memory else path.absolute().as_uri()
        self._frozen: CannotStore | None = None
        self.is_read_only = read_only
        self._connection = self._open(read_only)
        _OPEN.add(self)

    def _open(self, read_only: bool) -> sqlite3.Connection:
        try:
            return self._connect(read_only)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) or read_only:
                raise failure(self._path, error) from error
            with storing(self._path):
                discard(self._path)  # not a database: a cache that is damaged is made again
            return self._connect(read_only)

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        name = f"{self._name}?immutable=1" if read_only else self._name
        connection = sqlite3.connect(name, uri=True, timeout=60, isolation_level=None)
        if read_only:
            connection.execute("SELECT count(*) FROM warcs")
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                connection.close()
                raise sqlite3.OperationalError("it is of another version")
            return connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            make(connection, SCHEMA + INDICES)
        connection.execute(LOG)
        return connection

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        _OPEN.discard(self)

    @staticmethod
    def is_any_open() -> bool:
        """True where this process has a connection: a fork of it may not use SQLite then."""
        return bool(_OPEN)

    def freeze(self, why: CannotStore) -> None:
        """Refuse every further change with these words."""
        self._frozen = why

    @property
    def is_frozen(self) -> bool:
        """True where nothing can be added."""
        return self._frozen is not None

    def require_writable(self) -> None:
        """Raise CannotStore when nothing can be added."""
        if self._frozen is not None:
            raise type(self._frozen)(*self._frozen.args)

    # -- writing ------------------------------------------------------------------------------------

    def add(
        self,
        warc: str,
        contents: Iterator[Contents],
        size: int,
        sha256: str,
        *,
        records: int | None = None,
        log: tuple[int, str] | None = None,
    ) -> None:
        """Everything one published WARC says, in one transaction; does nothing when it is there already.

        ``records``: how many it was published with, where that is known. ``log``: the end of the fixity log.
        Raises CannotStore, and what ``contents`` does: then nothing of it is there.
        """
        from archiver.catalog.indexing import add_document  # what only asks need not load it

        first = next(contents)  # most often all of it: read before anybody has to wait
        with self._transaction(in_parts=not first.is_last) as db:
            if log is not None:
                _note_log(db, log)
            if db.execute("SELECT 1 FROM warcs WHERE name=?", (warc,)).fetchone():
                return
            count = 0
            for part in chain([first], contents):
                db.executemany(_ADD_RECORD, part.records)
                for document in part.documents:
                    add_document(db, document)
                count += len(part.records)
            row = (warc, size, sha256, count if records is None else records)
            db.execute("INSERT INTO warcs VALUES (?,?,?,?)", row)

    def add_records(self, rows: Sequence[RecordRow], other_id: Callable[[RecordRow], str]) -> list[RecordRow]:
        """Records of an imported file, in its order; again is the same as once. Gives them as they are known.

        Of records with one ID the first in the file has it, each other the ID that ``other_id`` gives.
        Raises CannotStore.
        """
        known = []
        with self._transaction() as db:
            for row in rows:
                if db.execute(_ADD_RECORD, row).rowcount == 0:
                    same = "SELECT part, offset, within FROM records WHERE id=? AND warc=?"
                    if db.execute(same, (row.id, row.warc)).fetchone() != row.place:
                        row = row._replace(id=other_id(row))
                        db.execute(_ADD_RECORD, row)
                known.append(row)
        return known

    def add_file(self, name: str, size: int, sha256: str, records: int) -> None:
        """An imported file whose records are all in. Raises CannotStore."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO warcs VALUES (?,?,?,?)", (name, size, sha256, records))

    def set_day(self, day: str, mtime: int) -> None:
        """Note that every WARC of a day folder as of ``mtime`` is in."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO days VALUES (?,?)", (day, mtime))

    def note_log(self, log: tuple[int, str]) -> None:
        """Note how far the fixity log goes: lines, and the digest of the last. Raises CannotStore."""
        with self._transaction() as db:
            _note_log(db, log)

    @contextlib.contextmanager
    def _transaction(self, *, in_parts: bool = False) -> Iterator[sqlite3.Connection]:
        del in_parts  # it ends with this
        self.require_writable()
        db = self._connection
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise failure(self._path, error) from error
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    # -- reading ------------------------------------------------------------------------------------

    def days(self) -> dict[str, int]:
        """Day folder → modification time as last seen."""
        return dict(self.rows("SELECT name, mtime FROM days"))

    def log_end(self) -> tuple[int, str] | None:
        """How far the fixity log went when this last knew; None where it never did."""
        with contextlib.suppress(CannotStore):  # made before there was a log, and read-only
            found: tuple[int, str] | None = self.row("SELECT lines, digest FROM log")
            return found
        return None

    def another(self) -> Catalog | None:
        """A connection of its own to the same catalog, for another process; None where it is in memory."""
        return None if self._name == ":memory:" else Catalog(self._path, read_only=self.is_read_only)

    def has_warc(self, name: str) -> bool:
        """True when that file is catalogued."""
        return self.warc(name) is not None

    def warc(self, name: str) -> tuple[int, str, int] | None:
        """Size, SHA-256 and number of records of a file as they were at publication."""
        sql = "SELECT size, sha256, records FROM warcs WHERE name=?"
        row: tuple[int, str, int] | None = self.row(sql, (name,))
        return row

    def warcs(self) -> list[str]:
        """Every catalogued file, in order of name."""
        return [name for (name,) in self.rows("SELECT name FROM warcs ORDER BY name")]

    def find(self, ark: str, version: int | None = None) -> Row | None:
        """A capture or item by its bare ARK; the newest version when none is named."""
        sql = f"SELECT {_ROW} FROM documents WHERE id=?" + (" AND version=?" if version else "")
        parameters = (ark, version) if version else (ark,)
        row = self.row(sql + " ORDER BY version DESC, rowid DESC LIMIT 1", parameters)
        return Row(*row) if row else None

    def versions(self, ark: str) -> list[Row]:
        """Every version of a capture or item, oldest first."""
        rows = self.rows(f"SELECT {_ROW} FROM documents WHERE id=? ORDER BY version, rowid", (ark,))
        return [Row(*row) for row in rows]

    def naans(self) -> list[str]:
        """The NAANs of the IDs there are, found by leaps through their index."""
        found: list[str] = []
        while row := self.row(
            "SELECT id FROM documents WHERE id>? ORDER BY id LIMIT 1",
            (f"ark:{found[-1]}/~" if found else "",),
        ):
            found.append(row[0].removeprefix("ark:").partition("/")[0])
        return found

    def version_numbers(self, ark: str) -> list[int]:
        """The versions there are of a capture or item, the first one first."""
        sql = "SELECT DISTINCT version FROM documents WHERE id=? ORDER BY version"
        return [number for (number,) in self.rows(sql, (ark,))]

    def select(self, query: Query) -> Iterator[Row]:
        """Newest versions that fit: items of a capture in page order, else newest captures first;
        with words, best matches first, of very many the latest (see ``archiver.catalog.selecting``)."""
        if query.words is None:
            yield from self._selected(listing(query))
            return
        expression = match_expression(query.words)
        as_typed = match_expression(query.words, prefix="")  # for which FTS5 merges nothing: asked first
        if not any(self.row(*statement)[0] for statement in is_wide(query, as_typed, expression)):
            yield from self._selected(ranking(query, expression, query.limit, query.offset))
            return
        most = query.offset + (query.limit or 0)
        first = list(self._selected(latest(query, in_headline(expression), most)))
        yield from first[query.offset :]
        if len(first) < most:
            others = self._selected(latest(query, expression, most + len(first)))
            rest = (row for row in others if row not in first)
            yield from islice(rest, max(0, query.offset - len(first)), most - len(first))

    def _selected(self, statement: tuple[str, list[Any]]) -> Iterator[Row]:
        for row in self.rows(*statement):
            yield Row(*row)

    def newest_run(self, seed_list: str) -> tuple[str, set[str]] | None:
        """When the newest run of a seed list started here, and the URLs it published. Runs of other archives do not
        count: what a file that was moved here says of one would keep URLs from being captured.
        """
        newest = f"SELECT max(run) FROM documents AS d WHERE run BETWEEN ? AND ? AND {_MADE_HERE}"
        (top,) = self.row(newest, (f"{seed_list}/", f"{seed_list}/~"))
        if top is None:
            return None
        urls = self.rows(f"SELECT DISTINCT url FROM documents AS d WHERE run=? AND {_MADE_HERE}", (top,))
        return top.split("/", 1)[1], {url for (url,) in urls}

    def documents_of(self, warc: str) -> list[Row]:
        """The documents that stand in one WARC, in file order."""
        rows = self.rows(f"SELECT {_ROW} FROM documents WHERE warc=? ORDER BY offset", (warc,))
        return [Row(*row) for row in rows]

    def documents_at(self, warc: str, offsets: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Kind and text of the documents whose records start at offsets of a WARC, by offset."""
        sql = f"SELECT offset, kind, document FROM documents WHERE warc=? AND offset IN ({_marks(offsets)})"
        return {offset: (kind, text) for offset, kind, text in self.rows(sql, (warc, *offsets))}

    def files_like(self, size: int) -> list[tuple[str, str]]:
        """Name and SHA-256 of every imported file of that size, oldest first."""
        sql = "SELECT name, sha256 FROM warcs WHERE size=? AND instr(name, ?) ORDER BY name"
        return list(self.rows(sql, (size, f"{FOREIGN_MARK}.")))

    def imports_of(self, file: str) -> list[ImportRow]:
        """The documents about an imported file, oldest first."""
        rows = self.rows("SELECT * FROM imports WHERE file=? ORDER BY warc, offset", (file,))
        return [ImportRow(*row) for row in rows]

    def imports_in(self, warc: str) -> list[ImportRow]:
        """The documents about imported files that stand in one WARC of ours, in file order."""
        rows = self.rows("SELECT * FROM imports WHERE warc=? ORDER BY offset", (warc,))
        return [ImportRow(*row) for row in rows]

    def record(self, record_id: str, warc: str | None = None) -> RecordRow | None:
        """Where a record lies: in that file, else where it was published first, ours before imported ones."""
        if warc is not None:
            row = self.row("SELECT * FROM records WHERE id=? AND warc=?", (record_id, warc))
        else:
            sql = "SELECT * FROM records WHERE id=? ORDER BY instr(warc, ?) > 0, warc LIMIT 1"
            row = self.row(sql, (record_id, f"{FOREIGN_MARK}."))
        return RecordRow(*row) if row else None

    def originals(self, uri: str | None, digest: str | None, limit: int = 100) -> list[RecordRow]:
        """Responses and resources of a URI, or with a stated payload digest, the newest first."""
        found = []
        for column, value in (("uri", uri), ("digest", digest)):
            if value:
                sql = (
                    f"SELECT * FROM records WHERE {column}=? AND {column} NOT NULL"
                    " AND type IN ('response', 'resource') ORDER BY date DESC LIMIT ?"
                )
                found += [RecordRow(*row) for row in self.rows(sql, (value, limit))]
        return found

    def payload(self, url: str, digest: str) -> RecordRow | None:
        """The response of ours that held an entity with that digest of that URL, as its manifest said last."""
        row = self.row(payloads.FIND, (payloads.key_of(url, digest),))
        return self.record(row[0]) if row else None

    def record_at(self, warc: str, offset: int) -> RecordRow | None:
        """The record that starts at an offset of a WARC."""
        sql = "SELECT * FROM records WHERE warc=? AND offset=? AND within=0 ORDER BY part LIMIT 1"
        row = self.row(sql, (warc, offset))
        return RecordRow(*row) if row else None

    def records(self, record_ids: Sequence[str]) -> dict[str, RecordRow]:
        """Where records lie, by ID, each as ``record`` finds it; without those that are not there."""
        sql = f"SELECT * FROM records WHERE id IN ({_marks(record_ids)}) ORDER BY instr(warc, ?) > 0, warc"
        found: dict[str, RecordRow] = {}
        for row in self.rows(sql, (*record_ids, f"{FOREIGN_MARK}.")):
            found.setdefault(row[0], RecordRow(*row))
        return found

    def records_about(self, captures: Sequence[str]) -> dict[str, list[RecordRow]]:
        """By capture the records of its manifest and items, in all versions, in file order."""
        sql = (
            "SELECT capture, records.* FROM documents JOIN records USING (warc, offset)"
            f" WHERE capture IN ({_marks(captures)}) ORDER BY records.warc, records.offset"
        )
        found: dict[str, list[RecordRow]] = {}
        for capture, *row in self.rows(sql, captures):
            found.setdefault(capture, []).append(RecordRow(*row))
        return found

    def files_about(self, capture: str) -> list[str]:
        """The files in which documents of a capture stand, its manifest's and its items', in all versions."""
        sql = "SELECT DISTINCT warc FROM documents WHERE capture=? ORDER BY warc"
        return [name for (name,) in self.rows(sql, (capture,))]

    def title(self, ark: str) -> tuple[str, str] | None:
        """Kind and headline of the newest version of an item."""
        sql = "SELECT kind, headline FROM documents WHERE id=? ORDER BY version DESC, rowid DESC LIMIT 1"
        row: tuple[str, str] | None = self.row(sql, (ark,))
        return row

    def counts(self) -> dict[str, int]:
        """Kind → number of captures and items."""
        return dict(
            self.rows("SELECT kind, count(*) FROM documents WHERE newest GROUP BY kind ORDER BY kind")
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """What a statement finds. Raises CannotStore, BadInput for a parameter that is no text."""
        try:
            # A cursor that is dropped ends its statement; ``yield from`` would close it, and complain where the
            # catalog was closed before its reader went away.
            for row in self._connection.execute(sql, parameters):  # noqa: UP028
                yield row
        except UnicodeEncodeError:
            raise BadInput("what is asked for holds half a surrogate pair, which no text can") from None
        except sqlite3.DatabaseError as error:
            raise failure(self._path, error) from error

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first of it; None where there is none."""
        return next(self.rows(sql, parameters), None)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _note_log(db: sqlite3.Connection, log: tuple[int, str]) -> None:
    """Of processes that append at the same time the one whose line is later has the last word."""
    if db.execute("UPDATE log SET lines=?, digest=? WHERE lines<?", (*log, log[0])).rowcount == 0:
        db.execute("INSERT INTO log SELECT ?, ? WHERE NOT EXISTS (SELECT * FROM log)", log)
