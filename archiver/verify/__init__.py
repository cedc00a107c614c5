"""Recompute everything and report what is not as it was promised. Reads; never writes, never repairs.

Depths, each including the one before:
``files``     every published WARC is there, with the size and SHA-256 it was published with, and the fixity
              log follows from line to line;
``records``   every gzip member's CRC and end, every record's length, block digest, payload digest and
              trailer, the number of records;
``meaning``   manifests say what the records that are there say, IDs follow from them, every document
              satisfies its schema, every selector of every value resolves to that value in the page of its
              own capture, nothing is unaccounted for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from archiver.catalog import Catalog
from archiver.store.folder import Folder
from archiver.store.history import History
from archiver.verify.files import Checked, Task
from archiver.verify.plan import Selection, choose
from archiver.verify.report import DEPTHS, Depth, Finding, Report

__all__ = [
    "DEPTHS",
    "Checked",
    "Depth",
    "Finding",
    "Report",
    "Selection",
    "check_files",
    "check_log",
    "choose",
]


def check_files(
    folder: Folder,
    catalog: Catalog,
    history: History,
    names: Sequence[str],
    depth: Depth = "meaning",
    jobs: int = 1,
) -> AbstractContextManager[Iterator[Checked]]:
    """These WARC files of an archive as they are checked, in this order. Never raises for what stands in them."""
    from archiver.verify.workers import checking

    tasks = [_task(catalog, history, name, depth, beside=jobs == 1) for name in names]
    return checking(folder, catalog, tasks, jobs)


def _task(catalog: Catalog, history: History, name: str, depth: Depth, *, beside: bool) -> Task:
    known, row = history.known.get(name), catalog.warc(name)
    published = known.sha256 if known else row[1] if row else ""
    held = published if history.digests_held(name, published) else ""
    return Task(name, depth, known, row, held, beside)


def check_log(report: Report, history: History, catalog: Catalog, name: str) -> None:
    """What is wrong with the fixity log itself. ``name``: what it is called."""
    for fault in history.faults:
        add = report.error if fault.severity == "error" else report.warning
        add(f"{name}:{fault.line}", "fixity-log", fault.message)
    end = catalog.log_end()
    if end is not None and end[1] not in history.digests:
        report.error(
            name,
            "fixity-log",
            f"its line {end[0]} is not there as it was: lines were altered, or removed at the end"
            if history.lines
            else f"it is gone; it had {end[0]} lines",
        )
