"""Captures of another archive of ours, in a WARC that it exported: taken over as they are, with their documents.

Nothing in the file is believed. What is to be taken over is copied, and the copy verified by itself: IDs follow from
the records, and every value from its place in them. What no record says (the address, the TLS session, the limits that
a manifest states) stays the word of the archive that made it; the name of the file here says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from archiver.archive.accession.ours import is_same
from archiver.archive.accession.tally import said
from archiver.archive.holdings import Holdings
from archiver.catalog.shelf import Shelf
from archiver.model.capture import Capture
from archiver.store.folder import is_foreign
from archiver.verify.package import check_stream, check_warc
from archiver.verify.report import Finding
from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.package import Contents, Part, open_part
from archiver.warc.members import METADATA, Keep, Member, scan

WARC_GZ = Format("warc", "gzip")
_MADE_BY = b"software: archiver/"
_MOST_INFO = 1 << 20  # bytes of a warcinfo record
_PIECE = 1 << 20
MOST_RECORDS, MOST_TEXT = 500_000, 256 << 20  # records, and bytes of documents, that are held in memory
_TOO_MUCH = "it is larger than what is moved so: copy the archive whole, with `archiver replicate`"
# What a record is of: a warcinfo, and a document about a file of others.
_INFO, _IMPORT = "", "import"


class _Told(Keep):
    def wants(self, member: Member, length: int) -> bool:
        return (member.type == "warcinfo" and length <= _MOST_INFO) or METADATA.wants(member, length)


class _Place(NamedTuple):
    """A record in the file. ``of``: the capture that a document is about, else the record itself."""

    offset: int
    length: int
    record: str
    of: str
    fault: str

    def __str__(self) -> str:
        """As it is named to a person: one that is damaged may have lost its ID."""
        return f"record {self.record}" if self.record else f"the record at {self.offset}"


class _Stated(NamedTuple):
    """What the manifest of a capture names. ``file``: of others, where the capture was imported from one."""

    urls: frozenset[str | None]
    records: frozenset[str]
    file: str | None


@dataclass
class Moved:
    """What such a file holds. ``new``: captures that are not here; ``before``: those that are; ``differ``: of these,
    those that do not stand here byte for byte. ``of_others``: those that were imported from files of others, with
    these: they are not taken over. ``items``: how many the new ones have. ``unread``: manifests that break the schema.
    """

    part: Part
    new: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    differ: set[str] = field(default_factory=set)
    of_others: dict[str, str] = field(default_factory=dict)
    items: int = 0
    unread: int = 0
    text: int = 0  # bytes of all documents
    _stated: dict[str, _Stated] = field(default_factory=dict)
    _items: dict[str, set[str]] = field(default_factory=dict)
    _places: list[_Place] = field(default_factory=list)

    def copy(self, holdings: Holdings, file: BinaryIO, spool: BinaryIO) -> str:
        """Write the gzip members of the new captures, as they are. Gives why they cannot be taken over, "" where all
        that stands in the file was confirmed.
        """
        why = _TOO_MUCH if self.is_too_much else self._unaccounted() or self._compared(holdings, file)
        if why or not self.new:
            return why
        chosen = self._of(self.new) | {_INFO}
        with open_part(file, self.part) as stream:
            for place in self._places:
                if place.of in chosen:
                    stream.seek(place.offset)
                    for start in range(0, place.length, _PIECE):
                        spool.write(stream.read(min(_PIECE, place.length - start)))
        return _said(check_warc(spool, Part(self.part.name, WARC_GZ, 0, spool.tell(), True)).findings)

    @property
    def is_too_much(self) -> bool:
        """True for more than can be taken over at once: a file may be made to fill the memory."""
        return len(self._places) > MOST_RECORDS or self.text > MOST_TEXT

    def _of(self, captures: Iterable[str]) -> set[str]:
        """What the records of these captures are of."""
        return {name for ark in captures for name in (ark, *self._stated[ark].records)}

    def _unaccounted(self) -> str:
        """The first record that is damaged, or of no capture; "" where there is none."""
        known, of_others = self._of(self._stated) | {_INFO, _IMPORT}, self._of(self.of_others)
        for place in self._places:
            if place.of not in known:
                return f"no manifest in it names {place}"
            if place.fault and place.of not in of_others:
                return f"{place}: {place.fault}"
        return ""

    def _compared(self, holdings: Holdings, file: BinaryIO) -> str:
        """Notes which captures differ here; gives the first record of a new one that is another one here."""
        new, before = self._of(self.new), self._of(self.before)
        other: set[str] = set()
        why = ""
        with Shelf(holdings.folder) as shelf:
            for place in self._places:
                if place.of not in new and place.of not in before:
                    continue
                row = holdings.catalog.record(place.record)
                is_here = row is not None and not is_foreign(row.warc)
                if row is not None and is_here:
                    if is_same(file, self.part.start + place.offset, place.length, shelf, row):
                        continue
                    if place.of in new and not why:
                        why = f"{place} has other bytes in {row.warc}"
                other.add(place.of)
        self.differ = {ark for ark in self.before if not other.isdisjoint(self._of([ark]))}
        return why

    # -- read from the file -----------------------------------------------------------------------------

    def take(self, member: Member) -> None:
        """Take note of a record."""
        of = _INFO if member.type == "warcinfo" else member.record_id
        if member.kept is not None and member.type == "metadata":
            self.text += len(member.kept)
            of = self._document(member.kept) or of
        faults = (*member.faults, *member.contradictions)
        fault = faults[0].message if faults else ""
        self._places.append(_Place(member.offset, member.length, member.record_id, of, fault))

    def _document(self, text: bytes) -> str | None:
        """The capture that a document is about; None where it is none of ours, so that no manifest accounts for it."""
        try:
            document = json.loads(text)
            kind, ark = str(document["kind"]), str(document["id"])
            if kind == "import":
                return _IMPORT
            if kind == "capture":
                self.unread += 1
                self._stated[ark] = _stated(Capture.from_json(text))
                self.unread -= 1
                return ark
            of = str(document["capture"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        self._items.setdefault(of, set()).add(ark)
        return of

    def sort(self, holdings: Holdings, url: str | None) -> None:
        """Which captures are new here. ``url``: only those of that URL."""
        for ark, stated in self._stated.items():
            if url is not None and url not in stated.urls:
                continue
            if stated.file is not None:
                self.of_others[ark] = stated.file
            elif holdings.catalog.find(ark) is None:
                self.new.append(ark)
            else:
                self.before.append(ark)
        self.items = sum(len(self._items.get(ark, ())) for ark in self.new)


def part_of_ours(form: Format, package: Contents | None, size: int, name: str) -> Part | None:
    """The one WARC in a file as an export of ours would have it; None where there is none."""
    if form == WARC_GZ:
        return Part(name, form, 0, size, True)
    found = package.parts if package is not None else ()
    return found[0] if len(found) == 1 and found[0].format == WARC_GZ and found[0].stored else None


def moved(holdings: Holdings, file: BinaryIO, part: Part, url: str | None) -> Moved | None:
    """What a file holds that was exported elsewhere; None for one that is not ours, or holds files of others alone."""
    found = Moved(part)
    with open_part(file, part) as stream:
        for number, member in enumerate(scan(stream, _Told())):
            if number == 0 and _MADE_BY not in (member.kept or b""):
                return None
            found.take(member)
            if found.is_too_much:
                break
    found.sort(holdings, url)
    return found if found.new or found.before or found.unread or found.is_too_much else None


def why_no_package(file: BinaryIO, name: str) -> str:
    """What is wrong with a package around such a WARC, its signature among it."""
    return _said([one for one in check_stream(file, name, "files").findings if one.severity == "error"])


def _said(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    more = f", and {len(findings) - 1:,} more" if findings[1:] else ""
    return said(f"{findings[0].where}: {findings[0].message}{more}")


def _stated(capture: Capture) -> _Stated:
    refs = (ref for e in capture.exchanges for ref in (e.request, e.response, e.original) if ref is not None)
    return _Stated(
        frozenset((capture.url, capture.finalUrl)),
        frozenset(ref.record for ref in refs),
        capture.imported.file if capture.imported is not None else None,
    )
