"""Recompute everything and report what is not as it was promised. Reads; never writes, never repairs.

Depths, each including the one before:
``files``     every catalogued WARC is there, with the size and SHA-256 it was published with;
``records``   every gzip member's CRC and end, every record's length, block digest and
              trailer, the number of records;
``meaning``   manifests say what the records that are there say, IDs follow from them, every document
              satisfies its schema, every selector of every value resolves to that value in the page of its
              own capture, nothing is unaccounted for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from archiver.catalog import Catalog
from archiver.errors import CannotStore, IntegrityFailed
from archiver.model.items import Item
from archiver.store.folder import Folder
from archiver.verify.captures import check_capture
from archiver.verify.documents import read_documents
from archiver.verify.items import check_item, check_lists
from archiver.verify.records import Records
from archiver.verify.report import DEPTHS, Depth, Finding, Report
from archiver.warc.members import METADATA, HashingReader, Member, scan

__all__ = ["DEPTHS", "Depth", "Finding", "Report", "verify"]
_T = TypeVar("_T")


def verify(folder: Folder, catalog: Catalog, names: Iterable[str], depth: Depth = "meaning") -> Report:
    """Check these WARC files of an archive. Never raises for what stands in them."""
    verifier = _Verifier(folder, catalog, depth)
    for name in names:
        verifier.check_file(name)
    return verifier.report


class _Verifier:
    """Checks WARC files of one archive, one after another, into one report."""

    def __init__(self, folder: Folder, catalog: Catalog, depth: Depth) -> None:
        self._folder, self._catalog = folder, catalog
        self.report = Report(depth)

    def check_file(self, name: str) -> None:
        """Check one WARC, by its name relative to the archive."""
        self.report.counts["files"] += 1
        try:
            with self._folder.open_warc(name) as file:
                reader = HashingReader(file)
                members = self._scan(name, reader)
                as_published = self._check_against_publication(name, reader, members)
        except (IntegrityFailed, CannotStore, OSError) as error:
            self._lost(name, str(error))
            return
        if self.report.depth == "meaning":
            self._check_meaning(name, members, as_published)

    def _scan(self, name: str, reader: HashingReader) -> list[Member]:
        if self.report.depth == "files":
            return []
        keep = METADATA if self.report.depth == "meaning" else None
        members = list(scan(reader, keep))  # type: ignore[arg-type]
        self.report.counts["records"] += len(members)
        for member in members:
            for fault in member.faults:
                self.report.error(f"{name}:{member.offset}", fault.kind, fault.message)
        return members

    def _check_against_publication(self, name: str, reader: HashingReader, members: list[Member]) -> bool:
        """True when the file is the one that was published."""
        known = self._catalog.warc(name)
        if known is None:
            self.report.error(
                name, "uncatalogued", "the catalog does not know this file: run `archiver rebuild`"
            )
            return False
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
        return not damaged and reader.size == size and reader.hexdigest() == sha256

    def _lost(self, name: str, message: str) -> None:
        self.report.error(name, "file-missing", message)
        for row in self._catalog.documents_of(name):
            self.report.error(row.id, "unreadable", f"it stands in {name}, which cannot be read")

    def _check_meaning(self, name: str, members: list[Member], as_published: bool) -> None:
        report, records = self.report, Records(self._folder, self._catalog, name, members)
        documents = read_documents(report, self._catalog, name, members)
        if self._catalog.has_warc(name):
            documents.check_rows(report)
        records.check_identity(report)
        if as_published:
            records.check_places(report)
        accounted = {m.record_id for m in members if m.type == "warcinfo" or m.kept is not None}
        for _, capture in documents.captures:
            accounted |= self._guarded(capture.id, set(), partial(check_capture, report, records, capture))
        self._guarded(name, None, partial(check_lists, report, documents))
        for _, item in sorted(documents.items, key=lambda placed: _first_record(placed[1])):
            self._guarded(item.id, None, partial(check_item, report, records, documents, item))
        for member in members:
            if member.record_id not in accounted and not member.faults:
                report.error(
                    f"{name}:{member.offset}", "unaccounted", f"no manifest names record {member.record_id}"
                )

    def _guarded(self, where: str, otherwise: _T, check: Callable[[], _T]) -> _T:
        """What stands in a WARC never ends a verification, even where a check did not expect it."""
        try:
            return check()
        except Exception as error:
            self.report.error(
                where, "document", f"cannot be checked: {type(error).__name__} {str(error)[:200]}"
            )
            return otherwise


def _first_record(item: Item) -> str:
    """Items of one record are checked together, so that one page at a time is held."""
    return next((source.record for source in item.provenance.fields.values()), "")
