"""One capture made ready to be written: manifest, items, records, each document checked."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from archiver import identifiers, urls, validate
from archiver.archive import manifest
from archiver.archive.dedup import Originals
from archiver.confine import Read
from archiver.confine.desk import read_here
from archiver.exchange import Block, Captured, Exchange, instant, new_record_id, utc_now
from archiver.extract.draft import EXTRACTOR, to_items
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture, Entity, Exchanged, Extraction, RecordRef, Run
from archiver.model.imports import Import
from archiver.model.items import Item
from archiver.page.decode import MAX_DECODED
from archiver.page.names import links, ni_name
from archiver.page.page import Page
from archiver.page.record import page_of_exchange
from archiver.warc.records import Record, exchange_records, metadata_record, resource_record

Reads = Callable[[Page], Read]


@dataclass(frozen=True)
class Bundle:
    """A capture, its items, and all their records in the order they are written."""

    capture: Capture
    items: tuple[Item, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Begun:
    """A capture with its records whose page is still to be read; ``page`` is None where nothing is.

    ``exchanges``, with their entities: what the records of a capture of our own were made of.
    """

    capture: Capture
    records: tuple[Record, ...]
    refers_to: str
    page: Page | None
    exchanges: tuple[tuple[Exchange, Entity | None], ...] = ()


def begin(
    captured: Captured,
    info: ArchiveInfo,
    *,
    extract: bool,
    run: Run | None = None,
    originals: Originals | None = None,
) -> Begun:
    """From what a capture brought home. ``originals``: where the page's body may be left to another record."""
    entities = [manifest.entity_of(exchange) for exchange in captured.exchanges]
    stored = originals.without_page(captured, entities) if originals is not None else captured
    capture = manifest.build(stored, entities, info, run, _warnings(captured.url))
    page = None
    if extract and captured.page.status and captured.page.role == "page":
        page = page_of_exchange(_under_holder(captured.page, stored.page))
        if page is None:
            capture = manifest.with_note(capture, f"not read: more than {MAX_DECODED:,} bytes")
    exchanges = tuple(zip(stored.exchanges, entities, strict=True))
    records = tuple(record for pair in exchanges for record in exchange_records(*pair))
    return Begun(capture, records, captured.page.response_id, page, exchanges)


def _under_holder(exchange: Exchange, stored: Exchange) -> Exchange:
    """The exchange under the ID of the record that holds its body."""
    return replace(exchange, response_id=stored.prior.ref.record) if stored.prior else exchange


def finish(begun: Begun, read: Read | None) -> Bundle:
    """With what its page gave. Raises BadDocument if a document of ours breaks its schema."""
    capture = begun.capture
    items: tuple[Item, ...] = ()
    if begun.page is not None and read is not None:
        capture, items = _read_items(capture, begun.page, read)
    return _bundle(capture, items, begun.records, begun.refers_to)


def of_captured(
    captured: Captured, info: ArchiveInfo, *, extract: bool, run: Run | None = None, reader: Reads = read_here
) -> Bundle:
    """Both at once. Raises BadDocument."""
    begun = begin(captured, info, extract=extract, run=run)
    return finish(begun, reader(begun.page) if begun.page is not None else None)


def _warnings(url: str) -> tuple[str, ...]:
    if urls.looks_secret(url):
        return ("the URL holds a parameter named like a token or password: it is stored as it was given",)
    return ()


