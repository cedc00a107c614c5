"""An archived page that attacks: through our server it reaches nothing of the interface, and tells nobody."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver.serve.memento.moments import digits
from tests.conftest import SHARED, capture_demo
from tests.serve.replay.conftest import Served, replayed
from tests.serve.replay.hostile import CALLING, DONE, READING, SECRET, STAYING, TELLING, Listener, page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.viewer

WAYS = ("names", "ports")
RIG = SHARED / "rigs" / "evil.html"
# Where the rig's page would tell of it.
RIG_TARGET = ("127.0.0.1", 9199)
PAGES = {
    "reading.html": READING,
    "telling.html": TELLING,
    "calling.html": {"call": CALLING.replace("raw", "real")},
    "calling-raw.html": {"call": CALLING},
}


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as up:
        yield up


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Path:
    """The hostile pages as files."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "worker.js").write_text("addEventListener('fetch', e => e.respondWith(new Response('mine')))")
    for name, attempts in PAGES.items():
        (folder / name).write_bytes(page(listener.url, attempts))
    if RIG.is_file():
        (folder / "rig.html").write_bytes(RIG.read_bytes())
    return folder


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[str]:
    """The hostile pages on a server of their own, as they are before anyone archives them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: _Files(*given, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        """Quiet."""


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
    folder: Path,
    live: str,
    listener: Listener,
    serve: Callable[[Path], Served],
) -> Served:
    with archiver.open(tmp_path_factory.mktemp("attacks") / "archive") as archive:
        script = capture_demo(archive, live + "worker.js", extract=False)
        path = f"/memento/{digits(script.captured)}/{script.url}"
        attempts = {name: code.replace("WORKER", path) for name, code in STAYING.items()}
        (folder / "staying.html").write_bytes(page(listener.url, attempts))
        for name in (*PAGES, "staying.html", *(["rig.html"] if RIG.is_file() else [])):
            capture_demo(archive, live + name, extract=False)
        return serve(archive.folder.path)


@pytest.fixture
def attacked(served: Served, live: str, listener: Listener, tab: Page) -> Callable[[str, str], str]:
    """Replays a hostile page in the interface's own page; gives what it says of its attempts."""

    def replay(name: str, way: str) -> str:
        listener.heard.clear()
        with archiver.open(served.folder) as archive:
            capture = next(c for c in archive.captures() if c.url == live + name)
        tab.goto(f"{served.pair(way).ui}/{capture.id}/replay")
        return replayed(tab, lambda text: DONE in text).locator("body").inner_text()

    return replay


@pytest.mark.parametrize("way", WAYS)
def test_reads_nothing_of_the_interface(attacked: Callable[[str, str], str], way: str, tab: Page) -> None:
    said = attacked("reading.html", way)
    assert tab.evaluate("PLANTED") == SECRET
    lines = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    assert set(lines) == set(READING)
    cookies = {"cookie", "cookie of a new frame"}  # know no ports: where only those differ, they are seen
    for name in set(READING) - (cookies if way == "ports" else set()):
        assert SECRET not in lines[name], name
    assert "archiver" not in lines["page"].lower() and "archiver" not in lines["frame of it"].lower()


def test_the_same_page_reads_all_where_nothing_keeps_it(live: str, folder: Path, tab: Page) -> None:
    """The control: framed by a page of its own origin, it reads what was planted there."""
    (folder / "index.html").write_text('<!doctype html><title>x</title><iframe src="reading.html"></iframe>')
    tab.goto(live)
    tab.frames[1].get_by_text(DONE).wait_for()
    lines = dict(line.split(": ", 1) for line in tab.frames[1].inner_text("pre").splitlines() if ": " in line)
    told = {"variable", "storage above", "cookie", "cookie of a new frame", "storage", "databases"}
    assert {name for name, line in lines.items() if SECRET in line} == told
    assert "reading.html" in lines["page"]


def test_there_is_no_cookie_to_read(served: Served) -> None:
    """For those who come by ports."""
    for path in ("/", "/days", "/search?q=a"):
        assert "set-cookie" not in served.get(path, side="ui").headers


@pytest.mark.parametrize("way", WAYS)
def test_tells_nobody(attacked: Callable[[str, str], str], listener: Listener, way: str) -> None:
    said = attacked("telling.html", way)
    assert all(f"{name}: " in said for name in TELLING)
    assert listener.heard == []


def test_the_same_page_tells_much_where_nothing_keeps_it(live: str, listener: Listener, tab: Page) -> None:
    """The control: these attempts do work."""
    listener.heard.clear()
    tab.set_content(f'<iframe src="{live}telling.html"></iframe>')
    deadline = time.monotonic() + 60
    while (
        not listener.paths() & {"up", "top"} and time.monotonic() < deadline
    ):  # the last: the tab is led away
        tab.wait_for_timeout(100)
    expected = {
        "fetch",
        "raw",
        "above",
        "beacon",
        "image",
        "img",
        "css",
        "import",
        "back",
        "script",
        "events",
        "socket",
    }
    expected |= {"worker", "form", "frame", "there", "refresh", "ping"}
    assert listener.paths() >= expected


@pytest.mark.parametrize("way", WAYS)
def test_leaves_no_worker_behind(attacked: Callable[[str, str], str], way: str) -> None:
    said = attacked("staying.html", way)
    assert "REGISTERED" not in said and all(f"{name}: " in said for name in STAYING)


def test_serves_no_captured_script_as_a_worker(served: Served, live: str) -> None:
    """What the attempt above would need: the script is there, but not for that."""
    with archiver.open(served.folder) as archive:
        script = next(c for c in archive.captures() if c.url == live + "worker.js")
    path = f"/memento/{digits(script.captured)}/{script.url}"
    assert served.get(path).status_code == 200
    assert served.get(path, Service_Worker="script").status_code == 403


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_calls_goes_on_without(
    attacked: Callable[[str, str], str], listener: Listener, way: str
) -> None:
    assert "RTCPeerConnection is not" in attacked("calling.html", way)
    assert listener.heard == []


def test_a_call_from_a_new_frame_gets_nowhere(
    served: Served, live: str, listener: Listener, tab: Page
) -> None:
    """Chromium 156 ends the tab for it; nothing may leave in any case."""
    from playwright.sync_api import Error

    listener.heard.clear()
    with archiver.open(served.folder) as archive:
        capture = next(c for c in archive.captures() if c.url == live + "calling-raw.html")
    tab.goto(f"{served.names.ui}/{capture.id}/replay")
    with contextlib.suppress(Error):
        replayed(tab, lambda text: DONE in text)
    assert listener.heard == []


@pytest.mark.parametrize("way", WAYS)
def test_the_page_of_the_rig_reaches_nothing(served: Served, live: str, tab: Page, way: str) -> None:
    if not RIG.is_file():
        pytest.skip(f"{RIG.name} is not beside this checkout")
    with Listener(*RIG_TARGET) as listener:
        with archiver.open(served.folder) as archive:
            capture = next(c for c in archive.captures() if c.url == live + "rig.html")
        tab.add_init_script("if (self === top) { window.UI_SECRET = window.PLANTED }")
        tab.goto(f"{served.pair(way).ui}/{capture.id}/replay")
        said = replayed(tab, lambda text: "offsite websocket" in text and "realwin secret" in text)
        tab.wait_for_timeout(4_000)  # its own timeouts
        assert SECRET not in said.locator("body").inner_text() or way == "ports"
        assert listener.heard == []
