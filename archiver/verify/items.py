"""An item against the bytes: its ID, its place in its capture, and every value again from its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Literal

from archiver import identifiers
from archiver.errors import BadIdentifier, CannotStore, IntegrityFailed
from archiver.model.capture import Capture, PageTitle
from archiver.model.items import Item
from archiver.model.provenance import FragmentSelector, Selector, Source, TextPositionSelector, XPathSelector
from archiver.page.check import check_source, value_at
from archiver.page.page import Page
from archiver.page.record import PageSource
from archiver.verify.captures import page_bodies
from archiver.verify.documents import Documents
from archiver.verify.records import Records
from archiver.verify.report import Report

# What only says where something stands, and of what it may say so.
_POSITIONAL = {"ordinal": "/position", "extent": "/isPartOf"}
_REPEATS = re.compile(r"^([0-9]{1,9}) repeats of headlines already listed$")


def checks(
    report: Report, records: Records, documents: Documents
) -> Iterator[tuple[str, Callable[[], None]]]:
    """What each item and each title is checked with, those of one record together: one page at a time is held."""
    found = [
        (_first_record(item), item.id, partial(check_item, report, records, documents, item))
        for _, item in documents.items
    ]
    for _, capture in documents.captures:
        if capture.extraction and (title := capture.extraction.title):
            check = partial(check_title, report, records, capture, title)
            found.append((title.source.record, capture.id, check))
    yield from ((where, check) for _, where, check in sorted(found, key=lambda row: row[0]))


def _first_record(item: Item) -> str:
    return next((source.record for source in item.provenance.fields.values()), "")


def check_item(report: Report, records: Records, documents: Documents, item: Item) -> None:
    """Check one item; what its values are read from is the page of its own capture alone."""
    report.counts["items"] += 1
    data = item.document()["data"]
    manifests = documents.manifests(item.capture)
    _check_identity(report, item, data)
    if not any(item.id in manifest.items for manifest in manifests):
        report.error(item.id, "unlisted", f"no manifest of {item.capture} in the archive lists it")
    versions = documents.versions(item.id)
    if len(versions) != max(versions):
        report.error(item.id, "version", f"of the versions 1 to {max(versions)} there are {len(versions)}")
    for pointer in sorted(_leaves(data) ^ item.provenance.fields.keys()):
        report.error(
            item.id, "provenance", f"{pointer}: a value without a source, or a source without a value"
        )
    own = {record: place for manifest in manifests for record, place in page_bodies(manifest).items()}
    strangers = {source.record for source in item.provenance.fields.values()} - own.keys()
    for record in sorted(strangers) if manifests else ():
        report.error(item.id, "provenance", f"{record} is no response of the page in {item.capture}")
    for pointer, source in item.provenance.fields.items():
        if manifests and source.record not in own:
            continue
        place = own.get(source.record) or PageSource(source.record, None, "", "")
        if not _check_value(report, records, item.id, data, pointer, source, place):
            return


def check_title(report: Report, records: Records, capture: Capture, title: PageTitle) -> None:
    """Check that a capture's page calls itself what its manifest says."""
    record = title.source.record
    place = page_bodies(capture).get(record)
    if place is None:
        report.error(capture.id, "provenance", f"/extraction/title: {record} is no response of its page")
        return
    page = _page(report, records, capture.id, "capture", place)
    for problem in _problems(page, title.source, title.text) if page is not None else ():
        report.error(capture.id, "selector", f"/extraction/title: {problem}")


def _page(
    report: Report, records: Records, ark: str, what: Literal["capture", "item"], place: PageSource
) -> Page | None:
    """The page that values are read from; None, and an error, where its record cannot be read."""
    try:
        return records.page(place)
    except (IntegrityFailed, CannotStore, OSError) as error:
        hanging = records.hanging(place.record, what, place.file)
        report.error(ark, "record", f"{error} (in {records.name})", hanging)
        return None


def _check_identity(report: Report, item: Item, data: dict[str, Any]) -> None:
    try:
        capture = identifiers.parse(item.capture, "")
        again = str(identifiers.item_ark(capture, item.kind, identifiers.item_key(item.kind, data)))
    except (BadIdentifier, ValueError) as error:
        report.error(item.id, "item-id", str(error))
        return
    if again != item.id:
        report.error(item.id, "item-id", f"its data give the ID {again}")


