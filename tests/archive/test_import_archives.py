"""Web archives of others: kept byte for byte, their pages captures like our own."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

import archiver
from archiver.demo.site import DemoSite
from archiver.errors import NotFound
from archiver.store import fixity
from archiver.store.folder import is_foreign
from archiver.warc.members import scan
from tests.archive import imports
from tests.archive.imports import ARTICLE, HOST, PAGES, arc, everything, exported, gzipped, put, site, take_in
from tests.conftest import capture_demo

STORES = {
    "x.warc": b"".join,
    "x.warc.gz": gzipped,
    "whole.warc.gz": lambda records: gzip.compress(b"".join(records)),
    "x.warc.zst": lambda records: b"".join(zstandard.compress(one) for one in records),
    "misnamed": gzipped,
}


@pytest.mark.parametrize("name", STORES)
def test_pages_become_captures_however_the_file_is_stored(
    archive: archiver.Archive, tmp_path: Path, name: str
) -> None:
    data = STORES[name](site())
    accession, captures = take_in(archive, put(tmp_path, name, data))
    assert accession.file is not None
    assert is_foreign(accession.file)
    kept = archive.folder.path / accession.file
    assert kept.read_bytes() == data
    assert kept.stat().st_mode & 0o222 == 0
    assert [(c.url, c.verdict) for c in captures] == [
        (f"{HOST}/coal", "complete"),
        (f"{HOST}/feed", "complete"),
        (f"{HOST}/coal", "complete"),
    ]
    assert accession.document is not None
    assert accession.document.records == {
        "request": 1, "response": 7, "revisit": 1, "warcinfo": 1
    }  # fmt: skip
    assert accession.document.others == {
        "HTTP 301": 1, "HTTP 404": 1, "image/png": 1, "robots.txt": 1, "text/css": 1
    }  # fmt: skip
    items = archive.items(captures[0].id)
    assert [item.data.headline for item in items] == ["Coal exports rise"]
    assert [item.data.headline for item in archive.items(captures[1].id)] == [
        "Snow closes roads in the west",
        "Herders count their losses",
    ]
    report = archive.verify()
    assert report.findings == []
    assert report.counts["captures"] == PAGES
    before = everything(archive)
    archive.rebuild()
    assert everything(archive) == before
    assert archive.verify().findings == []


def test_an_item_of_others_is_cited_explained_and_found_like_ours(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    _, captures = take_in(archive, put(tmp_path, "x.warc.gz", gzipped(site())))
    for capture in (
        captures[0],
        captures[2],
    ):  # the second is a revisit: its bytes stand in the first's record
        item = archive.items(capture.id)[0]
        assert item.id in archive.cite(item.id)
        assert all(value.resolves for value in archive.explain(item.id))
        assert item.provenance.fields["/headline"].record == imports.an_id(3)
    assert captures[0].id != captures[2].id
    assert captures[2].captured == "2024-05-06T07:08:50Z"


def test_the_manifest_says_where_it_came_from_and_what_led_there(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    data = gzipped(site())
    accession, [article, *_] = take_in(archive, put(tmp_path, "of others.warc.gz", data))
    assert article.source == "of others.warc.gz"
    assert article.imported is not None
    assert article.imported.file == accession.file
    assert article.imported.sha256 == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert [(e.role, e.url) for e in article.exchanges] == [
        ("redirect", f"{HOST}/old"),
        ("page", f"{HOST}/coal"),
        ("requisite", f"{HOST}/style.css"),
        ("requisite", f"{HOST}/coal.png"),
    ]
    page = article.exchanges[1]
    assert page.entity is not None
    assert page.entity.digest == f"sha256:{hashlib.sha256(ARTICLE).hexdigest()}"


def test_the_same_file_again_is_not_stored_twice(archive: archiver.Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "x.warc.gz", gzipped(site()))
    _, first = take_in(archive, path)
    files = archive.folder.warcs()
    again, second = take_in(archive, path)
    assert archive.folder.warcs() == files
    assert [c.id for c in second] == [c.id for c in first]
    assert (again.was_kept, again.captures, again.before) == (True, 0, PAGES)


def test_the_same_records_in_another_file_are_the_same_captures(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    _, first = take_in(archive, put(tmp_path, "x.warc.gz", gzipped(site())))
    other, second = take_in(archive, put(tmp_path, "y.warc", b"".join(site())))
    assert [c.id for c in second] == [c.id for c in first]
    assert dict(other.elsewhere) == {first[0].imported.file: PAGES}  # type: ignore[union-attr]
    assert archive.verify().findings == []
    with archiver.open(tmp_path / "another archive") as another:
        _, third = take_in(another, tmp_path / "y.warc")
    assert [c.id for c in third] == [c.id for c in first]


def test_an_import_that_was_killed_goes_on(archive: archiver.Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "x.warc.gz", gzipped(site()))
    _, first = take_in(archive, path)
    ours = next(name for name in archive.folder.warcs() if not is_foreign(name))
    (archive.folder.path / ours).unlink()  # as if it had never been published
    log = fixity.path_of(archive.folder)
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    archive.close()
    archive.folder.catalog_path.unlink()
    report = archive.verify()
    assert [(f.severity, f.kind) for f in report.findings] == [("warning", "no-import-record")]
    again, second = take_in(archive, path)
    assert again.was_kept
    assert [c.id for c in second] == [c.id for c in first]
    assert archive.verify().findings == []


def test_one_page_alone_and_the_others_later(archive: archiver.Archive, tmp_path: Path) -> None:
    path = put(tmp_path, "x.warc.gz", gzipped(site()))
    _, captures = take_in(archive, path, url=f"{HOST}/feed")
    assert [c.url for c in captures] == [f"{HOST}/feed"]
    _, captures = take_in(archive, path, url=f"{HOST}/old")  # leads to the article
    assert [c.url for c in captures] == [f"{HOST}/coal"]
    _, captures = take_in(archive, path, url=f"{HOST}/gone")
    assert [c.verdict for c in captures] == ["http-404"]
    with pytest.raises(archiver.NotFound, match="holds no page of"):
        take_in(archive, path, url=f"{HOST}/nowhere")
    rest, captures = take_in(archive, path)
    assert (len(captures), rest.before) == (PAGES, 2)
    assert archive.verify().findings == []


def test_pages_are_read_later_where_they_were_not_at_once(archive: archiver.Archive, tmp_path: Path) -> None:
    _, captures = take_in(archive, put(tmp_path, "x.warc", b"".join(site())), extract=False)
    assert all(c.extraction is None and c.items == () for c in captures)
    assert sum(len(capture.items) for capture, _ in archive.extract()) == 4
    assert archive.verify().findings == []


def test_arc_dates_and_ids_are_made_as_precise_as_they_are(archive: archiver.Archive, tmp_path: Path) -> None:
    data = arc([(f"{HOST}/coal", imports.http(ARTICLE, "text/html")), (f"{HOST}/b", b"no head at all")])
    accession, [page, *_] = take_in(archive, put(tmp_path, "x.arc", data))
    assert str(accession.format) == "arc"
    assert (page.captured, page.imported.date) == ("2024-05-06T07:08:09Z", "20240506070809")  # type: ignore[union-attr]
    assert archive.verify().findings == []
    archive.rebuild()
    assert archive.verify().findings == []


def test_a_revisit_of_another_file(archive: archiver.Archive, tmp_path: Path) -> None:
    records = site()
    _, [alone] = take_in(archive, put(tmp_path, "revisit.warc", records[9]))
    assert alone.verdict == "partial"
    assert "original is not in this file, nor in the archive" in alone.reasons[0]
    with archiver.open(tmp_path / "other") as other:
        take_in(other, put(tmp_path, "original.warc.gz", gzipped(records[3:4])))
        _, [capture] = take_in(other, tmp_path / "revisit.warc")
        assert capture.id == alone.id
        assert [item.data.headline for item in other.items(capture.id)] == ["Coal exports rise"]
        assert other.verify().findings == []
        package = zipfile.ZipFile(io.BytesIO(exported(other, [capture.id], "wacz")))
        lines = package.read("indexes/index.cdx").decode().splitlines()
        assert [json.loads(line.split(" ", 2)[2])["mime"] for line in lines] == ["text/html", "warc/revisit"]


@pytest.mark.parametrize(
    ("block", "why"),
    [(b"", "revisit without HTTP head"), (imports.http(b"", "image/png"), "revisit, image/png")],
    ids=["no head", "picture"],
)
def test_a_revisit_that_is_no_page_is_said_once(
    archive: archiver.Archive, tmp_path: Path, block: bytes, why: str
) -> None:
    path = put(tmp_path, "revisit.warc", imports.record(9, "/coal.png", block, kind="revisit"))
    accession, captures = take_in(archive, path)
    assert (captures, accession.document and accession.document.others) == ([], {why: 1})


@pytest.mark.parametrize("name", STORES)
def test_exports_of_imported_captures_are_whole_and_can_be_imported(
    archive: archiver.Archive, tmp_path: Path, name: str
) -> None:
    _, captures = take_in(archive, put(tmp_path, name, STORES[name](site())))
    ids = [c.id for c in captures]
    for to in ("warc", "wacz"):
        data = exported(archive, ids, to)
        assert exported(archive, ids, to) == data
        with archiver.open(tmp_path / f"again {to}") as again:
            path = put(tmp_path, f"export.{'warc.gz' if to == 'warc' else to}", data)
            accession, found = take_in(again, path)
            assert [c.id for c in found] == ids
            assert accession.document is not None
            assert accession.document.totals["faults"] == 0
            assert accession.document.package == ()
            assert [c.verdict for c in found] == [c.verdict for c in captures]
            assert again.verify().findings == []


def test_a_gzip_member_is_exported_as_it_is(archive: archiver.Archive, tmp_path: Path) -> None:
    _, captures = take_in(archive, put(tmp_path, "x.warc.gz", gzipped(site())))
    data = exported(archive, [captures[0].id], "warc")
    for number in (1, 3, 4, 5):
        assert gzip.compress(site()[number], mtime=0) in data


def test_our_own_export_gives_our_own_ids(archive: archiver.Archive, tmp_path: Path) -> None:
    with DemoSite() as demo:
        capture = capture_demo(archive, demo.url)
    path = put(tmp_path, "ours.wacz", exported(archive, [capture.id], "wacz"))
    accession, found = take_in(archive, path)
    assert [c.id for c in found] == [capture.id]
    assert set(accession.here) == {capture.warc}
    with archiver.open(tmp_path / "another") as another:
        _, [again] = take_in(another, path)
        assert again.id == capture.id
        assert again.items == capture.items
        assert another.verify().findings == []


@pytest.fixture
def own(archive: archiver.Archive, tmp_path: Path) -> tuple[archiver.Archive, list[str]]:
    """An archive of three captures in files of ours, and their IDs, oldest first."""
    for number in range(3):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"1 COAL EXPORTS RISE BY {number} WWW.ALPHA.EXAMPLE")
        archive.import_file(file, url=f"{HOST}/{number}")
    return archive, [capture.id for capture in archive.captures()][::-1]


def test_a_warc_that_this_archive_exported_is_not_stored_again(
    own: tuple[archiver.Archive, list[str]], tmp_path: Path
) -> None:
    archive, ids = own
    files, log = archive.folder.warcs(), (archive.folder.path / fixity.NAME).read_bytes()
    for some in (ids, ids[1:], ids[:1]):
        accession, found = take_in(archive, put(tmp_path, "ours.warc.gz", exported(archive, some, "warc")))
        assert sorted(c.id for c in found) == sorted(some)
        assert set(accession.here) == {archive.get_capture(ark).warc for ark in some}
        assert (accession.captures, accession.before, accession.file) == (0, len(some), None)
    for name in files:
        accession, found = take_in(archive, archive.folder.path / name)
        assert ([c.warc for c in found], set(accession.here)) == ([name], {name})
    url = archive.get_capture(ids[1]).url
    path = put(tmp_path, "ours.warc.gz", exported(archive, ids, "warc"))
    assert [c.id for c in take_in(archive, path, url=url)[1]] == [ids[1]]
    with pytest.raises(NotFound, match="not stored again"):
        take_in(archive, path, url=f"{HOST}/none")
    assert archive.folder.warcs() == files
    assert (archive.folder.path / fixity.NAME).read_bytes() == log
    assert archive.verify().findings == []


def _again(data: bytes) -> bytes:
    """The same records in other gzip members."""
    members = [gzip.decompress(data[m.offset : m.offset + m.length]) for m in scan(io.BytesIO(data))]
    return b"".join(gzip.compress(record, compresslevel=1, mtime=7) for record in members)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + gzipped(site()[:4]),
        lambda data: data + b"\0" * 9,
        lambda data: data[:-9],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        _again,
    ],
    ids=["records of others behind it", "bytes behind it", "cut", "a bit", "other bytes of the same records"],
)
def test_what_is_not_here_byte_for_byte_is_kept(
    own: tuple[archiver.Archive, list[str]], tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    archive, ids = own
    data = change(exported(archive, ids, "warc"))
    accession, _ = take_in(archive, put(tmp_path, "nearly.warc.gz", data))
    assert not accession.here
    assert accession.file is not None
    assert (archive.folder.path / accession.file).read_bytes() == data


def test_what_is_damaged_here_is_not_here(own: tuple[archiver.Archive, list[str]], tmp_path: Path) -> None:
    archive, ids = own
    data = exported(archive, ids, "warc")
    damaged = archive.folder.path / archive.folder.warcs()[1]
    damaged.chmod(0o644)
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-200] + bytes(200))
    accession, _ = take_in(archive, put(tmp_path, "ours.warc.gz", data))
    assert (archive.folder.path / (accession.file or "")).read_bytes() == data


def a_package(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


def test_a_package_says_itself_which_pages_it_has(archive: archiver.Archive, tmp_path: Path) -> None:
    pages = [
        {"format": "json-pages-1.0", "id": "pages"},
        {"url": f"{HOST}/old", "ts": "2024-05-06T07:08:01Z"},
        {"url": f"{HOST}/not-there", "ts": "2024-05-06T07:08:01Z"},
    ]
    records = site()
    data = a_package(
        ("archive/a.warc.gz", gzipped(records[:4])),
        ("archive/b.warc.gz", gzipped(records[4:])),
        ("pages/pages.jsonl", "\n".join(map(json.dumps, pages)).encode()),
    )
    accession, [capture] = take_in(archive, put(tmp_path, "x.wacz", data))
    assert capture.url == f"{HOST}/coal"
    assert capture.imported is not None
    assert capture.imported.part == "archive/a.warc.gz"
    assert len(capture.exchanges) == 4  # the style and the picture from the other part
    assert any("not-there" in note for note in accession.notes)
    assert accession.document is not None
    assert [part.name for part in accession.document.parts] == ["archive/a.warc.gz", "archive/b.warc.gz"]
    assert archive.verify().findings == []
    archive.rebuild()
    assert archive.verify().findings == []


def test_what_wget_writes(archive: archiver.Archive, tmp_path: Path) -> None:
    wget = shutil.which("wget")
    if wget is None:
        pytest.skip("no wget here: apt-get install wget")
    with DemoSite() as demo:
        command = [
            wget,
            "-q",
            "-e",
            "robots=off",
            "--no-proxy",
            "-p",
            "--warc-file=w",
            "--delete-after",
            demo.url,
        ]
        subprocess.run(command, cwd=tmp_path, timeout=60, check=False)
        _, captures = take_in(archive, tmp_path / "w.warc.gz")
        ours = capture_demo(archive, demo.url)
    front = next(c for c in captures if c.url == ours.url)
    theirs = [item.data.headline for item in archive.items(front.id)]
    assert theirs == [item.data.headline for item in archive.items(ours.id)]
    assert theirs
    assert archive.verify().findings == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves files open
def test_what_warcio_writes(archive: archiver.Archive, tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "x.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        payload, date = io.BytesIO(ARTICLE), "2024-01-01T00:00:00Z"
        records = [
            writer.create_warc_record(f"{HOST}/coal", "response", payload=payload, http_headers=head),
            writer.create_revisit_record(f"{HOST}/copy", imports.sha1(ARTICLE), f"{HOST}/coal", date, head),
        ]
        for one in records:
            writer.write_record(one)
    _, captures = take_in(archive, path)
    assert [(c.url, len(c.items)) for c in captures] == [(f"{HOST}/coal", 1), (f"{HOST}/copy", 1)]
    assert archive.verify().findings == []


def test_record_ids_that_others_took_from_us_do_not_stand_in_our_way(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    """A forged file with the IDs of our records: neither our captures nor theirs are mixed up."""
    with DemoSite() as demo:
        ours = capture_demo(archive, demo.url, requisites=False)
    taken = next(e.response.record for e in ours.exchanges if e.response is not None)
    forged = imports.record(1, "/forged", imports.http(ARTICLE, "text/html"), ("WARC-Record-ID", taken))
    _, [theirs, _] = take_in(
        archive, put(tmp_path, "x.warc", forged + forged.replace(b"/forged", b"/second"))
    )
    assert archive.page_of(archive.get_capture(ours.id)).url == ours.url
    assert archive.page_of(theirs).url == f"{HOST}/forged"
    assert archive.verify().findings == []
    archive.rebuild()
    assert archive.page_of(archive.get_capture(ours.id)).url == ours.url
    assert archive.verify().findings == []
