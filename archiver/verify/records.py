"""The records of one WARC and, through the catalog, those of others: found, read within bounds, as pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archiver.catalog import Catalog
from archiver.errors import CannotStore, IntegrityFailed
from archiver.page.page import Page
from archiver.page.record import page_of_member
from archiver.store.folder import Folder
from archiver.verify.report import Report
from archiver.warc.members import Member, read_member

MAX_BLOCK = 256 << 20
_SAID = ("WARC-Type", "WARC-Target-URI", "WARC-Date")


class Records:
    """The records of the WARC ``name``, whose ``members`` were scanned. Keeps one page at most."""

    def __init__(self, folder: Folder, catalog: Catalog, name: str, members: Sequence[Member]) -> None:
        self._folder, self._catalog = folder, catalog
        self.name, self.members = name, members
        self._here: dict[str, Member] = {}
        for member in members:
            self._here.setdefault(member.record_id, member)
        self._page: Page | None = None

    def find(self, record_id: str) -> Member | None:
        """A record of this file, or (for a capture that was read again later) of another; without its block."""
        if record_id in self._here:
            return self._here[record_id]
        try:
            return self._elsewhere(record_id, 0)
        except (IntegrityFailed, CannotStore, OSError):
            return None

    def read(self, record_id: str) -> Member:
        """A record with its block, unless that is longer than ``MAX_BLOCK``. Raises IntegrityFailed, CannotStore."""
        here = self._here.get(record_id)
        if here is None:
            return self._elsewhere(record_id, MAX_BLOCK)
        with self._folder.open_warc(self.name) as file:
            return read_member(file, here.offset, MAX_BLOCK)

    def page(self, record_id: str) -> Page:
        """A record as a page. Raises IntegrityFailed, CannotStore."""
        if self._page is None or self._page.record != record_id:
            self._page = None  # before the next one is made
            self._page = page_of_member(self.read(record_id))
        return self._page

    def _elsewhere(self, record_id: str, limit: int) -> Member:
        row = self._catalog.record(record_id)
        if row is None:
            raise IntegrityFailed(f"record {record_id} is not there")
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
            if row is None or row.warc == self.name:
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
            row = self._catalog.record(member.record_id)
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
