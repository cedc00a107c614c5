"""What the manifest of an imported capture states, and what the records of others say. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archiver.model.capture import Capture, Exchanged
from archiver.page.foreign import facts_of, stated_date, stated_uri, truncation
from archiver.page.record import own_exchanges
from archiver.warc.members import Member

if TYPE_CHECKING:
    from archiver.verify.records import Records

_RESPONSES = ("response", "resource", "revisit")
_Claim = tuple[str, Any, Any]


def uri_and_date(member: Member) -> tuple[str, str]:
    """URI and date of a record, in the forms that manifests have."""
    return stated_uri(member) or "", stated_date(member) or ""


def claims(exchange: Exchanged, member: Member, body: Member | None) -> Iterator[_Claim]:
    """``body``: the record that holds it, ``member`` itself unless that is a revisit; None where it is not found."""
    place = f"exchange of {exchange.url[:200]}"
    kind = member.type.lower()
    yield f"{place}, record type", kind if kind in _RESPONSES else _RESPONSES[0], kind
    uri, date = uri_and_date(member)
    yield f"{place}, url", exchange.url, uri
    yield f"{place}, started", exchange.started, date
    if (exchange.original is not None) != (kind == "revisit" and exchange.entity is not None):
        yield f"{place}, original", exchange.original, None
    if member.kept is None:
        return  # too long: no import looks into it
    facts = facts_of(member)
    yield f"{place}, status", exchange.status, facts.status
    yield f"{place}, location", exchange.location, facts.location
    if body is None:
        return  # said already
    yield (
        f"{place}, truncated",
        exchange.truncated,
        None if body.type.lower() == "revisit" else truncation(body),
    )
    if body.kept is not None:
        yield f"{place}, entity", exchange.entity, facts_of(body).entity


def claims_of_file(records: Records, capture: Capture) -> Iterator[_Claim]:
    """What ``imported`` says of the file, and of the record in it."""
    stated = capture.imported
    assert stated is not None
    yield "imported, sha256", stated.sha256, f"sha256:{records.sha256_of(stated.file)}"
    response = own_exchanges(capture)[-1].response if own_exchanges(capture) else None
    member = records.find(response.record, stated.file) if response is not None else None
    if response is None or member is None:
        return
    yield "imported, part", stated.part, records.part_of(response.record, stated.file)
    uri, date = member.get("WARC-Target-URI"), member.get("WARC-Date")
    yield "imported, uri", stated.uri, _otherwise(uri, capture.url)
    yield "imported, date", stated.date, _otherwise(date, capture.captured)


def _otherwise(stated: str | None, ours: str) -> str | None:
    return stated.encode("utf-8", "replace").decode() if stated and stated != ours else None
