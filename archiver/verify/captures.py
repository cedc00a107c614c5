"""A manifest against the records it names: what it states of them must be what they say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from archiver import http1, identifiers
from archiver.errors import BadIdentifier, CannotStore, IntegrityFailed, NotFound
from archiver.exchange import parse_instant
from archiver.model.capture import Capture, Entity, Exchanged, RecordRef
from archiver.page.names import as_before, links
from archiver.page.record import PageSource, entity_of, own_exchanges, page_source
from archiver.verify import imported
from archiver.verify.records import MAX_BLOCK, Records
from archiver.verify.report import Report
from archiver.verify.revisits import check_revisit
from archiver.verify.verdicts import allowed
from archiver.warc.members import Member

_REDIRECTS = (301, 302, 303, 307, 308)
_REQUESTS, _RESPONSES, _REVISITS = ("request",), ("response", "resource"), ("revisit",)
_Claim = tuple[str, Any, Any]  # what it is, as the manifest states it, as it is


def check_capture(report: Report, records: Records, capture: Capture) -> set[str]:
    """Check one manifest; gives the IDs of the records it accounts for."""
    report.counts["captures"] += 1
    if capture.imported is not None:
        _check_imported(report, records, capture)
        return set()
    accounted = set()
    for exchange in capture.exchanges:
        answers = _RESPONSES if exchange.original is None else _REVISITS
        accounted |= {exchange.original.record} if exchange.original is not None else set()
        for ref, types in ((exchange.request, _REQUESTS), (exchange.response, answers)):
            if ref is None:
                continue
            accounted.add(ref.record)
            member = _check_record(report, records, capture.id, ref)
            if member is not None:
                _weigh(report, capture.id, _headers(exchange, member, types))
                if types is answers:
                    _weigh(report, capture.id, _content(report, records, capture.id, exchange, member))
    _check_own(report, records, capture)
    _check_verdict(report, capture)
    return accounted


def _check_verdict(report: Report, capture: Capture) -> None:
    verdicts = allowed(capture)
    if verdicts and capture.verdict not in verdicts:
        stated = ("verdict", capture.verdict, " or ".join(sorted(verdicts)))
        _weigh(report, capture.id, iter([stated]))


def _check_imported(report: Report, records: Records, capture: Capture) -> None:
    """The same for a capture that others made: its records stand in the imported file."""
    assert capture.imported is not None
    file = capture.imported.file
    for exchange in capture.exchanges:
        response, original = exchange.response, exchange.original
        member = _check_record(report, records, capture.id, response, file) if response else None
        if member is None:
            continue
        body: Member | None = member
        if original is not None:
            body = _check_record(report, records, capture.id, original, original.file or file)
        _weigh(report, capture.id, imported.claims(exchange, member, body))
    _weigh(report, capture.id, records.claims_of_file(capture))
    _check_own(report, records, capture)
    _check_verdict(report, capture)


def _own_responses(capture: Capture) -> list[str]:
    """The records of the page's own responses, which its ID follows from: redirect hops, then the page."""
    return [e.response.record for e in own_exchanges(capture) if e.response is not None]


def page_bodies(capture: Capture) -> dict[str, PageSource]:
    """The records that hold the bodies of the page's own responses, and what each is read under."""
    if capture.imported is None:
        return {
            (e.original or e.response).record: PageSource(
                (e.original or e.response).record, None, "", e.started if e.original is not None else ""
            )
            for e in own_exchanges(capture)
            if e.response is not None
        }
    try:
        source = page_source(capture)
    except NotFound:
        return {}
    return {source.record: source}


def _weigh(report: Report, where: str, claims: Iterator[_Claim]) -> None:
    for name, stated, found in claims:
        if stated != found:
            report.error(where, "manifest", f"{name}: states {str(stated)[:200]}, not {str(found)[:200]}")


def _check_record(
    report: Report, records: Records, where: str, ref: RecordRef, file: str | None = None
) -> Member | None:
    """The record, where it is the one that is named."""
    member = records.find(ref.record, file)
    if member is None:
        hanging = records.hanging(ref.record, "capture", file)
        report.error(where, "record-missing", f"its record {ref.record} is not there", hanging)
    elif member.block_digest != ref.digest or member.block_length != ref.length:
        report.error(
            where, "record-digest", f"its record {ref.record} is {member.block_digest}, not {ref.digest}"
        )
        return None
    return member


