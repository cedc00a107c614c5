"""Copies: what was captured survives the loss of a disk, and a copy never passes damage on.

Tests that ask for a ``destination`` run against a folder and against object storage.
"""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest

import archiver
from archiver.copies import known_places, place_of
from archiver.copies.places import FolderPlace
from archiver.errors import BadInput, CannotStore, IntegrityFailed, NotFound
from tests.copies.handling import damage, states


def test_a_copy_is_made_once_and_only_what_is_new_is_added(
    kept: archiver.Archive, destination: str, tmp_path: Path
) -> None:
    assert states(kept, destination) == ["copied", "copied"]
    assert states(kept, destination) == ["there", "there"]
    kept.import_file(tmp_path / "coal.html", url="https://news.example/later")
    assert states(kept, destination) == ["there", "there", "copied"]
    place = place_of(destination)
    for name in kept.folder.warcs():
        assert b"".join(place.read(name)) == (kept.folder.path / name).read_bytes()
    assert b"".join(place.read("fixity.jsonl")) == (kept.folder.path / "fixity.jsonl").read_bytes()
    assert known_places(kept.folder) == [place.name]


def test_a_copy_in_a_folder_is_an_archive_of_its_own(kept: archiver.Archive, tmp_path: Path) -> None:
    states(kept, str(tmp_path / "copy"))
    with archiver.open(tmp_path / "copy", create=False) as copy:
        assert {capture.id for capture in copy.captures()} == {capture.id for capture in kept.captures()}
        assert copy.verify().ok


def test_damage_here_is_not_copied(kept: archiver.Archive, destination: str) -> None:
    first, second = kept.folder.warcs()
    damage(kept.folder.path / first)
    done = list(kept.replicate(destination))
    assert [(copied.name, copied.state) for copied in done] == [(first, "damaged"), (second, "copied")]
    with pytest.raises(NotFound):
        list(place_of(destination).read(first))


def test_what_is_gone_here_is_said_when_a_copy_is_made(kept: archiver.Archive, destination: str) -> None:
    first, second = kept.folder.warcs()
    (kept.folder.path / first).unlink()
    done = list(kept.replicate(destination))
    assert [(copied.name, copied.state) for copied in done] == [(first, "damaged"), (second, "copied")]
    assert "missing here: `archiver repair --from COPY`" in done[0].message


def test_what_is_gone_here_and_not_there_is_said_with_that_copy(
    kept: archiver.Archive, destination: str
) -> None:
    states(kept, destination)
    first, _ = kept.folder.warcs()
    (kept.folder.path / first).unlink()
    done = list(kept.replicate(destination))
    assert [copied.state for copied in done] == ["damaged", "there"]
    assert f"`archiver repair --from {place_of(destination).name}`" in done[0].message


def test_a_copy_made_by_other_means_is_read_and_checked_from_then_on(
    kept: archiver.Archive, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept.folder.path, copy)
    assert states(kept, str(copy)) == ["there", "there"]
    assert known_places(kept.folder) == [str(copy)]
    log = (kept.folder.path / "fixity.jsonl").read_bytes()
    assert states(kept, str(copy)) == ["there", "there"]
    assert (kept.folder.path / "fixity.jsonl").read_bytes() == log  # once is enough


def test_a_copy_made_by_other_means_that_is_damaged_is_none(kept: archiver.Archive, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept.folder.path, copy)
    damage(copy / kept.folder.warcs()[0])
    done = list(kept.replicate(str(copy)))
    assert [copied.state for copied in done] == ["damaged", "there"]
    assert f"`archiver repair --archive {copy} --from {kept.folder.path}` mends that copy" in done[0].message
    with archiver.open(copy, create=False) as mended:
        assert [one.state for one in mended.repair([], str(kept.folder.path))][-2:] == ["repaired", "whole"]
    assert states(kept, str(copy))[:2] == ["there", "there"]
    assert kept.verify(copies=True).ok


def test_a_damaged_file_is_replaced_and_kept(kept: archiver.Archive, destination: str) -> None:
    states(kept, destination)
    name = kept.folder.warcs()[0]
    published = (kept.folder.path / name).read_bytes()
    damaged = damage(kept.folder.path / name)
    assert not kept.verify().ok
    done = list(kept.repair([], destination))
    assert [one.state for one in done] == ["repaired", "whole"]
    assert (kept.folder.path / name).read_bytes() == published
    assert done[0].kept is not None
    assert (kept.folder.path / done[0].kept).read_bytes() == damaged
    assert kept.verify().ok
    last = json.loads((kept.folder.path / "fixity.jsonl").read_bytes().splitlines()[-1])
    assert last["eventType"] in ("recovery", "fixity check")


