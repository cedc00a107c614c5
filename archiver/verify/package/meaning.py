"""What the manifests and items in a package say, against its records, as ``verify`` does it for an archive.

Of what an archive knows beside its WARCs (when a file was published, what of it was imported) nothing can be checked.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from archiver.catalog import Catalog
from archiver.catalog.indexing import contents_of
from archiver.errors import BadInput, IntegrityFailed
from archiver.model.capture import Capture
from archiver.store.folder import Folder
from archiver.verify.captures import check_capture
from archiver.verify.documents import About, Documents, read_documents
from archiver.verify.items import check_lists, checks
from archiver.verify.package.container import Container
from archiver.verify.package.enclosed import check_enclosed
from archiver.verify.package.index import Index
from archiver.verify.package.warcs import ENCLOSED, Warc
from archiver.verify.records import MAX_BLOCK, Records
from archiver.verify.report import Report
from archiver.warc.foreign.package import open_part
from archiver.warc.members import METADATA, Member, read_member, scan

_BUFFER = 1 << 13  # bytes


def check_meaning(
    report: Report, container: Container, warcs: Sequence[Warc], index: Index, described: dict[str, Any]
) -> None:
    """Check every WARC that holds documents of ours, and what the package says of them elsewhere."""
    ours = [warc for warc in warcs if warc.holds_ours]
    if any(path in container.entries for path in ENCLOSED):
        check_enclosed(report, container, ours, index, described)
    check_documents(report, container.stream, ours)


def check_documents(report: Report, stream: BinaryIO, warcs: Sequence[Warc]) -> None:
    """Check what the documents in these WARCs say. ``stream``: what their parts are parts of."""
    folder = _Parts(stream, warcs)
    with contextlib.closing(Catalog(Path(), in_memory=True)) as catalog:
        for warc in warcs if len(warcs) > 1 else ():  # a single one has everything at hand
            with folder.open_warc(warc.name) as opened:
                catalog.add(warc.name, contents_of(warc.name, scan(opened, METADATA)), warc.part.size, "")
        for warc in warcs:
            _check_warc(report, folder, catalog, warc)


class _Parts(Folder):
    """The WARCs of a package where the checks look for those of an archive."""

    def __init__(self, stream: BinaryIO, warcs: Sequence[Warc]) -> None:
        super().__init__(Path(), b"")  # nothing here asks who the archive is
        self._stream, self._parts = stream, {warc.name: warc.part for warc in warcs}

    def open_warc(self, name: str) -> BinaryIO:
        """One of them for reading. Raises IntegrityFailed."""
        if name not in self._parts:
            raise IntegrityFailed(f"{name} is not in the package")
        try:
            whole = cast("io.BufferedReader", open_part(self._stream, self._parts[name]))
        except BadInput as error:
            raise IntegrityFailed(str(error)) from None
        return io.BufferedReader(whole.detach(), _BUFFER)  # single records are read, each from its own place


class _Records(Records):
    """The records of one WARC; those of others are in it too, and not in the files that they came from."""

    def __init__(self, folder: Folder, catalog: Catalog, warc: Warc, imports: Sequence[About]) -> None:
        super().__init__(folder, catalog, warc.name, warc.members)
        self._folder_of_parts, self._of_others, self._imports = folder, warc.imported, imports
        self._last: tuple[tuple[str, str], Member] | None = None

    def _in(self, file: str, record_id: str) -> Member:
        key = (file, record_id)
        if self._last is None or self._last[0] != key:
            self._last = None
            there = self._of_others.get(key)
            if there is None:
                raise IntegrityFailed(f"record {record_id} of {file} is not in the package")
            with self._folder_of_parts.open_warc(self.name) as stream:
                self._last = key, read_member(stream, there.offset, MAX_BLOCK)
        return self._last[1]

    def claims_of_file(self, capture: Capture) -> Iterator[tuple[str, Any, Any]]:
        """What is said of the file as a whole, the import document says; the file itself is not here."""
        stated = capture.imported
        assert stated is not None
        digests = [about.document.sha256 for about in self._imports if about.document.file == stated.file]
        yield "imported, import document of its file", True, bool(digests)
        for digest in digests[:1]:
            yield "imported, sha256", stated.sha256, digest

    def check_identity(self, report: Report) -> None:
        """Each Record-ID names one record, but for those of others, of several files."""
        of_others, seen = {id(member) for member in self._of_others.values()}, set()
        for member in self.members:
            if member.faults or not member.record_id or id(member) in of_others:
                continue
            if member.record_id in seen:
                said = f"{member.record_id} stands in this file already"
                report.error(f"{self.name}:{member.offset}", "duplicate-record", said)
            seen.add(member.record_id)


def _check_warc(report: Report, folder: Folder, catalog: Catalog, warc: Warc) -> None:
    """One capture with its items after the other, so that the documents of one are held."""
    accounted = {m.record_id for m in warc.members if m.type == "warcinfo"}
    accounted |= {held.member.record_id for held in warc.documents}
    accounted |= {member.record_id for member in warc.imported.values()}
    with folder.open_warc(warc.name) as stream:
        read = partial(_read_documents, report, catalog, warc, stream)
        records = _Records(folder, catalog, warc, read(_imports(warc)).imports)
        try:
            records.check_identity(report)
            for members in _by_capture(warc):
                accounted |= _check_documents(report, records, read(members))
        finally:
            records.close()
    for member in warc.members:
        if member.record_id not in accounted and not member.faults:
            report.error(
                f"{warc.name}:{member.offset}", "unaccounted", f"no manifest names record {member.record_id}"
            )


def _imports(warc: Warc) -> list[Member]:
    return [held.member for held in warc.documents if held.kind == "import"]


def _by_capture(warc: Warc) -> Iterator[list[Member]]:
    """The records of each capture's manifests and items, in their order; each of those of none by itself."""
    together: dict[str, list[Member]] = {}
    for number, held in enumerate(warc.documents):
        if held.kind != "import":
            together.setdefault(held.capture or f"document {number}", []).append(held.member)
    return iter(together.values())


def _read_documents(
    report: Report, catalog: Catalog, warc: Warc, stream: BinaryIO, members: Sequence[Member]
) -> Documents:
    for member in members:
        member.kept = read_member(stream, member.offset, METADATA.limit).kept
    try:
        return read_documents(report, catalog, warc.name, members, compared=False)
    finally:
        for member in members:
            member.kept = None


def _check_documents(report: Report, records: Records, documents: Documents) -> set[str]:
    """Check a capture and its items; gives the records that its manifests account for."""
    accounted: set[str] = set()
    for _, capture in documents.captures:
        accounted |= _guarded(report, capture.id, partial(check_capture, report, records, capture)) or set()
    _check_items(report, records, documents)
    return accounted


def _check_items(report: Report, records: Records, documents: Documents) -> None:
    _guarded(report, records.name, partial(check_lists, report, documents))
    for where, check in checks(report, records, documents):
        _guarded(report, where, check)


def _guarded(report: Report, where: str, check: Callable[[], set[str] | None]) -> set[str] | None:
    """What stands in a package never ends its verification, even where a check did not expect it."""
    try:
        return check()
    except Exception as error:
        report.error(where, "document", f"cannot be checked: {type(error).__name__} {str(error)[:200]}")
        return None
