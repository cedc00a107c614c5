"""Recompute everything and report what is not as it was promised. Reads; never writes, never repairs.

Depths, each including the one before:
``files``     every catalogued WARC is there, with the size and SHA-256 it was published with;
``records``   every gzip member's CRC and end, every record's length, block digest and
              trailer, the number of records;
``meaning``   manifests name the records that are there, IDs follow from them, every document satisfies
              its schema, every selector of every value resolves to that value, nothing is unaccounted for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from archiver import identifiers, validate
from archiver.catalog import Catalog
from archiver.errors import BadDocument, CannotStore, IntegrityFailed
from archiver.model.capture import Capture, RecordRef
from archiver.model.items import ITEM_TYPES, Item
from archiver.page.check import check_source, value_at
from archiver.page.page import Page
from archiver.page.record import page_of_member
from archiver.store.folder import Folder
from archiver.warc.members import METADATA, HashingReader, Member, read_member, scan

Depth = Literal["files", "records", "meaning"]
DEPTHS: tuple[Depth, ...] = ("files", "records", "meaning")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as promised. ``where`` is an ID, a file, or a file and offset."""

    severity: Literal["error", "warning"]
    where: str
    kind: str
    message: str


@dataclass
class Report:
    """What was checked, how much of it, and everything that was found."""

    depth: Depth
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        """True when nothing was found that breaks a promise."""
        return not any(finding.severity == "error" for finding in self.findings)

    def error(self, where: str, kind: str, message: str) -> None:
        """Add a broken promise."""
        self.findings.append(Finding("error", where, kind, message))

    def document(self) -> dict[str, Any]:
        """The JSON report."""
        return {
            "ok": self.ok,
            "depth": self.depth,
            "checked": {
                name: self.counts[name] for name in ("files", "records", "captures", "items", "values")
            },
            "findings": [asdict(finding) for finding in self.findings],
        }