def _headers(exchange: Exchanged, member: Member, types: tuple[str, ...]) -> Iterator[_Claim]:
    """What the record's WARC headers say."""
    place = f"exchange of {exchange.url[:200]}"
    yield f"{place}, record type", member.type if member.type in types else types[0], member.type
    yield f"{place}, url", exchange.url, member.get("WARC-Target-URI")
    yield f"{place}, started", exchange.started, member.get("WARC-Date")
    address = member.get("WARC-IP-Address")
    if exchange.peer is not None and address is not None:
        yield f"{place}, peer", exchange.peer.address, address
    if types is not _REQUESTS:
        stated = "length" if types is _REVISITS else exchange.truncated
        yield f"{place}, truncated", stated, member.get("WARC-Truncated")


def _content(
    report: Report, records: Records, where: str, exchange: Exchanged, member: Member
) -> Iterator[_Claim]:
    """What the response itself says."""
    try:
        block = records.read(member.record_id).kept
    except (IntegrityFailed, CannotStore, OSError) as error:
        hanging = records.hanging(member.record_id, "capture")
        report.error(where, "record-missing", str(error), hanging)
        return
    if block is None:
        report.warning(
            where, "unread", f"{member.record_id} is longer than {MAX_BLOCK} bytes: head not checked"
        )
        return
    head = http1.parse_head(block) if member.type in ("response", "revisit") else None
    if head is not None and head.length > http1.MAX_HEAD:
        return  # no capture reads such a head
    place = f"exchange of {exchange.url[:200]}"
    yield f"{place}, status", exchange.status, head.status if head else None
    location = head.get("location") if head and head.status in _REDIRECTS else None
    yield f"{place}, location", exchange.location, location
    if exchange.original is None:
        yield f"{place}, entity", exchange.entity, _entity(member, block, head)
    else:
        yield from check_revisit(report, records, where, exchange, member, head)


def _entity(member: Member, block: bytes, head: http1.Head | None) -> Entity | None:
    """The entity as a capture states it, from the stored bytes."""
    if member.type == "resource":
        kind = (member.get("Content-Type") or "").split(";")[0] or None
        return Entity(digest=member.block_digest, length=len(block), mediaType=kind)
    if head is None:
        return None
    body = io.BytesIO(block)
    body.seek(head.length)
    return entity_of(http1.entity_chunks(body, head), head)


def _check_own(report: Report, records: Records, capture: Capture) -> None:
    """ID, URL, moment and other names follow from the page's own exchanges."""
    file = capture.imported.file if capture.imported is not None else None
    members = [records.find(record, file) for record in _own_responses(capture)]
    own = own_exchanges(capture)
    if not members:
        report.error(capture.id, "manifest", "it names no response of the page itself")
        return
    found = [member for member in members if member is not None]
    if len(found) < len(members):
        return  # said already
    first = found[0]
    uri, date = first.get("WARC-Target-URI") or "", first.get("WARC-Date") or ""
    if file is not None:
        uri, date = imported.uri_and_date(first)
    again = _ark(capture.id, uri, date, [member.block_digest for member in found])
    if again != capture.id:
        report.error(capture.id, "capture-id", f"its records give the ID {again}")
    if file is None:  # a file that a user gave says so: it is no answer of the URL it was given under
        is_file = first.type == "resource"
        _weigh(report, capture.id, iter([("source, of a file", capture.source is not None, is_file)]))
    _weigh(report, capture.id, _names(capture, own, uri, date))
    if capture.extraction is not None and capture.extraction.items != capture.items:
        report.error(capture.id, "manifest", "its two lists of items differ")


def _names(capture: Capture, own: list[Exchanged], uri: str, date: str) -> Iterator[_Claim]:
    page = own[-1]
    yield "url", capture.url, uri
    yield "captured", capture.captured, date
    yield "finalUrl", capture.finalUrl, page.url if page.url != capture.url else None
    moments = [parse_instant(text) for text in (capture.captured, *(e.started for e in capture.exchanges))]
    yield "moments that are no calendar dates", moments.count(None), 0
    digests = [e.response.digest for e in own if e.response is not None]
    if moments[0] is not None:
        digest = page.entity.digest if page.entity else digests[-1]
        expected = links(capture.url, moments[0], digest)
        if capture.links.pwid is not None:
            expected = as_before(expected, capture.url, moments[0])
        yield "links", capture.links, expected


def _ark(like: str, uri: str, captured: str, responses: list[str]) -> str:
    """The ID that the records give, in the range of the ID stated."""
    try:
        stated = identifiers.parse(like, "")
        return str(
            identifiers.capture_ark(
                stated.naan, stated.shoulder, uri=uri, captured=captured, responses=responses
            )
        )
    except (BadIdentifier, ValueError) as error:
        return f"of none: {error}"
