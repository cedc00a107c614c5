"""The manifest of one page of an imported file, from its record and from what else stands in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from archiver import identifiers
from archiver.archive import manifest
from archiver.archive.accession.inventory import Entry, Inventory
from archiver.archive.accession.reading import MAX_BLOCK
from archiver.archive.accession.resolve import Originals
from archiver.archive.accession.tally import said
from archiver.archive.bundle import Begun
from archiver.catalog import RecordRow
from archiver.catalog.shelf import Shelf
from archiver.errors import IntegrityFailed
from archiver.exchange import parse_instant
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import (
    Capture,
    Entity,
    Exchanged,
    Imported,
    Original,
    RecordRef,
    Role,
    Truncation,
)
from archiver.page.foreign import facts_of, page_of_foreign, truncation
from archiver.page.names import links
from archiver.page.page import Page
from archiver.page.requisites import requisites
from archiver.warc.members import Member

MAX_REQUISITES = 200
_REDIRECTED_WITHIN = 60.0  # seconds
_HOPS = 5
_MAX_PARSED = 4 << 20  # decoded bytes of a page that is looked through for requisites
_CUT = re.compile(
    r"^the body has [0-9]+ bytes, its Content-Length says [0-9]+$|^the chunked body does not end$"
)
_REFUSALS = frozenset({401, 402, 403, 407, 429, 451})
_SEARCHED = "found by a search after damage in the file: something inside a page may pose as such a record"


@dataclass(frozen=True)
class File:
    """The imported file: name in the archive, SHA-256, format, and the name it was given with."""

    name: str
    sha256: str
    format: str
    source: str


@dataclass(frozen=True)
class _Body:
    """Where the bytes of an exchange are. ``original``: of a revisit; ``entity``: None where there are none."""

    row: RecordRow
    entity: Entity | None
    original: Original | None = None
    truncated: str | None = None
    salvaged: bool = False
    reason: str = ""


class Describer:
    """Makes manifests. One file at a time; reads in the order of pages."""

    def __init__(
        self,
        file: File,
        info: ArchiveInfo,
        inventory: Inventory,
        originals: Originals,
        shelf: Shelf,
        elsewhere: Shelf,
    ) -> None:
        """``elsewhere``: what reads the originals of revisits, so that ``shelf`` goes on in order."""
        self._file, self._info, self._inventory, self._originals = file, info, inventory, originals
        self._shelf, self._elsewhere = shelf, elsewhere

    def id_of(self, page: Entry) -> str:
        """The ID of the capture that a page's record is."""
        ark = identifiers.capture_ark(
            self._info.naan, self._info.shoulder, uri=page.uri, captured=page.date, responses=[page.block]
        )
        return str(ark)

    def begin(self, page: Entry, *, extract: bool) -> Begun:
        """Manifest and page. Raises IntegrityFailed when its record cannot be read again."""
        body = self._body(page)
        record = self._shelf.read(_row(self._file, page), MAX_BLOCK)
        held = record if body.original is None else self._read_original(body)
        notes, doubts = _assess(page, body, record, held)
        exchange = self._exchange("page", page, body)
        others, lost = self._requisites(page, body, held)
        verdict, reasons = _judge(exchange, doubts, others, lost)
        capture = Capture(
            id=self.id_of(page),
            url=page.uri,
            captured=page.date,
            verdict=verdict,
            reasons=tuple(reasons),
            exchanges=(*self._redirects(page), exchange, *others),
            software=manifest.software(),
            links=links(page.uri, _moment(page.date), body.entity.digest if body.entity else page.block),
            source=self._file.source,
            imported=self._imported(page, record, notes),
        )
        read = None
        if extract and body.entity is not None and held is not None:
            read = self._page(page, body, held)
        return Begun(capture, (), body.row.id, read)

    # -- the parts of a manifest ------------------------------------------------------------------------

    def _body(self, entry: Entry) -> _Body:
        if entry.type != "revisit":
            return _Body(_row(self._file, entry), entry.body, None, entry.truncated)
        found, reason = self._originals.of(entry)
        if isinstance(found, Entry):
            ref = Original(record=found.id, digest=found.block, length=found.block_length)
            return _Body(_row(self._file, found), found.body, ref, found.truncated, bool(found.salvaged))
        if found is not None:
            member = self._elsewhere.read(found, MAX_BLOCK)
            if member.kept is not None and not member.faults:
                ref = Original(
                    record=found.id,
                    digest=member.block_digest,
                    length=member.block_length,
                    file=found.warc,
                )
                return _Body(found, facts_of(member).entity, ref, truncation(member))
            reason = f"its original in {found.warc} is damaged or too long"
        return _Body(_row(self._file, entry), None, None, reason=f"a revisit: {reason}")

    def _read_original(self, body: _Body) -> Member | None:
        member = self._elsewhere.read(body.row, MAX_BLOCK)
        return member if member.kept is not None else None

    def _exchange(self, role: Role, entry: Entry, body: _Body) -> Exchanged:
        return Exchanged(
            role=role,
            url=entry.uri,
            started=entry.date,
            status=entry.status,
            location=entry.location,
            response=RecordRef(record=entry.id, digest=entry.block, length=entry.block_length),
            original=body.original,
            entity=body.entity,
            truncated=cast("Truncation | None", body.truncated),
        )

    def _redirects(self, page: Entry) -> list[Exchanged]:
        """The redirects that led to the page, within a minute before it; the first of them first."""
        hops: list[Exchanged] = []
        seen, at = {page.n}, page
        for _ in range(_HOPS):
            before = self._inventory.leading_to(at.uri, at.moment, _REDIRECTED_WITHIN)
            if before is None or before.n in seen or before.type != "response":
                break
            seen.add(before.n)
            hops.insert(0, self._exchange("redirect", before, self._body(before)))
            at = before
        return hops

    def _requisites(self, page: Entry, body: _Body, held: Member | None) -> tuple[list[Exchanged], list[str]]:
        """What the page needs and the file has; in words, what it has not."""
        if held is None or body.entity is None:
            return [], []
        read = self._page(page, body, held)
        if len(read.body) > _MAX_PARSED:
            return [], [f"what the page needs was not looked for: it is longer than {_MAX_PARSED >> 20} MiB"]
        wanted = requisites(read)
        found: dict[str, Exchanged] = {}
        missing: list[str] = []
        for index, url in enumerate(wanted):
            if len(found) >= MAX_REQUISITES:
                missing += wanted[index:]
                break
            entry = self._inventory.nearest(url, page.moment, whole=True)
            exchange = self._requisite(entry) if entry is not None and entry.n != page.n else None
            if exchange is None:
                missing.append(url)
            else:
                found.setdefault(exchange.response.record if exchange.response else url, exchange)
        lost = []
        if missing:
            lost.append(
                f"{len(missing)} of {len(wanted)} requisites are not listed or not in the file, as {missing[0][:200]}"
            )
        return list(found.values()), [said(text) for text in lost]

    def _requisite(self, entry: Entry) -> Exchanged | None:
        body = self._body(entry)
        return self._exchange("requisite", entry, body) if body.entity is not None else None

    def _page(self, page: Entry, body: _Body, held: Member) -> Page:
        return page_of_foreign(held, body.row.id, page.uri, parse_instant(page.date))

    def _imported(self, page: Entry, record: Member, notes: list[str]) -> Imported:
        uri, date = record.get("WARC-Target-URI"), record.get("WARC-Date")
        return Imported(
            file=self._file.name,
            sha256=f"sha256:{self._file.sha256}",
            format=self._file.format,
            part=page.part or None,
            uri=uri.encode("utf-8", "replace").decode() if uri and uri != page.uri else None,
            date=said(date) if date and date != page.date else None,
            salvaged=bool(page.salvaged),
            notes=tuple(dict.fromkeys(said(note) for note in notes)),
        )


