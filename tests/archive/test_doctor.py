"""``doctor``: what a crash left is recovered or named, and nothing is put right in place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

import pytest

import archiver
from archiver.catalog.making import discard
from archiver.store import fixity
from tests.archive import imports

PAGE = "<!doctype html><meta charset=utf-8><title>Coal</title><h1>Coal</h1><p>Words about coal.</p>"


@pytest.fixture
def kept(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    (tmp_path / "coal.html").write_text(PAGE, encoding="utf-8")
    for day in (1, 2):
        archive.import_file(tmp_path / "coal.html", url=f"https://news.example/{day}")
    archive.close()
    return archive


def told(archive: archiver.Archive) -> list[tuple[str, str, str]]:
    return [(one.level, one.kind, one.where) for one in archive.doctor().told if one.kind != "disk"]


def test_a_sound_archive_needs_nobody(kept: archiver.Archive) -> None:
    assert told(kept) == []


def test_what_a_dead_process_left_goes_to_lost(kept: archiver.Archive) -> None:
    (kept.folder.tmp / "20260101000000000-fk4x.warc.gz.1").write_bytes(b"half a record")
    assert told(kept) == [
        ("done", "recovered", "lost/20260101000000000-fk4x.warc.gz.1"),
        ("note", "lost", "lost/"),
    ]
    assert (kept.folder.lost / "20260101000000000-fk4x.warc.gz.1").read_bytes() == b"half a record"


def test_what_was_published_and_not_catalogued_is(kept: archiver.Archive) -> None:
    names = kept.folder.warcs()
    discard(kept.folder.catalog_path)
    assert told(kept) == [("done", "catalogued", name) for name in names]
    assert told(kept) == []
    assert len(list(kept.captures())) == 2


def test_a_catalog_that_cannot_be_written_is_not_said_to_be_caught_up(kept: archiver.Archive) -> None:
    names = kept.folder.warcs()
    discard(kept.folder.catalog_path)
    kept.folder.catalog_path.mkdir()  # what no catalog can be made of, whoever asks
    assert told(kept) == [("note", "uncatalogued", name) for name in names]


def test_a_file_of_others_that_was_not_catalogued_is_named_too(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    (tmp_path / "crawl.warc").write_bytes(b"".join(imports.site()))
    assert list(archive.import_archive(tmp_path / "crawl.warc"))
    archive.close()
    discard(archive.folder.catalog_path)
    assert told(archive) == [("done", "catalogued", name) for name in archive.folder.warcs()]


def test_a_file_that_is_gone_waits_for_a_person(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    (kept.folder.path / name).unlink()
    assert told(kept) == [("look", "missing", name)]
    assert not kept.doctor().ok


def test_a_file_put_there_by_hand_is_named(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    copy = name.replace(".warc.gz", "x.warc.gz")
    (kept.folder.path / copy).write_bytes((kept.folder.path / name).read_bytes())
    assert ("note", "no-fixity-record", copy) in told(kept)


def test_a_log_that_was_edited_waits_for_a_person(kept: archiver.Archive) -> None:
    log = kept.folder.path / "fixity.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"size":', b'"size":1', 1))
    assert [(level, kind) for level, kind, _ in told(kept)] == [("look", "fixity-log")]


def damage(path: Path) -> None:
    """Flip a bit in the middle, as a disk does."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def failed_checks(archive: archiver.Archive) -> dict[str, str]:
    return {one.where: one.message for one in archive.doctor().told if one.kind == "failed-check"}


@pytest.mark.parametrize("depth", ["files", "meaning"])
def test_a_check_that_failed_waits_for_a_person_until_the_file_is_mended(
    kept: archiver.Archive, tmp_path: Path, depth: Literal["files", "meaning"]
) -> None:
    copy = tmp_path / "a copy"
    assert [copied.state for copied in kept.replicate(str(copy))] == ["copied", "copied"]
    name = kept.folder.warcs()[0]
    damage(kept.folder.path / name)
    assert failed_checks(kept) == {}  # nobody has looked at the bytes yet
    assert not kept.verify(depth=depth).ok
    assert ("look", "failed-check", name) in told(kept)
    assert f"`archiver repair {name} --from '{copy}'`" in failed_checks(kept)[name]
    assert not kept.doctor().ok
    list(kept.repair([name], str(copy)))
    assert failed_checks(kept) == {}
    assert kept.doctor().ok


