"""The index (CDXJ) and the pages of a package against its records."""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, NamedTuple

from archiver.exchange import parse_instant
from archiver.page.foreign import stated_date, stated_uri
from archiver.urls import surt, timestamp14
from archiver.verify.package.container import Container
from archiver.verify.package.described import PAGES, instant_of
from archiver.verify.package.warcs import Warc
from archiver.verify.report import Report
from archiver.warc.foreign.package import MAX_RATIO, Entry, Refused, check_claim
from archiver.warc.members import Member

_ANSWERS = ("response", "resource", "revisit")
_MAX_LINE = 4 << 20
_GRANTED = 16 << 20  # bytes that any file may unpack to
_MOST = 1000  # findings of one file; what is wrong so often needs no more places
_INDEXES = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")


class Line(NamedTuple):
    """A line of the index that points to a record. ``status``, ``digest``: as it has them, None for what is no text."""

    where: str
    status: str | None
    digest: str | None
    member: Member


@dataclass
class Index:
    """What the index has: its lines by the WARC they point into, URL and 14 digits of every capture."""

    lines: list[Line] = field(default_factory=list)
    captures: set[tuple[str, str]] = field(default_factory=set)


class _Told:
    """Errors in one file, up to a number."""

    def __init__(self, report: Report, path: str, kind: str) -> None:
        self._report, self.path, self._kind, self._count = report, path, kind, 0

    def add(self, number: int, message: str) -> None:
        self._count += 1
        if self._count <= _MOST:
            self._report.error(f"{self.path}:{number}" if number else self.path, self._kind, message)
        elif self._count == _MOST + 1:
            self._report.error(self.path, self._kind, "and more of its lines, which are not named")


def check_index(report: Report, container: Container, warcs: Sequence[Warc]) -> Index:
    """Each line points to a record and, in packages of ours, says of it what it is; none is left out."""
    index = Index()
    places = {(warc.name, m.offset): (warc, m) for warc in warcs for m in warc.members}
    for path in sorted(container.entries):
        if path.startswith("indexes/") and path.endswith(_INDEXES):
            _check_file(report, container, path, places, index)
    found = {id(line.member) for line in index.lines}
    for warc in warcs:
        for member in warc.members if warc.is_ours else ():
            if member.type in _ANSWERS and id(member) not in found and not member.faults:
                report.error(
                    f"{warc.name}:{member.offset}", "index-missing", "no line of the index points to it"
                )
    return index


_Places = dict[tuple[str, int], tuple[Warc, Member]]


def _check_file(report: Report, container: Container, path: str, places: _Places, index: Index) -> None:
    told, before = _Told(report, path, "index"), b""
    for number, line in _lines(report, container, path):
        if line.startswith((b"!", b" CDX")):
            continue
        if line < before:
            told.add(number, "not in order: lines cannot be found by it")
        before = line
        _check_line(told, number, line, places, index)


def _check_line(told: _Told, number: int, line: bytes, places: _Places, index: Index) -> None:
    try:
        key, stamp, text = line.decode().split(" ", 2)
        fields = json.loads(text)
        url, file = str(fields["url"]), str(fields["filename"])
        offset, length = int(fields["offset"]), int(fields["length"])
    except (ValueError, KeyError, TypeError, RecursionError):
        told.add(number, f"no line of CDXJ with url, filename, offset and length: {line[:60]!r}")
        return
    place = places.get((f"archive/{file}", offset))
    if place is None:
        told.add(number, f"it points to {file[:100]}:{offset}, where no record begins")
        return
    warc, member = place
    status, digest = _text(fields.get("status")), _text(fields.get("digest"))
    index.lines.append(Line(f"{told.path}:{number}", status, digest, member))
    index.captures.add((url, stamp))
    for name, stated, found in _claims(warc, member, key, stamp, url, fields):
        if stated != found:
            told.add(
                number,
                f"{name} is {str(stated)[:200]}, the record at {file}:{offset} says {str(found)[:200]}",
            )
    if warc.part.format.coding == "gzip" and length != member.length:
        told.add(number, f"length is {length}, the record at {file}:{offset} has {member.length} bytes")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _claims(
    warc: Warc, member: Member, key: str, stamp: str, url: str, fields: dict[str, Any]
) -> Iterator[tuple[str, object, object]]:
    """What a line says of its record. Other tools change URLs of requests by POST, and index other records too."""
    if not warc.is_ours:
        return
    moment, stated = parse_instant(stated_date(member)), member.get("WARC-Target-URI")
    yield "url", url, url if url in (stated, stated_uri(member)) else stated
    yield "the key", key, surt(url)
    if moment is not None:
        yield "the time", stamp, timestamp14(moment)
    kind = member.type.lower()
    yield "the type", kind if kind in _ANSWERS else "response", kind
    yield "mime, warc/revisit", fields.get("mime") == "warc/revisit", kind == "revisit"


def check_pages(report: Report, container: Container, warcs: Sequence[Warc], index: Index) -> None:
    """``pages.jsonl`` is as WACZ 1.1.1 wants it, and each page in it is in the index."""
    if PAGES not in container.entries:
        return  # said already
    told, is_ours = _Told(report, PAGES, "pages"), any(warc.is_ours for warc in warcs)
    urls = {url for url, _ in index.captures}
    pages = 0
    for number, line in _lines(report, container, PAGES):
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            page = None
        if not isinstance(page, dict):
            told.add(number, f"no JSON object: {line[:60]!r}")
        elif number == 1:
            if page.get("format") != "json-pages-1.0":
                told.add(number, "no header line with the format json-pages-1.0")
        else:
            pages += 1
            problem = _page_problem(page, index, urls, is_ours=is_ours)
            if problem:
                told.add(number, problem)
    if not pages and is_ours and any(warc.stated.pages for warc in warcs):
        told.add(0, "it lists no page")


def _page_problem(page: dict[str, Any], index: Index, urls: set[str], *, is_ours: bool) -> str:
    url, moment = page.get("url"), instant_of(page.get("ts"))
    if not isinstance(url, str) or moment is None:
        return "a page without url, or without ts as RFC 3339 wants it"
    stamp = timestamp14(moment.astimezone(UTC))
    if url not in urls:
        return f"{url[:200]} is not in the index"
    if is_ours and (url, stamp) not in index.captures:
        return f"{url[:200]} is not in the index at {stamp}"
    return ""


def pages_of(container: Container) -> Iterator[dict[str, Any]]:
    """The pages that are listed, without what is none, which ``check_pages`` names."""
    for number, line in _lines(Report("meaning"), container, PAGES):
        with contextlib.suppress(ValueError, RecursionError):
            page = json.loads(line)
            if number > 1 and isinstance(page, dict):
                yield page


def _lines(report: Report, container: Container, path: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, without their ends; empty ones left out."""
    entry = container.entries[path]
    try:
        check_claim(entry)
        with Entry(container.package, entry) as file:
            text = gzip.GzipFile(fileobj=file) if path.endswith(".gz") else file
            number, left = 0, _GRANTED + MAX_RATIO * entry.file_size
            while line := text.readline(_MAX_LINE):
                number, left = number + 1, left - len(line)
                if left < 0:
                    raise Refused("it unpacks to far more than it takes, as a bomb would")
                if len(line) == _MAX_LINE:
                    raise Refused(f"line {number} has more than {_MAX_LINE} bytes")
                if line.strip():
                    yield number, line.rstrip(b"\r\n")
    except (Refused, EOFError, zlib.error, OSError) as error:
        report.error(path, "unreadable", str(error)[:200])
