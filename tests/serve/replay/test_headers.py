"""What every answer of the replay origin says, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

import archiver
from archiver.serve.memento.links import memento_url
from archiver.serve.origins import Pair, capture_of_host
from archiver.serve.replay.framing import frame_sources, frame_url, origin_of
from archiver.serve.replay.headers import headers
from tests.serve.memento.captures import PAIR, capture_at
from tests.serve.replay.conftest import VIEWER, Served

PORTS = Pair("http://localhost:8480", "http://localhost:8481")
ALWAYS = ("content-security-policy", "x-content-type-options", "connection-allowlist", "permissions-policy")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Served:
    with archiver.open(tmp_path_factory.mktemp("headers") / "archive") as archive:
        capture_at(archive, "2024-05-06T07:08:09Z")
        return serve(archive.folder.path)


@pytest.fixture
def name(served: Served) -> str:
    with archiver.open(served.folder) as archive:
        return next(archive.captures()).id.split("/")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/replay/",
        "/replay/?source=/packages/NAME.wacz",
        "/replay/?source=/packages/../x.wacz",
        "/replay/?source=http://evil.example/x.wacz",
        "/replay/?source=%22%3E%3Cscript%3E",
        "/replay/sw.js",
        "/replay/sw.js?injectScripts=x",
        "/replay/once.js",
        "/replay/ui.js",
        "/replay/viewer.js",
        "/replay/w/x/mp_/http://a/",
        "/packages/NAME.wacz",
        "/packages/x.wacz",
        "/memento/20240506070809/http://a.example.org/",
        "/memento/20240506070810/http://a.example.org/",
        "/memento/x",
        "/static/style.css",
        "/search",
    ],
)
def test_every_answer_keeps_its_page_in(served: Served, name: str, path: str) -> None:
    answer = served.get(path.replace("NAME", name))
    assert all(header in answer.headers for header in ALWAYS)
    assert f"frame-ancestors 'self' {served.ports.ui}" in answer.headers["content-security-policy"]
    assert "access-control-allow-origin" not in answer.headers and "set-cookie" not in answer.headers
    assert "<script>" not in answer.text[:2000]


def test_the_page_of_the_viewer(served: Served, name: str) -> None:
    answer = served.get(f"/replay/?source=/packages/{name}.wacz&embed=replayonly")
    assert answer.status_code == 200
    assert f'source="{served.ports.replay}/packages/{name}.wacz?' in answer.text


@pytest.mark.parametrize(
    "source", ["", "/packages/.wacz", "/packages/../x.wacz", "x", '"><script>', "/packages/fk4.wacz"]
)
def test_the_viewer_shows_nothing_else(served: Served, source: str) -> None:
    assert served.get(f"/replay/?source={source}").status_code == 404


def test_the_workers_answers_carry_the_same(served: Served) -> None:
    """They are made in the browser, so the worker is told what to put on them."""
    text = served.get("/replay/sw.js?serveIndex=1").text
    for header, value in headers(served.ports).items():
        assert header == "Cache-Control" or f'"{header}": "{value}"' in text


def test_the_viewers_files_are_what_was_installed(served: Served) -> None:
    assert served.get("/replay/ui.js").content == (VIEWER / "ui.js").read_bytes()
    assert served.get("/replay/viewer.js").content == (VIEWER / "sw.js").read_bytes()


def test_a_tab_of_its_own_is_led_to_the_interface(served: Served, name: str) -> None:
    answer = served.get(f"/replay/?source=/packages/{name}.wacz", Sec_Fetch_Dest="document")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{served.ports.ui}/ark:99999/{name}/replay"


def test_an_error_is_a_line_of_text(served: Served) -> None:
    """Inside a frame a page of the interface would have neither its styles nor links that lead anywhere."""
    for path, status in (("/packages/x.wacz", 404), ("/memento/x", 400), ("/search", 404)):
        answer = served.get(path)
        assert answer.status_code == status and answer.text.startswith(f"{status}: ")
        assert answer.headers["content-type"].startswith("text/plain") and answer.text.count("\n") == 1


def test_only_reading(served: Served, name: str) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert served.get(f"/packages/{name}.wacz", method).status_code == 405


# -- the addresses ------------------------------------------------------------------------------------


def test_where_names_cost_nothing_each_capture_has_an_origin_of_its_own() -> None:
    assert origin_of(PAIR, "fk4x") == "http://fk4x.replay.archiver.localhost:8480"
    assert frame_sources(PAIR) == (PAIR.replay, "http://*.replay.archiver.localhost:8480")
    assert capture_of_host("fk4x.replay.archiver.localhost:8480") == "fk4x"


def test_elsewhere_all_share_one() -> None:
    for pair in (PORTS, Pair("https://a.example", "https://replay.a.example")):
        assert origin_of(pair, "fk4x") == pair.replay
        assert frame_sources(pair) == (pair.replay,)
    for host in ("replay.archiver.localhost:8480", "localhost:8481", "a.b.replay.archiver.localhost", "x"):
        assert capture_of_host(host) is None


def test_an_origin_serves_its_own_capture_alone(served: Served, name: str) -> None:
    for label, status in ((f"{name}.", 200), ("fk4" + "0" * 17 + ".", 404), ("", 404)):
        host = f"{label}{served.names.replay.removeprefix('http://')}"
        for path in (f"/packages/{name}.wacz", f"/replay/?source=/packages/{name}.wacz"):
            answer = httpx2.get(served.ports.ui + path, headers={"Host": host}, trust_env=False)
            assert answer.status_code == status, (label, path)


def test_where_a_page_is_replayed_no_other_can_be_read(served: Served, name: str) -> None:
    for label, status in ((f"{name}.", 404), ("", 200)):
        host = f"{label}{served.names.replay.removeprefix('http://')}"
        address = f"{served.ports.ui}/memento/20240506070809/http://a.example.org/"
        assert httpx2.get(address, headers={"Host": host}, trust_env=False).status_code == status, label


def test_addresses_are_escaped(archive: archiver.Archive) -> None:
    capture = capture_at(archive, "2024-05-06T07:08:09Z", "http://a.example/?a=1&ts=2#\"'><b>")
    address = frame_url(PORTS, capture)
    assert address.startswith(
        f"http://localhost:8481/replay/?source=%2Fpackages%2F{capture.id.split('/')[1]}.wacz&"
    )
    assert not set(address) & set("\"'<> ") and address.count("#") == 1
    assert address.endswith("&ts=20240506070809")
    assert not set(memento_url(PORTS, capture)) & set('"<> #')
