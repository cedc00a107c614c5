"""The chain through the façade: a page comes in, its bytes are exact, its items citable, all of it rebuilt the same."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import archiver
from archiver.catalog import Query
from archiver.demo.site import DemoSite
from archiver.page.page import Page
from archiver.seeds import Seed
from archiver.warc.members import Keep, scan
from tests.conftest import LOOPBACK, capture_demo
from tests.demo import truth

PAGE = truth.JSON_LD


def snapshot(archive: archiver.Archive) -> dict[str, str]:
    """Every document of an archive by ID and version."""
    rows = archive.catalog._connection.execute("SELECT id, version, document FROM documents")
    return {f"{ark}.v{version}": document for ark, version, document in rows}


def test_a_page_with_what_it_needs(archive: archiver.Archive, site: DemoSite) -> None:
    before = len(site.log)
    capture = capture_demo(archive, site.url)
    asked = site.log[before:]
    assert capture.verdict == "complete"
    assert capture.exchanges[0].role == "page"
    assert sorted(e.url.removeprefix(site.base) for e in capture.exchanges) == sorted(asked)
    kinds = {e.entity.mediaType for e in capture.exchanges if e.entity}
    assert {"text/html", "text/css", "image/png"} <= kinds
    assert capture.items
    assert archive.verify(capture.id).ok


def test_the_records_stand_in_the_order_of_the_design(archive: archiver.Archive, site: DemoSite) -> None:
    capture = capture_demo(archive, site.url, requisites=False)
    assert capture.warc is not None
    with archive.folder.open_warc(capture.warc) as file:
        members = list(scan(file, Keep(limit=1 << 20)))
    assert [m.type for m in members[:4]] == ["warcinfo", "request", "response", "metadata"]
    assert json.loads(members[3].kept or b"")["id"] == capture.id
    assert [json.loads(m.kept or b"")["id"] for m in members[4:]] == list(capture.items)
    request, response = members[1], members[2]
    assert (request.kept or b"").startswith(b"GET / HTTP/1.1\r\n")
    assert (response.kept or b"").startswith(b"HTTP/1.1 200 ")
    assert request.get("WARC-Concurrent-To") == response.record_id
    assert request.get("WARC-Date") == response.get("WARC-Date") == capture.captured
    assert response.get("WARC-Target-URI") == site.url
    assert response.get("WARC-IP-Address") == "127.0.0.1"
    assert not any(b"cookie" in (m.kept or b"").lower() for m in members[1:3])


def test_an_article_is_read_with_a_source_for_every_value(archive: archiver.Archive, site: DemoSite) -> None:
    capture = capture_demo(archive, site.base + PAGE.path)
    [article] = archive.items(capture.id)
    assert article.kind == "article"
    assert article.data.headline == PAGE.headline
    assert article.data.datePublished == PAGE.date_published
    assert article.data.inLanguage == "en"
    assert "/headline" in article.provenance.fields
    assert all(entry.resolves for entry in archive.explain(article.id))


def test_a_redirect_is_a_record_of_its_own(archive: archiver.Archive, site: DemoSite) -> None:
    capture = capture_demo(archive, f"{site.base}/latest", requisites=False)
    assert [(e.role, e.status) for e in capture.exchanges] == [("redirect", 302), ("page", 200)]
    assert capture.url.endswith("/latest")
    assert capture.finalUrl and not capture.finalUrl.endswith("/latest")
    assert archive.verify(capture.id).ok


@pytest.mark.parametrize(
    ("path", "verdict"),
    [("/missing", "http-404"), ("/broken", "http-500"), ("/empty", "empty"), ("/binary", "complete")],
)
def test_what_is_no_good_page_is_a_capture_all_the_same(
    archive: archiver.Archive, site: DemoSite, path: str, verdict: str
) -> None:
    capture = capture_demo(archive, site.base + path, requisites=False)
    assert capture.verdict == verdict
    assert capture.reasons or verdict == "complete"
    assert archive.verify(capture.id).ok


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_content_codings_are_undone_for_reading_only(
    archive: archiver.Archive, site: DemoSite, coding: str
) -> None:
    capture = capture_demo(archive, f"{site.base}/encoded/{coding}", requisites=False)
    [page] = capture.exchanges
    assert page.entity and page.entity.contentEncoding == coding
    assert len(capture.items) == 1


def test_rebuild_makes_the_same_ids_and_items(
    archive: archiver.Archive, site: DemoSite, tmp_path: Path
) -> None:
    for path in ("/", PAGE.path, "/latest"):
        capture_demo(archive, site.base + path)
    text = tmp_path / "note.txt"
    text.write_text("1 A HEADLINE WWW.A.EXAMPLE PUBLISHED:2026/01/29")
    archive.import_file(text)
    before = snapshot(archive)
    archive.close()
    archive.folder.catalog_path.write_bytes(b"this is no database")
    assert archive.catalog.counts() == {"article": 2, "capture": 4, "headline": before_headlines(before)}
    assert snapshot(archive) == before
    archive.rebuild()
    assert snapshot(archive) == before
    assert archive.verify().ok


def before_headlines(documents: dict[str, str]) -> int:
    return sum(json.loads(document)["kind"] == "headline" for document in documents.values())


def test_reading_again_changes_nothing_until_the_reader_changes(
    archive: archiver.Archive, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = capture_demo(archive, site.base + PAGE.path, requisites=False)
    assert [changed for _, changed in archive.extract()] == [False]
    assert len(archive.folder.warcs()) == 1

    from archiver.confine import Desk, Read
    from archiver.confine.desk import read_here

    def better(_: Desk, page: Page) -> Read:
        read = read_here(page)
        reading = read.reading
        reading.drafts[0].data.pop("articleSection", None)
        reading.drafts[0].fields.pop("/articleSection", None)
        reading.drafts[0].data.pop("description", None)
        reading.drafts[0].fields.pop("/description", None)
        return read

    monkeypatch.setattr(Desk, "read", better)
    assert [changed for _, changed in archive.extract([capture.id])] == [True]
    [item] = archive.items(capture.id)
    assert item.id == capture.items[0]
    assert item.provenance.version == 2
    assert archive.get(f"{item.id}.v1").data.description is not None  # type: ignore[union-attr]
    assert f"{item.id}.v1" in archive.cite(f"{item.id}.v1")
    assert archive.verify().ok
    before = snapshot(archive)
    archive.rebuild()
    assert snapshot(archive) == before


def test_extraction_can_wait(archive: archiver.Archive, site: DemoSite) -> None:
    capture = capture_demo(archive, site.base + PAGE.path, extract=False)
    assert capture.extraction is None
    assert capture.items == ()
    [(again, changed)] = archive.extract()
    assert changed
    assert again.id == capture.id
    assert [i.data.headline for i in archive.items(capture.id)] == [PAGE.headline]
    assert archive.verify().ok


def test_a_run_is_published_in_groups_and_resumed(archive: archiver.Archive, site: DemoSite) -> None:
    urls = [f"{site.base}/ticker?{n}" for n in range(6)]
    seeds = [Seed(url) for url in urls]
    options = {"pace": 0.0, "allowNetwork": LOOPBACK, "requisites": False, "extract": False, "jobs": 2}
    run = archive.capture_many(seeds, bulk=True, **options)
    first = [next(run).url for _ in range(1)]
    run.close()  # interrupted after the first group was acknowledged
    published = {capture.url for capture in archive.captures()}
    assert set(first) <= published
    before = len(site.log)
    outcomes = list(archive.capture_many(seeds, bulk=True, resume=True, **options))
    assert {o.url for o in outcomes if o.skipped} == published
    assert {o.url for o in outcomes} == set(urls)
    assert len(site.log) - before == len(urls) - len(published)
    assert len(list(archive.captures())) == len(urls)
    assert archive.verify().ok


def test_two_processes_capture_into_one_archive_at_once(archive: archiver.Archive, site: DemoSite) -> None:
    code = (
        "import sys, archiver\n"
        "with archiver.open(sys.argv[1]) as a:\n"
        "    for n in range(5):\n"
        "        print(a.capture(f'{sys.argv[2]}ticker?{sys.argv[3]}-{n}', pace=0.0, requisites=False,"
        " extract=False, allowNetwork=('127.0.0.0/8',)).id)\n"
    )
    path = str(archive.folder.path)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, path, site.url, name], stdout=subprocess.PIPE, text=True
        )
        for name in ("a", "b")
    ]
    acknowledged = [line for process in running for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in running] == [0, 0]
    assert len(acknowledged) == 10
    assert {c.id for c in archive.captures()} == set(acknowledged)
    assert archive.verify().ok


def test_a_refused_address_costs_nothing(archive: archiver.Archive, site: DemoSite) -> None:
    before = len(site.log)
    with pytest.raises(archiver.AddressRefused, match="--allow-network"):
        archive.capture(site.url)
    assert len(site.log) == before
    assert archive.folder.warcs() == []


def test_finding_and_exporting(archive: archiver.Archive, site: DemoSite) -> None:
    front = capture_demo(archive, site.url)
    word = truth.FRONT_MONGOLIAN[0].headline.split()[0]
    assert any(word in item.data.headline for item in archive.select(Query(words=word[:4])))  # type: ignore[union-attr]
    assert [c.id for c in archive.select(Query(kind="capture", url=site.url))] == [front.id]
    assert len(list(archive.select(Query(kind="headline", limit=3)))) == 3
    assert list(archive.select(Query(words='"no such phrase"'))) == []
    out = io.BytesIO()
    archive.export([front.id], "jsonl", out)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == list(front.items)


def test_a_reader_in_another_thread_of_time_sees_whole_captures_only(
    archive: archiver.Archive, site: DemoSite
) -> None:
    seen: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            with archiver.open(archive.folder.path) as other:
                for capture in other.captures():
                    seen.extend(item.id for item in other.items(capture.id))

    watcher = threading.Thread(target=watch)
    watcher.start()
    ids = [i for _ in range(3) for i in capture_demo(archive, site.base + PAGE.path, requisites=False).items]
    stop.set()
    watcher.join()
    assert set(seen) <= set(ids)