def of_file(
    data: bytes,
    name: str,
    info: ArchiveInfo,
    *,
    url: str | None,
    extract: bool = True,
    reader: Reads = read_here,
) -> Bundle:
    """From a local file: a ``resource`` record under ``url``, or the RFC 6920 name of its bytes."""
    moment, block, record_id = utc_now(), Block.of(data), new_record_id()
    digest = f"sha256:{block.sha256}"
    uri = url or ni_name(digest)
    date, content_type = instant(moment), _content_type(name, data)
    ark = identifiers.capture_ark(info.naan, info.shoulder, uri=uri, captured=date, responses=[digest])
    exchange = Exchanged(
        role="page",
        url=uri,
        started=date,
        response=RecordRef(record=record_id, digest=digest, length=block.length),
        entity=Entity(digest=digest, length=block.length, mediaType=content_type.split(";")[0]),
    )
    capture = Capture(
        id=str(ark),
        url=uri,
        captured=date,
        verdict="complete" if data else "empty",
        reasons=() if data else ("the file is empty",),
        exchanges=(exchange,),
        software=manifest.software(),
        links=links(uri, moment, digest),
        source=_shown(PurePath(name).name),
    )
    # When somebody saw these bytes is not known: nothing in them is relative to the time of the import.
    page = Page.from_entity(data, url=uri, record=record_id, content_type=content_type)
    records = (resource_record(record_id, uri, date, content_type, block),)
    begun = Begun(capture, records, record_id, page if extract else None)
    return finish(begun, reader(page) if extract else None)


def _shown(name: str) -> str:
    """A file's name as text: where its bytes are not UTF-8, U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _content_type(name: str, data: bytes) -> str:
    kind = mimetypes.guess_type(PurePath(name).name)[0] or "application/octet-stream"
    if not kind.startswith("text/"):
        return kind
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"


def of_page(capture: Capture, page: Page, read: Read, known: dict[str, Item]) -> Bundle | None:
    """From a stored page read again: the manifest and the items that are new or changed; None without a change.

    ``known``: the newest version of each item of this capture by ID.
    """
    again, items = _read_items(capture, page, read)
    changed = [version for item in items if (version := _next_version(item, known.get(item.id))) is not None]
    if not changed and _said(again) == _said(capture) and capture.extraction is not None:
        return None
    return _bundle(again, tuple(changed), (), page.record)


def _said(capture: Capture) -> tuple[object, ...]:
    """What reading a page says of its capture, beside the items' data."""
    title = capture.extraction.title if capture.extraction else None
    return capture.items, capture.verdict, capture.reasons, title and title.text


def _next_version(item: Item, known: Item | None) -> Item | None:
    if known is None:
        return item
    if known.data == item.data:
        return None
    provenance = item.provenance.model_copy(update={"version": known.provenance.version + 1})
    return item.model_copy(update={"provenance": provenance})


def _read_items(capture: Capture, page: Page, read: Read) -> tuple[Capture, tuple[Item, ...]]:
    """The manifest with its extraction, and the items."""
    reading = read.reading
    try:
        items, notes = to_items(reading.drafts, identifiers.parse(capture.id, ""))
    except Exception as error:  # whatever a page makes of our readers, its bytes are kept
        items, notes = [], [f"not read: a defect in archiver: {type(error).__name__}"]
    extraction = Extraction(
        extractor=EXTRACTOR,
        items=tuple(item.id for item in items),
        title=reading.title,
        characters=reading.characters,
        residue=tuple(reading.residue) if reading.residue is not None else None,
        notes=tuple(dict.fromkeys([*read.steps, *page.notes, *read.page_notes, *reading.notes, *notes])),
    )
    readable = page.is_html or page.is_xml or page.is_json or page.media_type.startswith("text/")
    undecoded = tuple(note for note in page.notes if not note.startswith(manifest.FLAGS))
    return manifest.with_extraction(capture, extraction, undecoded=undecoded, text_was_read=readable), tuple(
        items
    )


def _bundle(capture: Capture, items: tuple[Item, ...], records: tuple[Record, ...], refers_to: str) -> Bundle:
    date = instant(utc_now())
    metadata = [document_record(document, date, refers_to) for document in (capture, *items)]
    return Bundle(capture, items, (*records, *metadata))


def document_record(document: Capture | Item | Import, date: str, refers_to: str | None) -> Record:
    """The record that holds a document. Its very text is checked. Raises BadDocument."""
    text = document.to_json()
    validate.check_text(text)
    return metadata_record(document.id, text, date, refers_to)