def _check_value(
    report: Report,
    records: Records,
    ark: str,
    data: dict[str, Any],
    pointer: str,
    source: Source,
    place: PageSource,
) -> bool:
    """False when the record cannot be read, so that nothing more can be said."""
    try:
        value = value_at(data, pointer)
    except KeyError:
        return True  # said already
    page = _page(report, records, ark, "item", place)
    if page is None:
        return False
    report.counts["values"] += 1
    for said in _misplaced(pointer, source):
        report.error(ark, "provenance", said)
    for problem in _problems(page, source, value):
        report.error(ark, "selector", f"{pointer}: {problem}")
    return True


def _misplaced(pointer: str, source: Source) -> list[str]:
    used = [source.transform, *(alternative.transform for alternative in source.alternatives)]
    return [
        f"{pointer}: {transform} is no transform of it"
        for transform in used
        if _POSITIONAL.get(transform, pointer) != pointer
    ]


def _problems(page: Page, source: Source, value: Any) -> list[str]:
    if source.charset not in (None, page.charset.name):
        page = page.as_stated
    problems = check_source(page, source, value)
    if source.parser.name != page.parser.name:  # its version may be another since
        problems.append(f"the page is read by {page.parser.name}, the source says {source.parser.name}")
    if source.charset is not None and source.charset != page.charset.name:
        problems.append(f"the page is in {page.charset.name}, the source says {source.charset}")
    if source.transform == "extent" and value != extent_of(source.selectors[0]):
        problems.append(f"the source is at {extent_of(source.selectors[0])}, the item says {value}")
    for alternative in source.alternatives:
        if not alternative.selectors:
            problems.append("an alternative without a selector")
            continue
        update = {name: getattr(alternative, name) for name in ("selectors", "textForm", "raw", "transform")}
        other = source.model_copy(update={**update, "alternatives": ()})
        problems += [f"alternative: {said}" for said in check_source(page, other, alternative.value)]
    return problems


def extent_of(selector: Selector) -> str:
    """A list's place as a fragment of the page's URL; RFC 5147 for characters."""
    match selector:
        case XPathSelector():
            return f"#xpath={selector.value}"
        case TextPositionSelector():
            return f"#char={selector.start},{selector.end}"
        case FragmentSelector():
            return f"#{selector.value}"
    return ""


def check_lists(report: Report, documents: Documents) -> None:
    """Per manifest: that every item it lists is there, and that positions follow from its order."""
    for index, (_, capture) in enumerate(documents.captures):
        later = [at for at, other in documents.captures[index + 1 :] if other.id == capture.id]
        here = {item.id: item for at, item in documents.items_of(capture.id) if not later or at < later[0]}
        found = [documents.item_at(ark, here) for ark in capture.items]
        if (
            documents.manifests(capture.id)[-1] == capture
        ):  # what a later one dropped may have been left behind
            for ark, item in zip(capture.items, found, strict=True):
                if item is None and not documents.versions(ark):
                    report.error(
                        ark, "item-missing", f"the manifest of {capture.id} lists it, no record holds it"
                    )
        _check_positions(report, capture, [item for item in found if item is not None])


def _check_positions(report: Report, capture: Capture, items: list[Item]) -> None:
    """Positions grow in page order; where they are only counted, the n-th of the page says n.

    Readings before 2026-11-23 counted anew in each list. Headlines that repeat one
    already listed are counted and left out: so many places may be skipped.
    """
    notes = capture.extraction.notes if capture.extraction is not None else ()
    skipped = sum(int(match[1]) for note in notes if (match := _REPEATS.match(note)))
    skipped += len(capture.items) - len(items)
    last: dict[str, int] = {}
    count: dict[str, int] = {}
    total = 0
    for item in items:
        part, position = getattr(item.data, "isPartOf", None), getattr(item.data, "position", None)
        if part is None or position is None:
            continue
        count[part] = count.get(part, 0) + 1
        total += 1
        source = item.provenance.fields.get("/position")
        counted = source is not None and source.transform == "ordinal"
        if position <= last.get(part, 0):
            report.error(item.id, "position", f"position {position} in {part} after {last[part]}")
        elif counted and not any(nth <= position <= nth + skipped for nth in (total, count[part])):
            report.error(item.id, "position", f"position {position} of the item {total} in the page")
        last[part] = position


def _leaves(value: Any, pointer: str = "") -> set[str]:
    """The JSON Pointer of every plain value."""
    if isinstance(value, dict):
        return {leaf for key, entry in value.items() for leaf in _leaves(entry, f"{pointer}/{key}")}
    if isinstance(value, list):
        return {leaf for index, entry in enumerate(value) for leaf in _leaves(entry, f"{pointer}/{index}")}
    return {pointer}
