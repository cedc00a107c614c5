"""Pages of the demo site, replayed in the interface's own page through our server, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver.demo.site import DemoSite
from archiver.serve.memento.moments import digits
from tests.serve.replay.conftest import Served, replayed
from tests.viewers.conftest import TICKER, Exported
from tests.viewers.pages import PAGES, Expected, faults, squeezed

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.viewer

WAYS = ("names", "ports")


@pytest.fixture(scope="module")
def served(exported: Exported, serve: Callable[[Path], Served]) -> Served:
    return serve(exported.folder)


def _captures(exported: Exported, path: str) -> list[archiver.Capture]:
    """Oldest first."""
    with archiver.open(exported.folder) as archive:
        found = [capture for capture in archive.captures() if capture.url == exported.url(path)]
    return sorted(found, key=lambda capture: capture.captured)


def _open(tab: Page, served: Served, capture: archiver.Capture, way: str = "names") -> list[str]:
    """Opens the capture's page; gives what will have been asked for off this server."""
    asked: list[str] = []
    known = (*vars(served.pair(way)).values(), "data:", "blob:", "about:")
    own = f".{served.names.replay.removeprefix('http://')}/"
    tab.on("request", lambda r: r.url.startswith(known) or own in r.url or asked.append(r.url))
    tab.goto(f"{served.pair(way).ui}/{capture.id}/replay")
    return asked


@pytest.mark.parametrize("expected", PAGES, ids=lambda page: page.name)
def test_shows_the_page(tab: Page, served: Served, exported: Exported, expected: Expected) -> None:
    asked = _open(tab, served, _captures(exported, expected.path)[0])
    frame = replayed(tab, lambda text: expected.text in squeezed(text))
    assert faults(frame, expected) == []
    assert asked == []


def test_shows_the_page_on_another_port(tab: Page, served: Served, exported: Exported) -> None:
    expected = PAGES[0]
    asked = _open(tab, served, _captures(exported, expected.path)[0], "ports")
    assert faults(replayed(tab, lambda text: expected.text in squeezed(text)), expected) == []
    assert asked == []


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_shows_the_capture_that_was_asked_for(
    tab: Page, served: Served, exported: Exported, way: str, count: int
) -> None:
    _open(tab, served, _captures(exported, TICKER)[count - 1], way)
    replayed(tab, lambda text: f"Reading no. {count} from" in squeezed(text))


def test_two_captures_one_after_the_other_in_one_tab(tab: Page, served: Served, exported: Exported) -> None:
    """The viewer remembers what it has read: never under the other's name."""
    for count in (1, 2, 1):
        words = f"Reading no. {count} from"
        _open(tab, served, _captures(exported, TICKER)[count - 1])
        replayed(tab, lambda text, words=words: words in squeezed(text))  # type: ignore[misc]


def test_the_viewers_page_alone_leads_to_the_captures_page(
    tab: Page, served: Served, exported: Exported
) -> None:
    capture = _captures(exported, TICKER)[0]
    for address in (
        f"/replay/?source=/packages/{capture.id.split('/')[1]}.wacz",
        "/replay/w/x/mp_/http://a/",
    ):
        tab.goto(served.names.replay + address)
        assert tab.url.startswith(served.names.ui + "/")


def test_a_raw_memento_shows_and_does_nothing(tab: Page, served: Served, exported: Exported) -> None:
    answered: list[str] = []
    tab.on("response", lambda response: answered.append(response.url))
    capture = _captures(exported, "/")[0]
    tab.goto(f"{served.names.replay}/memento/{digits(capture.captured)}/{capture.url}")
    assert PAGES[0].text in squeezed(tab.inner_text("body"))
    assert len(answered) == 1, "its pictures, styles and scripts are left alone"


def test_a_raw_picture_shows(tab: Page, served: Served, exported: Exported) -> None:
    """Bytes that are a picture are one, under the policy that keeps pages inert, too."""
    with DemoSite() as site, archiver.open(exported.folder) as archive:
        capture = archive.capture(
            f"{site.base}/static/img/winter-road.png", allowNetwork=("127.0.0.0/8",), extract=False
        )
    tab.goto(f"{served.names.replay}/memento/{digits(capture.captured)}/{capture.url}")
    assert tab.evaluate("document.images[0].naturalWidth") > 1


@pytest.mark.parametrize(("failures", "loads"), [(1, 2), (9, 2)])
def test_where_nothing_comes_the_frame_is_loaded_again_once(
    tab: Page, served: Served, exported: Exported, failures: int, loads: int
) -> None:
    """As when a first service worker comes too late; here the viewer's own file does not come."""
    begun: list[str] = []

    def answer(route: Route) -> None:
        begun.append(route.request.url)
        if len(begun) > failures:
            route.continue_()
        else:
            route.abort()

    tab.clock.install()
    tab.route("**/replay/ui.js", answer)
    _open(tab, served, _captures(exported, TICKER)[0])
    for _ in range(3):
        tab.clock.fast_forward(9_000)
        tab.wait_for_timeout(700)
    if failures == 1:
        replayed(tab, lambda text: "Reading no. 1 from" in squeezed(text))
    assert len(begun) == loads
