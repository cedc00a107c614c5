"""What SQLite says in words that say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archiver.errors import CannotStore

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some room",
    sqlite3.SQLITE_READONLY: "it cannot be written: change its permissions, or give another folder with --archive",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or made: free some room on the disk, or check its permissions",
    sqlite3.SQLITE_BUSY: "another process has held it for a minute",
}
_AGAIN = {
    sqlite3.SQLITE_FULL: " and run the same command again",
    sqlite3.SQLITE_BUSY: ": run the same command again",
}


def failure(path: Path, error: sqlite3.Error) -> CannotStore:
    """The error of a catalog at ``path``."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    advice = _ADVICE.get(code, f"{error}: `archiver rebuild` makes it again")
    return CannotStore(f"{path}: {advice}", f"{_AGAIN.get(code, '')}. The WARC files are safe")
