"""Damaged and hostile files: what can be read is, what cannot is said, and nothing else suffers."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from isal import isal_zlib

import archiver
from tests.archive.imports import ARTICLE, gzipped, http, put, record, site, take_in

PAGES = [record(n, f"/{n}", http(ARTICLE.replace(b"Coal", b"Coal %d" % n), "text/html")) for n in range(5)]
MEMBERS = [gzip.compress(page, mtime=0) for page in PAGES]


def test_a_torn_tail_costs_the_last_record_alone(archive: archiver.Archive, tmp_path: Path) -> None:
    """Torture case 5."""
    data = b"".join(MEMBERS)[:-200]
    accession, captures = take_in(archive, put(tmp_path, "torn.warc.gz", data))
    captures.sort(key=lambda capture: capture.url)
    whole, last = captures[:-1], captures[-1]
    assert len(whole) == 4
    assert all(not any("gzip" in reason for reason in c.reasons) for c in whole)
    assert last.verdict == "partial"
    assert any("the file ends within this gzip member" in reason for reason in last.reasons)
    assert accession.document is not None
    assert {fault.offset for fault in accession.document.faults} == {len(b"".join(MEMBERS[:4]))}
    assert archive.verify().findings == []
    archive.rebuild()
    assert archive.verify().findings == []


def test_after_damage_in_the_middle_reading_goes_on_and_says_what_it_skipped(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    junk = os.urandom(1000)
    start = len(b"".join(MEMBERS[:2]))
    data = b"".join([*MEMBERS[:2], junk, *MEMBERS[2:]])
    accession, captures = take_in(archive, put(tmp_path, "junk.warc.gz", data))
    assert accession.document is not None
    assert [(s.start, s.end) for s in accession.document.skipped] == [(start, start + len(junk))]
    captures.sort(key=lambda capture: capture.url)
    assert [c.imported.salvaged for c in captures if c.imported] == [False, False, True, True, True]
    for capture in captures[2:]:
        assert capture.verdict == "partial"
        assert any("search after damage" in reason for reason in capture.reasons)
    assert archive.verify().findings == []


def test_a_digest_that_contradicts_the_bytes_is_said(archive: archiver.Archive, tmp_path: Path) -> None:
    page = record(1, "/a", http(ARTICLE, "text/html"), ("WARC-Payload-Digest", "sha256:" + "0" * 64))
    accession, [capture] = take_in(archive, put(tmp_path, "x.warc", page))
    assert capture.verdict == "partial"
    assert "the payload is" in capture.reasons[0] or "payload" in capture.reasons[0]
    assert accession.document is not None
    assert [fault.severity for fault in accession.document.faults] == ["contradiction"]
    assert archive.verify().findings == []


def test_a_page_that_was_cut_says_so(archive: archiver.Archive, tmp_path: Path) -> None:
    cut = record(1, "/a", http(ARTICLE, "text/html")[:-300], ("WARC-Truncated", "length"))
    short = record(2, "/b", http(ARTICLE, "text/html")[:-300])
    _, captures = take_in(archive, put(tmp_path, "x.warc", cut + short))
    captures.sort(key=lambda capture: capture.url)
    assert [c.verdict for c in captures] == ["truncated", "partial"]
    assert "its Content-Length says" in captures[1].reasons[0]
    assert archive.verify().findings == []


REFUSED = {
    "empty": ("x.warc.gz", b"", "is empty"),
    "not a web archive": (
        "x.warc.gz",
        gzip.compress(b"<!doctype html><html lang=en>"),
        "holds no WARC record",
    ),
    "no records": ("x.warc", b"WARC/1.0\r\n", "holds no WARC record"),
    "a package without a WARC": ("x.wacz", b"PK\x05\x06" + bytes(18), "holds no WARC"),
    "half a package": ("x.wacz", b"PK\x03\x04 and no more", "ZIP"),
    "another compression": ("x.warc.lz4", b"\x04\x22\x4d\x18 and so on", "unpack it"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_before_it_is_kept(
    archive: archiver.Archive, tmp_path: Path, name: str
) -> None:
    file, data, reason = REFUSED[name]
    with pytest.raises(archiver.BadInput, match=reason):
        take_in(archive, put(tmp_path, file, data))
    assert archive.folder.warcs() == []


def test_a_defect_of_the_reader_costs_the_one_file(
    archive: archiver.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(archive, put(tmp_path, "good.warc.gz", gzipped(site())))
    from archiver.archive.accession import reading

    monkeypatch.setattr(reading, "entity_of_foreign", lambda _: 1 / 0)
    with pytest.raises(archiver.IntegrityFailed, match=r"ZeroDivisionError"):
        take_in(archive, put(tmp_path, "bad.warc.gz", MEMBERS[0]))
    monkeypatch.undo()
    assert archive.verify().ok
    again, captures = take_in(archive, tmp_path / "bad.warc.gz")
    assert (again.was_kept, len(captures)) == (True, 1)
    assert archive.verify().findings == []


# -- bombs: bounded time and memory, in a process of their own ---------------------------------------------

# VmHWM and not ru_maxrss: that one counts what the process that started the child held, too.
PEAK = 'int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) >> 10'
CHILD = f"""
import json, sys, archiver
with archiver.open(sys.argv[1]) as archive:
    accession = archive.import_archive(sys.argv[2], extract=sys.argv[3] == "extract")
    try:
        said = {{"captures": [c.verdict for c in accession]}}
    except archiver.ArchiverError as error:
        said = {{"error": str(error)}}
    said["document"] = accession.document.document() if accession.document else None
    said["ok"] = archive.verify().ok
