"""Import every page of every set into an archive, and resolve every source in its WARC files again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import archiver
from tests.quality.resolve import Resolved, resolve_file
from tests.quality.sets import Case


def resolved(cases: Sequence[Case], work: Path) -> Resolved:
    """Values, selectors and faults over all cases; ``work`` gets a folder ``archive`` and the pages as files."""
    import_all(cases, work)
    total = Resolved()
    for file in sorted((work / "archive").rglob("*.warc.gz")):
        one = resolve_file(file)
        total = Resolved(
            total.values + one.values, total.selectors + one.selectors, [*total.faults, *one.faults]
        )
    return total


def import_all(cases: Sequence[Case], work: Path) -> None:
    """Put every page into the archive at ``work/archive`` as ``archiver import FILE --url URL`` does."""
    work.mkdir(parents=True, exist_ok=True)
    with archiver.open(work / "archive") as archive:
        for case in cases:
            file = work / case.file_name
            file.write_bytes(case.body)
            archive.import_file(file, url=case.url)
