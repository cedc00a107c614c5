"""Captures that others made, in packages of ours; packages that others made; what their validator does not notice."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import archiver
from archiver.urls import timestamp14
from archiver.verify.report import Report
from archiver.warc.members import Member
from tests.archive.imports import exported, gzipped, http, put, record, site, take_in
from tests.conftest import SHARED
from tests.verify_packages import repacking
from tests.verify_packages.conftest import OTHERS, check, kinds
from tests.verify_packages.repacking import DIGEST, INDEX, PAGES, WARC, Files
from tests.viewers.conftest import CHECKOUT, skip

WACZ = CHECKOUT / ".pywb" / "bin" / "wacz"
IMPORTS = "archiver/imports.jsonl"


@pytest.mark.parametrize("kind", OTHERS)
def test_captures_that_others_made_are_proved_too(of_others: dict[str, bytes], kind: str) -> None:
    """Copied byte for byte or written anew: their IDs, values and digests follow from the package."""
    report = check(of_others[kind])
    assert [f for f in report.findings if f.severity == "error"] == []
    assert report.counts["captures"] == (1 if kind == "arc" else 3)
    assert report.counts["values"] > 3


def test_records_of_several_files_under_one_id(archive: archiver.Archive, tmp_path: Path) -> None:
    """Others give one ID twice: to the same block from two URLs, to two blocks from one URL."""
    page = b"<html><title>%s</title><p>Snow closes the road.</p></html>"
    blocks = {
        "a.warc.gz": record(7, "/road?1", http(page % b"One", "text/html")),
        "b.warc.gz": record(7, "/road?2", http(page % b"One", "text/html")),
        "c.warc.gz": record(7, "/road?1", http(page % b"Three", "text/html"), second=3),
    }
    for name, block in blocks.items():
        take_in(archive, put(tmp_path, name, gzipped([block])))
    package = exported(archive, [capture.id for capture in archive.captures()], "wacz")
    assert kinds(check(package)) == set()
    lines = [line.split(b" ", 2) for line in repacking.unpacked(package)[INDEX].splitlines()]
    fields = {(json.loads(line[2])["url"], line[1]): json.loads(line[2])["digest"] for line in lines}
    digests = {
        (capture.url, timestamp14(datetime.fromisoformat(capture.captured)).encode()): entity.digest
        for capture in archive.captures()
        if (entity := capture.exchanges[0].entity)
    }
    assert fields == digests
    assert len(set(digests.values())) == 2


def _tampered(package: bytes, change: Callable[[Files], object]) -> Report:
    files = repacking.unpacked(package)
    change(files)
    repacking.relist(files)
    repacking.resign(files)
    return check(repacking.packed(files))


def _reword(files: Files) -> None:
    """One letter in every page, with every digest in the WARC made right."""

    def reword(member: Member) -> list[tuple[list[tuple[str, str]], bytes]]:
        block = member.kept or b""
        return [(member.headers, block.replace(b" the ", b" The ") if member.type == "response" else block)]

    repacking.rewrite_warc(files, reword)


def test_a_word_in_a_page_of_others(of_others: dict[str, bytes]) -> None:
    def reword(files: Files) -> None:
        repacking.rewrite_warc(
            files,
            lambda m: [
                (m.headers, m.kept.replace(b"customs", b"Customs") if m.type == "response" else m.kept)
            ],  # type: ignore[union-attr]
        )

    assert {"record-digest", "record-missing"} & kinds(_tampered(of_others["gzip"], reword))


def test_the_document_on_the_file_of_others_is_gone(of_others: dict[str, bytes]) -> None:
    def drop(files: Files) -> None:
        repacking.rewrite_warc(
            files, lambda m: [] if b'"kind":"import"' in (m.kept or b"") else repacking.same(m)
        )
        del files[IMPORTS]

    assert kinds(_tampered(of_others["gzip"], drop)) == {"manifest"}


def test_what_others_got_wrong_is_a_warning(archive: archiver.Archive, tmp_path: Path) -> None:
    """A payload digest that was wrong when it came is as it came, which the manifest proves."""
    wrong = ("WARC-Payload-Digest", "sha1:" + "A" * 32)
    page = record(3, "/coal", http(b"<html><title>Coal</title><p>Up.</p></html>", "text/html"), wrong)
    _, captures = take_in(archive, put(tmp_path, "x.warc.gz", gzipped([page])))
    report = check(exported(archive, [c.id for c in captures], "wacz"))
    assert report.ok
    assert kinds(report, "warning") == {"payload-digest"}


def test_one_record_id_in_two_files_of_others(archive: archiver.Archive, tmp_path: Path) -> None:
    captures = []
    for name, word in (("a.warc.gz", b"Up"), ("b.warc.gz", b"Down")):
        page = record(3, "/coal", http(b"<html><title>Coal</title><p>%s.</p></html>" % word, "text/html"))
        captures += take_in(archive, put(tmp_path, name, gzipped([page])))[1]
    assert len({capture.id for capture in captures}) == 2
    assert check(exported(archive, [c.id for c in captures], "wacz")).findings == []


# -- packages that others made ---------------------------------------------------------------------------


def _of_pywacz(tmp_path: Path, records: list[bytes], *words: str) -> bytes:
    if not WACZ.exists():
        skip("no wacz in .pywb")
    warc = put(tmp_path, "crawl.warc.gz", gzipped(records))
    out = tmp_path / "made.wacz"
    command = [WACZ, "create", "-o", out, "-f", warc, *words]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return out.read_bytes()


def test_a_package_of_py_wacz_has_no_pages_and_all_its_records(tmp_path: Path) -> None:
    """WACZ 1.1.1 wants ``pages.jsonl``; py-wacz writes none where it detects none."""
    report = check(_of_pywacz(tmp_path, site()))
    assert [(f.severity, f.kind) for f in report.findings] == [
        ("error", "datapackage"),
        ("warning", "unsigned"),
    ]
    assert report.counts["records"] == len(site())
    assert report.counts["captures"] == 0


def test_a_package_of_py_wacz_with_pages_passes_unsigned(tmp_path: Path) -> None:
    pages = put(
        tmp_path, "pages.jsonl", b'{"url": "https://news.example/coal", "ts": "2024-05-06T07:08:02Z"}\n'
    )
    report = check(_of_pywacz(tmp_path, site(), "-p", str(pages)))
    assert [(f.severity, f.kind) for f in report.findings] == [("warning", "unsigned")]


def test_damage_in_a_package_of_others_is_found(tmp_path: Path) -> None:
    files = repacking.unpacked(_of_pywacz(tmp_path, site()))
    [warc] = [path for path in files if path.startswith("archive/")]
    files[warc] = files[warc][:2000] + b"!" + files[warc][2001:]
    assert "resource-digest" in kinds(check(repacking.packed(files), "files"))
    assert kinds(check(repacking.packed(files))) - {"resource-digest", "index"}


def test_our_records_in_a_package_of_others_are_proved(package: bytes, tmp_path: Path) -> None:
    """A manifest of ours is inside, whoever made the package."""
    if not WACZ.exists():
        skip("no wacz in .pywb")
    warc = put(tmp_path, "ours.warc.gz", repacking.unpacked(package)[WARC])
    out = tmp_path / "made.wacz"
    subprocess.run([WACZ, "create", "-o", out, warc], check=True, capture_output=True, timeout=60)
    report = check(out.read_bytes())
    assert report.counts["captures"] == 4
    assert report.counts["values"] > 150
    assert kinds(report) == {"datapackage"}  # it has no pages


@pytest.mark.parametrize("name", ["valid_example_2", "valid_signed_example_1", "invalid_example_1"])
def test_the_examples_of_py_wacz(name: str) -> None:
    path = SHARED / "corpora" / "warc" / "py-wacz" / f"{name}.wacz"
    if not path.exists():
        pytest.skip("the corpora are not beside this checkout")
    report = check(path.read_bytes())
    assert report.ok is name.startswith("valid")
    assert ("signature-unknown" in kinds(report, "warning")) is ("signed" in name)


# -- the other validator ------------------------------------------------------------------------------------


def _pywacz_says(data: bytes, folder: Path) -> bool:
    if not WACZ.exists():
        skip("no wacz in .pywb")
    path = put(folder, "x.wacz", data)
    done = subprocess.run(
        [WACZ, "validate", "-f", path], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode == 0


def test_wacz_validate_accepts_ours(package: bytes, of_others: dict[str, bytes], tmp_path: Path) -> None:
    for data in (package, *of_others.values()):
        assert _pywacz_says(data, tmp_path)


def _listed(change: Callable[[Files], object]) -> Callable[[Files], None]:
    def both(files: Files) -> None:
        change(files)
        repacking.relist(files)

    return both


# What ``wacz validate`` 0.6 passes, and what this finds there.
UNNOTICED: dict[str, tuple[Callable[[Files], object], str]] = {
    "a signature by nobody": (lambda files: repacking.edit_signed(files, signature="AAAA"), "signature"),
    "a signature of something else": (_listed(lambda files: None), "signature"),
    "no index": (_listed(lambda files: files.pop(INDEX)), "datapackage"),
    "no pages": (_listed(lambda files: files.pop(PAGES)), "datapackage"),
    "an index into nowhere": (
        _listed(lambda files: repacking.replace_once(files, INDEX, b'"offset": "', b'"offset": "1')),
        "index",
    ),
    "a page that was never captured": (
        _listed(lambda files: repacking.replace_once(files, PAGES, b'"url": "http:', b'"url": "https:')),
        "pages",
    ),
    "a changed word in a record": (_listed(_reword), "record-digest"),
}


@pytest.mark.parametrize("fault", UNNOTICED)
def test_what_the_other_validator_does_not_notice(package: bytes, tmp_path: Path, fault: str) -> None:
    change, kind = UNNOTICED[fault]
    files = repacking.unpacked(package)
    change(files)
    data = repacking.packed(files)
    assert kind in kinds(check(data))
    assert _pywacz_says(data, tmp_path)


NOTICED: dict[str, Callable[[Files], object]] = {
    "another file": lambda files: files.update({PAGES: b"{}\n"}),
    "a file more": lambda files: files.update({"more/notes.txt": b"trust me"}),
    "another digest": lambda files: repacking.replace_once(files, DIGEST, b"sha256:", b"sha256:0"),
}


@pytest.mark.parametrize("fault", NOTICED)
def test_what_both_notice(package: bytes, tmp_path: Path, fault: str) -> None:
    files = repacking.unpacked(package)
    NOTICED[fault](files)
    assert not check(repacking.packed(files)).ok
    assert not _pywacz_says(repacking.packed(files), tmp_path)
