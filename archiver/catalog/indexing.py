"""What the records of a WARC become in the catalog."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archiver.catalog.payloads import add_payloads
from archiver.catalog.rows import RecordRow
from archiver.errors import BadDocument
from archiver.warc.members import Member

_INSERT = """
INSERT INTO documents
    (id, version, kind, capture, url, headline, date, captured, newest, warc, offset, run, document)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"""


def record_row(warc: str, member: Member) -> RecordRow:
    first = {name.lower(): value for name, value in reversed(member.headers)}
    return RecordRow(
        first.get("warc-record-id", ""),
        warc,
        member.offset,
        member.length,
        first.get("warc-type", ""),
        first.get("warc-target-uri"),
        first.get("warc-date"),
    )


def add_document(db: sqlite3.Connection, warc: str, member: Member) -> None:
    from archiver import validate  # heavy, and verifying whole files adds no document

    text = (member.kept or b"").decode("utf-8", "replace")
    try:
        document = json.loads(text)
        validate.check(document)
        if (
            "\\ud" in text or "\\uD" in text
        ):  # half a surrogate pair passes for a string until it must be stored
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, AttributeError, RecursionError, BadDocument):
        return  # somebody else's metadata record, or a broken one of ours, which ``verify`` names
    kind, ark = document["kind"], document["id"]
    if kind == "import":
        row = (document["file"], ark, warc, member.offset, text)
        db.execute("INSERT OR IGNORE INTO imports VALUES (?,?,?,?,?)", row)
        return
    version = 1 if kind == "capture" else document["provenance"].get("version", 1)
    capture = ark if kind == "capture" else document["capture"]
    data = document.get("data", document)
    columns = (
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
    cursor = db.execute(_INSERT, columns)
    if kind == "capture":
        add_payloads(db, document)
    else:
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
