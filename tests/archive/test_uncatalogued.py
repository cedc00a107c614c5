"""Whatever fails between a file's publication and its row in the catalog: its captures are there, and are named.

What fails is the real thing: another process holds the catalog, or the fixity log may not grow.
"""

from __future__ import annotations

import pickle
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import archiver
from archiver.archive.scribe import Scribe
from archiver.demo.site import DemoSite
from archiver.errors import CannotStore, Uncatalogued
from archiver.exchange import Block
from archiver.identifiers import capture_ark
from archiver.seeds import Seed
from archiver.store import fixity
from archiver.store.folder import Folder
from archiver.warc.records import resource_record
from tests.archive.imports import exported, gzipped, put
from tests.archive.imports import site as crawl
from tests.conftest import LOOPBACK, capture_demo

TEXT = "1 A HEADLINE OF THE DAY WWW.A.EXAMPLE PUBLISHED:2026/01/29"
DATE = "2026-01-29T00:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[archiver.Archive]:
    with archiver.open(tmp_path / "archive") as opened:
        yield opened


@contextmanager
def held(archive: archiver.Archive) -> Iterator[None]:
    """Another process writes to the catalog, and this one does not wait for it."""
    archive.catalog._connection.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(archive.folder.catalog_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def text(folder: Path) -> Path:
    return put(folder, "text.txt", TEXT.encode())


def captures(archive: archiver.Archive) -> set[str]:
    return {capture.id for capture in archive.captures()}


def next_command(archive: archiver.Archive) -> archiver.Archive:
    archive.close()
    return archiver.open(archive.folder.path)


def imports(archive: archiver.Archive, site: DemoSite) -> None:
    archive.import_file(text(archive.folder.path.parent))


def fetches(archive: archiver.Archive, site: DemoSite) -> None:
    capture_demo(archive, site.url, requisites=False)


def fetches_many(archive: archiver.Archive, site: DemoSite) -> None:
    seeds = [Seed(f"{site.base}/ticker?{number}") for number in range(9)]
    list(archive.capture_many(seeds, bulk=True, requisites=False, pace=0.0, allowNetwork=LOOPBACK))


@pytest.mark.parametrize(("takes_in", "how_many"), [(imports, 1), (fetches, 1), (fetches_many, 9)])
def test_what_is_published_and_not_catalogued_is_named_and_found_by_the_next_command(
    archive: archiver.Archive,
    site: DemoSite,
    takes_in: Callable[[archiver.Archive, DemoSite], None],
    how_many: int,
) -> None:
    with held(archive), pytest.raises(Uncatalogued) as caught:
        takes_in(archive, site)
    refused = caught.value
    assert refused.exit_code == CannotStore.exit_code
    assert len(refused.captures) == how_many
    assert archive.folder.warcs() == [refused.warc]
    said = str(refused)
    assert "\n" not in said
    assert refused.captures[0] in said
    assert refused.warc in said
    assert "the next command catalogues" in said
    assert "run the same command again" not in said
    assert ("and 4 more" in said) == (how_many == 9)
    with next_command(archive) as again:
        assert captures(again) == set(refused.captures)
        assert again.verify().findings == []


def test_a_run_goes_on_behind_it(archive: archiver.Archive, site: DemoSite) -> None:
    with held(archive), pytest.raises(Uncatalogued):
        fetches_many(archive, site)
    seeds = [Seed(f"{site.base}/ticker?{number}") for number in range(9)]
    with next_command(archive) as again:
        outcomes = again.capture_many(seeds, bulk=True, resume=True, pace=0.0, allowNetwork=LOOPBACK)
        assert [outcome.skipped for outcome in outcomes] == [True] * 9


def test_reading_again_is_done_once(archive: archiver.Archive) -> None:
    path = text(archive.folder.path.parent)
    capture = archive.import_file(path, extract=False)
    with held(archive), pytest.raises(Uncatalogued, match=capture.id):
        list(archive.extract())
    with next_command(archive) as again:
        assert [is_new for _, is_new in again.extract()] == [False]
        assert len(again.items(capture.id)) == 1
        assert len(again.folder.warcs()) == 2


def test_an_import_goes_on_from_there(archive: archiver.Archive, tmp_path: Path) -> None:
    """Its pages are captures already; none becomes another one."""
    path, there = put(tmp_path, "crawl.warc.gz", gzipped(crawl())), []

    def hold(what: str, done: int, _: int) -> None:
        if (what, done) == ("pages", 0):
            lock = held(archive)
            lock.__enter__()
            there.append(lock)

    with pytest.raises(Uncatalogued) as caught:
        list(archive.import_archive(path, progress=hold))
    there.pop().__exit__(None, None, None)
    with next_command(archive) as again:
        accession = again.import_archive(path)
        assert {capture.id for capture in accession} == set(caught.value.captures)
        assert (accession.captures, accession.before) == (0, len(caught.value.captures))
        assert len(again.folder.warcs()) == 2
        assert again.verify().findings == []


def test_what_moved_here_is_pointed_at(archive: archiver.Archive, tmp_path: Path) -> None:
    with archiver.open(tmp_path / "other") as other:
        capture = other.import_file(text(tmp_path))
        path = put(tmp_path, "moved.warc.gz", exported(other, [capture.id], "warc"))
    with held(archive), pytest.raises(Uncatalogued, match="run the same command again"):
        list(archive.import_archive(path))
    with next_command(archive) as again:
        assert [found.id for found in again.import_archive(path)] == [capture.id]
        assert len(again.folder.warcs()) == 1


def test_a_log_that_takes_no_more_is_not_left_torn(archive: archiver.Archive) -> None:
    """The file is published; what the log would have said of it is not there, rather than the half of it."""
    path = text(archive.folder.path.parent)
    first = archive.import_file(path, extract=False)
    long = [
        fixity.Event("fixity check", archive.folder.warcs()[0])
    ] * 1200  # more than the room that is asked for
    fixity.append(archive.folder, long, "test")
    log = (archive.folder.path / "fixity.jsonl").read_bytes()
    with no_file_longer_than(len(log) + 100), pytest.raises(Uncatalogued) as caught:
        archive.import_file(path, extract=False)
    assert (archive.folder.path / "fixity.jsonl").read_bytes() == log
    with next_command(archive) as again:
        assert captures(again) == {first.id, *caught.value.captures}
        assert [(found.kind, found.where) for found in again.verify().findings] == [
            ("no-fixity-record", caught.value.warc)
        ]


def test_a_process_of_its_own_says_so_too(archive: archiver.Archive) -> None:
    """Of a URL so long that the file takes it, compressed, and the catalog does not."""
    assert archive.catalog.counts() == {}
    archive.close()
    uri = f"https://news.example/{'a' * 50_000}"
    ark = str(capture_ark("99999", "fk4", uri=uri, captured=DATE, responses=[]))
    with no_file_longer_than(100_000):
        scribe = Scribe(Folder.open(archive.folder.path))
        try:
            block = Block.of(b"a")
            records = [resource_record(f"<urn:x:{n}>", uri, DATE, "text/plain", block) for n in range(8)]
            scribe.add(ark, records)
            with pytest.raises(Uncatalogued) as caught:
                scribe.publish()
        finally:
            scribe.close()
    assert caught.value.captures == (ark,)
    assert archive.folder.warcs() == [caught.value.warc]


def test_it_comes_whole_from_another_process() -> None:
    for error in (CannotStore("a", ". b"), Uncatalogued("a", "warc/x.warc.gz", ["ark:99999/x"])):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
