"""pywb, seen through a real Chromium, shows what was captured: text, style, images, scripts."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.viewers.conftest import CHECKOUT, TICKER, Exported, Watched, skip
from tests.viewers.pages import PAGES, Expected, faults, squeezed

if TYPE_CHECKING:
    from playwright.sync_api import Frame

pytestmark = pytest.mark.viewer

PYWB = CHECKOUT / ".pywb" / "bin"
KINDS = ("warc", "wacz")
_PATIENCE = 30.0  # seconds


def _add(root: Path, collection: str, archive: Path) -> None:
    unpack = ["--unpack-wacz"] if archive.suffix == ".wacz" else []
    for words in (["init", collection], ["add", *unpack, collection, str(archive)]):
        subprocess.run([PYWB / "wb-manager", *words], cwd=root, check=True, capture_output=True, timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(base, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"pywb did not come up: {log.read_text()[-500:]}")


@pytest.fixture(scope="module")
def pywb(exported: Exported, bare: Exported, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a pywb with the collections ``warc``, ``wacz`` and ``bare``."""
    if not (PYWB / "wayback").exists():
        skip("no pywb in .pywb")
    root = tmp_path_factory.mktemp("pywb")
    for name, archive in (("warc", exported.warc), ("wacz", exported.wacz), ("bare", bare.warc)):
        _add(root, name, archive)
    port = _free_port()
    with (root / "log").open("wb") as log:
        command = [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(f"http://127.0.0.1:{port}/warc/", process, root / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def look(pywb: str, watch: Callable[[str], Watched]) -> Callable[..., tuple[Frame, list[str]]]:
    """Replays a URL out of a collection; gives the frame it stands in and what was asked for elsewhere."""
    watched = watch(pywb)
    page = watched.context.new_page()

    def replay(collection: str, url: str, text: str, ts: str = "") -> tuple[Frame, list[str]]:
        page.goto(f"{pywb}/{collection}/{ts}{'/' if ts else ''}{url}")
        deadline = time.monotonic() + _PATIENCE
        frame = None
        while time.monotonic() < deadline:
            frame = next((f for f in page.frames if "mp_/" in f.url), None)
            if frame is not None and text in squeezed(frame.locator("body").inner_text()):
                break
            page.wait_for_timeout(100)
        assert frame is not None, "pywb replayed nothing"
        return frame, watched.external

    return replay


@pytest.mark.parametrize("expected", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("kind", KINDS)
def test_shows_the_page(look: Callable, exported: Exported, kind: str, expected: Expected) -> None:
    frame, external = look(kind, exported.url(expected.path), expected.text)
    assert faults(frame, expected) == []
    assert external == []


@pytest.mark.parametrize("count", [1, 2])
def test_shows_the_version_asked_for(look: Callable, exported: Exported, count: int) -> None:
    words = f"Reading no. {count} from"
    frame, _ = look("warc", exported.url(TICKER), words, exported.ticks[count - 1])
    assert words in squeezed(frame.locator("body").inner_text())


def test_sees_what_was_not_captured(look: Callable, bare: Exported) -> None:
    """The control: with the page's bytes alone, only its text is there."""
    frame, external = look("bare", bare.url("/"), PAGES[0].text)
    missing = faults(frame, PAGES[0])
    assert {part.split()[0] for part in missing} == {"style", "image", "background", "script"}
    assert external == []
