"""Two imports of one file at once: the second waits, and makes nothing again; none waits for a dead one."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import archiver
from archiver.catalog import Query
from tests.archive.imports import PAGES, exported, gzipped, put, site
from tests.archive.test_uncatalogued import held
from tests.processes import within

AT_ONCE = 30  # seconds at most until the other one has ended, or waits
IMPORT = """
import os, sys
import archiver
home, path, dies = sys.argv[1:]
def tell(what, done, total):
    if dies and what == "pages" and done:
        os.kill(os.getpid(), 9)
with archiver.open(home) as archive:
    archive.catalog
    print("ready", flush=True)
    sys.stdin.readline()
    for capture in archive.import_archive(path, progress=tell):
        print(capture.id, flush=True)
"""


def opened(home: Path, path: Path, *, dies: bool = False) -> subprocess.Popen[str]:
    """A process that has an archive open, and imports once it is told to."""
    command = [sys.executable, "-c", IMPORT, str(home), str(path), "dies" * dies]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def started(home: Path, path: Path, *, dies: bool = False) -> subprocess.Popen[str]:
    process = opened(home, path, dies=dies)
    tell(process)
    return process


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def waits(process: subprocess.Popen[str]) -> bool:
    """Whether the kernel has it in the queue of a lock."""
    return any(
        "-> FLOCK" in line and f" {process.pid} " in line
        for line in Path("/proc/locks").read_text().splitlines()
    )


def documents(archive: archiver.Archive) -> Counter[str]:
    """Every document there is by its ID: one that was published twice counts twice."""
    return Counter(
        ark for (ark,) in archive.catalog.rows("SELECT id FROM documents UNION ALL SELECT id FROM imports")
    )


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED, who waits for a lock: /proc/locks is Linux'")
@pytest.mark.parametrize("name", ["crawl.warc.gz", "the same under another name.warc.gz"])
def test_the_second_waits_and_makes_nothing_again(tmp_path: Path, name: str) -> None:
    first, second = (put(tmp_path, each, gzipped(site())) for each in ("crawl.warc.gz", name))
    home, others = tmp_path / "archive", []

    def meanwhile(what: str, done: int, _: int) -> None:
        if (what, done) == ("pages", 0):
            others.append(other := started(home, second))
            assert within(AT_ONCE, lambda: other.poll() is not None or waits(other))

    with archiver.open(home) as archive:
        made = {capture.id for capture in archive.import_archive(first, progress=meanwhile)}
        said, _ = others[0].communicate(timeout=AT_ONCE)
        assert set(said.split()) == made
        assert set(documents(archive).values()) == {1}
        assert len(archive.folder.warcs()) == 2  # the file, and what we say of it
        assert archive.verify().findings == []
        assert list(archive.folder.tmp.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED, who waits for a lock: /proc/locks is Linux'")
def test_captures_of_another_archive_move_once(tmp_path: Path) -> None:
    with archiver.open(tmp_path / "other") as other:
        captures = [other.import_file(put(tmp_path, f"{n}.txt", b"text %d" % n)).id for n in range(3)]
        path = put(tmp_path, "moved.warc.gz", exported(other, captures, "warc"))
    with archiver.open(tmp_path / "archive") as archive:
        both = [opened(archive.folder.path, path) for _ in range(2)]
        with held(archive):  # both get as far as they can without the catalog
            for one in both:
                tell(one)
            assert within(AT_ONCE, lambda: any(map(waits, both)) or len(archive.folder.warcs()) == len(both))
        assert {frozenset(one.communicate(timeout=AT_ONCE)[0].split()) for one in both} == {
            frozenset(captures)
        }
        assert documents(archive) == Counter(captures)
        assert len(archive.folder.warcs()) == 1


def test_one_that_was_killed_is_not_waited_for(tmp_path: Path) -> None:
    path, home = put(tmp_path, "crawl.warc.gz", gzipped(site())), tmp_path / "archive"
    killed = started(home, path, dies=True)
    killed.communicate(timeout=AT_ONCE)
    assert killed.returncode == -9
    tmp = home / "tmp"
    assert [left.name for left in tmp.glob("*.lock")] == [f"{path.stat().st_size}-imported.lock"]
    done = started(home, path)
    assert len(done.communicate(timeout=AT_ONCE)[0].split()) == PAGES
    assert list(tmp.glob("*.lock")) == []
    with archiver.open(home) as archive:
        assert set(documents(archive).values()) == {1}
        assert len([*archive.select(Query(kind="capture"))]) == PAGES