class Verifier:
    """Checks WARC files of one archive, one after another, into one report."""

    def __init__(self, folder: Folder, catalog: Catalog, depth: Depth = "meaning") -> None:
        self._folder, self._catalog = folder, catalog
        self.report = Report(depth)
        self._pages: dict[str, Page] = {}

    def check_file(self, name: str) -> None:
        """Check one WARC, by its name relative to the archive."""
        self.report.counts["files"] += 1
        try:
            with self._folder.open_warc(name) as file:
                members = self._check_bytes(name, HashingReader(file))
        except (IntegrityFailed, CannotStore, OSError) as error:
            self._lost(name, str(error))
            return
        if self.report.depth == "meaning":
            self._check_meaning(name, members)

    # -- files and records --------------------------------------------------------------------------

    def _check_bytes(self, name: str, reader: HashingReader) -> list[Member]:
        members: list[Member] = []
        if self.report.depth == "files":
            while reader.read(1 << 20):
                pass
        else:
            members = list(scan(reader, METADATA if self.report.depth == "meaning" else None))  # type: ignore[arg-type]
            self.report.counts["records"] += len(members)
        for member in members:
            for fault in member.faults:
                self.report.error(f"{name}:{member.offset}", fault.kind, fault.message)
        self._check_against_publication(name, reader, members)
        return members

    def _check_against_publication(self, name: str, reader: HashingReader, members: list[Member]) -> None:
        known = self._catalog.warc(name)
        if known is None:
            self.report.error(
                name, "uncatalogued", "the catalog does not know this file: run `archiver rebuild`"
            )
            return
        size, sha256, records = known
        damaged = any(member.faults for member in members)
        while reader.read(1 << 20):  # a scan that sought ahead has not read, so not hashed, every byte
            pass
        if reader.size != size and not damaged:
            self.report.error(name, "file-size", f"{reader.size} bytes, published with {size}")
        elif reader.hexdigest() != sha256 and not damaged:
            self.report.error(name, "file-digest", f"SHA-256 is {reader.hexdigest()}, published as {sha256}")
        if self.report.depth != "files" and len(members) != records:
            self.report.error(name, "record-count", f"{len(members)} records, published with {records}")

    def _lost(self, name: str, message: str) -> None:
        self.report.error(name, "file-missing", message)
        for row in self._catalog.documents_of(name):
            self.report.error(row.id, "unreadable", f"it stands in {name}, which cannot be read")

    # -- meaning ------------------------------------------------------------------------------------

    def _check_meaning(self, name: str, members: list[Member]) -> None:
        by_id = {member.record_id: member for member in members}
        documents = self._documents(name, members)
        items = [d for d in documents if isinstance(d, Item)]
        accounted = {m.record_id for m in members if m.type in ("warcinfo", "metadata")}
        for capture in documents:
            if isinstance(capture, Capture):
                accounted |= self._check_capture(capture, by_id)
                self._check_order(capture, [i for i in items if i.capture == capture.id])
        for item in items:
            self._check_item(item, name, by_id)
        for member in members:
            if member.record_id not in accounted and not member.faults:
                self.report.error(
                    f"{name}:{member.offset}", "unaccounted", f"no manifest names record {member.record_id}"
                )
        self._pages.clear()

    def _documents(self, name: str, members: list[Member]) -> list[Capture | Item]:
        """The documents that stand in the file, checked against their schemas and against the catalog."""
        texts: dict[tuple[str, int], str] = {}
        documents: list[Capture | Item] = []
        for member in members:
            if member.kept is None:
                continue
            text = member.kept.decode("utf-8", "replace")
            ark, version, document = self._document(f"{name}:{member.offset}", text)
            texts[ark, version] = text
            if document is not None:
                documents.append(document)
        for row in self._catalog.documents_of(name):
            text = texts.get((row.id, row.version), "")
            if not text:
                self.report.error(
                    row.id, "document-missing", f"{name} holds no readable record of it any more"
                )
            elif text != row.document:
                self.report.error(
                    row.id, "catalog", "the catalog has another text than the record: `archiver rebuild`"
                )
        return documents

    def _document(self, where: str, text: str) -> tuple[str, int, Capture | Item | None]:
        """ID and version that a document states, and the document where it is a valid one."""
        version = 1
        try:
            value = json.loads(text)
            where = value.get("id", where)
            version = value.get("provenance", {}).get("version", 1)
            validate.check(value)
            model = Capture if value["kind"] == "capture" else ITEM_TYPES[value["kind"]]
            return where, version, model.from_json(text)
        except BadDocument as error:
            self.report.error(where, "schema", str(error))
        except (ValueError, AttributeError) as error:
            self.report.error(where, "document", f"not a document of ours: {str(error)[:200]}")
        return where, version, None

    def _check_capture(self, capture: Capture, by_id: dict[str, Member]) -> set[str]:
        """The manifest against the records; gives the records it accounts for."""
        self.report.counts["captures"] += 1
        accounted, own = set(), []
        for exchange in capture.exchanges:
            for ref in filter(None, (exchange.request, exchange.response)):
                accounted.add(ref.record)
                self._check_record(capture.id, ref, by_id)
            if exchange.role in ("redirect", "page") and exchange.response is not None:
                own.append(exchange.response)
        members = [self._member(ref.record, by_id) for ref in own]
        if own and all(members):
            first = members[0]
            again = identifiers.capture_ark(
                *_range_of(capture.id),
                uri=(first.get("WARC-Target-URI") or "") if first else "",
                captured=(first.get("WARC-Date") or "") if first else "",
                responses=[member.block_digest for member in members if member],
            )
            if str(again) != capture.id:
                self.report.error(capture.id, "capture-id", f"its records give the ID {again}")
        return accounted

    def _check_record(self, where: str, ref: RecordRef, by_id: dict[str, Member]) -> None:
        member = self._member(ref.record, by_id)
        if member is None:
            self.report.error(where, "record-missing", f"its record {ref.record} is not there")
        elif member.block_digest != ref.digest or member.block_length != ref.length:
            self.report.error(
                where, "record-digest", f"its record {ref.record} is {member.block_digest}, not {ref.digest}"
            )

    def _member(self, record_id: str, by_id: dict[str, Member]) -> Member | None:
        """A record of this file, or (for a capture that was read again later) of another."""
        if record_id in by_id:
            return by_id[record_id]
        row = self._catalog.record(record_id)
        if row is None:
            return None
        try:
            with self._folder.open_warc(row.warc) as file:
                member = read_member(file, row.offset)
        except (IntegrityFailed, CannotStore, OSError):
            return None
        # The catalog knows where it stood; whether it still stands there is for the record to say.
        return member if member.record_id == record_id else None

    def _check_item(self, item: Item, name: str, by_id: dict[str, Member]) -> None:
        self.report.counts["items"] += 1
        data = item.document()["data"]
        capture = identifiers.parse(item.capture, "")
        again = identifiers.item_ark(capture, item.kind, identifiers.item_key(item.kind, data))
        if str(again) != item.id:
            self.report.error(item.id, "item-id", f"its data give the ID {again}")
        for pointer in sorted(_leaves(data) ^ item.provenance.fields.keys()):
            self.report.error(
                item.id, "provenance", f"{pointer}: a value without a source, or a source without a value"
            )
        for pointer, source in item.provenance.fields.items():
            try:
                page = self._page(source.record, name, by_id)
                problems = check_source(page, source, value_at(data, pointer))
            except KeyError:
                continue  # said above
            except IntegrityFailed as error:
                self.report.error(item.id, "record", f"{error} (in {name})")
                return
            self.report.counts["values"] += 1
            for problem in problems:
                self.report.error(item.id, "selector", f"{pointer}: {problem}")

    def _page(self, record_id: str, name: str, by_id: dict[str, Member]) -> Page:
        if record_id not in self._pages:
            here = by_id.get(record_id)
            row = self._catalog.record(record_id)
            place = (name, here.offset) if here else (row.warc, row.offset) if row else None
            if place is None:
                raise IntegrityFailed(f"record {record_id} is not there")
            with self._folder.open_warc(place[0]) as file:
                member = read_member(file, place[1])
            if member.record_id != record_id:
                raise IntegrityFailed(f"record {record_id} is not at {place[0]}:{place[1]} any more")
            self._pages[record_id] = page_of_member(member)
        return self._pages[record_id]

    def _check_order(self, capture: Capture, items: list[Item]) -> None:
        """Items that the manifest lists, and positions that grow in page order within each list."""
        known = {row.id for ark in capture.items for row in self._catalog.versions(ark)}
        for missing in sorted(set(capture.items) - known - {item.id for item in items}):
            self.report.error(
                missing, "item-missing", f"the manifest of {capture.id} lists it, no record holds it"
            )
        if capture.extraction is not None and capture.extraction.items != capture.items:
            self.report.error(capture.id, "manifest", "its two lists of items differ")
        rank = {ark: index for index, ark in enumerate(capture.items)}
        last: dict[str, int] = {}
        for item in sorted(items, key=lambda i: rank.get(i.id, 0)):
            part, position = getattr(item.data, "isPartOf", None), getattr(item.data, "position", None)
            if part is None or position is None:
                continue
            if position <= last.get(part, 0):
                self.report.error(item.id, "position", f"position {position} in {part} after {last[part]}")
            last[part] = position


def _range_of(ark: str) -> tuple[str, str]:
    parsed = identifiers.parse(ark, "")
    return parsed.naan, parsed.shoulder


def _leaves(value: Any, pointer: str = "") -> set[str]:
    """The JSON Pointer of every plain value."""
    if isinstance(value, dict):
        return {leaf for key, entry in value.items() for leaf in _leaves(entry, f"{pointer}/{key}")}
    if isinstance(value, list):
        return {leaf for index, entry in enumerate(value) for leaf in _leaves(entry, f"{pointer}/{index}")}
    return {pointer}


def verify(folder: Folder, catalog: Catalog, names: Iterable[str], depth: Depth = "meaning") -> Report:
    """Check these WARC files of an archive."""
    verifier = Verifier(folder, catalog, depth)
    for name in names:
        verifier.check_file(name)
    return verifier.report
