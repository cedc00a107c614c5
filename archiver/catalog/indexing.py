"""What the records of a WARC become in the catalog.

First ``contents_of``, which knows nothing but the file: plain values, made by another process as well as by this
one, in parts, so that one of very many documents takes no more memory than others. Then ``add_document``, which puts
each among what the catalog has from other files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from archiver.catalog import payloads
from archiver.catalog.columns import COLUMNS, Circumstances, circumstances, of_item, of_manifest, with_capture
from archiver.catalog.queries import searchable
from archiver.catalog.rows import ImportRow, RecordRow
from archiver.errors import BadDocument
from archiver.warc.members import Member

_CAPTURE = COLUMNS.index("capture")
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
_MOST_TEXT, _MOST_RECORDS = 8 << 20, 20_000  # bytes of documents, and records, in one part
_Place = tuple[str, int, str]  # file, offset, text: the last columns of a document


class ManifestRow(NamedTuple):
    """A capture. ``circumstances``: what its items have from it; ``payloads``: keys and records."""

    columns: tuple[Any, ...]
    place: _Place
    circumstances: Circumstances
    payloads: list[tuple[bytes, str]]


class ItemRow(NamedTuple):
    """An item. ``columns``: those it has without its capture, of which another file may say more."""

    columns: tuple[Any, ...]
    place: _Place
    words: tuple[str, str, str, str, str]


class Contents(NamedTuple):
    """A part of what one WARC of ours says: its next records, and of them the valid documents, in file order."""

    records: list[RecordRow]
    documents: list[ManifestRow | ItemRow | ImportRow]
    is_last: bool


def contents_of(warc: str, members: Iterable[Member]) -> Iterator[Contents]:
    """What that file says, in parts, one at least. ``members`` as scanned with ``members.METADATA``, so that documents
    are at hand.
    """
    part, text = Contents([], [], is_last=False), 0
    for member in members:
        if text >= _MOST_TEXT or len(part.records) >= _MOST_RECORDS:
            yield part
            part, text = Contents([], [], is_last=False), 0
        part.records.append(_record_row(warc, member))
        if member.kept is not None and not member.faults:
            text += len(member.kept)
            row = _document_row(warc, member.offset, member.kept.decode("utf-8", "replace"))
            if row is not None:
                part.documents.append(row)
    yield part._replace(is_last=True)


def _record_row(warc: str, member: Member) -> RecordRow:
    uri, date = member.get("WARC-Target-URI"), member.get("WARC-Date")
    return RecordRow(member.record_id, warc, member.offset, member.length, member.type, uri, date)


def _document_row(warc: str, offset: int, text: str) -> ManifestRow | ItemRow | ImportRow | None:
    from archiver import validate  # heavy, and verifying whole files adds no document

    try:
        document = validate.check_text(text)
    except (ValueError, BadDocument):
        return None  # somebody else's metadata record, or a broken one of ours, which ``verify`` names
    place = (warc, offset, text)
    if document["kind"] == "import":
        return ImportRow(document["file"], document["id"], *place)
    if document["kind"] == "capture":
        found = payloads.payloads_of(document)
        return ManifestRow(of_manifest(document), place, circumstances(document), found)
    return ItemRow(of_item(document), place, _searchable(document["data"]))


def add_document(db: sqlite3.Connection, row: ManifestRow | ItemRow | ImportRow) -> None:
    """Put it among those that are there; of one file in their order."""
    if isinstance(row, ItemRow):
        _add_item(db, row)
    elif isinstance(row, ManifestRow):
        _add_manifest(db, row)
    else:
        db.execute("INSERT OR IGNORE INTO imports VALUES (?,?,?,?,?)", row)


def _add_manifest(db: sqlite3.Connection, row: ManifestRow) -> None:
    _insert(db, row.columns, row.place)
    ark, (captured, verdict, host) = row.columns[0], row.circumstances
    if db.execute(_FOLLOW, (captured, verdict, host, ark, verdict)).rowcount:
        db.execute(_SUPPLY, (ark,))
    db.executemany(payloads.ADD, row.payloads)


def _add_item(db: sqlite3.Connection, row: ItemRow) -> None:
    known = db.execute(_OF_CAPTURE, (row.columns[_CAPTURE],)).fetchone()
    of_capture = Circumstances(*known) if known else Circumstances()
    rowid = _insert(db, with_capture(row.columns, of_capture), row.place)
    db.execute(_WORDS, (rowid, *row.words))


def _insert(db: sqlite3.Connection, columns: tuple[Any, ...], place: _Place) -> int | None:
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
    publisher, body = data.get("publisher", ""), data.get("articleBody", "")
    return (
        searchable(headline),
        searchable(authors),
        searchable(publisher),
        searchable(about),
        searchable(body),
    )
