"""``doctor``: what a crash left is recovered or named, and nothing is put right in place."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver.catalog import Catalog

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
    Catalog.discard(kept.folder.catalog_path)
    assert told(kept) == [("done", "catalogued", name) for name in names]
    assert told(kept) == []
    assert len(list(kept.captures())) == 2


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
