"""A stored record as a ``Page``, for extraction, explanation and verification alike."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from archiver import http1
from archiver.errors import IntegrityFailed, NotFound
from archiver.exchange import Exchange, parse_instant
from archiver.model.capture import Capture, Entity, Exchanged
from archiver.page.decode import MAX_DECODED
from archiver.page.foreign import page_of_foreign
from archiver.page.page import Page
from archiver.warc.members import Member

_READ_BY = frozenset({"content-type", "content-encoding", "transfer-encoding"})


def entity_of(pieces: Iterable[bytes], head: http1.Head) -> Entity:
    """Digest and length of a body without transfer encoding, and what its head says of it."""
    digest, length = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        length += len(piece)
    return Entity(
        digest=f"sha256:{digest.hexdigest()}",
        length=length,
        mediaType=http1.media_type(head.get("content-type")),
        contentEncoding=", ".join(head.get_all("content-encoding")) or None,
    )


def read_by(head: http1.Head) -> list[tuple[str, str]]:
    """The header lines that decide what a body is read as, in order; names in lower case."""
    return [(name.lower(), value) for name, value in head.headers if name.lower() in _READ_BY]


def page_of_exchange(exchange: Exchange) -> Page | None:
    """The page an exchange brought, before it is stored; None without a response or over the size that is read."""
    if exchange.head is None:
        return None
    entity = exchange.entity(MAX_DECODED + 1)
    if len(entity) > MAX_DECODED:
        return None
    return _page(entity, exchange.head, exchange.url, exchange.response_id, exchange.started)


def page_of_member(member: Member, captured: datetime | None = None) -> Page:
    """The page in a stored response or resource record. Raises IntegrityFailed when the record is damaged.

    ``captured``: when it was captured again, for the page of a revisit.
    """
    if member.faults or member.kept is None:
        what = member.faults[0].message if member.faults else "its block was not read"
        raise IntegrityFailed(f"record {member.record_id or member.offset}: {what}")
    url = member.get("WARC-Target-URI") or ""
    if member.type != "response":  # a file of the user's, whose date is that of its import
        return Page.from_entity(
            member.kept, url=url, record=member.record_id, content_type=member.get("Content-Type")
        )
    date = captured or parse_instant(member.get("WARC-Date"))
    head = http1.parse_head(member.kept)
    if head is None:
        raise IntegrityFailed(f"record {member.record_id}: holds no HTTP response head")
    entity = b"".join(http1.entity_chunks(io.BytesIO(member.kept[head.length :]), head))
    return _page(entity, head, url, member.record_id, date)


def _page(entity: bytes, head: http1.Head, url: str, record: str, captured: datetime | None) -> Page:
    return Page.from_entity(
        entity,
        url=url,
        record=record,
        content_type=head.get("content-type"),
        content_encodings=head.get_all("content-encoding"),
        captured=captured,
        refresh=head.get("refresh"),
    )


class PageSource(NamedTuple):
    """The record that holds a page's own bytes.

    ``file``: the imported file it is in, None for a record of ours. ``url``, ``captured``: what a page in an
    imported file is read under (for a revisit these are its own, the bytes are another record's).
    """

    record: str
    file: str | None
    url: str
    captured: str


def own_exchanges(capture: Capture) -> list[Exchanged]:
    """The exchanges that a capture's ID follows from: redirect hops, then the page; of an import, the page alone."""
    roles = ("page",) if capture.imported is not None else ("redirect", "page")
    return [exchange for exchange in capture.exchanges if exchange.role in roles]


def page_source(capture: Capture) -> PageSource:
    """Where the page's own bytes are. Raises NotFound when the capture has none."""
    for exchange in reversed(own_exchanges(capture)):
        if exchange.response is None:
            continue
        file = capture.imported.file if capture.imported is not None else None
        record = exchange.response.record
        if exchange.original is not None:
            record, file = exchange.original.record, exchange.original.file or file
        elif capture.imported is not None and exchange.entity is None:
            break
        return PageSource(record, file, exchange.url, exchange.started)
    raise NotFound(f"{capture.id} holds no response of the page itself")


def page_from(source: PageSource, member: Member) -> Page:
    """The page in the record that ``source`` names. Raises IntegrityFailed when it is damaged."""
    if source.file is None:
        return page_of_member(member, parse_instant(source.captured))
    if member.kept is None or any(fault.kind == "missing" for fault in member.faults):
        raise IntegrityFailed(f"record {source.record}: it is not at its place in {source.file}, or too long")
    return page_of_foreign(member, source.record, source.url, parse_instant(source.captured))
