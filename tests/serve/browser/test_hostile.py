"""Pages that hold markup, scripts and endless words in every field are shown, and nothing of theirs happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.serve import hostile
from tests.serve.browser.conftest import OpenTab
from tests.serve.running import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.viewer

_PWNED = "() => ({pwned: window.pwned ?? null, wide: document.documentElement.scrollWidth > innerWidth})"
_LET_IN = """async () => {
    const refused = new Set();
    addEventListener("securitypolicyviolation", event => refused.add(event.effectiveDirective));
    const place = document.createElement("div");
    place.innerHTML = `<img src="http://other.localhost/x.png" onerror="window.pwned = 1"><iframe src="/about"></iframe>
        <p style="position: fixed">x</p><object data="/static/mark.svg"></object><style>p { color: red }</style>
        <form action="http://other.localhost/"><input name="a"></form>`;
    document.body.append(place);
    const script = document.createElement("script");
    script.textContent = "window.pwned = 2";
    document.body.append(script);
    await new FontFace("x", "url(http://other.localhost/x.woff)").load().catch(() => 0);
    await fetch("http://other.localhost/").catch(() => 0);
    place.querySelector("form").submit();
    await new Promise(done => setTimeout(done, 300));
    return [...refused];
}"""
_SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"


@pytest.fixture(scope="module")
def ui(hostile_folder: Path) -> Iterator[str]:
    """The interface over that archive, in place of the other one."""
    with serving(hostile_folder) as origin:
        yield origin


def look(page: Page, path: str) -> list[str]:
    """What is wrong with a page, narrow as a phone; the tab itself is watched by its fixture."""
    page.goto(path, wait_until="load")
    page.evaluate("() => document.querySelectorAll('details:not([data-value])').forEach(d => d.open = true)")
    page.evaluate(_SETTLED)
    found = page.evaluate(_PWNED)
    wrong = ["a script ran"] if found["pwned"] is not None else []
    return wrong + (["it scrolls sideways"] if found["wide"] else [])


def test_nothing_of_it_runs_asks_or_breaks_the_page(open_tab: OpenTab, hostile_folder: Path) -> None:
    page = open_tab(viewport={"width": 360, "height": 740})
    wrong = {path: found for path in hostile.addresses(hostile_folder)[::6] if (found := look(page, path))}
    assert wrong == {}


def test_values_that_are_opened_are_text(open_tab: OpenTab, hostile_folder: Path) -> None:
    """Looked up in the bytes and put in by script, quote and context and all."""
    page = open_tab(viewport={"width": 360, "height": 740})
    items = [
        path
        for path in hostile.addresses(hostile_folder)
        if path.count("/") == 1 and path.startswith("/ark:")
    ]
    for path in items[1:6]:
        page.goto(path)
        value = page.locator("details[data-value]").first
        value.locator("summary").click()
        value.locator("[data-check] :is(.good, .bad)").wait_for()
        assert page.evaluate(_PWNED)["pwned"] is None
        assert not page.evaluate(_PWNED)["wide"]


@pytest.mark.parametrize("name", ["script", "image", "attribute", "long", "direction", "control", "template"])
def test_what_is_typed_is_text(open_tab: OpenTab, name: str) -> None:
    page = open_tab(viewport={"width": 360, "height": 740})
    typed = quote(hostile.PAYLOADS[name][:2_000])
    for path in (
        f"/search?q={typed}",
        f"/search?outlet={typed}",
        f"/captures?url=http://a.example/{typed}",
        f"/day/{typed}",
    ):
        assert look(page, path) == [], path


def test_sees_a_script_that_runs(open_tab: OpenTab) -> None:
    """The control of the probe."""
    page = open_tab()
    page.goto("/about")
    page.evaluate("() => { window.pwned = 1 }")
    assert page.evaluate(_PWNED)["pwned"] == 1


def test_the_policy_stops_what_would_get_through(chromium: Browser, ui: str) -> None:
    """Were a fault of ours to let markup in, it still could not run, load or send."""
    with chromium.new_context(base_url=ui) as context:
        page = context.new_page()
        page.goto("/about")
        refused = set(page.evaluate(_LET_IN))
        assert page.evaluate(_PWNED)["pwned"] is None
        assert page.url == f"{ui}/about"
    assert refused == {
        "connect-src",
        "font-src",
        "form-action",
        "frame-src",
        "img-src",
        "object-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
        "style-src-elem",
    }
