"""What the records of a WARC become in the catalog."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archiver.catalog.payloads import add_payloads
from archiver.catalog.rows import RecordRow
from archiver.catalog.values import bare_host, language, outlet_of, page_key, page_of, story_of
from archiver.errors import BadDocument
from archiver.urls import host_of
from archiver.warc.members import Member

_COLUMNS = (
    "id", "version", "kind", "capture", "url", "headline", "date", "captured", "newest", "warc", "offset", "run",
    "verdict", "host", "outlet", "language", "day", "story", "surt", "status", "sha256", "items", "document",
)  # fmt: skip
_INSERT = f"INSERT INTO documents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_WORDS = "INSERT INTO words (rowid, headline, author, publisher, description, body) VALUES (?,?,?,?,?,?)"
_OF_CAPTURE = (
    "SELECT captured, verdict, host FROM documents WHERE id=? AND kind='capture' ORDER BY newest DESC LIMIT 1"
)
# What is read again may have another verdict; its items that are as they were have no document then.
_FOLLOW = "UPDATE documents SET captured=?, verdict=?, host=? WHERE capture=? AND kind<>'capture' AND verdict IS NOT ?"


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
    if kind == "capture":
        _add_capture(db, document, (warc, member.offset), text)
    else:
        _add_item(db, document, (warc, member.offset), text)


def _add_capture(db: sqlite3.Connection, manifest: dict[str, Any], place: tuple[str, int], text: str) -> None:
    ark, url, captured, verdict = (manifest[key] for key in ("id", "url", "captured", "verdict"))
    host = bare_host(host_of(url)) or None
    run = manifest.get("run")
    row = (
        *(ark, 1, "capture", ark, url, None, None, captured, _is_newest(db, ark, 1), *place),
        f"{run['list']}/{run['started']}" if run else None,
        *(verdict, host, host, None, captured[:10], None),
        *(page_key(url), *page_of(manifest), len(manifest.get("items", ())), text),
    )
    db.execute(_INSERT, row)
    db.execute(_FOLLOW, (captured, verdict, host, ark, verdict))
    add_payloads(db, manifest)


def _add_item(db: sqlite3.Connection, item: dict[str, Any], place: tuple[str, int], text: str) -> None:
    ark, capture, data = item["id"], item["capture"], item["data"]
    version, date = item["provenance"].get("version", 1), data.get("datePublished")
    known = db.execute(_OF_CAPTURE, (capture,)).fetchone()
    captured, verdict, host = known or (None, None, None)
    row = (
        *(ark, version, item["kind"], capture, data.get("url"), data["headline"], date, captured),
        *(_is_newest(db, ark, version), *place, None, verdict, host, outlet_of(data, host)),
        language(data.get("inLanguage", "")) or None,
        (date or captured or "")[:10] or None,
        *(story_of(data), None, None, None, None, text),
    )
    rowid = db.execute(_INSERT, row).lastrowid
    db.execute(_WORDS, (rowid, *_searchable(data)))


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
