"""A copy is of this archive or it is refused, and what it has whole is not lost to what was damaged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import archiver
from archiver.copies import place_of
from archiver.errors import ArchiverError, BadInput, IntegrityFailed
from archiver.store.folder import Folder
from tests.copies.handling import states


def everything(destination: str, archive: archiver.Archive) -> dict[str, bytes]:
    """What stands at a place, by name."""
    place = place_of(destination)
    names = {"archive.json", "fixity.jsonl", *place.sizes(), *archive.folder.warcs()}
    found = {}
    for name in names:
        try:
            found[name] = b"".join(place.read(name))
        except ArchiverError:
            continue
    return found


def another(tmp_path: Path) -> Path:
    """An archive of its own, with a capture."""
    (tmp_path / "wool.html").write_text("<!doctype html><title>Wool</title><h1>Wool</h1>", encoding="utf-8")
    Folder.create(tmp_path / "another", naan="12345", title="Another desk")
    with archiver.open(tmp_path / "another", create=False) as opened:
        opened.import_file(tmp_path / "wool.html", url="https://other.example/wool")
    return tmp_path / "another"


@pytest.mark.parametrize("lost", ["nothing", "archive.json", "fixity.jsonl", "archive.json and fixity.jsonl"])
def test_another_archive_is_no_place_for_a_copy(kept: archiver.Archive, tmp_path: Path, lost: str) -> None:
    other = another(tmp_path)
    for name in lost.split(" and "):
        (other / name).unlink(missing_ok=True)
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    log = (kept.folder.path / "fixity.jsonl").read_bytes()
    with pytest.raises(BadInput, match="Give a folder of its own"):
        states(kept, str(other))
    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before
    assert (kept.folder.path / "fixity.jsonl").read_bytes() == log


def test_the_copy_of_another_archive_is_refused_wherever_it_lies(
    kept: archiver.Archive, destination: str, tmp_path: Path
) -> None:
    with archiver.open(another(tmp_path), create=False) as other:
        states(other, destination)
        before = everything(destination, kept)
        with pytest.raises(BadInput, match="'Another desk', ark:12345"):
            states(kept, destination)
        assert everything(destination, kept) == before


def test_an_archive_without_captures_is_one_too(kept: archiver.Archive, tmp_path: Path) -> None:
    Folder.create(tmp_path / "new", naan="12345")
    before = json.loads((tmp_path / "new" / "archive.json").read_bytes())
    with pytest.raises(BadInput, match="an archive of its own"):
        states(kept, str(tmp_path / "new"))
    assert json.loads((tmp_path / "new" / "archive.json").read_bytes()) == before


def test_a_folder_with_other_things_in_it_may_hold_a_copy(kept: archiver.Archive, tmp_path: Path) -> None:
    (tmp_path / "disk" / "lost+found").mkdir(parents=True)
    (tmp_path / "disk" / "notes.txt").write_text("whose disk this is", encoding="utf-8")
    assert states(kept, str(tmp_path / "disk")) == ["copied", "copied"]


def test_a_copy_stays_one_when_the_archive_is_called_otherwise(
    kept: archiver.Archive, destination: str
) -> None:
    states(kept, destination)
    kept.folder = kept.folder.configure(title="News desk", naan="12345", baseUrl="https://desk.example/")
    assert "damaged" not in states(kept, destination)
    assert json.loads(everything(destination, kept)["archive.json"])["title"] == "News desk"


def test_an_archive_json_made_anew_here_is_not_copied_over_the_one_there(
    kept: archiver.Archive, destination: str
) -> None:
    states(kept, destination)
    before = everything(destination, kept)
    (kept.folder.path / "archive.json").unlink()
    kept.folder = Folder.create(kept.folder.path)
    with pytest.raises(IntegrityFailed, match="archiver repair --from"):
        states(kept, destination)
    assert everything(destination, kept) == before


def test_an_archive_json_that_is_replaced_there_is_kept(kept: archiver.Archive, destination: str) -> None:
    states(kept, destination)
    before = everything(destination, kept)["archive.json"]
    for number, title in enumerate(("News desk", "Other desk")):
        kept.folder = kept.folder.configure(title=title)
        [replaced] = [done for done in kept.replicate(destination) if done.state == "replaced"]
        assert replaced.name == "archive.json"
        name = f"lost/archive.json{f'.{number}' if number else ''}"
        assert f"now {name} there" in replaced.message
        assert b"".join(place_of(destination).read(name)) == before
        before = everything(destination, kept)["archive.json"]
    assert states(kept, destination) == ["there", "there"]


def test_a_damaged_archive_json_there_is_replaced_and_kept(
    kept: archiver.Archive, destination: str, tmp_path: Path
) -> None:
    states(kept, destination)
    (tmp_path / "cut").write_bytes(b'{"title": "arch')
    place_of(destination).replace("archive.json", tmp_path / "cut")
    assert states(kept, destination) == ["replaced", "there", "there"]
    assert b"".join(place_of(destination).read("lost/archive.json")) == b'{"title": "arch'


def log_of(archive: archiver.Archive) -> Path:
    return archive.folder.path / "fixity.jsonl"


def lose_lines(archive: archiver.Archive, how: str, tmp_path: Path) -> None:
    """What happens to logs."""
    lines = log_of(archive).read_bytes().splitlines(keepends=True)
    if how == "gone":
        log_of(archive).unlink()
    elif how == "cut":
        log_of(archive).write_bytes(b"".join(lines[:2])[:-7])
    elif how == "made anew by verify":
        log_of(archive).unlink()
        archive.verify(depth="files")
    else:
        log_of(archive).write_bytes(lines[0])
        archive.import_file(tmp_path / "coal.html", url="https://news.example/later")


@pytest.mark.parametrize("how", ["gone", "cut", "made anew by verify", "cut and gone on"])
def test_a_log_with_fewer_lines_is_not_copied_over_the_one_there_and_comes_back(
    kept: archiver.Archive, destination: str, tmp_path: Path, how: str
) -> None:
    states(kept, destination)
    before = everything(destination, kept)["fixity.jsonl"]
    lose_lines(kept, how, tmp_path)
    damaged = log_of(kept).read_bytes() if how != "gone" else None
    done = {copied.name: copied for copied in kept.replicate(destination)}
    assert done["fixity.jsonl"].state == "damaged"
    assert "archiver repair --from" in done["fixity.jsonl"].message
    assert everything(destination, kept)["fixity.jsonl"] == before
    first, *others = kept.repair([], destination)
    assert (first.name, first.state) == ("fixity.jsonl", "repaired")
    assert [other.state for other in others] == ["whole"] * len(kept.folder.warcs())
    if damaged is not None and first.kept is not None:
        assert (kept.folder.path / first.kept).read_bytes().startswith(damaged)
    assert log_of(kept).read_bytes().startswith(before)
    assert [f for f in kept.verify().findings if f.kind in ("fixity-log", "no-fixity-record")] == []
    assert "damaged" not in states(kept, destination)
    assert [done.name for done in kept.repair([], destination) if done.state == "repaired"] == []


def test_a_copy_that_was_checked_by_itself_has_nothing_to_bring_back(
    kept: archiver.Archive, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    states(kept, str(copy))
    with archiver.open(copy, create=False) as opened:
        assert opened.verify().ok
    theirs, ours = (copy / "fixity.jsonl").read_bytes(), log_of(kept).read_bytes()
    assert [done.state for done in kept.repair([], str(copy))] == ["whole", "whole"]
    assert log_of(kept).read_bytes() == ours
    assert states(kept, str(copy)) == ["there", "there", "replaced"]
    assert (copy / "fixity.jsonl").read_bytes() == ours
    assert [file.read_bytes() for file in (copy / "lost").iterdir()] == [theirs]
    assert states(kept, str(copy)) == ["there", "there"]


def test_a_damaged_log_there_harms_nothing_here(kept: archiver.Archive, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    states(kept, str(copy))
    log = copy / "fixity.jsonl"
    log.chmod(0o644)
    log.write_bytes(log.read_bytes().replace(b'"size":', b'"size":1', 1))
    ours = log_of(kept).read_bytes()
    assert [done.state for done in kept.repair([], str(copy))] == ["whole", "whole"]
    assert log_of(kept).read_bytes() == ours
    log_of(kept).unlink()
    with pytest.raises(IntegrityFailed, match="try another copy"):
        list(kept.repair([], str(copy)))
    assert not log_of(kept).exists()