said["peak"] = {PEAK}
print(json.dumps(said))
"""


def measured(tmp_path: Path, file: Path, extract: str = "extract", seconds: int = 120) -> dict:  # type: ignore[type-arg]
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "archive"), str(file), extract],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict = json.loads(done.stdout)  # type: ignore[type-arg]
    assert said["peak"] <= 300, (said["peak"], time.monotonic() - begun)
    assert said["ok"]
    return said


def zeros(path: Path, head: bytes, size: int, tail: bytes = b"") -> None:
    """``head``, so many zeros and ``tail`` as one gzip member."""
    engine, piece = isal_zlib.compressobj(1, isal_zlib.DEFLATED, 31), bytes(1 << 20)
    with path.open("wb") as file:
        file.write(engine.compress(head))
        for _ in range(size >> 20):
            file.write(engine.compress(piece))
        file.write(engine.compress(tail) + engine.flush())


@pytest.mark.timeout(300)
def test_a_body_of_four_gigabytes(tmp_path: Path) -> None:
    """Torture case 9."""
    size = 4 << 30
    http_head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    length = b"Content-Length: %d" % (size + len(http_head))
    head = record(9, "/huge", b"").removesuffix(b"\r\n\r\n").replace(b"Content-Length: 0", length)
    bomb = tmp_path / "bomb.warc.gz"
    zeros(bomb, head + http_head, size, b"\r\n\r\n")
    with bomb.open("ab") as file:
        file.write(MEMBERS[1])
    said = measured(tmp_path, bomb, seconds=250)
    assert said["document"]["records"] == {"response": 2}
    assert said["document"]["others"] == {"longer than 24 MiB": 1}
    assert len(said["captures"]) == 1


@pytest.mark.timeout(300)
def test_a_head_without_end(tmp_path: Path) -> None:
    """Torture case 9."""
    bomb = tmp_path / "bomb.warc.gz"
    zeros(bomb, b"WARC/1.0\r\nWARC-Type: response\r\nX: ", 512 << 20)
    with bomb.open("ab") as file:
        file.write(MEMBERS[1])
    said = measured(tmp_path, bomb)
    assert len(said["captures"]) == 1
    assert said["document"]["totals"]["skipped"] >= 1


@pytest.mark.timeout(300)
def test_a_page_that_decodes_to_gigabytes(tmp_path: Path) -> None:
    body = gzip.compress(gzip.compress(bytes(1 << 30), 1), 1)
    head = ("Content-Encoding: gzip, gzip",)
    page = record(1, "/a", http(body, "text/html", "200 OK", *head))
    said = measured(tmp_path, put(tmp_path, "x.warc", page + PAGES[1]))
    assert len(said["captures"]) == 2


def hostile_package(path: Path) -> Path:
    """Torture case 26."""
    with zipfile.ZipFile(path, "w") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("archive/good.warc.gz", MEMBERS[0])
        package.writestr("../evil.warc.gz", MEMBERS[1])
        package.writestr("/tmp/evil.warc.gz", MEMBERS[1])
        package.writestr("archive/twice.warc.gz", MEMBERS[2])
        package.writestr("archive/twice.warc.gz", MEMBERS[3])
        with package.open(zipfile.ZipInfo("archive/bomb.warc"), "w") as bomb:
            bomb.write(b"WARC/1.0\r\n")
        info = zipfile.ZipInfo("archive/zeros.warc.gz")
        info.compress_type = zipfile.ZIP_DEFLATED
        with package.open(info, "w", force_zip64=True) as bomb:
            bomb.write(MEMBERS[4])
            for _ in range(512):
                bomb.write(bytes(1 << 20))
    return path


@pytest.mark.timeout(300)
def test_a_hostile_package(tmp_path: Path) -> None:
    """Torture case 26."""
    package = hostile_package(tmp_path / "evil.wacz")
    before = {path for path in tmp_path.parent.rglob("*evil*") if path != package}
    said = measured(tmp_path, package)
    assert len(said["captures"]) == 1
    faults = " ".join(said["document"]["package"])
    for words in ("leaves the package", "absolute name", "stands 2 times", "as a bomb would"):
        assert words in faults
    assert {path for path in tmp_path.parent.rglob("*evil*") if path != package} == before


def test_the_memory_of_this_process_is_not_what_is_measured() -> None:
    """The control of ``measured``: a child of this process that takes 400 MB is seen to."""
    child = f"x = b'1' * (400 << 20); print({PEAK})"
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 300
