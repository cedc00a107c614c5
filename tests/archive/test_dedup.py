"""``capture --dedup``: a body that is held already is not stored again, and nothing that is promised is given up."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import fastwarc.warc
import pytest

import archiver
from archiver import identifiers
from archiver.catalog import Query
from archiver.compare import render
from archiver.demo.site import DemoSite
from archiver.errors import IntegrityFailed
from archiver.seeds import Seed
from archiver.warc.members import Keep, Member, scan
from tests.archive.tampering import documents, path_of, rewrite, same
from tests.conftest import LOOPBACK, capture_demo
from tests.demo import truth

PAGE = truth.JSON_LD
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@pytest.fixture
def twice(archive: archiver.Archive, site: DemoSite) -> tuple[archiver.Capture, archiver.Capture]:
    """One page of the demo site in full, and then again with ``dedup``."""
    first = capture_demo(archive, site.base + PAGE.path)
    return first, capture_demo(archive, site.base + PAGE.path, dedup=True)


def members_of(archive: archiver.Archive, capture: archiver.Capture) -> dict[str, Member]:
    assert capture.warc is not None
    with archive.folder.open_warc(capture.warc) as file:
        return {member.record_id: member for member in scan(file, Keep(limit=1 << 30))}


def page_of(capture: archiver.Capture) -> Any:
    return next(exchange for exchange in capture.exchanges if exchange.role == "page")


def findings(archive: archiver.Archive) -> set[tuple[str, str]]:
    """Kind and place of what a verification finds, but for what any change of a file gives."""
    about_the_file = {"file-size", "file-digest"}
    return {(f.kind, f.where) for f in archive.verify().findings if f.kind not in about_the_file}


# -- what is stored -----------------------------------------------------------------------------------------


def test_nothing_is_left_out_unless_it_is_asked_for(archive: archiver.Archive, site: DemoSite) -> None:
    captures = [capture_demo(archive, site.base + PAGE.path) for _ in range(2)]
    assert [capture.options.dedup for capture in captures if capture.options] == [False, False]
    for capture in captures:
        assert all(exchange.original is None for exchange in capture.exchanges)
        assert "revisit" not in {member.type for member in members_of(archive, capture).values()}


def test_the_record_is_what_the_standard_says(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    assert again.options and again.options.dedup
    before, exchange = page_of(first), page_of(again)
    held = members_of(archive, first)[before.response.record]
    revisit = members_of(archive, again)[exchange.response.record]
    assert {name: value for name, value in revisit.headers if name.startswith("WARC-Re") or "Pr" in name} == {
        "WARC-Record-ID": exchange.response.record,
        "WARC-Profile": PROFILE,
        "WARC-Protocol": "http/1.1",
        "WARC-Refers-To": before.response.record,
        "WARC-Refers-To-Target-URI": before.url,
        "WARC-Refers-To-Date": before.started,
    }
    assert revisit.type == "revisit"
    assert revisit.get("WARC-Target-URI") == again.url
    assert revisit.get("WARC-Date") == again.captured
    assert revisit.get("WARC-Truncated") == "length"
    assert revisit.get("Content-Type") == "application/http; msgtype=response"
    assert revisit.get("WARC-Payload-Digest") == exchange.entity.digest == before.entity.digest
    assert held.kept is not None and revisit.kept is not None
    head = held.kept.partition(b"\r\n\r\n")[0]
    assert revisit.kept.endswith(b"\r\n\r\n")
    assert revisit.kept.splitlines()[0] == head.splitlines()[0]
    assert len(revisit.kept) == len(head) + 4  # the site's heads differ by their Date alone


def test_the_manifest_names_the_record_that_holds_the_body(
    twice: tuple[archiver.Capture, archiver.Capture],
) -> None:
    first, again = twice
    for before, exchange in zip(first.exchanges, again.exchanges, strict=True):
        assert exchange.entity == before.entity
        if exchange.entity.length < 1024:
            assert exchange.original is None
        else:
            assert exchange.original.model_dump(exclude={"file"}) == before.response.model_dump()
    assert {exchange.role for exchange in again.exchanges if exchange.original} == {"page", "requisite"}
    assert (again.verdict, again.links.ni) == (first.verdict, first.links.ni)


def test_the_id_follows_from_the_warc_alone(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    again = twice[1]
    revisit = next(m for m in members_of(archive, again).values() if m.type == "revisit")
    ark = identifiers.parse(again.id, "")
    assert again.id == str(
        identifiers.capture_ark(
            ark.naan,
            ark.shoulder,
            uri=revisit.get("WARC-Target-URI") or "",
            captured=revisit.get("WARC-Date") or "",
            responses=[f"sha256:{hashlib.sha256(revisit.kept or b'').hexdigest()}"],
        )
    )


def test_it_takes_less_room(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    full, again = ((archive.folder.path / str(capture.warc)).stat().st_size for capture in twice)
    assert again < full / 2


def test_within_one_run_the_original_stands_earlier_in_the_same_file(
    archive: archiver.Archive, site: DemoSite
) -> None:
    seeds = [Seed(site.base + "/"), Seed(site.base + "/about")]
    outcomes = list(
        archive.capture_many(seeds, bulk=True, jobs=1, pace=0.0, allowNetwork=LOOPBACK, dedup=True)
    )
    front, about = (outcome.capture for outcome in outcomes)
    assert front is not None and about is not None and front.warc == about.warc
    places = list(members_of(archive, front))
    borrowed = [exchange for exchange in about.exchanges if exchange.original]
    assert borrowed
    for exchange in borrowed:
        assert exchange.response is not None and exchange.original is not None
        assert places.index(exchange.original.record) < places.index(exchange.response.record)
    assert archive.verify().ok


# -- what is stored in full ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/missing", "/ticker", "/latest", "/empty"])
def test_what_is_no_whole_response_again_is_stored_in_full(
    archive: archiver.Archive, site: DemoSite, path: str
) -> None:
    """An error, a body that changed, a redirect's own response, nothing at all."""
    for _ in range(2):
        again = capture_demo(archive, site.base + path, requisites=False, dedup=True)
    assert again.exchanges[0].original is None
    assert archive.verify().ok


