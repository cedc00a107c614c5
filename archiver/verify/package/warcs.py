"""The WARCs of a package, read record by record as they stand in it.

Those of a package of ours are held to what ours are (``archiver.warc.members``); of the records that it took over from
files of others only that they are the ones the manifests name. Packages of others are read as imports are.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, BinaryIO, NamedTuple

from archiver.errors import BadInput
from archiver.model.base import SCHEMA_BASE
from archiver.model.capture import Capture, Exchanged, Original
from archiver.page.foreign import stated_date, stated_uri
from archiver.verify.package.container import Container
from archiver.verify.report import Report
from archiver.warc.foreign.package import Part, Refused, open_part, part_named
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import METADATA, Member, scan

CAPTURES, ITEMS, IMPORTS = (f"archiver/{name}.jsonl" for name in ("captures", "items", "imports"))
INFO = "archiver/archive.json"
ENCLOSED = (INFO, CAPTURES, ITEMS, IMPORTS)


class Answer(NamedTuple):
    """What a manifest says of a response, or of the original of a revisit."""

    status: int | None
    digest: str | None


@dataclass
class OfOthers:
    """What manifests state of one record of others: digests of its block, URLs and times that it is of."""

    digests: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)

    def fits(self, member: Member) -> tuple[bool, bool]:
        """How well a record with such a block fits: others give one ID, and one block, to records of several URLs."""
        return stated_uri(member) in self.urls, stated_date(member) in self.times


@dataclass
class Stated:
    """What manifests state that the index, the pages and the records of others are held to.

    ``pages``: capture → URL and time. ``answers``: record and digest of its block → what it says. ``of_others``: by
    file and record.
    """

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    of_others: dict[tuple[str, str], OfOthers] = field(default_factory=dict)

    def add(self, capture: Capture) -> None:
        """Take in one manifest; of several of one capture the last counts."""
        self.pages[capture.id] = capture.url, capture.captured
        for exchange in capture.exchanges:
            answer = Answer(exchange.status, exchange.entity.digest if exchange.entity else None)
            if exchange.original is not None:
                self.answers.setdefault((exchange.original.record, exchange.original.digest), answer)
            if exchange.response is not None:
                self.answers[exchange.response.record, exchange.response.digest] = answer
            if capture.imported is not None:
                self._add_others(capture.imported.file, exchange)

    def _add_others(self, file: str, exchange: Exchanged) -> None:
        for ref in (exchange.request, exchange.response, exchange.original):
            if ref is not None:
                name = (ref.file if isinstance(ref, Original) else None) or file
                said = self.of_others.setdefault((name, ref.record), OfOthers())
                said.digests.add(ref.digest)
                said.urls.add(exchange.url)
                said.times.add(exchange.started)


class Held(NamedTuple):
    """A document in a WARC: its record (without its block), its kind, and the capture that it is or is of.

    Both are None where that cannot be told.
    """

    member: Member
    kind: str | None
    capture: str | None


@dataclass
class Warc:
    """One WARC of a package. ``is_ours``: of a package that we made; ``holds_ours``: manifests of ours stand in it.

    ``members``: all of them, without their blocks; of records in one gzip member only the first. ``documents``: those
    of them that hold one, and ``stated``: what the manifests among these state, as far as they can be read at all.
    """

    name: str
    part: Part
    is_ours: bool
    holds_ours: bool = False
    members: list[Member] = field(default_factory=list)
    documents: list[Held] = field(default_factory=list)
    stated: Stated = field(default_factory=Stated)

    def take(self, member: Member) -> None:
        """Add a record; of its document is kept what it is."""
        self.members.append(member)
        if member.kept is None:
            return
        document = _json(member.kept)
        kind, capture = _named(document.get("kind")), None
        if kind == "capture":
            capture = _named(document.get("id"))
            with suppress(ValueError):
                self.stated.add(Capture.from_json(member.kept))
        elif kind != "import":
            capture = _named(document.get("capture"))
        self.documents.append(Held(member, kind, capture))
        member.kept = None

    @cached_property
    def imported(self) -> dict[tuple[str, str], Member]:
        """The records of others: by the file that a manifest says they come from, and their ID."""
        by_id: dict[str, list[Member]] = {}
        for member in self.members if self.stated.of_others else ():
            by_id.setdefault(member.record_id, []).append(member)
        found: dict[tuple[str, str], Member] = {}
        for key, said in self.stated.of_others.items():
            same = [member for member in by_id.get(key[1], []) if member.block_digest in said.digests]
            if same:
                found[key] = max(same, key=said.fits)
        return found


def read_warcs(report: Report, container: Container) -> list[Warc]:
    """Read every WARC in ``archive/``; what is wrong with a record is reported.

    One that is compressed in the ZIP is not unpacked, so not read.
    """
    is_ours = any(path in container.entries for path in ENCLOSED)
    warcs = []
    for path in sorted(path for path in container.entries if path.startswith("archive/")):
        try:
            part = part_named(container.stream, path)
        except (BadInput, Refused) as error:
            report.error(path, "unreadable", str(error))
            continue
        if not part.stored or part.format.kind == "wacz":
            continue  # said already: no file that may be in archive/, or not as it may be there
        warc = Warc(path, part, is_ours and str(part.format) == "warc.gz")
        if is_ours and not warc.is_ours:
            said = f"{part.format} in a package of ours, whose WARCs are warc.gz: no manifest vouches for its records"
            report.error(path, "unaccounted", said)
        (read_ours if warc.is_ours else _read_foreign)(report, container.stream, warc)
        warcs.append(warc)
    return warcs


def read_ours(report: Report, package: BinaryIO, warc: Warc) -> None:
    """Read one that we made."""
    warc.holds_ours = True
    with open_part(package, warc.part) as stream:
        for member in scan(stream, METADATA):
            warc.take(member)
    report.counts["records"] += len(warc.members)
    if not warc.members:
        report.error(warc.name, "no-records", "it holds no record at all")
    of_others = {id(member) for member in warc.imported.values()}
    for member in warc.members:
        # What others got wrong was so when it came; the manifest's digest says that it is as it came.
        say = report.warning if id(member) in of_others else report.error
        for fault in (*member.faults, *member.contradictions):
            say(f"{warc.name}:{member.offset}", fault.kind, fault.message)


def _read_foreign(report: Report, package: BinaryIO, warc: Warc) -> None:
    holds_ours, is_plain = False, str(warc.part.format) == "warc.gz"
    with open_part(package, warc.part) as stream:
        for found in members(stream, warc.part.format, METADATA):
            if isinstance(found, Skipped):
                say = report.error if found.kind == "damage" else report.warning
                say(f"{warc.name}:{found.start}", found.kind, found.reason)
                continue
            report.counts["records"] += 1
            for fault in (*found.faults, *found.contradictions):
                report.error(f"{warc.name}:{found.offset}", fault.kind, fault.message)
            is_plain = is_plain and not found.within
            holds_ours = holds_ours or _is_manifest(found)
            if not found.within:
                warc.take(found)
    warc.holds_ours = holds_ours and is_plain


def _is_manifest(member: Member) -> bool:
    if member.kept is None or SCHEMA_BASE.encode() not in member.kept:
        return False
    return _json(member.kept).get("kind") == "capture"


def _json(data: bytes) -> dict[str, Any]:
    """An object, an empty one where there is none."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _named(value: Any) -> str | None:
    return sys.intern(value) if isinstance(value, str) else None
