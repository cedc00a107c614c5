"""Captures moved to another archive by export and import: the same there, and nothing that was forged on the way."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.archive.accession.accession import NOT_TAKEN_OVER
from archiver.archive.checks import events
from archiver.catalog import Query
from archiver.demo.site import DemoSite
from archiver.seeds import Seed
from archiver.store.folder import is_moved
from archiver.warc.members import METADATA, Member, scan
from tests.archive.imports import exported, gzipped, put, take_in
from tests.archive.imports import site as foreign_site
from tests.archive.tampering import Change, as_new, beside, documents, rewrite, same
from tests.archive.test_browsing import publish_again
from tests.conftest import LOOPBACK, capture_demo
from tests.serve.memento.captures import capture_at

PAGES = ("/en/2026/01/29/winter-road-tosontsengel", "/latest", "/missing", "/chunked")
FORMS = {"warc": "moved.warc.gz", "wacz": "moved.wacz"}
Held = dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]


def held(archive: archiver.Archive) -> Held:
    """Every capture with its items, but for the file that it stands in."""
    captures = {capture.id: capture.document() for capture in archive.captures()}
    for document in captures.values():
        document.pop("warc")
    return {ark: (one, [item.document() for item in archive.items(ark)]) for ark, one in captures.items()}


def documents_in(archive: archiver.Archive) -> set[bytes]:
    """The texts of all documents in the WARC files."""
    files = (archive.folder.path / name for name in archive.folder.warcs())
    return {m.kept for file in files for m in scan(io.BytesIO(file.read_bytes()), METADATA) if m.kept}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Iterator[archiver.Archive]:
    """An article, one after a redirect, a 404, a chunked page twice, the second time deduplicated, a refusal, texts."""
    folder = tmp_path_factory.mktemp("source")
    with archiver.open(folder / "archive") as archive:
        for path in (*PAGES, "/chunked"):
            capture_demo(archive, site.base + path, dedup=True)
        capture_at(archive, "2026-01-02T03:04:05Z", "http://no.example/", status="403 Forbidden")
        text = put(folder, "digest.txt", b"1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE")
        archive.import_file(text)
        archive.import_file(text, url="http://alpha.example/digest")
        yield archive


@pytest.fixture
def other(tmp_path: Path) -> Iterator[archiver.Archive]:
    with archiver.open(tmp_path / "other") as archive:
        yield archive


@pytest.mark.parametrize("to", FORMS)
def test_what_moves_is_the_same_there(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path, to: str
) -> None:
    before = held(source)
    assert {one["verdict"] for one, _ in before.values()} >= {"complete", "http-404", "blocked"}
    path = put(tmp_path, FORMS[to], exported(source, list(before), to))
    accession, found = take_in(other, path)
    assert [capture.id for capture in found] == list(before)
    assert accession.moved is not None
    assert (accession.captures, accession.moved.items) == (8, sum(len(items) for _, items in before.values()))
    assert held(other) == before
    assert documents_in(other) == documents_in(source)
    every = Query(kind="item")
    assert [item.id for item in other.select(every)] == [item.id for item in source.select(every)]
    (name,) = other.folder.warcs()
    assert is_moved(name) and found[0].warc == name == accession.file
    (event,) = events(other, [name])
    assert (event["eventType"], event["source"]) == ("ingestion", path.name)
    for archive in (source, other):
        assert archive.verify().findings == []
    given = next(
        capture for capture in found if capture.is_url_given
    )  # in a file of others it was a page of that URL
    assert given.origin == "imported from a file; URL as given"
    other.rebuild()
    assert held(other) == before
    again, found = take_in(other, path)
    assert [capture.id for capture in found] == list(before)
    assert (again.captures, again.before, sum(again.here.values()) > 0) == (0, 8, True)
    assert other.folder.warcs() == [name]


def test_every_version_moves(other: archiver.Archive, tmp_path: Path, site: DemoSite) -> None:
    with archiver.open(tmp_path / "source") as source:
        capture = capture_demo(source, site.base + PAGES[0])
        (item,) = source.items(capture.id)
        fields = {pointer: one for pointer, one in item.provenance.fields.items() if pointer != "/publisher"}
        provenance = item.provenance.model_copy(update={"version": 2, "fields": fields})
        data = item.data.model_copy(update={"publisher": None})
        later = item.model_copy(update={"data": data, "provenance": provenance})
        publish_again(source, capture.model_copy(update={"warc": None}), later)
        assert source.verify().findings == []
        take_in(other, put(tmp_path, "moved.warc.gz", exported(source, [capture.id], "warc")))
        assert held(other) == held(source)
        assert other.catalog.version_numbers(item.id) == [1, 2]
        assert other.verify().findings == []


def test_what_is_here_already_stays_and_the_rest_is_taken_over(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path
) -> None:
    ids = [capture.id for capture in source.captures()]
    take_in(other, put(tmp_path, "some.warc.gz", exported(source, ids[2:5], "warc")))
    accession, found = take_in(other, put(tmp_path, "all.warc.gz", exported(source, ids, "warc")))
    assert accession.moved is not None
    assert (set(accession.moved.before), accession.moved.differ) == (set(ids[2:5]), set())
    assert {capture.id for capture in found} == set(ids)
    assert held(other) == held(source)
    assert other.verify().findings == []
    files = other.folder.warcs()
    accession, found = take_in(other, put(tmp_path, "few.warc.gz", exported(source, ids[1:4], "warc")))
    assert {capture.id for capture in found} == set(ids[1:4])
    assert other.folder.warcs() == files


def test_one_page_alone_under_either_of_its_urls(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path, site: DemoSite
) -> None:
    path = put(tmp_path, "moved.warc.gz", exported(source, [c.id for c in source.captures()], "warc"))
    _, found = take_in(other, path, url=site.base + PAGES[1])
    assert [capture.url for capture in found] == [site.base + PAGES[1]]
    assert [capture.id for capture in other.captures()] == [found[0].id]
    _, found = take_in(other, path, url=site.base + PAGES[0])
    assert {capture.url for capture in found} == {site.base + PAGES[0], site.base + PAGES[1]}
    assert other.verify().findings == []


def test_captures_of_files_of_others_are_left_to_these_files(
    other: archiver.Archive, tmp_path: Path, site: DemoSite
) -> None:
    with archiver.open(tmp_path / "source") as source:
        _, of_others = take_in(source, put(tmp_path, "crawl.warc.gz", gzipped(foreign_site())))
        own = capture_demo(source, site.base + "/latest")
        data = exported(source, [own.id, *(capture.id for capture in of_others)], "warc")
        accession, found = take_in(other, put(tmp_path, "moved.warc.gz", data))
        assert [capture.id for capture in found] == [own.id]
        assert accession.moved is not None
        assert set(accession.moved.of_others) == {capture.id for capture in of_others}
        (name,) = set(accession.moved.of_others.values())
        take_in(other, source.folder.path / name)
        assert set(held(other)) == set(held(source))
        assert other.verify().findings == []


# -- forged on the way -------------------------------------------------------------------------------------


def _set(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(values)


def _headline(item: dict[str, Any]) -> None:
    item["data"]["headline"] = "FORGED"


def _author(item: dict[str, Any]) -> None:
    item["data"]["author"] = [{"name": "Nobody"}]
    item["provenance"]["fields"]["/author/0/name"] = item["provenance"]["fields"]["/headline"]


def _of_another(item: dict[str, Any]) -> None:
    item["provenance"]["fields"] = {
        pointer: source | {"record": "<urn:uuid:10000000-0000-4000-8000-000000000001>"}
        for pointer, source in item["provenance"]["fields"].items()
    }


def _moved_exchange(capture: dict[str, Any]) -> None:
    capture["exchanges"][0]["response"]["digest"] = "sha256:" + "0" * 64


def _body(member: Member) -> Any:
    return [(member.headers, (member.kept or b"").replace(b"Snow", b"Lies"))]


def _record_more(member: Member) -> Any:
    more = [(as_new(member), member.kept or b"")] if member.type == "response" else []
    return [*same(member), *more]


def _as_an_answer(capture: dict[str, Any]) -> None:
    """A file that a user gave, as if it had come from the web."""
    capture.pop("source", None)


ARK = "ark:99999/fk4d8wbqzpm11h8wz2fj"
FORGERIES: dict[str, Change] = {
    "ID of a capture": documents("capture", _set(id=ARK)),
    "ID of an item": documents("article", _set(id=ARK)),
    "verdict": documents("capture", _set(verdict="truncated")),
    "URL": documents("capture", _set(url="http://bank.example/")),
    "URL led to": documents("capture", _set(finalUrl="http://bank.example/")),
    "time": documents("capture", _set(captured="2020-01-01T00:00:00Z")),
    "digest of a record": documents("capture", _moved_exchange),
    "words": documents("article", _headline),
    "words from another place": documents("article", _author),
    "words of another page": documents("article", _of_another),
    "items left out": documents("capture", _set(items=[])),
    "an item of no manifest": documents("capture", lambda capture: capture.update(items=[], extraction=None)),
    "a second version of an item": beside("article", _author),
    "a second manifest": beside("capture", _set(verdict="http-500")),
    "an earlier version": documents("article", lambda item: item["provenance"].update(version=2)),
    "bytes of the page": _body,
    "a record more": _record_more,
    "a manifest that is none": beside("capture", _set(kind="confession")),
    "no schema": documents("capture", _set(sealed=True)),
    "a file as an answer": documents("capture", _as_an_answer),
    "a text without its manifest": documents("capture", lambda capture: "source" not in capture),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_nothing_is_taken_over_of_a_forgery(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path, site: DemoSite, change: Change
) -> None:
    """It is kept as a file of others then, read anew, and all that is here verifies."""
    wanted = [c for c in source.captures() if c.url == site.base + PAGES[0] or c.is_url_given]
    data = exported(source, [capture.id for capture in wanted], "warc")
    with archiver.open(tmp_path / "forged") as forged:
        name = "warc/2026/01/01/forged.warc.gz"
        (forged.folder.path / name).parent.mkdir(parents=True)
        (forged.folder.path / name).write_bytes(data)
        rewrite(forged, change, name)
        path = put(tmp_path, "moved.warc.gz", (forged.folder.path / name).read_bytes())
    assert path.read_bytes() != data
    accession, found = take_in(other, path)
    assert accession.moved is None
    assert any(note.startswith(NOT_TAKEN_OVER) for note in accession.notes)
    assert not any(map(is_moved, other.folder.warcs()))
    assert all(capture.imported is not None for capture in found)
    assert (other.folder.path / (accession.file or "")).read_bytes() == path.read_bytes()
    assert other.verify().findings == []


def test_a_record_that_lost_its_id_is_named_by_its_place(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path, site: DemoSite
) -> None:
    [article] = [capture.id for capture in source.captures() if capture.url == site.base + PAGES[0]]
    data = bytearray(exported(source, [article], "warc"))
    member = max(scan(io.BytesIO(data)), key=lambda member: member.length)
    data[member.offset + member.length - 5] ^= 1  # of its length: without an end, nothing of it is believed
    accession, _ = take_in(other, put(tmp_path, "moved.warc.gz", bytes(data)))
    [note] = [note for note in accession.notes if note.startswith(NOT_TAKEN_OVER)]
    assert f": the record at {member.offset}: " in note


def test_no_record_of_a_file_stands_in_for_one_that_is_here(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path, site: DemoSite
) -> None:
    """Another capture with a Record-ID that is known already: both would be read as the first."""
    (article, missing) = (
        next(c for c in source.captures() if c.url == site.base + p) for p in (PAGES[0], PAGES[2])
    )
    take_in(other, put(tmp_path, "one.warc.gz", exported(source, [article.id], "warc")))
    known, taken = (next(e for e in c.exchanges if e.role == "page").response for c in (article, missing))
    assert known is not None and taken is not None
    members = scan(io.BytesIO(exported(source, [missing.id], "warc")))
    data = exported(source, [missing.id], "warc")
    texts = [gzip.decompress(data[m.offset : m.offset + m.length]) for m in members]
    with archiver.open(tmp_path / "forged") as forged:
        name = "warc/2026/01/01/forged.warc.gz"
        (forged.folder.path / name).parent.mkdir(parents=True)
        swapped = [text.replace(taken.record.encode(), known.record.encode()) for text in texts]
        (forged.folder.path / name).write_bytes(gzipped(swapped))
        rewrite(forged, same, name)
        path = put(tmp_path, "moved.warc.gz", (forged.folder.path / name).read_bytes())
    accession, _ = take_in(other, path)
    assert accession.moved is None
    assert any("has other bytes in" in note for note in accession.notes)
    assert other.get(article.id).id == article.id
    assert other.verify().findings == []


def test_a_signed_package_that_was_changed_is_not_taken_over(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path
) -> None:
    data = exported(source, [next(source.captures()).id], "wacz")
    assert data.count(b'"title": "') >= 1
    changed = data.replace(b"pages/pages.jsonl", b"pages/pagez.jsonl")
    accession, _ = take_in(other, put(tmp_path, "moved.wacz", changed))
    assert accession.moved is None
    assert any(note.startswith(NOT_TAKEN_OVER) for note in accession.notes)


def test_a_run_of_another_archive_keeps_no_url_from_being_captured(
    other: archiver.Archive, tmp_path: Path, site: DemoSite
) -> None:
    seeds = [Seed(site.base + path) for path in PAGES[:2]]
    how: dict[str, Any] = {"bulk": True, "pace": 0.0, "allowNetwork": LOOPBACK, "requisites": False}
    with archiver.open(tmp_path / "source") as source:
        ids = [one.capture.id for one in source.capture_many(seeds, **how) if one.capture]
        assert all(one.skipped for one in source.capture_many(seeds, resume=True, **how))
        take_in(other, put(tmp_path, "moved.warc.gz", exported(source, ids, "warc")))
        assert held(other) == held(source)
    list(other.extract())  # what is read again is of that archive all the same
    assert not any(one.skipped for one in other.capture_many(seeds, resume=True, **how))
    assert all(one.skipped for one in other.capture_many(seeds, resume=True, **how))


def test_what_is_damaged_here_is_kept_once_more(
    source: archiver.Archive, other: archiver.Archive, tmp_path: Path
) -> None:
    ids = [capture.id for capture in source.captures()][:2]
    take_in(other, put(tmp_path, "two.warc.gz", exported(source, ids, "warc")))
    damaged = other.folder.path / other.folder.warcs()[0]
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-300] + bytes(300))
    data = exported(source, ids, "warc")
    accession, _ = take_in(other, put(tmp_path, "again.warc.gz", data))
    assert (other.folder.path / (accession.file or "")).read_bytes() == data


@pytest.mark.parametrize("most", ["MOST_RECORDS", "MOST_TEXT"])
def test_a_file_that_is_too_large_is_one_of_others(
    source: archiver.Archive,
    other: archiver.Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: str,
) -> None:
    monkeypatch.setattr(f"archiver.archive.accession.moved.{most}", 20)
    path = put(tmp_path, "moved.warc.gz", exported(source, [c.id for c in source.captures()], "warc"))
    accession, _ = take_in(other, path)
    assert accession.moved is None
    assert any("archiver replicate" in note for note in accession.notes)
