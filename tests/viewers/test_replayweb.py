"""ReplayWeb.page, in a real Chromium, shows what was captured: text, style, images, scripts."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.viewers.conftest import CHECKOUT, TICKER, Exported, Watched, skip
from tests.viewers.pages import PAGES, Expected, faults, squeezed
from tests.viewers.range_server import RangeServer

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

pytestmark = pytest.mark.viewer

VIEWER = CHECKOUT / ".viewer"
KINDS = ("warc", "wacz")
_PATIENCE, _RELOAD_AFTER = 30.0, 6.0  # seconds; the first load can lose a race for the service worker


def _embed(query: dict[str, str]) -> str:
    attributes = " ".join(f'{name}="{html.escape(value)}"' for name, value in query.items())
    return (
        '<!doctype html><meta charset="utf-8"><title>Replay</title><style>html, body { height: 100% }</style>'
        '<script src="/ui.js"></script>'
        f'<replay-web-page {attributes} embed="replayonly" replayBase="/replay/" deepLink></replay-web-page>'
    )


@pytest.fixture(scope="module")
def viewer(exported: Exported, bare: Exported) -> Iterator[RangeServer]:
    files = {"/ui.js": VIEWER / "ui.js", "/replay/sw.js": VIEWER / "sw.js"}
    if not all(file.is_file() for file in files.values()):
        skip("no ReplayWeb.page in .viewer")
    # The loader goes by the name's ending.
    archives = {"/whole.warc.gz": exported.warc, "/whole.wacz": exported.wacz, "/bare.wacz": bare.wacz}
    with RangeServer({**files, **archives}, _embed) as server:
        yield server


@pytest.fixture(scope="module")
def look(viewer: RangeServer, watch: Callable[[str], Watched]) -> Callable[..., tuple[Frame, list[str]]]:
    """Replays a URL out of an archive; gives the frame it stands in and what was asked for elsewhere."""
    profiles: dict[str, tuple[Page, Watched]] = {}

    def replay(source: str, url: str, text: str, ts: str = "") -> tuple[Frame, list[str]]:
        if source not in profiles:
            watched = watch(viewer.base)
            profiles[source] = watched.context.new_page(), watched
        page, watched = profiles[source]
        query = {"source": source, "url": url} | ({"ts": ts} if ts else {})
        page.goto(f"{viewer.base}/?{urlencode(query)}")
        return _replayed(page, text), watched.external

    return replay


def _replayed(page: Page, text: str) -> Frame:
    """The frame of the replayed page: when it shows ``text``, or as it is when patience ends."""
    begun = loaded = time.monotonic()
    frame = None
    while time.monotonic() - begun < _PATIENCE:
        frame = next((f for f in page.frames if "/replay/w/" in f.url and "mp_/" in f.url), None)
        if frame is not None and text in squeezed(frame.locator("body").inner_text()):
            return frame
        if frame is None and time.monotonic() - loaded > _RELOAD_AFTER:
            page.reload()
            loaded = time.monotonic()
        page.wait_for_timeout(100)
    assert frame is not None, "the viewer replayed nothing"
    return frame


@pytest.mark.parametrize("expected", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("kind", KINDS)
def test_shows_the_page(look: Callable, exported: Exported, kind: str, expected: Expected) -> None:
    source = {"warc": "/whole.warc.gz", "wacz": "/whole.wacz"}[kind]
    frame, external = look(source, exported.url(expected.path), expected.text)
    assert faults(frame, expected) == []
    assert external == []


@pytest.mark.parametrize("count", [1, 2])
def test_shows_the_version_asked_for(look: Callable, exported: Exported, count: int) -> None:
    words = f"Reading no. {count} from"
    frame, _ = look("/whole.wacz", exported.url(TICKER), words, exported.ticks[count - 1])
    assert words in squeezed(frame.locator("body").inner_text())


def test_sees_what_was_not_captured(look: Callable, bare: Exported) -> None:
    """The control: with the page's bytes alone, only its text is there."""
    frame, external = look("/bare.wacz", bare.url("/"), PAGES[0].text)
    missing = faults(frame, PAGES[0])
    assert {part.split()[0] for part in missing} == {"style", "image", "background", "script"}
    assert external == []


def test_sees_what_leaves(watch: Callable[[str], Watched], viewer: RangeServer) -> None:
    """The control of the controls: a page that does ask another host is noticed, and gets nothing."""
    watched = watch(viewer.base)
    page = watched.context.new_page()
    page.set_content('<img src="http://outside.example/pixel.png">')
    assert watched.external == ["http://outside.example/pixel.png"]
    assert page.evaluate("document.images[0].naturalWidth") == 0