def _moment(date: str) -> datetime:
    return parse_instant(date) or datetime.fromtimestamp(0, UTC)


def _row(file: File, entry: Entry) -> RecordRow:
    return RecordRow(
        entry.id,
        file.name,
        entry.offset,
        entry.length,
        entry.type,
        entry.uri,
        entry.date,
        entry.part,
        entry.within,
        entry.digest,
    )


def _assess(page: Entry, body: _Body, record: Member, held: Member | None) -> tuple[list[str], list[str]]:
    """What was tolerated, and what puts the bytes in doubt, in words. Raises IntegrityFailed."""
    if record.kept is None or any(fault.kind == "missing" for fault in record.faults):
        raise IntegrityFailed(f"record {page.id} cannot be read again at its place {page.part}:{page.offset}")
    doubts = [_SEARCHED] if page.salvaged or body.salvaged else []
    notes = [fault.message for fault in getattr(record, "notes", ())]
    if body.reason:
        doubts.append(body.reason)
    for member in (record,) if held is None or held is record else (record, held):
        doubts += [fault.message for fault in (*member.faults, *member.contradictions)]
        if member.type.lower() != "revisit":
            tolerated = facts_of(member).notes
            doubts += [note for note in tolerated if _CUT.match(note)]
            notes += [note for note in tolerated if not _CUT.match(note)]
    return notes, [said(doubt) for doubt in dict.fromkeys(doubts)]


def _judge(
    page: Exchanged, doubts: list[str], others: list[Exchanged], lost: list[str]
) -> tuple[str, list[str]]:
    """The verdict, worst first, and every reason: as for captures of our own (``manifest.judge``)."""
    lost = [*(f"{e.url[:200]}: HTTP {e.status}" for e in others if e.status and e.status >= 400), *lost]
    lost += [f"{e.url[:200]}: cut: {e.truncated}" for e in others if e.truncated]
    reasons = [*doubts, *lost]
    status = page.status
    if page.truncated:
        return "truncated", [f"the page is cut: {page.truncated}", *reasons]
    if status is not None and status >= 400:
        verdict = "blocked" if status in _REFUSALS else f"http-{status}"
        return verdict, [f"HTTP {status}", *reasons]
    if page.entity is not None and page.entity.length == 0:
        return "empty", ["the page has no content", *reasons]
    return ("partial" if reasons else "complete"), reasons
