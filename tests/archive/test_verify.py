"""For every promise of ``verify`` one corruption, and the whole report it must give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.verify import Report
from archiver.warc.members import Member
from tests.archive.tampering import documents, path_of, rewrite, same

TEXT = (
    "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29 \u00a0 "
    "2 SNOW CLOSES ROADS IN THE WEST WWW.BETA.EXAMPLE\u00a0PUBLISHED:2026/01/28 \u00a0"
)
ABOUT_THE_FILE = {"file-size", "file-digest"}


@pytest.fixture
def kept(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    """An archive with one capture of two headlines."""
    text = tmp_path / "digest.txt"
    text.write_text(TEXT, "utf-8")
    archive.import_file(text)
    assert archive.verify().ok
    return archive


def report_of(archive: archiver.Archive) -> Report:
    report = archive.verify()
    assert not report.ok
    return report


def found(report: Report) -> set[tuple[str, str]]:
    """What was found, without what any change of a file gives; that this was found is asserted."""
    kinds = {finding.kind for finding in report.findings}
    assert kinds & ABOUT_THE_FILE
    return {(f.kind, f.where) for f in report.findings if f.kind not in ABOUT_THE_FILE}


def ids(archive: archiver.Archive) -> tuple[str, list[str]]:
    capture = next(archive.captures())
    return capture.id, list(capture.items)


def test_a_whole_archive_verifies_and_says_how_much_was_checked(kept: archiver.Archive) -> None:
    document = kept.verify().document()
    assert document["ok"] is True
    assert document["findings"] == []
    assert document["checked"] == {"files": 1, "records": 5, "captures": 1, "items": 2, "values": 12}
    assert kept.verify(ids(kept)[1][0]).ok
    for depth in ("files", "records"):
        assert kept.verify(depth=depth).ok


def test_a_missing_file_names_everything_that_stood_in_it(kept: archiver.Archive) -> None:
    capture, items = ids(kept)
    name = kept.folder.warcs()[0]
    path_of(kept).unlink()
    report = report_of(kept)
    assert {(f.kind, f.where) for f in report.findings} == {
        ("file-missing", name),
        *(("unreadable", ark) for ark in (capture, *items)),
    }


def test_one_flipped_bit_names_the_record_and_the_item(kept: archiver.Archive) -> None:
    _, items = ids(kept)
    row = kept.row(items[1])
    path = path_of(kept)
    data = bytearray(path.read_bytes())
    data[row.offset + 120] ^= 1
    path.write_bytes(data)
    report = report_of(kept)
    assert {(f.kind, f.where) for f in report.findings} == {
        ("gzip", f"{row.warc}:{row.offset}"),
        ("document-missing", items[1]),
    }
    assert not kept.verify(items[1]).ok
    assert not kept.verify(depth="records").ok
    assert not kept.verify(depth="files").ok


def test_a_flipped_bit_in_the_page_names_its_items(kept: archiver.Archive) -> None:
    capture, items = ids(kept)
    record = kept.catalog.record(kept.get_capture(capture).exchanges[0].response.record)
    path = path_of(kept)
    data = bytearray(path.read_bytes())
    data[record.offset + record.length - 20] ^= 1
    path.write_bytes(data)
    wheres = {f.where for f in report_of(kept).findings}
    assert {f"{record.warc}:{record.offset}", capture, *items} <= wheres


def test_a_cut_file(kept: archiver.Archive) -> None:
    path = path_of(kept)
    path.write_bytes(path.read_bytes()[:-30])
    _, items = ids(kept)
    kinds = {f.kind for f in report_of(kept).findings}
    assert {"gzip-truncated", "document-missing"} <= kinds
    assert items[1] in {f.where for f in report_of(kept).findings}


def test_the_same_records_in_other_bytes(kept: archiver.Archive) -> None:
    """Nothing is wrong but that the file is not the one that was published."""
    path = path_of(kept)
    import gzip

    data = path.read_bytes()
    row = kept.row(ids(kept)[1][1])
    path.write_bytes(data[: row.offset] + gzip.compress(gzip.decompress(data[row.offset :])))
    assert found(report_of(kept)) == set()


def drop_page(member: Member) -> Any:
    return [] if member.type == "resource" else same(member)


def change_page(member: Member) -> Any:
    if member.type != "resource":
        return same(member)
    return [(member.headers, (member.kept or b"").replace(b"COAL", b"GOLD"))]


def change_uri(member: Member) -> Any:
    if member.type != "resource":
        return same(member)
    headers = [(k, "https://forged.example/" if k == "WARC-Target-URI" else v) for k, v in member.headers]
    return [(headers, member.kept or b"")]


def add_record(member: Member) -> Any:
    forged = [(k, "<urn:forged>" if k == "WARC-Record-ID" else v) for k, v in member.headers]
    return [*same(member), (forged, b"x")] if member.type == "resource" else same(member)


CORRUPTIONS: dict[str, tuple[Callable[[Member], Any], set[tuple[str, str]]]] = {
    "the page's record is gone": (
        drop_page,
        {("record-missing", "capture"), ("record", "item 1"), ("record", "item 2"), ("record-count", "file")},
    ),
    "a record nobody named": (add_record, {("unaccounted", "a record"), ("record-count", "file")}),
    "the page says something else": (
        change_page,
        {
            ("record-digest", "capture"),
            ("capture-id", "capture"),
            ("selector", "item 1"),
            ("selector", "item 2"),
        },
    ),
    "the page is said to be from elsewhere": (change_uri, {("capture-id", "capture")}),
    "a headline's words": (
        documents(
            "headline", lambda d: d["data"].update(headline="X") if d["data"]["position"] == 1 else None
        ),
        {("item-id", "item 1"), ("selector", "item 1"), ("catalog", "item 1")},
    ),
    "a date": (
        documents(
            "headline",
            lambda d: d["data"].update(datePublished="2020-01-01") if d["data"]["position"] == 2 else None,
        ),
        {("selector", "item 2"), ("catalog", "item 2")},
    ),
    "a source is gone": (
        documents("headline", lambda d: d["provenance"]["fields"].pop("/publisher") and None),
        {("provenance", "item 1"), ("provenance", "item 2"), ("catalog", "item 1"), ("catalog", "item 2")},
    ),
    "a field no schema knows": (
        documents(
            "headline", lambda d: d["data"].update(mood="grim") if d["data"]["position"] == 1 else None
        ),
        {("schema", "item 1"), ("catalog", "item 1")},
    ),
    "an item is gone": (
        documents("headline", lambda d: d["data"]["position"] != 2),
        {("document-missing", "item 2"), ("record-count", "file")},
    ),
    "positions": (
        documents("headline", lambda d: d["data"].update(position=3 - d["data"]["position"])),
        {
            ("position", "item 2"),
            ("catalog", "item 1"),
            ("catalog", "item 2"),
            ("selector", "item 1"),
            ("selector", "item 2"),
        },
    ),
    "the manifest lists fewer items": (
        documents("capture", lambda d: d.update(items=d["items"][:1])),
        {("manifest", "capture"), ("catalog", "capture")},
    ),
    "the manifest states another digest": (
        documents("capture", lambda d: d["exchanges"][0]["response"].update(digest="sha256:" + "0" * 64)),
        {("record-digest", "capture"), ("catalog", "capture")},
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_corruption(kept: archiver.Archive, name: str) -> None:
    change, expected = CORRUPTIONS[name]
    capture, items = ids(kept)
    warc = kept.folder.warcs()[0]
    rewrite(kept, change)
    said = found(report_of(kept))
    names = {capture: "capture", items[0]: "item 1", items[1]: "item 2", warc: "file"}
    assert {(kind, names.get(where, "a record")) for kind, where in said} == expected
