"""The records of one WARC and, through the catalog, those of others: found, read within bounds, as pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from archiver.catalog import Catalog
from archiver.catalog.shelf import Shelf
from archiver.errors import CannotStore, IntegrityFailed
from archiver.model.capture import Capture
from archiver.page.foreign import place_id, stated_id
from archiver.page.page import Page
from archiver.page.record import PageSource, page_from
from archiver.store.folder import Folder, is_foreign
from archiver.verify import imported
from archiver.verify.report import Hanging, Report
from archiver.warc.members import Member, read_member

MAX_BLOCK = 256 << 20
_SAID = ("WARC-Type", "WARC-Target-URI", "WARC-Date")


class Records:
    """The records of the WARC ``name``, whose ``members`` were scanned. Keeps one page and one record at most."""

    def __init__(self, folder: Folder, catalog: Catalog, name: str, members: Sequence[Member]) -> None:
        self._folder, self._catalog = folder, catalog
        self.name, self.members = name, members
        self._here: dict[str, Member] = {}
        for member in members:
            self._here.setdefault(member.record_id, member)
        self._page: tuple[PageSource, Page] | None = None
        self._shelf = Shelf(folder)
        self._imported: tuple[str, str, Member] | None = None

    def close(self) -> None:
        """Close what is open."""
        self._shelf.close()
        self._page = self._imported = None

    def find(self, record_id: str, file: str | None = None) -> Member | None:
        """A record of this file, or (for a capture that was read again later) of another; without its block.

        ``file``: the imported file that it is in; then with its block.
        """
        if file is None and record_id in self._here:
            return self._here[record_id]
        try:
            return self._elsewhere(record_id, 0) if file is None else self._in(file, record_id)
        except (IntegrityFailed, CannotStore, OSError):
            return None

    def read(self, record_id: str, file: str | None = None) -> Member:
        """A record with its block, unless that is longer than ``MAX_BLOCK``. Raises IntegrityFailed, CannotStore."""
        if file is not None:
            return self._in(file, record_id)
        here = self._here.get(record_id)
        if here is None:
            return self._elsewhere(record_id, MAX_BLOCK)
        with self._folder.open_warc(self.name) as stream:
            return read_member(stream, here.offset, MAX_BLOCK)

    def page(self, source: PageSource) -> Page:
        """A record as a page. Raises IntegrityFailed, CannotStore."""
        if self._page is None or self._page[0] != source:
            self._page = None  # before the next one is made
            self._page = source, page_from(source, self.read(source.record, source.file))
        return self._page[1]

    def hanging(
        self, record_id: str, what: Literal["capture", "item"], file: str | None = None
    ) -> Hanging | None:
        """Set where the record should be in another file, and that cannot be opened: its own check says why."""
        row = self._catalog.record(record_id, file)
        if row is None or row.warc == self.name:
            return None
        try:
            self._folder.open_warc(row.warc).close()
        except (IntegrityFailed, CannotStore):
            return Hanging(row.warc, what)
        return None

    def sha256_of(self, file: str) -> str | None:
        """The digest a file was published with, None for one that is not known."""
        row = self._catalog.warc(file)
        return row[1] if row else None

    def part_of(self, record_id: str, file: str) -> str | None:
        """The part of an imported package that a record is in."""
        row = self._catalog.record(record_id, file)
        return row.part or None if row else None

    def claims_of_file(self, capture: Capture) -> Iterator[tuple[str, Any, Any]]:
        """What the manifest of an imported capture says of its file: what it is, as stated, as it is."""
        return imported.claims_of_file(self, capture)

    def _in(self, file: str, record_id: str) -> Member:
        """A record of an imported file, or of one of ours that a revisit in such a file stands for."""
        if self._imported is not None and self._imported[:2] == (file, record_id):
            return self._imported[2]
        self._imported = None
        row = self._catalog.record(record_id, file)
        if row is None:
            raise IntegrityFailed(f"record {record_id} is not in {file}")
        member = self._shelf.read(row, MAX_BLOCK)
        derived = place_id(self.sha256_of(file) or "", *row.place)
        missing = any(fault.kind == "missing" for fault in member.faults)
        if missing or record_id not in (stated_id(member), derived):
            raise IntegrityFailed(f"record {record_id} is not at {file}:{row.offset} any more")
        self._imported = (file, record_id, member)
        return member

    def _elsewhere(self, record_id: str, limit: int) -> Member:
        row = self._catalog.record(record_id)
        if row is None:
            raise IntegrityFailed(f"record {record_id} is not there")
        if is_foreign(row.warc):
            raise IntegrityFailed(f"record {record_id} is only in {row.warc}, which others made")
        with self._folder.open_warc(row.warc) as file:
            member = read_member(file, row.offset, limit)
        # The catalog knows where it stood; whether it still stands there is for the record to say.
        if member.record_id != record_id:
            raise IntegrityFailed(f"record {record_id} is not at {row.warc}:{row.offset} any more")
        return member

    def check_identity(self, report: Report) -> None:
        """Each Record-ID names one record: none twice in a file, and in two files only for the same content."""
        for member in self.members:
            if not member.record_id or member.faults:
                continue
            where = f"{self.name}:{member.offset}"
            if self._here[member.record_id] is not member:
                report.error(where, "duplicate-record", f"{member.record_id} stands in this file already")
                continue
            row = self._catalog.record(member.record_id)
            if row is None or row.warc == self.name or is_foreign(row.warc):
                continue
            if any(_content(other) != _content(member) for other in self._other(member.record_id)):
                report.error(
                    where,
                    "duplicate-record",
                    f"{member.record_id} is another record in {row.warc}:{row.offset}",
                )

    def _other(self, record_id: str) -> Iterator[Member]:
        try:
            other = self._elsewhere(record_id, 0)
        except (IntegrityFailed, CannotStore, OSError):
            return  # that other file's own check names it
        if not other.faults:
            yield other

    def check_places(self, report: Report) -> None:
        """The catalog's places of records. For a file that is as it was published, so that places are certain."""
        for member in self.members:
            row = self._catalog.record(member.record_id, self.name) or self._catalog.record(member.record_id)
            if row is None or (
                row.warc == self.name and (row.offset, row.length) != (member.offset, member.length)
            ):
                report.error(
                    f"{self.name}:{member.offset}",
                    "catalog",
                    f"the catalog has {member.record_id} elsewhere or not: `archiver rebuild`",
                )


def _content(member: Member) -> tuple[str | None, ...]:
    return (member.block_digest, *(member.get(name) for name in _SAID))
