"""Captures written by a process of their own: the same files as in this one, and nothing acknowledged too early."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.archive.batch import Batch, Durable
from archiver.archive.holdings import Holdings
from archiver.archive.scribe import Scribe, _Coming
from archiver.capture.wire import Spool
from archiver.demo.site import DemoSite
from archiver.errors import CannotStore
from archiver.exchange import Block
from archiver.identifiers import capture_ark
from archiver.seeds import Seed
from archiver.store.folder import Folder
from archiver.store.recover import set_aside_orphans
from archiver.warc.members import Keep, scan
from archiver.warc.records import Record, resource_record
from tests.archive.test_capture import snapshot
from tests.conftest import LOOPBACK, capture_demo

DATE = "2026-01-29T00:00:00Z"
BARE: Any = {"extract": False, "requisites": False, "pace": 0.0, "allowNetwork": LOOPBACK}
CHANCE = random.Random(7)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.create(tmp_path / "a")


@pytest.fixture(params=["forked", "begun anew"])
def scribe(
    folder: Folder, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scribe]:
    with monkeypatch.context() as patch:
        patch.setattr("archiver.archive.scribe.may_fork", lambda: request.param == "forked")
        patch.setattr("archiver.catalog.Catalog.is_any_open", lambda: False)
        made = Scribe(folder)
    yield made
    made.close()


def ark(number: int) -> str:
    return str(capture_ark("99999", "fk4", uri=f"https://news.example/{number}", captured=DATE, responses=[]))


def record(number: int, block: Block, path: str = "/") -> Record:
    name = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
    return resource_record(name, f"https://news.example{path}{number}", DATE, "text/plain", block)


def small(number: int) -> Record:
    return record(number, Block.of(b"number %d, \xd0\xbc\xd1\x8d\xd0\xb4\xd1\x8d\xd1\x8d" % number))


def spooled(number: int, size: int) -> Record:
    """One whose block is in a file, and not at its start."""
    data, spool = CHANCE.randbytes(size), Spool()
    block = Block.of(data)
    spool.write(b"another" + data)
    return record(number, Block(spool, 7, size, block.sha256))  # type: ignore[arg-type]


def stored(folder: Folder, durable: list[Durable]) -> list[tuple[list[tuple[str, str]], bytes | None]]:
    """Headers and block of every record but the ``warcinfo`` of each file."""
    found = []
    for one in durable:
        with folder.open_warc(one.warc) as file:
            members = list(scan(file, Keep(limit=1 << 30)))
        assert not any(member.faults or member.contradictions for member in members)
        found += [(member.headers, member.kept) for member in members[1:]]
    return found


def until_settled(scribe: Scribe, seconds: float = 20) -> list[Durable]:
    end = time.monotonic() + seconds
    while not (found := scribe.settled()):
        assert time.monotonic() < end, "nothing became durable"
        time.sleep(0.05)
    return found


def test_it_writes_what_a_batch_writes(folder: Folder, scribe: Scribe, tmp_path: Path) -> None:
    """Blocks in memory and in files, longer and shorter than go in one piece; more records than go in one frame."""
    captures = [
        [small(1), small(2)],
        [small(3), spooled(4, 5_000_000), spooled(5, (1 << 20) + 1), small(6), spooled(7, 1 << 20)],
        [record(1000 + number, Block.of(CHANCE.randbytes(9_000))) for number in range(450)],
        [record(8, Block.of(b""))],
        [record(2000 + number, Block.of(b"long"), "/" * 32_000) for number in range(60)],
    ]
    other = Holdings(tmp_path / "b")
    batch = Batch(other.folder, lambda: other.catalog)
    ours, theirs = list[Durable](), list[Durable]()
    for number, records in enumerate(captures):
        ours += scribe.add(ark(number), records)
        theirs += batch.add(ark(number), records)
    ours += scribe.publish()
    theirs += batch.publish()
    other.close()
    assert sum(one.captures for one in ours) == sum(one.captures for one in theirs) == len(captures)
    assert stored(folder, ours) == stored(other.folder, theirs)
    assert [one.warc for one in ours] == folder.warcs() == Holdings(folder.path).catalog.warcs()
    assert scribe.publish() == []


def test_it_publishes_what_is_full_or_old_by_itself(scribe: Scribe) -> None:
    found = [one for number in range(600) for one in scribe.add(ark(number), [small(number)])]
    while sum(one.captures for one in found) < 600:  # the last are, two seconds after they came
        found += until_settled(scribe)
    assert sum(one.captures for one in found) == 600
    assert max(one.captures for one in found) <= 256


def test_what_waits_for_it_is_bounded(scribe: Scribe) -> None:
    """A process that takes nothing, as when its disk stands still: who captures waits, and loses nothing."""
    block, found = Block.of(CHANCE.randbytes(900_000)), list[Durable]()

    def add() -> None:
        for number in range(60):
            found.extend(scribe.add(ark(number), [record(number, block)]))
        found.extend(scribe.publish())

    scribe.add(ark(99), [small(99)])
    os.kill(scribe._process, signal.SIGSTOP)
    thread = threading.Thread(target=add)
    thread.start()
    end = time.monotonic() + 20
    while scribe._ahead <= 32 << 20 and time.monotonic() < end:
        time.sleep(0.05)
    thread.join(0.5)
    assert thread.is_alive()
    assert 32 << 20 < scribe._ahead < 34 << 20
    os.kill(scribe._process, signal.SIGCONT)
    thread.join(60)
    assert not thread.is_alive()
    assert sum(one.captures for one in found) == 61


@pytest.mark.parametrize("last", ["add", "publish"])
def test_one_that_is_killed_has_acknowledged_nothing_more(folder: Folder, scribe: Scribe, last: str) -> None:
    scribe.add(ark(1), [small(1)])
    [durable] = scribe.publish()
    scribe.add(ark(2), [small(2)])
    os.kill(scribe._process, signal.SIGKILL)
    os.waitid(os.P_PID, scribe._process, os.WEXITED | os.WNOWAIT)
    with pytest.raises(CannotStore, match="--resume"):
        if last == "publish":
            scribe.publish()
        while True:
            scribe.add(ark(3), [small(3)])
    assert folder.warcs() == [durable.warc]
    set_aside_orphans(folder)
    assert list(folder.tmp.iterdir()) == []


def test_what_it_is_refused_is_said(folder: Folder, scribe: Scribe) -> None:
    scribe.add(ark(1), [small(1)])
    scribe.publish()
    (folder.path / "warc").rename(folder.path / "elsewhere")
    (folder.path / "warc").write_text("in the way")
    scribe.add(ark(2), [small(2)])
    with pytest.raises(CannotStore, match="Nothing that was acknowledged is lost"):
        scribe.publish()


def test_a_long_block_that_finds_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process that writes: the temporary folder is full there, too."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Spool, "write", full)
    with pytest.raises(CannotStore, match="TMPDIR"):
        _Coming().feed({"piece": True}, b"piece")


def test_it_ends_with_who_started_it(folder: Folder) -> None:
    scribe = Scribe(folder)
    scribe.add(ark(1), [small(1)])
    scribe.close()
    with pytest.raises(ProcessLookupError):
        os.kill(scribe._process, 0)
    assert folder.warcs() == []
    assert list(folder.tmp.iterdir()) == []


def test_no_fork_inherits_a_connection_of_sqlite(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its locks are those of a process: a child that opens the file again would think that it has them."""
    holdings = Holdings(folder.path)
    assert holdings.catalog.is_any_open()
    monkeypatch.delattr(os, "fork")
    scribe = Scribe(folder)
    scribe.add(ark(1), [small(1)])
    [durable] = scribe.publish()
    scribe.close()
    assert holdings.catalog.has_warc(durable.warc)
    holdings.close()


