"""Each promise of a package, broken once: by hand, with the lists made right again, and signed by another."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archiver
from archiver.demo.site import DemoSite
from archiver.urls import surt
from archiver.verify.report import Report
from tests.archive.imports import exported
from tests.conftest import capture_demo
from tests.serve.running import html_record
from tests.verify_packages import repacking
from tests.verify_packages.conftest import check, kinds
from tests.verify_packages.repacking import (
    CAPTURES,
    DESCRIPTOR,
    DIGEST,
    INDEX,
    INFO,
    ITEMS,
    PAGES,
    WARC,
    Files,
)

Tampered = Callable[..., Report]


def test_a_package_as_it_was_made_is_without_findings(package: bytes) -> None:
    report = check(package)
    assert report.findings == []
    assert {name: report.counts[name] for name in ("files", "captures")} == {"files": 1, "captures": 4}
    assert report.counts["items"] > 20
    assert report.counts["values"] > 150
    assert report.package is not None
    assert report.package["signature"] == "valid"


def test_a_page_with_all_that_it_needs_is_without_findings(archive: archiver.Archive, site: DemoSite) -> None:
    """Redirects, errors, images, chunked and compressed bodies, robots.txt: every record is in index and manifest."""
    capture = capture_demo(archive, site.url)
    report = check(exported(archive, [capture.id], "wacz"))
    assert report.findings == []
    assert report.counts["records"] > 40


# -- by somebody who changes a file and nothing else ----------------------------------------------------


def _flip(path: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        data = bytearray(files[path])
        data[len(data) // 2] ^= 1
        files[path] = bytes(data)

    return change


@pytest.mark.parametrize("path", [WARC, INDEX, PAGES, CAPTURES, ITEMS, INFO])
def test_a_flipped_bit_in_a_file(tampered: Tampered, path: str) -> None:
    report = tampered(_flip(path), depth="files")
    [finding] = report.findings
    assert (finding.kind, finding.where) == ("resource-digest", path)


def test_a_flipped_bit_of_the_zip_itself(package: bytes) -> None:
    """Without a ZIP made anew around it: its own checksum says so too."""
    at = package.index(b'"format": "json-pages-1.0"')
    assert kinds(check(package[:at] + b"!" + package[at + 1 :], "files")) == {"zip-entry"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_byte_is_found_at_depth_files(package: bytes, data: st.DataObject) -> None:
    """But for what the ZIP says beside (times, attributes, versions), which no reader takes for content."""
    files = repacking.unpacked(package)
    path = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[path]) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != files[path][at]))
    files[path] = files[path][:at] + bytes([value]) + files[path][at + 1 :]
    report = check(repacking.packed(files), "files")
    if path != DIGEST:
        assert not report.ok
    elif report.ok and report.findings == []:  # it may only have touched what nothing depends on
        said, was = json.loads(files[DIGEST]), json.loads(repacking.unpacked(package)[DIGEST])
        free = ("software", "version")
        for one in (said, was):
            one["signedData"] = {k: v for k, v in one["signedData"].items() if k not in free}
        assert said == was


def test_a_file_that_is_replaced(tampered: Tampered) -> None:
    report = tampered(lambda files: files.update({PAGES: b'{"format": "json-pages-1.0"}\n'}))
    assert {"resource-digest", "resource-size", "pages"} <= kinds(report)


@pytest.mark.parametrize("path", [INDEX, PAGES, ITEMS, CAPTURES, INFO, WARC])
def test_a_file_that_is_dropped(tampered: Tampered, path: str) -> None:
    assert "resource-missing" in kinds(tampered(lambda files: files.pop(path)))


def test_a_file_that_is_added(tampered: Tampered) -> None:
    report = tampered(lambda files: files.update({"notes.txt": b"trust me"}))
    assert [(f.kind, f.where) for f in report.findings] == [("unlisted-file", "notes.txt")]


@pytest.mark.parametrize("path", ["archive/more.txt", "pages/x.html", "indexes/x.db"])
def test_a_listed_file_where_none_may_be(tampered: Tampered, path: str) -> None:
    report = tampered(lambda files: files.update({path: b"more"}), "signed by another")
    assert ("datapackage", path) in [(f.kind, f.where) for f in report.findings]


# -- by somebody who lists it anew: the signature is not theirs --------------------------------------------


@pytest.mark.parametrize("path", [WARC, INDEX, PAGES, CAPTURES, ITEMS, INFO])
def test_what_is_listed_anew_is_not_what_was_signed(tampered: Tampered, path: str) -> None:
    report = tampered(_flip(path), "listed", depth="files")
    assert [(f.kind, f.where) for f in report.findings] == [("signature", DIGEST)]


def test_a_title_that_is_changed(tampered: Tampered) -> None:
    def retitle(files: Files) -> None:
        repacking.redescribe(files, json.loads(files[DESCRIPTOR]) | {"title": "The Times"})

    assert kinds(tampered(retitle)) == {"signature", "enclosed"}


# -- by somebody who signs it: only what the records say is left -------------------------------------------


def _drop_line(path: str, number: int) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        lines = files[path].splitlines(keepends=True)
        del lines[number]
        files[path] = b"".join(lines)

    return change


def _swap_lines(path: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        first, second, *rest = files[path].splitlines(keepends=True)
        files[path] = b"".join([second, first, *rest])

    return change


def _edit(kind: str, **fields: Any) -> Callable[[Files], None]:
    return lambda files: repacking.edit_documents(files, kind, lambda document: document.update(fields))


def _edit_data(kind: str, **fields: Any) -> Callable[[Files], None]:
    return lambda files: repacking.edit_documents(files, kind, lambda d: d["data"].update(fields))


def _replace(path: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    return lambda files: repacking.replace_once(files, path, old, new)


def _without(kind: str) -> Callable[[Files], None]:
    """The first record of a type is taken out of the WARC and the index."""

    def change(files: Files) -> None:
        seen: list[int] = []

        def left(member: Any) -> list[Any]:
            if member.type == kind and not seen:
                seen.append(member.offset)
                return []
            return repacking.same(member)

        repacking.rewrite_warc(files, left)

    return change


def _in_blocks(kind: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def changed(member: Any) -> list[Any]:
        return [(member.headers, member.kept.replace(old, new) if member.type == kind else member.kept)]

    return lambda files: repacking.rewrite_warc(files, changed)


def _twice(member: Any) -> list[Any]:
    return repacking.same(member) * (2 if member.type == "response" else 1)


LIES: dict[str, tuple[Callable[[Files], object], set[str]]] = {
    "a word of the page": (_in_blocks("response", b"fuel", b"food"), {"record-digest", "capture-id"}),
    "a response is gone": (_without("response"), {"record-missing"}),
    "a request is gone": (_without("request"), {"record-missing"}),
    "a document is gone from the WARC": (_without("metadata"), {"enclosed"}),
    "a record stands twice": (
        lambda files: repacking.rewrite_warc(files, _twice),
        {"duplicate-record", "index-missing"},
    ),
    "an author": (_edit_data("article", author=[{"name": "Mallory"}]), {"selector"}),
    "a date": (_edit_data("article", datePublished="2020-01-01"), {"selector"}),
    "a headline": (_edit_data("headline", headline="All is well"), {"item-id", "selector"}),
    "the URL of a capture": (_edit("capture", url="https://times.example/"), {"manifest", "pages"}),
    "the time of a capture": (_edit("capture", captured="2020-01-01T00:00:00.000000Z"), {"manifest", "pages"}),
    "the verdict": (_edit("capture", verdict="truncated"), {"manifest"}),
    "an unknown field": (_edit("article", seal="of approval"), {"schema"}),
    "an item is said to be of another capture": (
        _edit("article", capture="ark:99999/fk4bcdfghjkmnpqrstvd"),
        {"item-id", "unlisted", "item-missing"},
    ),
    "an item is no longer listed": (_edit("capture", items=[]), {"unlisted", "manifest"}),
    "a line of items": (_drop_line(ITEMS, 0), {"enclosed"}),
    "lines of items in another order": (_swap_lines(ITEMS), {"enclosed"}),
    "an enclosed item says something else": (_replace(ITEMS, b"Tosontsengel", b"Toronto"), {"enclosed"}),
    "an enclosed manifest says something else": (_replace(CAPTURES, b"complete", b"partial!"), {"enclosed"}),
    "the items are not enclosed": (lambda files: files.pop(ITEMS), {"enclosed"}),
    "the archive is not said": (lambda files: files.pop(INFO), {"enclosed"}),
    "the archive is another": (lambda files: files.update({INFO: b"{}"}), {"schema"}),
    "a line of the index": (_drop_line(INDEX, 0), {"index-missing", "pages"}),
    "lines of the index in another order": (_swap_lines(INDEX), {"index"}),
    "an offset": (_replace(INDEX, b'"offset": "', b'"offset": "1'), {"index"}),
    "a length": (_replace(INDEX, b'"length": "', b'"length": "1'), {"index"}),
    "a URL in the index": (_replace(INDEX, b'"url": "http:', b'"url": "https:'), {"index"}),
    "a status in the index": (_replace(INDEX, b'"status": "200"', b'"status": "404"'), {"index"}),
    "a status that is no text": (_replace(INDEX, b'"status": "200"', b'"status": [200]'), {"index"}),
    "a digest in the index": (_replace(INDEX, b'"digest": "sha256:', b'"digest": "sha256:0'), {"index"}),
    "no line of an index": (lambda files: files.update({INDEX: b"hello\n"}), {"index", "index-missing"}),
    "a page": (_drop_line(PAGES, 1), {"pages"}),
    "a page that is not there": (_replace(PAGES, b'"url": "http:', b'"url": "https:'), {"pages"}),
    "the time of a page": (_replace(PAGES, b'"ts": "20', b'"ts": "19'), {"pages"}),
    "no time of a page": (_replace(PAGES, b'"ts": "20', b'"ts": "x'), {"pages"}),
    "the header of the pages": (_drop_line(PAGES, 0), {"pages"}),
    "no JSON in the pages": (_replace(PAGES, b"}", b""), {"pages"}),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_that_its_teller_signed(tampered: Tampered, lie: str) -> None:
    """The signature is valid, by another: who does not know the key is told by the records all the same."""
    change, expected = LIES[lie]
    report = tampered(change, "signed by another")
    assert report.package is not None
    assert report.package["signature"] == "valid"
    assert expected <= kinds(report)


@pytest.mark.parametrize("name", ["more.warc", "more.warc.gz"])
def test_a_page_in_a_warc_of_its_own(tampered: Tampered, name: str) -> None:
    """In the index and in the list, in whatever form: no manifest names it."""
    url = "http://times.example/"

    def add(files: Files) -> None:
        record = html_record(url, "2026-02-01T08:00:00Z", b"<h1>All is well</h1>")
        files[f"archive/{name}"] = data = record if name.endswith(".gz") else gzip.decompress(record)
        said = {"url": url, "mime": "text/html", "status": "200", "digest": "-", "filename": name}
        line = f"{surt(url)} 20260201080000 {json.dumps({**said, 'offset': '0', 'length': str(len(data))})}\n"
        files[INDEX] = b"".join(sorted([*files[INDEX].splitlines(keepends=True), line.encode()]))

    assert "unaccounted" in kinds(tampered(add, "signed by another"))


def test_an_archive_cannot_be_renamed(tampered: Tampered) -> None:
    report = tampered(_replace(INFO, b'"title":"archiver"', b'"title":"The Times"'), "signed by another")
    assert [(f.kind, f.where) for f in report.findings] == [("enclosed", INFO)]


# -- the description ------------------------------------------------------------------------------------


DESCRIPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "no profile": ({"profile": None}, "datapackage"),
    "a package of packages": ({"profile": "multi-wacz-package"}, "datapackage"),
    "no version": ({"wacz_version": None}, "datapackage"),
    "no list": ({"resources": {}}, "datapackage"),
    "a list of something else": ({"resources": ["pages/pages.jsonl"]}, "datapackage"),
    "no time": ({"created": "yesterday"}, "datapackage"),
}


@pytest.mark.parametrize("fault", DESCRIPTIONS)
def test_a_description_that_breaks_the_standard(tampered: Tampered, fault: str) -> None:
    fields, kind = DESCRIPTIONS[fault]

    def redescribe(files: Files) -> None:
        repacking.redescribe(files, json.loads(files[DESCRIPTOR]) | fields)
        repacking.resign(files)

    assert kind in kinds(tampered(redescribe, depth="files"))


RESOURCES: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": ""}, "error", "datapackage"),
    "no digest": ({"hash": "crc32:00"}, "error", "datapackage"),
    "another size": ({"bytes": 1}, "error", "resource-size"),
    "another path": ({"path": "../pages.jsonl"}, "error", "resource-missing"),
    "a path that is none": ({"path": 7}, "error", "resource-missing"),
    "a digest that can be forged": ({"hash": "md5:00"}, "warning", "weak-digest"),
}


@pytest.mark.parametrize("fault", RESOURCES)
def test_a_resource_that_is_listed_badly(tampered: Tampered, fault: str) -> None:
    fields, severity, kind = RESOURCES[fault]

    def redescribe(files: Files) -> None:
        described = json.loads(files[DESCRIPTOR])
        described["resources"][2] |= fields
        repacking.redescribe(files, described)
        repacking.resign(files)

    assert kind in kinds(tampered(redescribe, depth="files"), severity)


def test_a_resource_that_is_listed_twice(tampered: Tampered) -> None:
    def redescribe(files: Files) -> None:
        described = json.loads(files[DESCRIPTOR])
        described["resources"] *= 2
        repacking.redescribe(files, described)
        repacking.resign(files)

    assert kinds(tampered(redescribe, depth="files")) == {"datapackage"}


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"[" * 100_000, b'"\xff"'])
@pytest.mark.parametrize("path", [DESCRIPTOR, DIGEST, INFO])
def test_what_is_no_json_is_a_finding(tampered: Tampered, path: str, text: bytes) -> None:
    assert not tampered(lambda files: files.update({path: text})).ok


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_it_is_a_finding_and_never_our_failure(
    package: bytes, data: st.DataObject
) -> None:
    """Any stretch of any file replaced by anything, all signed: it is read to its end."""
    files = repacking.unpacked(package)
    path = data.draw(st.sampled_from([INDEX, PAGES, CAPTURES, ITEMS, INFO, WARC, DESCRIPTOR, DIGEST]))
    start = data.draw(st.integers(0, len(files[path])))
    new = data.draw(
        st.one_of(st.binary(max_size=40), st.sampled_from([b"null", b"[]", b"{}", b"-1", b"9" * 5000]))
    )
    files[path] = files[path][:start] + new + files[path][start + data.draw(st.integers(0, 200)) :]
    if path not in (DESCRIPTOR, DIGEST):
        repacking.relist(files)
        repacking.resign(files)
    check(repacking.packed(files))