def test_a_missing_file_comes_back_by_the_id_of_what_stood_in_it(
    kept: archiver.Archive, destination: str
) -> None:
    states(kept, destination)
    capture = next(kept.captures())
    assert capture.warc is not None
    (kept.folder.path / capture.warc).unlink()
    done = list(kept.repair([capture.id], destination))
    assert [(one.name, one.state, one.kept) for one in done] == [(capture.warc, "repaired", None)]
    assert kept.verify().ok


def test_a_copy_that_is_damaged_too_changes_nothing(kept: archiver.Archive, tmp_path: Path) -> None:
    states(kept, str(tmp_path / "copy"))
    name = kept.folder.warcs()[0]
    damage(tmp_path / "copy" / name)
    damaged = damage(kept.folder.path / name)
    with pytest.raises(IntegrityFailed, match="another copy"):
        list(kept.repair([name], str(tmp_path / "copy")))
    assert (kept.folder.path / name).read_bytes() == damaged
    assert list(kept.folder.tmp.iterdir()) == []


def test_a_whole_archive_is_not_compared_with_nothing(kept: archiver.Archive, destination: str) -> None:
    with pytest.raises(NotFound, match="its disk mounted"):
        list(kept.repair([], destination))


def test_a_copy_without_the_file_says_so(kept: archiver.Archive, tmp_path: Path) -> None:
    name = kept.folder.warcs()[0]
    damage(kept.folder.path / name)
    with pytest.raises(NotFound, match=r"is not in"):
        list(kept.repair([name], str(tmp_path / "nowhere")))


@pytest.mark.parametrize(
    "text", ["ftp://host/x", "s3://key:secret@bucket/x", "s3://bucket/x?token=1", "https://bucket.example/"]
)
def test_what_is_no_place_for_a_copy(kept: archiver.Archive, text: str) -> None:
    with pytest.raises(BadInput) as raised:
        list(kept.replicate(text))
    assert "secret" not in str(raised.value)


def test_object_storage_that_does_not_answer(kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "a-key",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotStore, match="does not answer"):
        list(kept.replicate("s3://nothing/there"))


def test_a_disk_that_is_full_there_keeps_nothing_half(
    kept: archiver.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    copy = FolderPlace(tmp_path / "copy")
    monkeypatch.setattr("archiver.copies.places.os.fsync", full)
    with pytest.raises(CannotStore, match="the disk is full"):
        copy.add("warc/one.warc.gz", kept.folder.path / kept.folder.warcs()[0])
    assert [path for path in copy.path.rglob("*") if path.is_file()] == []


def test_verify_looks_at_every_copy(kept: archiver.Archive, destination: str) -> None:
    states(kept, destination)
    report = kept.verify(copies=True)
    assert report.ok
    assert report.document()["checked"]["copies"] == 2
    log = [json.loads(line) for line in (kept.folder.path / "fixity.jsonl").read_bytes().splitlines()]
    assert [event["eventOutcome"] for event in log if "copy" in event] == ["pass", "pass"]


def test_verify_says_that_there_was_no_copy_to_look_at(kept: archiver.Archive) -> None:
    report = kept.verify(copies=True, depth="files")
    assert [(finding.severity, finding.kind) for finding in report.findings] == [("warning", "no-copies")]


def test_a_copy_that_lost_one_and_has_another_damaged(kept: archiver.Archive, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    states(kept, str(copy))
    first, second = kept.folder.warcs()
    damage(copy / first)
    (copy / second).unlink()
    report = kept.verify(copies=True, depth="files")
    assert [(finding.where, finding.kind) for finding in report.findings] == [
        (f"{copy} {first}", "copy-digest"),
        (f"{copy} {second}", "copy-missing"),
    ]


def test_a_copy_that_is_away_is_a_finding(kept: archiver.Archive, tmp_path: Path) -> None:
    states(kept, str(tmp_path / "copy"))
    (tmp_path / "copy").rename(tmp_path / "elsewhere")  # a disk that is not mounted
    report = kept.verify(copies=True, depth="files")
    assert [finding.kind for finding in report.findings] == ["copy-unreachable"]


def test_a_file_that_cannot_be_read_here_keeps_nobody_from_the_others(
    kept: archiver.Archive, destination: str
) -> None:
    first, second = kept.folder.warcs()
    (kept.folder.path / first).unlink()
    (kept.folder.path / first).mkdir()  # what no read gives bytes of
    assert states(kept, destination) == ["damaged", "copied"]
    assert b"".join(place_of(destination).read(second)) == (kept.folder.path / second).read_bytes()