def test_a_run_leaves_the_catalog_open_for_who_had_it_open(archive: archiver.Archive, site: DemoSite) -> None:
    capture_demo(archive, site.url, requisites=False)
    reading = archive.captures()
    next(reading)
    seeds = [Seed(f"{site.base}/ticker?page={number}") for number in range(3)]
    assert all(outcome.capture for outcome in archive.capture_many(seeds, bulk=True, **BARE))
    assert list(reading) == []


def test_where_no_process_can_be_started(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    for name in ("fork", "posix_spawn"):
        monkeypatch.setattr(os, name, refuse)
    with pytest.raises(CannotStore, match="could be started"):
        Scribe(folder)


def test_a_run_of_many_seeds(archive: archiver.Archive, site: DemoSite) -> None:
    """Each outcome once, in the order of the seeds, in files of 256; what a rebuild makes is the same."""
    seeds = [Seed(f"{site.base}/ticker?page={number}") for number in range(520)]
    outcomes = list(archive.capture_many(seeds, bulk=True, **BARE))
    captures = [outcome.capture for outcome in outcomes if outcome.capture is not None]
    assert [capture.url for capture in captures] == [seed.url for seed in seeds]
    files = Counter(capture.warc for capture in captures)
    assert set(files) == set(archive.folder.warcs())
    assert max(files.values()) <= 256
    assert archive.verify(depth="meaning").ok
    before = snapshot(archive)
    assert len(before) == len(seeds)
    archive.rebuild()
    assert snapshot(archive) == before
