"""A stored record as a ``Page``, for extraction, explanation and verification alike."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime

from archiver import http1
from archiver.errors import IntegrityFailed, NotFound
from archiver.exchange import Exchange
from archiver.model.capture import Capture, Entity
from archiver.page.decode import MAX_DECODED
from archiver.page.page import Page
from archiver.warc.members import Member


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


def page_of_exchange(exchange: Exchange) -> Page | None:
    """The page an exchange brought, before it is stored; None without a response or over the size that is read."""
    if exchange.head is None:
        return None
    entity = exchange.entity(MAX_DECODED + 1)
    if len(entity) > MAX_DECODED:
        return None
    return _page(entity, exchange.head, exchange.url, exchange.response_id, exchange.started)


def page_of_member(member: Member) -> Page:
    """The page in a stored response or resource record. Raises IntegrityFailed when the record is damaged."""
    if member.faults or member.kept is None:
        what = member.faults[0].message if member.faults else "its block was not read"
        raise IntegrityFailed(f"record {member.record_id or member.offset}: {what}")
    url, date = member.get("WARC-Target-URI") or "", parse_instant(member.get("WARC-Date"))
    if member.type != "response":
        return Page.from_entity(
            member.kept,
            url=url,
            record=member.record_id,
            content_type=member.get("Content-Type"),
            captured=date,
        )
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
    )


def parse_instant(text: str | None) -> datetime | None:
    """A WARC-Date; None where it is not one."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def page_record_id(capture: Capture) -> str:
    """The record that holds the page's own bytes. Raises NotFound when the capture has none."""
    for exchange in reversed(capture.exchanges):
        if exchange.role in ("page", "redirect") and exchange.response is not None:
            return exchange.response.record
    raise NotFound(f"{capture.id} holds no response of the page itself")
