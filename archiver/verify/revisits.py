"""A revisit record of ours against the response that holds its body (WARC/1.1 §6.7.2)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from archiver import http1
from archiver.errors import CannotStore, IntegrityFailed
from archiver.model.capture import Exchanged, Original
from archiver.page.record import entity_of, read_by
from archiver.verify.records import MAX_BLOCK, Records
from archiver.verify.report import Report
from archiver.warc.members import Member
from archiver.warc.records import SAME_PAYLOAD

_Claim = tuple[str, Any, Any]  # what it is, as the manifest states it, as it is


def check_revisit(
    report: Report, records: Records, where: str, exchange: Exchanged, member: Member, head: http1.Head | None
) -> Iterator[_Claim]:
    """What the revisit ``member``, with ``head`` in it, must say; what its original must be. Yields claims."""
    place = f"exchange of {exchange.url[:200]}"
    stated = exchange.entity.digest if exchange.entity is not None else None
    if member.get("WARC-Payload-Digest") != stated:
        said = f"{member.record_id} says {member.get('WARC-Payload-Digest')}, the manifest {stated}"
        report.error(where, "payload-digest", said)
    yield f"{place}, WARC-Profile", SAME_PAYLOAD, member.get("WARC-Profile")
    yield f"{place}, length of the revisit", head.length if head else None, member.block_length
    original = exchange.original
    held = _original(report, records, where, member, original) if original is not None else None
    if held is None or original is None:
        return
    for name, of_original in (
        ("WARC-Refers-To", original.record),
        ("WARC-Refers-To-Target-URI", held.get("WARC-Target-URI")),
        ("WARC-Refers-To-Date", held.get("WARC-Date")),
    ):
        yield f"{place}, {name}", of_original, member.get(name)
    yield f"{place}, original, record type", "response", held.type
    yield f"{place}, original, url", exchange.url, held.get("WARC-Target-URI")
    yield f"{place}, original, truncated", None, held.get("WARC-Truncated")
    if held.kept is None:
        report.warning(where, "unread", f"{held.record_id} is longer than {MAX_BLOCK} bytes: not compared")
    elif head is not None:
        yield from _bodies(place, exchange, head, held.kept)


def _original(
    report: Report, records: Records, where: str, member: Member, original: Original
) -> Member | None:
    """The original's record, where it is the one that is named."""
    try:
        held = records.read(original.record)
    except (IntegrityFailed, CannotStore, OSError) as error:
        said = f"the original of its record {member.record_id} cannot be read: {error}"
        report.error(where, "record-missing", said, records.hanging(original.record, "capture"))
        return None
    if (held.block_digest, held.block_length) != (original.digest, original.length):
        said = f"the original {original.record} of its record is {held.block_digest}, not {original.digest}"
        report.error(where, "record-digest", said)
        return None
    return held


def _bodies(place: str, exchange: Exchanged, head: http1.Head, block: bytes) -> Iterator[_Claim]:
    """The entity in the original, as the head of the revisit describes it."""
    before = http1.parse_head(block)
    if before is None:
        yield f"{place}, original", "a response", "none"
        return
    body = io.BytesIO(block)
    body.seek(before.length)
    yield f"{place}, entity", exchange.entity, entity_of(http1.entity_chunks(body, before), head)
    yield f"{place}, headers that the body is read by", read_by(head), read_by(before)