def test_a_file_put_back_by_hand_waits_for_a_check(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    sound = (kept.folder.path / name).read_bytes()
    damage(kept.folder.path / name)
    kept.verify(depth="files")
    assert f"`archiver repair {name} --from COPY`" in failed_checks(kept)[name]
    (kept.folder.path / name).write_bytes(sound)
    assert f"`archiver verify {name}`" in failed_checks(kept)[name]
    assert kept.verify(name, depth="files").ok
    assert failed_checks(kept) == {}


def test_a_repair_is_not_proposed_for_bytes_that_are_as_published(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    event = fixity.Event(
        "fixity check",
        name,
        "fail",
        {
            "depth": "meaning",
            "session": "2026-01-29T00:00:00Z",
            "digest": "sha256:" + hashlib.sha256((kept.folder.path / name).read_bytes()).hexdigest(),
            "findings": ["document"],
        },
    )
    fixity.append(kept.folder, [event], "archiver/test")
    message = failed_checks(kept)[name]
    assert "(document)" in message
    assert f"`archiver verify {name}`" in message
    assert "archiver repair" not in message


def test_a_copy_that_has_the_file_damaged_is_not_named(kept: archiver.Archive, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for copy in (first, second):
        list(kept.replicate(str(copy)))
    gone, other = kept.folder.warcs()
    damage(first / gone)
    kept.verify(copies=True, depth="files")
    for name in (gone, other):
        (kept.folder.path / name).unlink()
    said = {one.where: one.message for one in kept.doctor().told if one.kind == "missing"}
    assert f"`archiver repair {gone} --from {second}`" in said[gone]
    assert f"`archiver repair {other} --from {first}`" in said[other]


def test_a_copy_does_not_name_itself(kept: archiver.Archive, tmp_path: Path) -> None:
    list(kept.replicate(str(tmp_path / "copy")))
    name = kept.folder.warcs()[0]
    with archiver.open(tmp_path / "copy", create=False) as copy:
        (copy.folder.path / name).unlink()
        [said] = [one.message for one in copy.doctor().told if one.kind == "missing"]
    assert f"`archiver repair {name} --from COPY`" in said


def test_a_log_that_names_no_place_is_no_fault(kept: archiver.Archive) -> None:
    name = kept.folder.warcs()[0]
    for place in ("\0", "\ud800", 7):
        event = {"eventType": "replication", "eventOutcome": "pass", "object": name, "to": place}
        with (kept.folder.path / "fixity.jsonl").open("a", encoding="ascii") as log:
            log.write(json.dumps(event) + "\n")
    (kept.folder.path / name).unlink()
    [said] = [one.message for one in kept.doctor().told if one.kind == "missing"]
    assert f"`archiver repair {name} --from COPY`" in said


def about_the_log(archive: archiver.Archive) -> list[tuple[str, str]]:
    return [(one.level, one.message) for one in archive.doctor().told if one.kind == "fixity-log"]


@pytest.mark.parametrize("left", [0, 1])
def test_a_log_that_is_gone_or_shorter_waits_for_a_person(kept: archiver.Archive, left: int) -> None:
    log = kept.folder.path / "fixity.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:left])) if left else log.unlink()
    [(level, message)] = about_the_log(kept)
    assert level == "look"
    assert ("removed at the end" if left else "it is gone; it had 2 lines") in message
    assert "archiver repair --from COPY" in message
    assert not kept.doctor().ok


def test_a_log_that_verify_went_on_with_is_told_until_it_is_brought_back(
    kept: archiver.Archive, tmp_path: Path
) -> None:
    list(kept.replicate(str(tmp_path / "copy")))
    kept.verify(depth="files")  # so that the catalog knows where the log ends
    list(kept.replicate(str(tmp_path / "copy")))
    (kept.folder.path / "fixity.jsonl").unlink()
    for _ in range(3):  # the third goes on where the log ended before
        assert [level for level, _ in about_the_log(kept)] == ["look"]
        assert not kept.verify(depth="files").ok
    assert [level for level, _ in about_the_log(kept)] == ["note"]
    list(kept.repair([], str(tmp_path / "copy")))
    assert about_the_log(kept) == []


@pytest.mark.parametrize("name", ["notes.txt", "2026/01/29/x.warc.gz.bak", "x.warc.gz", "2026/уул.warc.gz"])
def test_a_file_that_is_no_warc_is_named(kept: archiver.Archive, name: str) -> None:
    path = kept.folder.path / "warc" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("what is to be done on Monday", encoding="utf-8")
    assert told(kept) == [("look", "no-warc", f"warc/{name}")]


@pytest.mark.parametrize("text", [b"", b"junk that is no gzip", bytes(500)])
def test_a_warc_that_holds_nothing_is_named(kept: archiver.Archive, text: bytes) -> None:
    name = kept.folder.warcs()[0].replace(".warc.gz", "x.warc.gz")
    (kept.folder.path / name).write_bytes(text)
    assert ("look", "no-records", name) in told(kept)
