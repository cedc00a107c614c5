"""For every promise of ``verify`` one corruption, and the whole report it must give."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import identifiers
from archiver.catalog.columns import columns_of
from archiver.confine import Desk, Read
from archiver.confine.desk import read_here
from archiver.page.page import Page
from archiver.page.record import page_of_member
from archiver.verify import Report
from archiver.warc.members import Member, scan
from tests.archive.browsed import News, article, take
from tests.archive.tampering import as_new, beside, documents, path_of, rewrite, same, write_beside

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


def test_a_missing_file_is_one_finding_for_a_person(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    path_of(kept).unlink()
    [(found, hanging)] = kept.verify().in_short()
    assert (found.where, found.kind, dict(hanging)) == (name, "file-missing", {"capture": 1, "item": 2})


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


def first(edit: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """Only for the first headline."""
    return lambda d: edit(d) if d["data"]["position"] == 1 else None


def uncounted(document: dict[str, Any]) -> None:
    document["data"]["headline"] = "ANYTHING"
    document["provenance"]["fields"]["/headline"].update(transform="ordinal")
    del document["provenance"]["fields"]["/headline"]["raw"]


def counted_wrong(document: dict[str, Any]) -> None:
    if document["data"]["position"] == 2:
        document["data"]["position"] = 7
        document["provenance"]["fields"]["/position"].update(transform="ordinal")
        del document["provenance"]["fields"]["/position"]["raw"]


def lost_value(document: dict[str, Any]) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "NOWHERE", "prefix": "", "suffix": ""}
    document["provenance"]["fields"]["/headline"]["alternatives"] = [
        {
            "value": "NOWHERE",
            "method": "text",
            "rule": "r",
            "selectors": [quote],
            "textForm": "decoded-text",
            "lost": "r",
        }
    ]


def another_item(document: dict[str, Any], capture: str | None = None) -> None:
    """A headline that really stands in the page, but that was never read from it."""
    quote = {"type": "TextQuoteSelector", "exact": "RISE", "prefix": "", "suffix": ""}
    source = {**document["provenance"]["fields"]["/headline"], "selectors": [quote], "raw": "RISE"}
    document["data"] = {"headline": "RISE"}
    document["provenance"]["fields"] = {"/headline": source}
    document["capture"] = capture or document["capture"]
    key = identifiers.item_key("headline", document["data"])
    ark = identifiers.parse(document["capture"], "")
    document["id"] = str(identifiers.item_ark(ark, "headline", key))


def planted(member: Member) -> Any:
    """A second version of a headline, read from a record that is no page."""
    if member.type == "resource":
        headers = [(k, {"WARC-Type": "metadata"}.get(k, v)) for k, v in member.headers]
        headers = [(k, "<urn:planted>" if k == "WARC-Record-ID" else v) for k, v in headers]
        return [*same(member), (headers, member.kept or b"")]

    def edit(document: dict[str, Any]) -> None:
        document["provenance"]["version"] = 2
        for source in document["provenance"]["fields"].values():
            source["record"] = "<urn:planted>"

    return beside("headline", lambda d: edit(d) if d["data"]["position"] == 1 else False)(member)


# Each is a statement about the records that the records do not make.
FORGED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a file given out as an answer": lambda d: d.pop("source") and None,
    "date": lambda d: d.update(captured="1999-01-01T00:00:00.000000Z"),
    "no date": lambda d: d.update(captured="2026-99-99T99:99:99Z"),
    "URL": lambda d: d.update(url="https://forged.example/"),
    "last URL": lambda d: d.update(finalUrl="https://forged.example/"),
    "start": lambda d: d["exchanges"][0].update(started="1999-01-01T00:00:00Z"),
    "URL of an exchange": lambda d: d["exchanges"][0].update(url="https://forged.example/"),
    "status": lambda d: d["exchanges"][0].update(status=200),
    "location": lambda d: d["exchanges"][0].update(location="/"),
    "truncation": lambda d: d["exchanges"][0].update(truncated="time"),
    "entity": lambda d: d["exchanges"][0]["entity"].update(digest="sha256:" + "0" * 64),
    "entity's length": lambda d: d["exchanges"][0]["entity"].update(length=1),
    "name": lambda d: d["links"].update(ni="ni:///sha-256;AAAA"),
    "URI-M": lambda d: d["links"].update(urim="19990101000000/https://forged.example/"),
    "PWID": lambda d: d["links"].update(pwid="urn:pwid:forged"),
}
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
    "the page is said to be from elsewhere": (
        change_uri,
        {("capture-id", "capture"), ("manifest", "capture")},
    ),
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
    **{
        f"forged: {name}": (documents("capture", edit), {("manifest", "capture"), ("catalog", "capture")})
        for name, edit in FORGED.items()
    },
    "a second manifest with another date": (
        beside("capture", FORGED["date"]),
        {("manifest", "capture"), ("catalog", "capture"), ("record-count", "file")},
    ),
    "the same record twice": (
        lambda m: same(m) * 2 if m.type == "resource" else same(m),
        {("duplicate-record", "a record"), ("record-count", "file")},
    ),
    "a transform that says where, for what": (
        documents("headline", first(uncounted)),
        {("provenance", "item 1"), ("item-id", "item 1"), ("catalog", "item 1")},
    ),
    "a position that is not the place": (
        documents("headline", counted_wrong),
        {("position", "item 2"), ("catalog", "item 2")},
    ),
    "another list": (
        documents("headline", lambda d: d["data"].update(isPartOf="#char=0,1")),
        {
            ("selector", "item 1"),
            ("selector", "item 2"),
            ("catalog", "item 1"),
            ("catalog", "item 2"),
        },
    ),
    "an alternative that is nowhere": (
        documents("headline", first(lost_value)),
        {("selector", "item 1"), ("catalog", "item 1")},
    ),
    "an item that no manifest lists": (
        beside("headline", lambda d: another_item(d) if d["data"]["position"] == 1 else False),
        {("unlisted", "a record"), ("catalog", "a record"), ("record-count", "file")},
    ),
    "an item of no capture": (
        beside(
            "headline",
            lambda d: (
                another_item(d, str(identifiers.mint("99999", "fk4", "b" * 16)))
                if d["data"]["position"] == 1
                else False
            ),
        ),
        {("unlisted", "a record"), ("catalog", "a record"), ("record-count", "file")},
    ),
    "a version is missing": (
        beside(
            "headline",
            lambda d: d["provenance"].update(version=3) if d["data"]["position"] == 1 else False,
        ),
        {("version", "item 1"), ("catalog", "item 1"), ("record-count", "file")},
    ),
    "values from a record that is no page": (
        planted,
        {
            ("provenance", "item 1"),
            ("catalog", "item 1"),
            ("unaccounted", "a record"),
            ("record-count", "file"),
        },
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


HOSTILE = {
    "a list": (b"[1]", "document"),
    "an ID that is a list": (b'{"kind":"article","id":[1]}', "schema"),
    "an ID that is an object": (b'{"id":{"a":1}}', "schema"),
    "a version that is a list": (b'{"id":"x","provenance":{"version":[1]}}', "schema"),
    "a provenance that is null": (b'{"id":"x","provenance":null}', "schema"),
    "a kind that is a list": (b'{"kind":[1]}', "schema"),
    "JSON without bottom": (b"[" * 100_000 + b"]" * 100_000, "document"),
    "not UTF-8": (b"\xff\xfe{", "document"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_stands_in_a_record_is_a_finding(kept: archiver.Archive, name: str) -> None:
    block, kind = HOSTILE[name]
    done: list[bool] = []

    def add(member: Member) -> Any:
        if member.type != "metadata" or done:
            return same(member)
        done.append(True)
        return [*same(member), (as_new(member), block)]

    rewrite(kept, add)
    assert {kind for kind, _ in found(report_of(kept))} == {kind, "record-count"}


@pytest.mark.parametrize(
    ("xpath", "ark"),
    [
        ("//*\0", None),
        ("count(//*)", None),
        ("//*[count(//*[count(//*)>0])>0]", None),
        ("/a", "ark:99999/fk4zzzz"),
    ],
)
def test_a_hostile_selector_or_id_is_a_finding(kept: archiver.Archive, xpath: str, ark: str | None) -> None:
    def edit(document: dict[str, Any]) -> None:
        source = document["provenance"]["fields"]["/headline"]
        source["selectors"] = [{"type": "XPathSelector", "value": xpath}]
        document["capture"] = ark or document["capture"]

    rewrite(kept, documents("headline", first(edit)))
    item = ids(kept)[1][0]
    strange = {("item-id", item), ("unlisted", item)} if ark else set()
    assert found(report_of(kept)) == {("selector", item), ("catalog", item)} | strange


def test_the_same_record_id_in_another_file(kept: archiver.Archive) -> None:
    """A copy is welcome; another content under a known Record-ID is not."""
    page = [m.record_id for m in members_of(kept) if m.type == "resource"]
    write_beside(kept, "warc/2999/01/01/copy.warc.gz", same)
    kept.rebuild()
    assert {f.kind for f in kept.verify().findings} == {"no-fixity-record"}
    rewrite(
        kept,
        lambda m: change_page(m) if m.record_id in page else [] if m.type == "metadata" else same(m),
        "warc/2999/01/01/copy.warc.gz",
    )
    kept.rebuild()
    assert {(f.kind, f.where.split(":")[0]) for f in report_of(kept).findings} == {
        ("no-fixity-record", "warc/2999/01/01/copy.warc.gz"),
        ("file-size", "warc/2999/01/01/copy.warc.gz"),  # since it was verified first
        ("record-count", "warc/2999/01/01/copy.warc.gz"),
        ("duplicate-record", "warc/2999/01/01/copy.warc.gz"),
        ("unaccounted", "warc/2999/01/01/copy.warc.gz"),
    }


def members_of(archive: archiver.Archive) -> list[Member]:
    with path_of(archive).open("rb") as file:
        return list(scan(file))


# Each column that follows from a document, of items and of captures.
EDITED = (
    "captured='2001-01-01T00:00:00Z'",
    "run='list/2001'",
    "verdict='blocked'",
    "host='forged.example'",
    "outlet='Forged Times'",
    "outlet_key='forged times'",
    "language='xx'",
    "day='2001-01-01'",
    "day=NULL",
    "story=1",
    "surt='example,forged)/'",
    "final='https://forged.example/'",
    "status=418",
    "sha256='00'",
    "items=99",
    "url='https://forged.example/'",
)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents SET document=replace(document,'COAL','GOLD') WHERE kind='headline'",
        "UPDATE documents SET headline='GOLD'",
        "UPDATE documents SET date='1999-01-01'",
        "UPDATE documents SET url='https://forged.example/'",
        "UPDATE documents SET capture='ark:99999/other' WHERE kind='headline'",
        "UPDATE documents SET newest=0",
        *(f"UPDATE documents SET {change} WHERE kind='headline'" for change in EDITED),
        *(f"UPDATE documents SET {change} WHERE kind='capture'" for change in EDITED),
        "DELETE FROM documents WHERE kind='headline'",
        "INSERT INTO documents (id, version, kind, capture, newest, warc, offset, document) "
        "SELECT id, 1, kind, capture, 0, 'warc/none.warc.gz', offset, document FROM documents",
        "UPDATE records SET offset=offset+1 WHERE type='metadata'",
        "DELETE FROM records WHERE type='metadata'",
    ],
)
def test_a_catalog_edited_by_hand(kept: archiver.Archive, change: str) -> None:
    with contextlib.closing(sqlite3.connect(kept.folder.catalog_path)) as database:
        database.execute(change)
        database.commit()
    assert {finding.kind for finding in report_of(kept).findings} == {"catalog"}
    kept.rebuild()
    assert kept.verify().ok


def test_items_in_a_file_before_that_of_their_capture_are_catalogued_like_others(tmp_path: Path) -> None:
    def only_items(member: Member) -> Any:
        is_item = b'"kind":"article"' in (member.kept or b"") and member.type == "metadata"
        return [(as_new(member), member.kept)] if is_item else []

    with archiver.open(tmp_path / "archive") as archive:
        undated = News("Herders count losses", "https://alpha.example/herders")
        capture = take(archive, undated.link, "2026-01-29T09:00:00", article(undated))
        [item] = archive.items(capture.id)
        [whole] = [
            row.values
            for row in columns_of(archive.catalog, archive.folder.warcs()[0])
            if row.values["id"] == item.id
        ]
        name = "warc/1999/01/01/items.warc.gz"
        write_beside(archive, name, only_items)
        archive.rebuild()
        [row] = columns_of(archive.catalog, name)
        assert row.values == whole
        assert whole["day"] == whole["captured"][:10] == "2026-01-29"
        assert "catalog" not in {finding.kind for finding in archive.verify().findings}


def test_an_export_of_what_was_read_again_verifies_elsewhere(
    kept: archiver.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two manifests of one capture, the later one without an item of the first."""
    capture, _ = ids(kept)

    def fewer(_: Desk, page: Page) -> Read:
        read = read_here(page)
        del read.reading.drafts[-1]
        return read

    monkeypatch.setattr(Desk, "read", fewer)
    list(kept.extract([capture]))
    assert len(ids(kept)[1]) == 1
    assert kept.verify().findings == []
    with archiver.open(tmp_path / "other") as other:
        path = other.folder.path / "warc/2026/01/01/export.warc.gz"
        path.parent.mkdir(parents=True)
        with path.open("wb") as output:
            kept.export([capture], "warc", output)
        [finding] = other.verify().findings
        assert (finding.severity, finding.kind) == ("warning", "no-fixity-record")
        assert len(other.get_capture(capture).items) == 1


def test_a_block_too_long_to_read_is_said(kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    capture, items = ids(kept)
    monkeypatch.setattr("archiver.verify.records.MAX_BLOCK", 10)
    assert {(f.kind, f.where, f.severity) for f in report_of(kept).findings} == {
        ("unread", capture, "warning"),
        *(("record", item, "error") for item in items),
    }


def test_a_page_is_read_once_for_all_its_items(
    kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counting(member: Member, *captured: datetime | None) -> Page:
        read.append(member.record_id)
        return page_of_member(member, *captured)

    monkeypatch.setattr("archiver.page.record.page_of_member", counting)
    assert kept.verify().ok
    assert len(read) == 1
