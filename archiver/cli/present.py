"""Captures and items for people: a calm line each, or a catalogue card. Everything from pages is made inert."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from archiver.cli.shared import archive_path, pasteable
from archiver.cli.totals import counted
from archiver.inert import terminal
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline, Item
from archiver.reference import pwid
from archiver.urls import host_of, readable

if TYPE_CHECKING:
    from archiver.archive.accession import Accession
    from archiver.archive.accession.moved import Moved
    from archiver.model.archive import ArchiveInfo
    from archiver.model.brief import Brief
    from archiver.model.imports import Import

_LABEL = 14
_REASONS = 3  # told at once
_LONGEST = 200  # characters of a headline in a list; its card has all of them


def count_items(capture: Capture) -> str:
    """``20 headlines, 1 article`` is not known from IDs; the number is."""
    if capture.extraction is None:
        return "not read yet"
    return counted({"item": len(capture.items)})


def capture_line(capture: Capture) -> str:
    """ID, verdict, URL, items: what ``capture`` and ``import`` print."""
    name = readable(capture.url) if capture.imported or not capture.source else capture.source
    return f"{capture.id}  {capture.verdict:<9} {terminal(name)}  {count_items(capture)}"


def reason_lines(capture: Capture, *, named: bool = False) -> Iterator[str]:
    """What there is to know beside the verdict, such as why it is ``partial``: the first few reasons, for stderr.

    ``named``: each with the ID, as the line of the capture may be far away, or in another file.
    """
    from archiver.archive.manifest import NOTHING  # only `capture` asks, which has it already

    told = [r for r in capture.reasons if r != NOTHING and not r.startswith("HTTP ")]
    lead = f"  {capture.id}: " if named else "  "
    for reason in told[:_REASONS]:
        yield f"{lead}{terminal(reason)}"
    if more := len(told[_REASONS:]):
        yield f"{lead}and {more:,} more: `archiver show {capture.id}`"


_RANGES = 20  # skipped byte ranges and faults of an import that are named one by one


def accession_lines(accession: Accession) -> list[str]:
    """What there is to say of an imported web archive, beside its captures."""
    document = accession.document
    if accession.here:
        return _here_lines(accession)
    if accession.moved is not None:
        return _moved_lines(accession, accession.moved)
    if document is None:
        return []
    records = ", ".join(f"{number:,} {kind}" for kind, number in document.records.items())
    made = counted({"page": document.pages, "capture": accession.captures})
    there = f", {accession.before:,} there before" if accession.before else ""
    lines = [
        f"{accession.source}: {document.format}, {document.size:,} bytes, "
        + (f"kept before as {document.file}" if accession.was_kept else f"kept as {document.file}"),
        f"  records: {records or 'none'}",
        f"  {made}{there}",
    ]
    lines += [
        f"  {number:,} of them from {file}" for file, number in list(accession.elsewhere.items())[:_RANGES]
    ]
    if accession.twice:
        lines.append(f"  {accession.twice:,} records are the same capture as an earlier one")
    if document.others:
        most = sorted(document.others.items(), key=lambda other: -other[1])
        shown = ", ".join(f"{number:,} {why}" for why, number in most[:12])
        lines.append(f"  kept without a capture: {shown}{', and more' if len(most) > 12 else ''}")
    lines += _damage_lines(document)
    return [*lines, *(f"  {note}" for note in (*document.package, *accession.notes))]


def _here_lines(accession: Accession) -> list[str]:
    lines = [
        f"{accession.source}: is here already, byte for byte, and not stored again",
        f"  {counted({'capture': accession.before})}, there before",
    ]
    lines += [
        f"  {counted({'record': number})} in {file}"
        for file, number in list(accession.here.items())[:_RANGES]
    ]
    more = len(accession.here) - _RANGES
    return [*lines, f"  and in {counted({'more file': more})}"] if more > 0 else lines


def _moved_lines(accession: Accession, moved: Moved) -> list[str]:
    lines = []
    if moved.new:
        made = counted({"capture": len(moved.new), "item": moved.items})
        lines = [
            f"{accession.source}: exported by archiver; verified, and taken over as it is: {made}",
            f"  kept as {accession.file}, {accession.size:,} bytes; what no record in it says (addresses, TLS, limits) "
            "is the word of the archive that made it",
        ]
    else:
        lines = [f"{accession.source}: exported by archiver; nothing in it is new, and it is not stored"]
    if moved.before:
        lines.append(f"  {counted({'capture': len(moved.before)})}, there before")
    if moved.differ:
        said = "not here byte for byte as in this file, and not taken over from it: the first is"
        lines.append(f"  of these {counted({'capture': len(moved.differ)})} {said} {min(moved.differ)}")
    if moved.of_others:
        files = ", ".join(dict.fromkeys(moved.of_others.values()))
        said = "not taken over, as they are of files that others made: import from that archive"
        lines.append(f"  {counted({'capture': len(moved.of_others)})} {said} {files}")
    return lines


def _damage_lines(document: Import) -> list[str]:
    lines = []
    if salvaged := document.totals.get("salvaged"):
        lines.append(f"  {counted({'record': salvaged})} salvaged: found by a search after damage")
    for skipped in document.skipped[:_RANGES]:
        place = f"{skipped.part}: " if skipped.part else ""
        inside = f" (in its text {skipped.within[0]:,} to {skipped.within[1]:,})" if skipped.within else ""
        lines.append(f"  skipped {place}bytes {skipped.start} to {skipped.end}{inside}: {skipped.reason}")
    for fault in document.faults[:_RANGES]:
        place = f"{fault.part}: " if fault.part else ""
        lines.append(f"  record at {place}{fault.offset}: {fault.message}")
    for name, listed in (("skipped", len(document.skipped)), ("faults", len(document.faults))):
        left = document.totals.get(name, 0) - min(listed, _RANGES)  # type: ignore[call-overload]
        if left > 0:
            lines.append(f"  and {left:,} more {'skipped ranges' if name == 'skipped' else 'faulty records'}")
    return lines


def dated_line(capture: Capture) -> str:
    """ID, moment to the second, verdict, URL, items: captures of one URL are told apart by their time."""
    name = capture.known_as
    if name == capture.url:
        name = readable(name)
    moment = f"{capture.captured[:19]}Z"
    origin = f"  ({capture.origin})" if capture.origin else ""
    return f"{capture.id}  {moment}  {capture.verdict:<9} {terminal(name)}  {count_items(capture)}{origin}"


def residue_line(capture: Capture) -> str | None:
    """How a text was accounted for, or None."""
    extraction = capture.extraction
    if extraction is None or extraction.residue is None or not extraction.characters:
        return None
    left = {"separator": 0, "label": 0, "text": 0}
    for part in extraction.residue:
        left[part.kind] += part.end - part.start
    read = extraction.characters - sum(left.values())
    return (
        f"  {extraction.characters:,} characters: {read:,} in values, {left['separator']:,} white space between, "
        f"{left['label']:,} in labels, {left['text']:,} unread"
    )


def item_line(item: Item, capture: Capture | Brief | None) -> str:
    """One item in a list: when it was captured, its headline, where. ``capture``: the one it stands in, if known."""
    data = item.data
    moment = f"{capture.captured[:16]}Z" if capture else " " * len("2026-01-29T07:40Z")
    said = (data.publisher, (data.datePublished or "")[:10], *(_whereabouts(capture) if capture else ()))
    about = " · ".join(dict.fromkeys(filter(None, said)))
    place = f"{item.data.position:>3} " if isinstance(item, Headline) and item.data.position else "    "
    return f"{item.id}  {moment}  {place}{_clipped(terminal(data.headline))}" + (
        f"  ({terminal(about)})" if about else ""
    )


def _whereabouts(capture: Capture | Brief) -> Iterator[str | None]:
    """The host of the page, or the name of the file; and how it came here, where nobody captured it."""
    yield host_of(capture.url) or capture.known_as
    yield capture.origin


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def line(found: Capture | Item, brief_of: Callable[[str], Brief | None]) -> str:
    """One line for whatever it is, as lists have it. ``brief_of``: gives the capture with an ID."""
    return dated_line(found) if isinstance(found, Capture) else item_line(found, brief_of(found.capture))


def card(
    found: Capture | Item,
    capture: Capture,
    info: ArchiveInfo,
    moved: str | None,
    bodies: Sequence[str] = (),
) -> str:
    """A catalogue card. ``capture``: the one that an item stands in, or what is found itself. ``moved``: the file in
    which it was taken over from another archive. ``bodies``: other files that hold bodies of it.
    """
    rows = (
        _capture_rows(found, info, moved, bodies)
        if isinstance(found, Capture)
        else _item_rows(found, capture)
    )
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    return "\n".join(_row(label, value, width) for label, value in rows if value or not label)


def _row(label: str, value: str, width: int) -> str:
    paragraphs = [terminal(part) for part in value.split("\n")]
    wrapped = [
        line
        for part in paragraphs
        for line in textwrap.wrap(part, width - _LABEL, break_long_words=False, break_on_hyphens=False)
        or [""]
    ]
    return (f"{label:<{_LABEL}}" + ("\n" + " " * _LABEL).join(wrapped)).rstrip()


def _item_rows(item: Item, capture: Capture) -> Iterable[tuple[str, str]]:
    data = item.data
    yield "Headline", data.headline
    if isinstance(item, Article):
        yield "Also", data.alternativeHeadline or ""  # type: ignore[union-attr]
        for author in item.data.author or ():
            yield "Author", "\n".join(filter(None, (author.name, author.description)))
    yield "Outlet", data.publisher or ""
    yield "Published", data.datePublished or ""
    if isinstance(item, Article):
        yield "Modified", item.data.dateModified or ""
    yield "Language", data.inLanguage or ""
    yield "Section", data.articleSection or ""
    yield "URL", readable(data.url) if data.url else ""
    yield from _origin_rows(capture)
    yield from _kind_rows(item)
    yield "", ""
    version = item.provenance.version
    yield "ID", item.id + (f" (version {version})" if version > 1 else "")
    yield "Capture", item.capture
    said = f"{len(item.provenance.fields)} values, each with its place: archiver explain {_short(item.id)}"
    yield "Sources", pasteable(said, archive_path())


def _origin_rows(capture: Capture) -> Iterable[tuple[str, str]]:
    """That nobody saw on the web what a user gave as a file."""
    if capture.is_file:
        yield "Origin", capture.origin or ""
        yield "File", capture.source or ""


def _kind_rows(item: Item) -> Iterable[tuple[str, str]]:
    if isinstance(item, Headline):
        yield "In list", _place_in_list(item)
        return
    yield "About", item.data.description or ""
    yield "Keywords", ", ".join(item.data.keywords or ())
    yield "Licence", item.data.license or ""
    counted = item.provenance.fields.get("/wordCount")
    yield "Words", ", ".join(filter(None, (str(item.data.wordCount or ""), (counted and counted.note) or "")))
    if item.data.articleBody:
        yield "", ""
        yield "Text", item.data.articleBody


def _place_in_list(item: Headline) -> str:
    """Which of its list, and where that stands in the page; spans of characters say nothing to a person."""
    if not item.data.position:
        return ""
    way, _, path = (item.data.isPartOf or "").partition("=")
    return f"number {item.data.position}" + (f" of the list at {path}" if way == "#xpath" else "")


def _capture_rows(
    capture: Capture, info: ArchiveInfo, moved: str | None, bodies: Sequence[str]
) -> Iterable[tuple[str, str]]:
    page = next((e for e in reversed(capture.exchanges) if e.role in ("page", "redirect")), None)
    own = capture.extraction.title if capture.extraction else None
    yield "Title", own.shown if own else ""
    yield "URL", readable(capture.url)
    yield "Led to", readable(capture.finalUrl) if capture.finalUrl else ""
    yield from _origin_rows(capture)
    if capture.imported is not None:
        yield "File", capture.source or ""
        yield "Imported", "\n".join([capture.imported.file, *capture.imported.notes])
    yield "Imported" if capture.is_file else "Captured", capture.captured
    yield "Taken over", f"from another archive, in {moved}: server and limits are its word" if moved else ""
    yield "Verdict", capture.verdict + (": " + "; ".join(capture.reasons[:5]) if capture.reasons else "")
    if page is not None:
        yield "Status", str(page.status or "")
        yield "Media type", (page.entity.mediaType or "") if page.entity else ""
        yield "SHA-256", page.entity.digest.removeprefix("sha256:") if page.entity else ""
        yield "Server", _connection(page)
    yield "Records", _exchanges(capture)
    yield "Items", count_items(capture)
    yield "Read", (residue_line(capture) or "").strip()
    yield "Notes", "\n".join(capture.extraction.notes) if capture.extraction else ""
    yield "", ""
    yield "ID", capture.id
    yield "WARC", capture.warc or ""
    yield "Bodies", "\n".join(["kept before and not again, in", *bodies]) if bodies else ""
    yield "Also named", "\n".join(filter(None, (capture.links.ni, pwid(capture, info))))


def _exchanges(capture: Capture) -> str:
    return counted(Counter(exchange.role for exchange in capture.exchanges))


def _connection(page: Any) -> str:
    if page.peer is None:
        return ""
    tls = f", {page.tls.version} {page.tls.cipher}" if page.tls else ", not encrypted"
    checked = "" if not page.tls or page.tls.verified else " (certificate NOT verified)"
    return f"{page.peer.address} port {page.peer.port}{tls}{checked}"


def _short(ark: str) -> str:
    return ark.rsplit("/", maxsplit=1)[-1]
