"""The verbs that keep an archive and compare what is in it, typed as a person types them."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from archiver.store.folder import Folder
from tests.cli.command import Command

PAGE = (
    '<!doctype html><meta charset=utf-8><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2026-01-29"><title>{0}</title>'
    "<article><h1>{0}</h1><p>{1}</p></article>"
)
TEXT = "Words about coal, and of what it is worth in the long winters of the north. " * 5


def test_diff_of_two_captures_and_for_programs(new: Command, tmp_path: Path) -> None:
    ids = []
    for name in ("third", "fourth"):
        page = tmp_path / f"{name}.html"
        page.write_text(PAGE.format(f"Coal exports fall for the {name} month", TEXT), encoding="utf-8")
        document = new.ok("import", page, "--url", "https://news.example/coal", "--json").documents[0]
        ids.append(document["id"])
    assert "[-third-] {+fourth+}" in new.ok("diff", *ids).out
    document = new.ok("diff", *ids, "--json").documents[0]
    assert [document["before"]["id"], document["after"]["id"]] == ids
    assert document["changes"][0]["field"] == "headline"
    refused = new("diff", ids[0], new.ok("list", "--capture", ids[1], "--json").documents[0]["id"])
    assert refused.code == 2
    assert "compare two of one kind" in refused.err


def test_copies_are_made_checked_and_mended_from(run: Command, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run.ok("replicate", copy).lines[-1] == "2 files copied, 0 there already"
    assert run.ok("replicate", copy).lines == ["0 files copied, 2 there already"]
    assert run.ok("verify", "--copies", "--depth", "files").out.endswith("2 copies\n")
    damaged = next(run.archive.glob("warc/*/*/*/*.warc.gz"))
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    assert run("verify", "--depth", "files").code == 1
    done = run.ok("repair", "--from", copy)
    assert "the damaged one is in lost/" in done.lines[0]
    assert done.lines[-1] == "1 file repaired, 1 whole"
    run.ok("verify", "--depth", "files")


@pytest.mark.parametrize("depth", ["files", "records", "meaning"])
def test_verify_ends_with_the_command_that_mends(run: Command, tmp_path: Path, depth: str) -> None:
    copies = tmp_path / "copies of ours"
    assert run.ok("verify", "--depth", depth).remarks == []
    run.ok("replicate", copies)
    gone, damaged = run.archive.glob("warc/*/*/*/*.warc.gz")
    gone.unlink()
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    for form in ((), ("--json",)):
        done = run("verify", "--depth", depth, *form)
        assert done.code == 1
        last = done.err.splitlines()[-1]
        assert last == f"to mend what is damaged or missing: archiver repair --from '{copies}'"
    assert run.ok(*shlex.split(last.partition("archiver ")[2])).lines[-1] == "2 files repaired, 0 whole"
    assert run.ok("verify", "--depth", depth).remarks == []


def test_verify_proposes_no_repair_where_no_file_is_damaged(run: Command) -> None:
    log = run.archive / "fixity.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"agent":"', b'"agent":"x', 1))
    done = run("verify", "--depth", "files")
    assert (done.code, done.remarks) == (1, [])
    assert "fixity-log" in done.out


def test_what_is_no_copy(run: Command, tmp_path: Path) -> None:
    refused = run("repair", "--from", "ftp://nowhere/")
    assert refused.code == 2
    assert "give a folder" in refused.err
    name = next(run.archive.glob("warc/*/*/*/*.warc.gz")).relative_to(run.archive)
    (run.archive / name).unlink()
    assert run("repair", name, "--from", tmp_path / "nowhere").code == 4


@pytest.mark.parametrize("verb", [("replicate",), ("repair", "--from")])
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("archive", "is the archive itself"),
        ("link", "is the archive itself"),
        ("archive/", "is the archive itself"),
        ("archive/copies/one", "is inside the archive"),
        ("link/warc", "is inside the archive"),
        (".", "has the archive inside it"),
        ("archive/../elsewhere/..", "has the archive inside it"),
    ],
)
def test_the_archive_is_no_copy_of_itself(
    run: Command, tmp_path: Path, verb: tuple[str, ...], place: str, said: str
) -> None:
    (tmp_path / "link").symlink_to(run.archive)
    (tmp_path / "elsewhere").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = run(*verb, f"{tmp_path}/{place}")
    assert (done.code, done.out) == (2, "")
    [line] = done.remarks
    assert said in line
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_beside_the_archive_is_a_copy(run: Command, tmp_path: Path) -> None:
    assert run.ok("replicate", f"{run.archive}-copy").lines[-1] == "2 files copied, 0 there already"
    run.ok("repair", "--from", f"{run.archive}-copy")


def test_doctor_says_what_needs_a_person(run: Command) -> None:
    assert run.ok("doctor").lines[-1] == "nothing needs you"
    next(run.archive.glob("warc/*/*/*/*.warc.gz")).unlink()
    done = run("doctor", "--json")
    assert done.code == 1
    assert [told["kind"] for told in done.documents[0]["told"]] == ["missing"]


@pytest.mark.parametrize("damage", ["gone", "cut", "made anew"])
def test_an_archive_json_comes_back_from_a_copy(run: Command, tmp_path: Path, damage: str) -> None:
    copy, info = tmp_path / "copy", run.archive / "archive.json"
    run.ok("replicate", copy)
    before = info.read_bytes()
    if damage == "cut":
        info.write_bytes(before[:20])
    else:
        info.unlink()
    if damage == "made anew":
        Folder.create(run.archive)
    damaged = info.read_bytes() if info.exists() else None
    done = run.ok("repair", "--from", copy)
    kept = "it was missing" if damaged is None else "the damaged one is in lost/archive.json"
    assert done.lines == [f"repaired  archive.json, {kept}", "1 file repaired, 2 whole"]
    assert info.read_bytes() == before
    assert damaged is None or (run.archive / "lost" / "archive.json").read_bytes() == damaged
    run.ok("verify", "--depth", "files")
    assert run.ok("repair", "--from", copy).lines == ["0 files repaired, 2 whole"]


def test_an_archive_json_does_not_come_from_another_archive(run: Command, tmp_path: Path) -> None:
    (run.archive / "archive.json").unlink()
    Folder.create(tmp_path / "another")
    refused = run("repair", "--from", tmp_path / "another")
    assert (refused.code, refused.out) == (2, "")
    assert "give a copy of this one" in refused.err
    assert not (run.archive / "archive.json").exists()


def test_an_archive_without_its_archive_json_is_not_taken_for_a_new_one(run: Command, tmp_path: Path) -> None:
    (run.archive / "archive.json").unlink()
    before = sorted(run.archive.rglob("*"))
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("Coal", TEXT), encoding="utf-8")
    for typed in (
        ("list",),
        ("verify",),
        ("doctor",),
        ("rebuild",),
        ("replicate", tmp_path / "copy"),
        ("capture", "http://127.0.0.1:9/", "--allow-network", "127.0.0.0/8"),
        ("import", page),
        ("init",),
        ("init", "--title", "News desk"),
    ):
        done = run(*typed)
        assert (done.code, done.out) == (5, ""), typed
        assert "archive.json is missing" in done.err
        assert "archiver repair --from COPY" in done.err
    assert sorted(run.archive.rglob("*")) == before
    assert "ark:12345/" in run.ok("init", "--naan", "12345").out
    assert run.ok("list").lines
    assert run.ok("verify", "--depth", "files")


@pytest.mark.parametrize("left", ["catalog.db", "fixity.jsonl", "warc"])
def test_any_trace_of_captures_is_an_archive(run: Command, left: str) -> None:
    for path in list(run.archive.iterdir()):
        if path.name != left:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run("list").code == 5


def test_a_creation_that_was_interrupted_is_no_archive_yet(tmp_path: Path) -> None:
    for name in ("warc", "tmp", "lost"):
        (tmp_path / "half" / name).mkdir(parents=True)
    half = Command(tmp_path / "half")
    assert half("list").code == 4
    half.ok("init")


def test_a_damaged_archive_json_says_what_mends_it(run: Command) -> None:
    info = run.archive / "archive.json"
    info.write_bytes(info.read_bytes()[:20])
    done = run("list")
    assert done.code == 5
    assert "archiver repair --from COPY" in done.err


def test_rebuild_names_the_files_that_are_missing(run: Command, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    run.ok("replicate", copy)
    items, warcs = run.ok("list").lines, sorted(run.archive.glob("warc/*/*/*/*.warc.gz"))
    name = warcs[0].relative_to(run.archive).as_posix()
    warcs[0].unlink()
    done = run("rebuild")
    assert (done.code, done.out) == (5, "")
    [line] = done.remarks
    assert name in line
    assert f"`archiver repair --from {copy}`" in line
    left = run.ok("list").lines
    assert 0 < len(left) < len(items)
    found = run("verify", "--depth", "files", "--json")
    assert [f["kind"] for f in found.documents[0]["findings"] if f["where"] == name] == ["file-missing"]
    assert f"archiver repair --from {copy}" in found.err
    run.ok("repair", "--from", copy)
    run.ok("rebuild")
    assert run.ok("list").lines == items


def test_one_copy_of_one_file_is_counted_in_words(new: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("Coal", TEXT), encoding="utf-8")
    new.ok("import", page)
    new.ok("replicate", tmp_path / "copy")
    assert new.ok("verify", "--copies", "--depth", "files").lines == ["verified: 1 file, 1 copy"]
