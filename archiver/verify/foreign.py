"""A file that others made: as it was published, and holding what its import document says it holds.

What was wrong with it when it came is no finding. What is wrong since then is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archiver.catalog import Catalog
from archiver.catalog.shelf import format_of
from archiver.catalog.survey import sources
from archiver.errors import BadInput, CannotStore, IntegrityFailed
from archiver.model.imports import MAX_LISTED, Import
from archiver.page.names import ni_name
from archiver.store.accession import digest_of
from archiver.store.folder import Folder
from archiver.store.history import Known
from archiver.verify.files import Checked, Task, unread
from archiver.verify.report import Report
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped

_Place = tuple[str, int, int, str]  # part, offset, within, kind


class _Found(NamedTuple):
    """What reading the file again found. ``faults`` and ``skipped``: the first of each, with words."""

    records: Counter[str]
    totals: Counter[str]
    faults: dict[_Place, str]
    skipped: dict[_Place, str]


def check_foreign(
    report: Report, folder: Folder, catalog: Catalog | None, task: Task, expected: Known | None
) -> Checked:
    """Check one imported file at the depth of the task. Never raises for what stands in it."""
    try:
        with folder.open_warc(task.name) as stream:
            size, sha256 = digest_of(stream)
            as_published = _compare(report, task.name, size, sha256, expected)
            if task.depth != "files":
                _check_records(report, catalog, task, stream, as_published)
    except (IntegrityFailed, CannotStore, BadInput, OSError) as error:
        return unread(report, task, error)
    return Checked(task.name, task.depth, report, size, sha256)


def _compare(report: Report, name: str, size: int, sha256: str, expected: Known | None) -> bool:
    if expected is None:
        return False
    if size != expected.size:
        report.error(name, "file-size", f"{size} bytes, published with {expected.size}")
    elif sha256 != expected.sha256:
        report.error(name, "file-digest", f"SHA-256 is {sha256}, published as {expected.sha256}")
    return (size, sha256) == (expected.size, expected.sha256)


def _check_records(
    report: Report, catalog: Catalog | None, task: Task, stream: BinaryIO, as_published: bool
) -> None:
    """What reading finds, against what reading found at import."""
    name = task.name
    try:
        found = _read(name, stream)
    except Exception as error:  # whatever stands in it is a finding, not our failure
        report.error(name, "unreadable", f"it cannot be read: {type(error).__name__} {str(error)[:200]}")
        return
    report.counts["records"] += sum(found.records.values())
    abouts = [_import(row.document) for row in catalog.imports_of(name)] if catalog is not None else []
    if catalog is not None and not abouts:
        report.warning(name, "no-import-record", "no import document says what it held: import it again")
    if task.row is not None and as_published and sum(found.records.values()) != task.row[2]:
        report.error(name, "catalog", f"{sum(found.records.values())} records, the catalog has {task.row[2]}")
    if as_published:
        for about in abouts:
            if about is not None:
                _check_stated(report, name, about, found)
        return
    for (part, offset, _, kind), message in {**found.faults, **found.skipped}.items():
        report.error(f"{name}:{f'{part}:' if part else ''}{offset}", kind, message)


def _read(name: str, stream: BinaryIO) -> _Found:
    found = _Found(Counter(), Counter(), {}, {})
    for source in sources(stream, format_of(name), []):
        for one in members(source.stream, source.format):
            if isinstance(one, Skipped):
                _list(found, "skipped", (source.part, one.start, _within(one), one.kind), one.reason)
                continue
            found.records[one.type.lower() or "no WARC-Type"] += 1
            found.totals["salvaged"] += one.salvaged
            for fault in (*one.faults, *one.contradictions):
                _list(found, "faults", (source.part, one.offset, one.within, fault.kind), fault.message)
    return found


def _within(skipped: Skipped) -> int:
    return skipped.within[0] if skipped.within else 0


def _list(found: _Found, what: str, place: _Place, message: str) -> None:
    found.totals[what] += 1
    if found.totals[what] <= MAX_LISTED:
        (found.faults if what == "faults" else found.skipped).setdefault(place, message)


def _import(text: str) -> Import | None:
    try:
        return Import.from_json(text)
    except ValueError:
        return None


def _check_stated(report: Report, name: str, about: Import, found: _Found) -> None:
    """The import document says what reading these very bytes gives again."""
    for what, stated, now in _claims(about, found):
        if stated != now:
            report.error(
                name, "import", f"{what}: its document states {str(stated)[:200]}, not {str(now)[:200]}"
            )


def _claims(about: Import, found: _Found) -> Iterator[tuple[str, object, object]]:
    yield "records", sum(about.records.values()), sum(found.records.values())
    if len(found.records) < 150:  # more kinds than that are counted together
        yield "records by type", about.records, dict(sorted(found.records.items()))
    for name in ("skipped", "faults", "salvaged"):
        yield name, about.totals.get(name, 0), found.totals[name]
    faults = {(f.part or "", f.offset, f.within, f.kind) for f in about.faults}
    yield "places of faults", sorted(faults), sorted(found.faults)
    skipped = {(s.part or "", s.start, s.within[0] if s.within else 0, s.kind) for s in about.skipped}
    yield "skipped ranges", sorted(skipped), sorted(found.skipped)


def check_about(report: Report, catalog: Catalog, about: Import) -> None:
    """What an import document says of its file as a whole. What is in it, the check of the file itself says."""
    row = catalog.warc(about.file)
    if row is None:
        report.error(about.file, "import", "its document names a file that the catalog does not know")
        return
    stated = (about.size, about.sha256, about.id)
    known = (row[0], f"sha256:{row[1]}", ni_name(f"sha256:{row[1]}"))
    if stated != known:
        report.error(about.file, "import", f"its document states {stated}, it was published as {known}")
