"""What the records of a WARC become in the catalog."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archiver import validate
from archiver.catalog.rows import RecordRow
from archiver.errors import BadDocument
from archiver.warc.members import Member

_INSERT = """
INSERT INTO documents
    (id, version, kind, capture, url, headline, date, captured, newest, warc, offset, run, document)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"""


def record_row(warc: str, member: Member) -> RecordRow:
    return RecordRow(
        member.record_id,
        warc,
        member.offset,
        member.length,
        member.type,
        member.get("WARC-Target-URI"),
        member.get("WARC-Date"),
    )


def add_document(db: sqlite3.Connection, warc: str, member: Member) -> None:
    text = (member.kept or b"").decode("utf-8", "replace")
    try:
        document = json.loads(text)
        validate.check(document)
        if "\\ud" in text.lower():  # half a surrogate pair passes for a string until it must be stored
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, AttributeError, RecursionError, BadDocument):
        return  # somebody else's metadata record, or a broken one of ours, which ``verify`` names
    kind, ark = document["kind"], document["id"]
    version = 1 if kind == "capture" else document["provenance"].get("version", 1)
    capture = ark if kind == "capture" else document["capture"]
    data = document.get("data", document)
    row = (
        ark,
        version,
        kind,
        capture,
        data.get("url"),
        data.get("headline"),
        data.get("datePublished"),
        document.get("captured") or _captured(db, capture),
        _is_newest(db, ark, version),
        warc,
        member.offset,
        _run(document),
        text,
    )
    cursor = db.execute(_INSERT, row)
    if kind != "capture":
        db.execute(
            "INSERT INTO words (rowid, headline, author, publisher, description, body) VALUES (?,?,?,?,?,?)",
            (cursor.lastrowid, *_searchable(data)),
        )


def _is_newest(db: sqlite3.Connection, ark: str, version: int) -> bool:
    """Whether no later version is known; those known are not the newest any more then."""
    (known,) = db.execute("SELECT max(version) FROM documents WHERE id=?", (ark,)).fetchone()
    if known is not None:
        db.execute("UPDATE documents SET newest=0 WHERE id=? AND version<=?", (ark, version))
    return known is None or known <= version


def _captured(db: sqlite3.Connection, capture: str) -> str | None:
    row = db.execute("SELECT captured FROM documents WHERE id=? LIMIT 1", (capture,)).fetchone()
    return row[0] if row else None


def _run(document: dict[str, Any]) -> str | None:
    run = document.get("run")
    return f"{run['list']}/{run['started']}" if run else None


def _searchable(data: dict[str, Any]) -> tuple[str, str, str, str, str]:
    authors = " ".join(author["name"] for author in data.get("author", ()))
    about = " ".join(
        filter(None, (data.get("description"), data.get("articleSection"), *data.get("keywords", ())))
    )
    headline = " ".join(filter(None, (data.get("headline"), data.get("alternativeHeadline"))))
    return headline, authors, data.get("publisher", ""), about, data.get("articleBody", "")
