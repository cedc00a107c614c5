"""The disk that fails: read-only, full, or one file of it gone. What was acknowledged stays; what is asked is answered.

Full and read-only file systems are mounted in a mount namespace of their own, held by a sleeping process;
where a machine does not let us, the tests say what they skipped.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.capture.conftest import Server, response
from tests.cli.command import BARE, COMMAND, Command, assert_whole

Mount = Callable[[str, Path], tuple[tuple[str, ...], Path]]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Run mount commands on a folder (``$1``) in a namespace of their own.

    Gives what to put before a command to run it there, and the folder there as we can look at it from here.
    """
    if not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("SKIPPED, the failing disk: no unshare and nsenter on this machine")
    with contextlib.ExitStack() as held:

        def make(commands: str, folder: Path) -> tuple[tuple[str, ...], Path]:
            script = f"{commands} && echo ready && exec cat"
            holder = subprocess.Popen(
                ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            held.callback(holder.communicate)  # closes its standard input, which ends it and all its mounts
            assert holder.stdout is not None
            assert holder.stderr is not None
            if holder.stdout.readline() != "ready\n":
                pytest.skip(f"SKIPPED, the failing disk: cannot mount here: {holder.stderr.read().strip()}")
            enter = ("nsenter", f"--target={holder.pid}", "--user", "--mount", "--preserve-credentials", "--")
            return enter, Path(f"/proc/{holder.pid}/root{folder}")

        yield make


READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'
SMALL = 'mount -t tmpfs -o size={} none "$1"'


# -- read-only --------------------------------------------------------------------------------------


@pytest.mark.parametrize("catalog", ["as it was", "missing", "behind", "torn"])
def test_a_read_only_archive_can_be_read(
    run: Command, mount: Mount, site: DemoSite, items: list[str], catalog: str
) -> None:
    item = items[0]
    questions: list[tuple[str, ...]] = [
        ("list", "--json"),
        ("search", "snow"),
        ("show", item),
        ("cite", item),
        ("explain", item),
        ("verify", "--json"),
        ("export", item, "--to", "csv"),
    ]
    expected = [run.ok(*question).out for question in questions]
    database = run.archive / "catalog.db"
    if catalog == "missing":
        database.unlink()
    elif catalog == "behind":
        database.unlink()
        hidden = next(run.archive.glob("warc/*/*/*/*.warc.gz"))
        hidden.rename(run.archive / "aside")
        assert run("rebuild").code == 5  # a file that was published is missing
        (run.archive / "aside").rename(hidden)
    elif catalog == "torn":
        database.write_bytes(database.read_bytes()[:5000])
    there = replace(run, prefix=mount(READ_ONLY, run.archive)[0])
    for question, answer in zip(questions, expected, strict=True):
        done = there(*question)
        assert (done.code, done.out, done.remarks) == (0, answer, []), question
        assert ("not noted in the fixity log" in done.err) == (question[0] == "verify")


def test_a_read_only_archive_takes_nothing_in_and_fetches_nothing(
    run: Command, mount: Mount, site: DemoSite, items: list[str], tmp_path: Path
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("1 A HEADLINE OF THE DAY WWW.A.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
    there = replace(run, prefix=mount(READ_ONLY, run.archive)[0])
    before = len(site.log)
    for typed in (
        ("capture", site.url, *BARE),
        ("import", str(text)),
        ("extract",),
        ("rebuild",),
        ("init", "--title", "Other"),
    ):
        done = there(*typed)
        assert (done.code, done.out) == (6, ""), typed
        [line] = done.remarks
        assert "read-only" in line
        assert "--archive" in line
    assert len(site.log) == before
    assert_whole(there.archive, set(items))


# -- full -------------------------------------------------------------------------------------------


def noise(path: Path, size: int, seed: int) -> Path:
    """A file that does not get smaller when compressed."""
    path.write_bytes(random.Random(seed).randbytes(size))
    return path


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    run: Command, mount: Mount, site: DemoSite, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    inside, seen = mount(SMALL.format("3m"), disk)
    there = Command(disk / "archive", prefix=inside)
    ballast = noise(seen / "ballast", 1 << 20, 0)
    kept = set()
    for number in range(20):
        done = there("import", noise(tmp_path / f"{number}.bin", 250_000, number), "--json")
        if done.code:
            break
        kept.add(done.documents[0]["id"])
    assert (done.code, done.out) == (6, "")
    [line] = done.remarks
    assert "free some room" in line
    assert 1 < len(kept) < 12
    captured = there("capture", site.url, *BARE)
    while captured.code == 0:  # a few more of the small ones may still fit
        captured = there("capture", site.url, *BARE)
    assert captured.code == 6
    assert len(captured.remarks) == 1
    listed = there("list", "--kind", "capture", "--json")
    assert listed.code == 0
    assert kept <= {document["id"] for document in listed.documents}
    assert there("verify").code == 0
    assert list((seen / "archive" / "tmp").iterdir()) == []

    ballast.unlink()
    again = there("import", tmp_path / f"{number}.bin", "--json")
    assert (again.code, again.remarks) == (0, [])
    assert there.ok("verify", "--json").documents[0]["findings"] == []
    assert {*kept, again.documents[0]["id"]} <= {
        document["id"] for document in there.ok("list", "--kind", "capture", "--json").documents
    }


def test_a_disk_that_fills_up_between_a_capture_and_its_row(
    run: Command, mount: Mount, tmp_path: Path
) -> None:
    """Its ID is not printed as done, and is named all the same: it is there, and is not to be captured again."""
    disk, text = tmp_path / "disk", tmp_path / "text.txt"
    disk.mkdir()
    lines = (f"{n} A HEADLINE OF DAY {n} WWW.A{n}.EXAMPLE PUBLISHED:2026/01/29" for n in range(1, 401))
    text.write_text("\n".join(lines), "utf-8")
    inside, seen = mount(SMALL.format("16m"), disk)
    there = Command(disk / "archive", prefix=inside)
    there.ok("import", text)
    free = shutil.disk_usage(seen).free
    # The WARC takes half of what is left then, and the catalog twice as much as that.
    ballast = noise(seen / "ballast", free - 1_000_000, 0)
    done = there("import", text, "--json")
    assert (done.code, done.out) == (6, "")
    [line] = done.remarks
    assert "catalog.db: the disk is full: free some room. ark:99999/" in line
    listed = there.ok("list", "--kind", "capture", "--json").documents
    assert f"{listed[0]['id']} is in place all the same" in line

    ballast.unlink()
    there.ok("import", text)
    assert there.ok("verify", "--json").documents[0]["findings"] == []
    assert len(there.ok("list", "--kind", "capture", "--json").documents) == 3


def test_a_disk_that_fills_up_in_a_run_of_many(run: Command, mount: Mount, tmp_path: Path) -> None:
    """A process of its own writes there: what it was refused is said by the command, as one line."""
    disk, seeds = tmp_path / "disk", tmp_path / "seeds.txt"
    disk.mkdir()
    inside, seen = mount(SMALL.format("9m"), disk)
    there = Command(disk / "archive", prefix=inside)
    with Server() as server:
        chance = random.Random(1)
        urls = [server.route(f"/{number}", response(chance.randbytes(10_000))) for number in range(800)]
        seeds.write_text("\n".join(urls), "utf-8")
        done = there("capture", "--seeds", seeds, *BARE, "--no-extract", "--json")
    assert done.code == 6
    [line] = done.remarks
    assert "free some room" in line
    kept = {document["id"] for document in done.documents}
    assert 0 < len(kept) < len(urls)
    listed = there("list", "--kind", "capture", "--json", "--limit", "9999")
    assert kept <= {document["id"] for document in listed.documents}
    assert there("verify").code == 0
    assert list((seen / "archive" / "tmp").iterdir()) == []


def test_a_full_temporary_folder_stops_a_big_body_and_nothing_else(
    run: Command, mount: Mount, items: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "tmpdir"
    folder.mkdir()
    there = replace(run, environment={"TMPDIR": str(folder)}, prefix=mount(SMALL.format("1m"), folder)[0])
    with Server() as server:
        big = server.route("/big", response(bytes(12 << 20)))
        small = server.route("/small", response(b"<p>small"))
        done = there("capture", big, *BARE)
        assert (done.code, done.out) == (6, "")
        [line] = done.remarks
        assert "TMPDIR" in line
        assert_whole(run.archive, set(items))
        there.ok("capture", small, *BARE)
    assert_whole(run.archive, set(items))


def test_a_full_disk_under_our_own_output(run: Command, items: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("SKIPPED, a full disk under our output: no /dev/full here")
    for typed in (("list",), ("export", items[0], "--to", "jsonl"), ("verify", "--json"), ("--help",)):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*COMMAND, *typed], stdout=full, stderr=subprocess.PIPE, env=run.everything, check=False
            )
        assert done.returncode == 6, typed
        [line] = done.stderr.decode().splitlines()
        assert "the disk is full" in line


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_capture_that_cannot_be_printed_is_named(
    run: Command, items: list[str], options: tuple[str, ...], tmp_path: Path
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("SKIPPED, a full disk under our output: no /dev/full here")
    text = tmp_path / "text.txt"
    text.write_text("1 A HEADLINE OF THE DAY WWW.A.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
    typed = [*COMMAND, "import", str(text), "--url", "https://a.example/new", *options]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(typed, stdout=full, stderr=subprocess.PIPE, env=run.everything, check=False)
    assert done.returncode == 6
    [kept] = run.ok("list", "--kind", "capture", "--url", "https://a.example/new", "--json").documents
    line = done.stderr.decode().splitlines()[-1]
    assert line.endswith(f"the disk is full: free some room. {kept['id']} is in the archive all the same")


# -- damaged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["{", "", '{"title": null}', "\x00", '{"title": "x", "mood": "grim"}'])
def test_a_damaged_archive_json(run: Command, site: DemoSite, damage: str) -> None:
    (run.archive / "archive.json").write_text(damage, "utf-8")
    for typed in (("list",), ("verify",), ("capture", site.url, *BARE), ("init",), ("init", "--title", "x")):
        done = run(*typed)
        assert (done.code, done.out) == (5, ""), typed
        [line] = done.remarks
        assert "archive.json is damaged" in line
    assert (run.archive / "archive.json").read_text("utf-8") == damage


def gone(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def failing(path: Path) -> None:
    """Reads of it fail with EIO, as on a dying disk: no process maps its first page."""
    path.unlink()
    path.symlink_to("/proc/self/mem")


@pytest.mark.parametrize("damage", [gone, a_folder, failing])
@pytest.mark.parametrize("catalog", ["there", "to be made"])
def test_a_warc_that_cannot_be_read_takes_nothing_else_with_it(
    run: Command, site: DemoSite, damage: Callable[[Path], None], catalog: str
) -> None:
    with archiver.open(run.archive) as archive:
        digest, front = archive.captures()
        lost, safe = front.items[0], digest.items[0]
        assert front.warc
        damage(run.archive / front.warc)
    if catalog == "to be made":
        (run.archive / "catalog.db").unlink()
    assert run.ok("show", safe).out
    assert run.ok("list", "--capture", digest.id).out
    assert run.ok("verify", safe).out
    whole = run("verify", "--json")
    if damage is not gone or catalog == "there":
        assert whole.code == 1
        assert front.warc in {finding["where"] for finding in whole.documents[0]["findings"]}
    explained = run("explain", lost)
    assert explained.code == (5 if damage is gone else 6) if catalog == "there" else 4
    assert len(explained.remarks) == 1
    run.ok("capture", site.url, *BARE)
    rebuilt = run("rebuild")
    assert rebuilt.code == 5
    [line] = rebuilt.remarks
    assert f"{front.warc} is missing or cannot be read" in line
    assert run.ok("show", safe).out


@pytest.mark.parametrize(
    "typed", [("list",), ("list", "--json"), ("search", "snow"), ("list", "--kind", "capture")]
)
def test_a_document_that_is_damaged_in_the_catalog(
    run: Command, items: list[str], typed: tuple[str, ...]
) -> None:
    with contextlib.closing(sqlite3.connect(run.archive / "catalog.db")) as database, database:
        database.execute("UPDATE documents SET document=substr(document, 1, 400)")
    done = run(*typed)
    assert (done.code, done.out) == (5, "")
    [line] = done.remarks
    assert "is not a valid document" in line
    assert "archiver rebuild" in line
    run.ok("rebuild")
    assert [document["id"] for document in run.ok("list", "--json").documents] == items


def test_a_catalog_with_damage_in_the_middle(run: Command, items: list[str]) -> None:
    database = run.archive / "catalog.db"
    data = bytearray(database.read_bytes())
    data[4096:] = random.Random(1).randbytes(len(data) - 4096)
    database.write_bytes(data)
    listed = run("list", "--json")
    if listed.code:
        [line] = listed.remarks
        assert "archiver rebuild" in line
    run.ok("rebuild")
    assert [document["id"] for document in run.ok("list", "--json").documents] == items
    assert_whole(run.archive, set(items))


def test_a_read_only_archive_is_copied_and_checked_there(run: Command, mount: Mount, tmp_path: Path) -> None:
    copy, log = tmp_path / "copy", (run.archive / "fixity.jsonl").read_bytes()
    there = replace(run, prefix=mount(READ_ONLY, run.archive)[0])
    done = there.ok("replicate", copy)
    warcs = len(list(run.archive.glob("warc/*/*/*/*.warc.gz")))
    assert done.lines[-1] == f"{warcs} files copied, 0 there already"
    [note] = done.err.splitlines()
    assert "not noted in the fixity log here" in note
    assert "read-only" in note
    assert (run.archive / "fixity.jsonl").read_bytes() == log
    assert run.ok("replicate", copy).remarks == []
    replace(run, archive=copy).ok("verify")


def test_an_export_blames_what_cannot_be_read(run: Command, tmp_path: Path) -> None:
    (run.archive / "warc").rename(tmp_path / "aside")
    (run.archive / "warc").write_bytes(b"")  # no folder, whoever asks
    done = run("export", "--all", "--to", "wacz", "--output", tmp_path / "out.wacz")
    assert (done.code, done.out) == (6, "")
    assert f"{run.archive / 'warc'}: " in done.err
    assert "out.wacz" not in done.err
    assert not (tmp_path / "out.wacz").exists()