Answer = Callable[[int], dict[str, str]]
BODY = b"<!doctype html><title>Notice</title><h1>Notice</h1>" + b"<p>The very same words, once more.</p>" * 40


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Serves ``BODY`` with headers that ``answer`` gives for the n-th request; gives the URL."""
    servers = []

    def start(answer: Answer) -> str:
        nth = count()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = answer(next(nth))
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                chunked = "Transfer-Encoding" in headers
                if not chunked:
                    self.send_header("Content-Length", str(len(BODY)))
                self.end_headers()
                self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY) if chunked else BODY)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/notice"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("later", "is_revisit"),
    [
        (HTML, True),
        ({**HTML, "X-Served-By": "another"}, True),
        ({"Content-Type": "text/html; charset=windows-1251"}, False),
        ({"Content-Type": "text/plain; charset=utf-8"}, False),
        ({**HTML, "Transfer-Encoding": "chunked"}, False),
        ({**HTML, "Trailer": "Digest"}, False),
    ],
)
def test_the_same_body_under_other_headers_is_not_the_same(
    archive: archiver.Archive, serve: Callable[[Answer], str], later: dict[str, str], is_revisit: bool
) -> None:
    """What the body is read by must be the same; any other header is in the revisit's own head."""
    url = serve(lambda nth: HTML if nth == 0 else later)
    for _ in range(2):
        again = capture_demo(archive, url, requisites=False, dedup=True)
    assert (page_of(again).original is not None) is is_revisit
    assert archive.verify().ok
    held = members_of(archive, again)[page_of(again).response.record].kept or b""
    assert all(f"{name}: {value}".encode() in held for name, value in later.items())


def test_a_chunked_body_is_known_again(archive: archiver.Archive, serve: Callable[[Answer], str]) -> None:
    chunked = {**HTML, "Transfer-Encoding": "chunked"}
    url = serve(lambda _: chunked)
    first, again = (capture_demo(archive, url, requisites=False, dedup=True) for _ in range(2))
    assert page_of(again).original.record == page_of(first).response.record
    assert archive.verify().ok
    assert archive.page_of(again).body == BODY


