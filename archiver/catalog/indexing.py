"""What the records of a WARC become in the catalog."""

from __future__ import annotations

import sqlite3
from typing import Any

from archiver.catalog.columns import COLUMNS, Circumstances, circumstances, of_item, of_manifest
from archiver.catalog.payloads import add_payloads
from archiver.catalog.rows import RecordRow
from archiver.errors import BadDocument
from archiver.warc.members import Member

_ALL = (*COLUMNS, "newest", "warc", "offset", "document")
_INSERT = f"INSERT INTO documents ({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))})"
_WORDS = "INSERT INTO words (rowid, headline, author, publisher, description, body) VALUES (?,?,?,?,?,?)"
_OF_CAPTURE = (
    "SELECT captured, verdict, host FROM documents WHERE id=? AND kind='capture' ORDER BY newest DESC LIMIT 1"
)
# What is read again may have another verdict; its items that are as they were have no document then. Those that came
# before their capture have a day and an outlet from it then: rare, and dear for the indices it touches.
_FOLLOW = "UPDATE documents SET captured=?, verdict=?, host=? WHERE capture=? AND kind<>'capture' AND verdict IS NOT ?"
_SUPPLY = (
    "UPDATE documents SET outlet=coalesce(outlet, host), outlet_key=coalesce(outlet_key, host),"
    " day=coalesce(day, substr(captured, 1, 10)) WHERE capture=? AND kind<>'capture'"
)


def record_row(warc: str, member: Member) -> RecordRow:
    uri, date = member.get("WARC-Target-URI"), member.get("WARC-Date")
    return RecordRow(member.record_id, warc, member.offset, member.length, member.type, uri, date)


def add_document(db: sqlite3.Connection, warc: str, member: Member) -> None:
    from archiver import validate  # heavy, and verifying whole files adds no document

    text = (member.kept or b"").decode("utf-8", "replace")
    try:
        document = validate.check_text(text)
    except (ValueError, BadDocument):
        return  # somebody else's metadata record, or a broken one of ours, which ``verify`` names
    kind, ark = document["kind"], document["id"]
    if kind == "import":
        row = (document["file"], ark, warc, member.offset, text)
        db.execute("INSERT OR IGNORE INTO imports VALUES (?,?,?,?,?)", row)
        return
    place = (warc, member.offset, text)
    if kind == "capture":
        _insert(db, of_manifest(document), place)
        captured, verdict, host = circumstances(document)
        if db.execute(_FOLLOW, (captured, verdict, host, ark, verdict)).rowcount:
            db.execute(_SUPPLY, (ark,))
        add_payloads(db, document)
        return
    known = db.execute(_OF_CAPTURE, (document["capture"],)).fetchone()
    rowid = _insert(db, of_item(document, Circumstances(*known) if known else Circumstances()), place)
    db.execute(_WORDS, (rowid, *_searchable(document["data"])))


def _insert(db: sqlite3.Connection, columns: tuple[Any, ...], place: tuple[str, int, str]) -> int | None:
    ark, version, *_ = columns
    return db.execute(_INSERT, (*columns, _is_newest(db, ark, version), *place)).lastrowid


def _is_newest(db: sqlite3.Connection, ark: str, version: int) -> bool:
    """Whether no later version is known; those known are not the newest any more then."""
    (known,) = db.execute("SELECT max(version) FROM documents WHERE id=?", (ark,)).fetchone()
    if known is not None:
        db.execute("UPDATE documents SET newest=0 WHERE id=? AND version<=?", (ark, version))
    return known is None or known <= version


def _searchable(data: dict[str, Any]) -> tuple[str, str, str, str, str]:
    authors = " ".join(author["name"] for author in data.get("author", ()))
    about = " ".join(
        filter(None, (data.get("description"), data.get("articleSection"), *data.get("keywords", ())))
    )
    headline = " ".join(filter(None, (data.get("headline"), data.get("alternativeHeadline"))))
    return headline, authors, data.get("publisher", ""), about, data.get("articleBody", "")
