"""Depth ``meaning``: the manifests and items of one WARC against its records, their schemas and the catalog."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from archiver.catalog import Catalog
from archiver.store.folder import Folder
from archiver.verify.captures import check_capture
from archiver.verify.documents import read_documents
from archiver.verify.foreign import check_about
from archiver.verify.items import check_lists, checks
from archiver.verify.records import Records
from archiver.verify.report import Report
from archiver.warc.members import Member

_T = TypeVar("_T")


def check_meaning(
    report: Report, folder: Folder, catalog: Catalog, name: str, members: list[Member], as_published: bool
) -> None:
    """Check what the file says. ``members``: all of them, with their documents. Holds one page at a time."""
    records = Records(folder, catalog, name, members)
    try:
        _check(report, catalog, name, members, records, as_published)
    finally:
        records.close()


def _check(
    report: Report, catalog: Catalog, name: str, members: list[Member], records: Records, as_published: bool
) -> None:
    documents = read_documents(report, catalog, name, members)
    if catalog.has_warc(name):
        documents.check_rows(report)
    records.check_identity(report)
    if as_published:
        records.check_places(report)
    accounted = {m.record_id for m in members if m.type == "warcinfo" or m.kept is not None}
    for about in documents.imports:
        _guarded(report, about.document.file, None, partial(check_about, report, catalog, about.document))
    for _, capture in documents.captures:
        check = partial(check_capture, report, records, capture)
        accounted |= _guarded(report, capture.id, set(), check)
    _guarded(report, name, None, partial(check_lists, report, documents))
    for where, check_one in checks(report, records, documents):
        _guarded(report, where, None, check_one)
    for member in members:
        if member.record_id not in accounted and not member.faults:
            report.error(
                f"{name}:{member.offset}", "unaccounted", f"no manifest names record {member.record_id}"
            )


def _guarded(report: Report, where: str, otherwise: _T, check: Callable[[], _T]) -> _T:
    """What stands in a WARC never ends a verification, even where a check did not expect it."""
    try:
        return check()
    except Exception as error:
        report.error(where, "document", f"cannot be checked: {type(error).__name__} {str(error)[:200]}")
        return otherwise