def test_a_revisit_refers_to_a_response_and_never_to_a_revisit(
    archive: archiver.Archive, serve: Callable[[Answer], str]
) -> None:
    url = serve(lambda _: HTML)
    captures = [capture_demo(archive, url, requisites=False, dedup=True) for _ in range(4)]
    assert {page_of(c).original.record for c in captures[1:]} == {page_of(captures[0]).response.record}


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_a_body_is_not_given_up_for_a_damaged_one(
    archive: archiver.Archive, serve: Callable[[Answer], str], harm: str
) -> None:
    url = serve(lambda _: HTML)
    first = capture_demo(archive, url, requisites=False)
    path = path_of(archive, first.warc)
    if harm == "gone":
        path.unlink()
    else:
        row = archive.catalog.record(page_of(first).response.record)
        assert row is not None
        data = bytearray(path.read_bytes())
        data[row.offset + row.length - 20] ^= 1
        path.write_bytes(data)
    second, third = (capture_demo(archive, url, requisites=False, dedup=True) for _ in range(2))
    assert page_of(second).original is None
    assert page_of(third).original.record == page_of(second).response.record
    assert archive.verify(second.id, third.id).ok


# -- what it is good for ------------------------------------------------------------------------------------


def test_its_items_stand_in_the_record_that_holds_the_bytes(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    [article], [before] = archive.items(again.id), archive.items(first.id)
    assert article.data == before.data
    assert article.id != before.id
    records = {source.record for source in article.provenance.fields.values()}
    assert records == {page_of(first).response.record}
    assert all(entry.resolves for entry in archive.explain(article.id))
    assert article.id in archive.cite(article.id)
    assert page_of(again).entity.digest.removeprefix("sha256:") in archive.cite(article.id, "bibtex")
    assert archive.verify().ok
    assert archive.verify(again.id).ok


def test_it_is_read_as_of_its_own_moment(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    """*Yesterday* in a page counts back from the capture that is cited, not from the one before."""
    for capture in twice:
        moment = archive.page_of(capture).captured
        assert moment is not None
        assert moment.isoformat().replace("+00:00", "Z") == capture.captured


def test_it_is_read_again_the_same(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    assert [changed for _, changed in archive.extract([twice[1].id])] == [False]
    assert archive.rebuild() == {"article": 2, "capture": 2}
    assert archive.verify().ok


def test_what_was_not_read_at_capture_is_read_later(
    archive: archiver.Archive, site: DemoSite, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    bare = archive.capture(site.base + PAGE.path, extract=False, dedup=True, pace=0.0, allowNetwork=LOOPBACK)
    assert bare.items == ()
    assert [changed for _, changed in archive.extract([bare.id])] == [True]
    [article] = archive.items(bare.id)
    assert {s.record for s in article.provenance.fields.values()} == {page_of(twice[0]).response.record}
    assert archive.verify().ok


def test_diff_says_the_same_bytes(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    found = archive.compare(twice[0].id, twice[1].id)
    assert found.same_bytes
    assert found.changes == ()
    assert "the same bytes" in render(found)


def test_rebuilt_the_catalog_finds_the_same_original(
    archive: archiver.Archive, site: DemoSite, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    archive.rebuild()
    third = capture_demo(archive, site.base + PAGE.path, dedup=True)
    assert page_of(third).original == page_of(twice[1]).original


def test_a_copy_mends_the_original(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture], tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy")
    assert len(list(archive.replicate(copy))) == 2
    path_of(archive, twice[0].warc).unlink()
    assert not archive.verify().ok
    list(archive.repair([], copy))
    assert archive.verify().ok


# -- tampering ----------------------------------------------------------------------------------------------


def header(kind: str, name: str, value: Callable[[str], str]) -> Callable[[Member], Any]:
    """Another value of one header of the records of a type."""

    def change(member: Member) -> Any:
        if member.type != kind:
            return same(member)
        headers = [(k, value(v) if k == name else v) for k, v in member.headers]
        return [(headers, member.kept or b"")]

    return change


def test_a_reference_to_another_record_is_found(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    other = first.exchanges[1].response
    assert other is not None
    rewrite(archive, header("revisit", "WARC-Refers-To", lambda _: other.record), again.warc)
    archive.rebuild()
    assert findings(archive) >= {("manifest", again.id)}
    said = [f.message for f in archive.verify().findings if f.kind == "manifest"]
    assert any("WARC-Refers-To: states" in message and other.record in message for message in said)


@pytest.mark.parametrize("name", ["WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Profile"])
def test_what_else_the_revisit_says_of_its_original_is_checked(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture], name: str
) -> None:
    rewrite(archive, header("revisit", name, lambda value: value.replace("1", "2")), twice[1].warc)
    archive.rebuild()
    assert findings(archive) == {("manifest", twice[1].id)}


def test_an_altered_payload_digest_is_found(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    forged = f"sha256:{hashlib.sha256(b'other words').hexdigest()}"
    rewrite(archive, header("revisit", "WARC-Payload-Digest", lambda _: forged), twice[1].warc)
    archive.rebuild()
    assert findings(archive) == {("payload-digest", twice[1].id)}


def test_an_original_that_is_gone_is_named_for_both_captures(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    path_of(archive, first.warc).unlink()
    found = findings(archive)
    assert ("file-missing", first.warc) in found
    assert ("unreadable", first.id) in found
    assert ("record-missing", again.id) in found
    assert ("record", again.items[0]) in found
    for ids in ((), (again.id,)):  # for a person it is one line, be it that of the missing file itself or not
        [(only, hanging)] = archive.verify(*ids).in_short()
        assert only.where == first.warc
        assert hanging["capture"] == (1 if ids else 2)
    with pytest.raises(IntegrityFailed):
        archive.page_of(again)


def test_an_original_with_another_body_is_found_for_both_captures(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    record = page_of(first).response.record

    def change(member: Member) -> Any:
        block = member.kept or b""
        return [(member.headers, block.replace(b"road", b"rail") if member.record_id == record else block)]

    rewrite(archive, change, first.warc)
    archive.rebuild()
    assert {("record-digest", first.id), ("record-digest", again.id)} <= findings(archive)


def test_a_manifest_cannot_borrow_another_body(
    archive: archiver.Archive, site: DemoSite, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    """Provenance into any record but the capture's own and its original's stays an error; so does another original."""
    again = twice[1]
    other = page_of(capture_demo(archive, site.base + "/about", requisites=False)).response

    def borrow(document: dict[str, Any]) -> None:
        page = next(e for e in document["exchanges"] if e["role"] == "page")
        page["original"] = {"record": other.record, "digest": other.digest, "length": other.length}

    rewrite(archive, documents("capture", borrow), again.warc)
    archive.rebuild()
    found = findings(archive)
    assert ("manifest", again.id) in found
    assert ("provenance", again.items[0]) in found
    said = [f.message for f in archive.verify().findings if f.where == again.id]
    assert any("original, url" in message for message in said)
    assert any("entity" in message for message in said)


def test_a_manifest_that_keeps_its_original_to_itself_is_found(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    again = twice[1]

    def drop(document: dict[str, Any]) -> None:
        for exchange in document["exchanges"]:
            exchange.pop("original", None)

    rewrite(archive, documents("capture", drop), again.warc)
    archive.rebuild()
    found = findings(archive)
    assert {("manifest", again.id), ("provenance", again.items[0])} <= found


# -- exports ------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture], tmp_path: Path
) -> Path:
    """The capture with the revisits alone, as a WARC."""
    path = tmp_path / "again.warc.gz"
    with path.open("wb") as out:
        archive.export([twice[1].id], "warc", out)
    return path


def test_a_warc_export_stands_alone(
    exported: Path, tmp_path: Path, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    """Put into an empty archive it verifies, explains and is read again like where it came from."""
    again = twice[1]
    with archiver.open(tmp_path / "other") as other:
        name = other.folder.path / str(again.warc)
        name.parent.mkdir(parents=True)
        name.write_bytes(exported.read_bytes())
        assert other.rebuild() == {"article": 1, "capture": 1}
        report = other.verify()
        assert {f.kind for f in report.findings} <= {"no-fixity-record"}
        assert report.ok and report.counts["values"]
        assert [changed for _, changed in other.extract([again.id])] == [False]
        assert all(entry.resolves for entry in other.explain(again.items[0]))


def test_others_read_the_warc_export(
    exported: Path, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    check = [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", str(exported)]
    said = subprocess.run(check, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stdout
    assert "digest failed" not in said.stdout
    blocks = {}
    with exported.open("rb") as file:
        for record in fastwarc.warc.ArchiveIterator(file, parse_http=False, verify_digests=False):
            assert record.verify_block_digest(), record.record_id
            blocks[f"<{record.record_id.strip('<>')}>"] = record.reader.read()
    page = page_of(again)
    body = blocks[page.original.record].partition(b"\r\n\r\n")[2]
    assert f"sha256:{hashlib.sha256(body).hexdigest()}" == page.entity.digest
    assert blocks[page.response.record].endswith(b"\r\n\r\n")
    assert page_of(first).request.record not in blocks  # the original's body is needed, not who asked for it


def test_ids_and_values_follow_without_archiver(
    exported: Path, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    """The scripts of docs/, which use nothing of ours, on that one file."""
    [article] = twice[1].items
    docs = Path(__file__).parents[2] / "docs"
    for words in (("check_ids.py", exported), ("check_value.py", exported, article, "/headline")):
        command = [sys.executable, docs / words[0], *words[1:]]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
        assert "WRONG" not in said.stdout
        assert article in said.stdout or PAGE.headline in said.stdout
    first, again = map(page_of, twice)
    assert (
        f"captured  {again.started} with the same body as at {first.started}, which was kept" in said.stdout
    )


def test_the_index_of_a_wacz_leads_from_revisit_to_original(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    first, again = twice
    out = io.BytesIO()
    archive.export([again.id], "wacz", out)
    with zipfile.ZipFile(out) as package:
        lines = package.read("indexes/index.cdx").decode().splitlines()
        pages = package.read("pages/pages.jsonl").decode().splitlines()[1:]
        warc = package.read("archive/data.warc.gz")
    assert [json.loads(line)["ts"] for line in pages] == [again.captured]
    found = [(line.split(" ", 2)[1], json.loads(line.split(" ", 2)[2])) for line in lines]
    of_page = [(stamp, entry) for stamp, entry in found if entry["url"] == again.url]
    stamps = ["".join(c for c in capture.captured if c.isdigit())[:14] for capture in (first, again)]
    assert sorted(stamp for stamp, _ in of_page) == stamps
    by_mime = {entry["mime"]: entry for _, entry in of_page}
    assert by_mime.keys() == {"text/html", "warc/revisit"}
    assert by_mime["text/html"]["digest"] == by_mime["warc/revisit"]["digest"] == page_of(again).entity.digest
    for mime, kind in (("text/html", "response"), ("warc/revisit", "revisit")):
        [member] = [m for m in scan(io.BytesIO(warc)) if m.offset == int(by_mime[mime]["offset"])]
        assert member.type == kind
        assert member.length == int(by_mime[mime]["length"])


def test_both_captures_in_one_export_share_the_original(
    archive: archiver.Archive, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    out = io.BytesIO()
    archive.export([capture.id for capture in twice], "warc", out)
    members = [m.record_id for m in scan(io.BytesIO(out.getvalue()))]
    assert len(members) == len(set(members))


# -- several captures of one URL ----------------------------------------------------------------------------


def test_the_captures_of_a_url_are_listed_newest_first(
    archive: archiver.Archive, site: DemoSite, twice: tuple[archiver.Capture, archiver.Capture]
) -> None:
    capture_demo(archive, site.base + "/about", requisites=False)
    url = site.base + PAGE.path
    found = [c.id for c in archive.select(Query(kind="capture", url=url))]
    assert found == [twice[1].id, twice[0].id]
