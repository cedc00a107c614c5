"""What this process may not read is not lost: it is named with the command that lets it be read, and no repair.

Permissions bind root only without two capabilities, so the command gives these up where it is root that tests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import Command

WEAK = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
Bar = Callable[[Path, int], Path]


@pytest.fixture
def weak(run: Command) -> Command:
    """The command for which permissions count."""
    if os.geteuid() != 0:
        return run
    if shutil.which(WEAK[0]) is None:
        pytest.skip("SKIPPED, permissions: they do not bind root, and there is no setpriv on this machine")
    return replace(run, prefix=WEAK)


@pytest.fixture
def bar() -> Iterator[Bar]:
    """Change permissions until the test ends; gives the path."""
    before = []

    def change(path: Path, mode: int) -> Path:
        before.append((path, path.stat().st_mode))
        path.chmod(mode)
        return path

    yield change
    for path, mode in reversed(before):
        path.chmod(mode)


def first_warc(run: Command) -> Path:
    return sorted(run.archive.glob("warc/*/*/*/*.warc.gz"))[0]


def settled(run: Command) -> Path:
    """The day folder of the WARC files, which the catalog knows and need not look into again."""
    day = first_warc(run).parent
    os.utime(day, (0, 0))
    run.ok("list")
    return day


def follow(told: str) -> None:
    """Do what is proposed, as its reader does."""
    [typed] = set(re.findall("`(chmod [^`]*)`", told))
    subprocess.run(["sh", "-c", typed], check=True)


def test_a_warc_that_may_not_be_read_is_not_lost(weak: Command, bar: Bar) -> None:
    path, log = first_warc(weak), weak.archive / "fixity.jsonl"
    name = path.relative_to(weak.archive).as_posix()
    weak.ok("doctor")
    bar(path, 0)
    before = log.read_bytes()
    told = weak("verify", "--jobs", "1")
    assert told.code == 1
    [line] = [line for line in told.lines if line.startswith("error")]
    assert line.startswith(f"error  no-permission  {name}  ")
    assert "repair" not in told.out + told.err
    assert before == log.read_bytes()[: len(before)]
    assert name not in log.read_bytes()[len(before) :].decode()  # it was not checked: it did not fail
    kinds = {found["where"]: found["kind"] for found in weak("verify", "--json").documents[0]["findings"]}
    assert kinds.pop(name) == "no-permission"
    assert set(kinds.values()) == {"unreadable"}
    follow(told.out)
    assert weak.ok("verify", "--json").documents[0]["findings"] == []


def test_doctor_names_it_too(weak: Command, bar: Bar) -> None:
    path = bar(first_warc(weak), 0)
    told = weak("doctor", "--json")
    assert told.code == 1
    [one] = [one for one in told.documents[0]["told"] if one["level"] == "look"]
    assert (one["kind"], one["where"]) == ("no-permission", path.relative_to(weak.archive).as_posix())
    assert "repair" not in one["message"]
    follow(one["message"])
    weak.ok("doctor")


@pytest.mark.parametrize("mode", [0, 0o444])
def test_a_folder_that_may_not_be_entered_loses_nothing(weak: Command, bar: Bar, mode: int) -> None:
    """Be it that its names can be seen, or not."""
    day = bar(settled(weak), mode)
    for typed in (("verify",), ("verify", "--depth", "files"), ("doctor",)):
        told = weak(*typed)
        assert told.code == 1, typed
        assert "repair" not in told.out + told.err
        assert f"`chmod u+rx {day}`" in told.out
    follow(told.out)
    weak.ok("verify")
    weak.ok("doctor")


@pytest.mark.parametrize("by", ["name", "environment"])
def test_an_archive_that_may_not_be_read_is_said_to_be_that(weak: Command, bar: Bar, by: str) -> None:
    bar(weak.archive, 0)
    named = ("--archive", str(weak.archive)) if by == "name" else ()
    for verb in ("doctor", "verify", "list", "rebuild", "init"):
        for typed in ((*named, verb), (verb, *named)):
            told = weak(*typed)
            assert (told.code, told.out) == (6, ""), typed
            assert f"permission denied: `chmod u+rx {weak.archive}`" in told.err


def test_doctor_says_that_nothing_can_be_written(weak: Command, bar: Bar) -> None:
    for name in ("warc", "tmp", "lost", "fixity.jsonl", "catalog.db", "."):
        path = weak.archive / name
        bar(path, path.stat().st_mode & ~0o222)
    told = weak("doctor")
    assert told.code == 1
    [line] = [line for line in told.lines if line.startswith("look")]
    assert "read-only" in line
    assert str(weak.archive / "fixity.jsonl") in line


def test_a_rebuild_and_a_copy_name_it_and_leave_it_out(weak: Command, bar: Bar, tmp_path: Path) -> None:
    path = bar(first_warc(weak), 0)
    for typed in (("rebuild",), ("replicate", str(tmp_path / "copy"))):
        told = weak(*typed)
        assert told.code == 6, typed
        assert f"`chmod u+r {path}`" in told.err
        assert "repair" not in told.err
    assert len(list((tmp_path / "copy").glob("warc/*/*/*/*"))) == len(list(path.parent.iterdir())) - 1


def test_what_may_not_be_read_in_a_copy_is_not_missing_there(weak: Command, bar: Bar, tmp_path: Path) -> None:
    weak.ok("replicate", tmp_path / "copy")
    day = bar(next((tmp_path / "copy").glob("warc/*/*/*")), 0)
    found = weak("verify", "--copies", "--json", "--depth", "files").documents[0]["findings"]
    assert [one["kind"] for one in found] == ["copy-unreachable"]
    assert f"`chmod u+rx {day}`" in found[0]["message"]


def test_what_belongs_to_another_is_for_that_one_to_open(weak: Command, bar: Bar) -> None:
    if os.geteuid() != 0:
        pytest.skip("SKIPPED, a file of another user: only root makes one")
    path = bar(first_warc(weak), 0o600)
    os.chown(path, 12345, 12345)
    told = weak("verify")
    assert told.code == 1
    assert "belongs to user 12345" in told.out
    assert "chmod" not in told.out
