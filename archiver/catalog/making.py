"""Making the tables of a catalog, and its files away: the catalog is a cache, nothing is lost with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archiver.catalog import payloads
from archiver.catalog.schema import VERSION


def make(connection: sqlite3.Connection, schema: str) -> None:
    """Put these tables in place of those of another version; only the log's end is taken over."""
    connection.execute("BEGIN EXCLUSIVE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT NULL AND name NOT LIKE 'words_%'"
            " AND name <> 'log'"
        ).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for statement in (*schema.split(";\n"), payloads.TABLE):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def discard(path: Path) -> None:
    """Delete the files of a catalog."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
