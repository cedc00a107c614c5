"""What the records of a WARC become in the catalog."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archiver import validate
from archiver.catalog.rows import RecordRow
from archiver.errors import BadDocument
from archiver.warc.members import Member


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
    except (ValueError, AttributeError, RecursionError, BadDocument):
        return  # somebody else's metadata record, or a broken one of ours, which ``verify`` names
    kind, ark = document["kind"], document["id"]
    version = 1 if kind == "capture" else document["provenance"].get("version", 1)
    capture = ark if kind == "capture" else document["capture"]
    db.execute("UPDATE documents SET newest=0 WHERE id=? AND version<=?", (ark, version))
    newest = db.execute("SELECT 1 FROM documents WHERE id=? AND version>?", (ark, version)).fetchone() is None
    data = document.get("data", document)
    captured = document.get("captured") or _captured(db, capture)
    row = {
        "id": ark,
        "version": version,
        "kind": kind,
        "capture": capture,
        "url": data.get("url"),
        "headline": data.get("headline"),
        "date": data.get("datePublished"),
        "captured": captured,
        "newest": newest,
        "warc": warc,
        "offset": member.offset,
        "run": _run(document),
        "document": text,
    }
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = db.execute(f"INSERT INTO documents ({names}) VALUES ({marks})", row)
    if kind != "capture":
        db.execute(
            "INSERT INTO words (rowid, headline, author, publisher, description, body) VALUES (?,?,?,?,?,?)",
            (cursor.lastrowid, *_searchable(data)),
        )


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
