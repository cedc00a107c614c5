"""Raw mementos: the captured bytes, at that time, with what was said of them then, and inert."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

import archiver
from archiver.demo.site import DemoSite
from archiver.serve.memento.moments import digits, http_date
from archiver.serve.replay.memento import _original
from tests.archive.imports import ARTICLE, HOST, gzipped, put, take_in
from tests.archive.imports import site as foreign_site
from tests.conftest import capture_demo
from tests.serve.memento.captures import capture_at
from tests.serve.replay.conftest import Served

URL = "http://a.example.org/"
TWICE = ("2024-05-06T07:08:09.2Z", "2024-05-06T07:08:09.9Z")
STATUSES = (
    "407 Proxy",
    "304 Not Modified",
    "103 Early",
    "204 No Content",
    "205 Reset",
    "600 Odd",
    "999 Denied",
)
MONGOLIAN = "/mn/мэдээ/тал-нутгийн-цас"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Path:
    with archiver.open(tmp_path_factory.mktemp("mementos") / "archive") as archive:
        for year in (2001, 2003, 2007):
            capture_at(archive, f"{year}-05-06T07:08:09Z", URL, body=b"<p>%d" % year)
        for number, captured in enumerate(TWICE):
            capture_at(archive, captured, f"http{'s' * number}://twice.example/", body=b"<p>%d" % number)
        capture_at(
            archive, "2024-05-06T07:08:09Z", "http://gone.example/", status="404 Not Found", body=b"gone"
        )
        capture_at(
            archive, "2024-05-06T07:08:09Z", "http://moved.example/", status="301 Moved", location="http://b/"
        )
        for status in STATUSES:
            capture_at(archive, "2024-05-06T07:08:09Z", f"http://status.example/{status[:3]}", status=status)
        for path in ("/", "/latest", "/encoded/gzip", "/encoded/br", "/chunked", MONGOLIAN):
            capture_demo(archive, site.base + quote(path), requisites=False)
        for _ in range(2):
            capture_demo(archive, f"{site.base}/about", requisites=False, dedup=True)
        take_in(archive, put(archive.folder.path.parent, "x.warc.gz", gzipped(foreign_site())))
        file = put(archive.folder.path.parent, "digest.txt", b"A headline\n")
        archive.import_file(file, extract=False)
        return archive.folder.path


@pytest.fixture(scope="module")
def served(folder: Path, serve: Callable[[Path], Served]) -> Served:
    return serve(folder)


def _of(folder: Path, url: str) -> list[archiver.Capture]:
    """Oldest first."""
    with archiver.open(folder) as archive:
        return sorted((c for c in archive.captures() if c.url == url), key=lambda c: c.captured)


def _path(capture: archiver.Capture) -> str:
    return f"/memento/{digits(capture.captured)}/{capture.url}"


# -- which --------------------------------------------------------------------------------------------


def test_the_capture_of_that_second(served: Served) -> None:
    answer = served.get(f"/memento/20030506070809/{URL}")
    assert (answer.status_code, answer.content) == (200, b"<p>2003")
    assert answer.headers["memento-datetime"] == "Tue, 06 May 2003 07:08:09 GMT"
    assert f'<{URL}>; rel="original"' in answer.headers["link"]
    assert f'{served.ports.ui}/timegate/{URL}>; rel="timegate"' in answer.headers["link"]


def test_else_the_way_to_the_closest(served: Served) -> None:
    for stamp, year in (("20021231000000", 2003), ("19990101000000", 2001), ("20250101000000", 2007)):
        answer = served.get(f"/memento/{stamp}/{URL}")
        assert answer.status_code == 302
        assert answer.headers["location"] == f"{served.ports.replay}/memento/{year}0506070809/{URL}"
        assert "memento-datetime" not in answer.headers


@pytest.mark.parametrize(("number", "url"), [(0, "http://twice.example/"), (1, "https://twice.example/")])
def test_of_two_in_a_second_that_of_the_very_url(served: Served, number: int, url: str) -> None:
    assert served.get(f"/memento/20240506070809/{url}").content == b"<p>%d" % number


def test_nothing_of_that_url(served: Served) -> None:
    answer = served.get("/memento/20030506070809/http://a.example.org/other", Accept="application/json")
    assert answer.status_code == 404
    assert answer.json()["nearest"][0]["uri"] == f"{served.ports.replay}/memento/20070506070809/{URL}"


@pytest.mark.parametrize(
    "path",
    [
        "/memento/",
        "/memento/2003/http://a.example.org/",
        "/memento/20030506070809/",
        "/memento/20031306070809/http://a.example.org/",
        "/memento/00000506070809/http://a.example.org/",
        "/memento/20030506070809/javascript:alert(1)",
        "/memento/20030506070809/file:///etc/passwd",
        "/memento/20030506070809/http://user:word@a.example.org/",
    ],
)
def test_what_is_no_address_of_a_memento(served: Served, path: str) -> None:
    assert served.get(path).status_code in (400, 404)


# -- what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/encoded/gzip", "/encoded/br", "/chunked", MONGOLIAN])
def test_the_bytes_are_those_of_the_page(served: Served, folder: Path, site: DemoSite, path: str) -> None:
    capture = _of(folder, site.base + quote(path))[0]
    answer = served.get(_path(capture))
    with archiver.open(folder) as archive:
        assert answer.content == archive.page_of(capture).body
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers and "transfer-encoding" not in answer.headers
    assert answer.headers["memento-datetime"] == http_date(capture.captured)


def test_what_the_server_said_then(served: Served, folder: Path, site: DemoSite) -> None:
    headers = served.get(_path(_of(folder, f"{site.base}/encoded/gzip")[0])).headers
    assert headers["x-archive-orig-content-encoding"] == "gzip"
    assert headers["content-type"] == headers["x-archive-orig-content-type"]


def test_a_redirect_leads_to_its_page(served: Served, folder: Path, site: DemoSite) -> None:
    answer = served.get(_path(_of(folder, f"{site.base}/latest")[0]))
    assert answer.status_code == 200 and b"Tosontsengel" in answer.content


def test_an_error_page_is_one(served: Served) -> None:
    answer = served.get("/memento/20240506070809/http://gone.example/")
    assert (answer.status_code, answer.content) == (404, b"gone")
    assert answer.headers["memento-datetime"] == "Mon, 06 May 2024 07:08:09 GMT"


def test_a_redirect_that_was_not_followed_leads_nowhere(served: Served) -> None:
    answer = served.get("/memento/20240506070809/http://moved.example/")
    assert answer.status_code == 301 and "location" not in answer.headers
    assert answer.headers["x-archive-orig-location"] == "http://b/"


@pytest.mark.parametrize("status", [int(status[:3]) for status in STATUSES])
def test_what_clients_would_act_upon_is_only_shown(served: Served, status: int) -> None:
    """So is what servers cannot answer: some sites say 999."""
    answer = served.get(f"/memento/20240506070809/http://status.example/{status}")
    assert (answer.status_code, answer.content) == (200, b"<p>news")


def test_a_revisit_is_shown_with_the_bytes_it_stands_for(
    served: Served, folder: Path, site: DemoSite
) -> None:
    first, second = _of(folder, f"{site.base}/about")
    assert any(exchange.original for exchange in second.exchanges)
    assert served.get(_path(second)).content == served.get(_path(first)).content != b""


def test_what_others_captured(served: Served, folder: Path) -> None:
    capture = _of(folder, f"{HOST}/coal")[0]
    answer = served.get(_path(capture))
    assert answer.content == ARTICLE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_file_by_its_name(served: Served, folder: Path) -> None:
    capture = next(c for c in _all(folder) if c.url.startswith("ni:"))
    answer = served.get(_path(capture))
    assert answer.content == b"A headline\n"
    assert answer.headers["content-type"].startswith("text/plain")


def _all(folder: Path) -> list[archiver.Capture]:
    with archiver.open(folder) as archive:
        return list(archive.captures())


def test_head_is_get_without_the_bytes(served: Served) -> None:
    got, head = (served.get(f"/memento/20030506070809/{URL}", method) for method in ("GET", "HEAD"))
    assert head.content == b"" and {**head.headers, "date": ""} == {**got.headers, "date": ""}


# -- harmless -----------------------------------------------------------------------------------------


def _captured_with(archive: archiver.Archive, *lines: str, body: bytes = b"<p>x") -> str:
    """The address of a capture with such header lines."""
    from archiver.archive import bundle
    from archiver.archive.batch import Batch, Limits
    from archiver.archive.group import Group
    from archiver.capture.options import default_options
    from archiver.exchange import Block, Captured, Exchange
    from archiver.http1 import parse_head
    from archiver.serve.replay.memento import _moment

    head = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode("latin-1")
    exchange = Exchange(
        role="page",
        url="http://odd.example/",
        started=_moment("20240506070809"),
        seconds=0.1,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=Block.of(head + body),
        head=parse_head(head + body),
    )
    found = Captured(exchange.url, (exchange,), default_options(requisites=False, pace=0.0))
    made = bundle.finish(bundle.begin(found, archive.folder.info, extract=False), None)
    return _path(Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(made)[0])


def test_nothing_in_it_acts(archive: archiver.Archive, serve: Callable[[Path], Served]) -> None:
    path = _captured_with(
        archive,
        "Content-Type: text/html",
        "Set-Cookie: a=b",
        "Refresh: 0;url=http://evil.example/",
        "Content-Security-Policy: script-src *",
        "Access-Control-Allow-Origin: *",
        "Clear-Site-Data: *",
        "Service-Worker-Allowed: /",
        "Link: <http://evil.example/x>; rel=preload",
        "Strict-Transport-Security: max-age=9999999",
        "X-Odd: \u00e9\x01\x7f\tx",
        "Bad Name: x",
    )
    headers = serve(archive.folder.path).get(path).headers
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    for name in (
        "set-cookie",
        "refresh",
        "access-control-allow-origin",
        "clear-site-data",
        "service-worker-allowed",
    ):
        assert name not in headers
    assert "strict-transport-security" not in headers and "x-archive-orig-set-cookie" not in headers
    assert "evil" not in headers["link"] and "evil" in headers["x-archive-orig-link"]
    assert "script-src *" not in headers["content-security-policy"]
    assert headers["x-archive-orig-x-odd"] == "\u00e9 \tx"


def test_bombs_and_damage(archive: archiver.Archive, serve: Callable[[Path], Served]) -> None:
    bomb = gzip.compress(bytes(200 << 20), 9)
    path = _captured_with(archive, "Content-Type: text/html", "Content-Encoding: gzip", body=bomb)
    answer = serve(archive.folder.path).get(path)
    assert len(answer.content) == 20 << 20
    assert "over 20,971,520 bytes" in answer.headers["x-archive-notes"]


def test_a_page_too_large_to_show(archive: archiver.Archive, serve: Callable[[Path], Served]) -> None:
    path = _captured_with(archive, "Content-Type: text/plain", body=bytes(33 << 20))
    assert serve(archive.folder.path).get(path).status_code == 413


def test_damaged_bytes_are_not_shown(archive: archiver.Archive, serve: Callable[[Path], Served]) -> None:
    path = _captured_with(archive, "Content-Type: text/html", body=b"<p>the truth")
    warc = next((archive.folder.path / "warc").rglob("*.warc.gz"))
    members = gzip.decompress(warc.read_bytes()).replace(b"<p>the truth", b"<p>the lie!!")
    served = serve(archive.folder.path)
    assert served.get(path).content == b"<p>the truth"
    warc.chmod(0o644)
    warc.write_bytes(gzip.compress(members))
    assert served.get(path).status_code == 500


def test_what_a_browser_would_run_in_a_program_of_its_own_is_handed_out(
    archive: archiver.Archive, serve: Callable[[Path], Served]
) -> None:
    path = _captured_with(archive, "Content-Type: application/pdf", body=b"%PDF-1.4")
    assert serve(archive.folder.path).get(path).headers["content-disposition"] == "attachment"


def test_a_thousand_header_lines_stay_few() -> None:
    lines = [(f"X-{number}", "y" * 500) for number in range(1000)]
    told = list(_original(lines))
    assert 20 < len(told) < 40 and told[0] == ("X-Archive-Orig-X-0", "y" * 500)
