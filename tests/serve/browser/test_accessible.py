"""axe-core finds no violation, and nothing scrolls sideways: each page, both themes, both widths, both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize

from archiver.serve.language import Words, words
from tests.serve.browser.conftest import OpenTab
from tests.serve.browser.material import Filled, pages
from tests.serve.running import CHECKOUT
from tests.viewers.conftest import skip

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.viewer

AXE = CHECKOUT / ".axe" / "axe.min.js"
EN = words("en")
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
# What a theme or a width can change, and no theme what a width does: two looks are as good as four. Every other rule
# is asked once a page.
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
_RUN = """async rules => {
    const only = rules ? {runOnly: {type: "rule", values: rules}} : {rules: {"target-size": {enabled: true}}};
    const found = await axe.run(document, {...only, resultTypes: ["violations"], iframes: false});
    const told = (v, n) => `${v.id}: ${n.html.slice(0, 160)} (${n.any[0]?.message ?? v.help})`;
    return found.violations.flatMap(v => v.nodes.map(n => told(v, n)));
}"""
# Elements wider than the page, for the message of a failure.
_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .citation, .hidden, .skip"))
    .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAMES = tuple(pages(Filled(Path(), "", "", "", "", "", "", ("", ""), ("", "")), EN))


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        skip("no axe-core in .axe")
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_has_no_violation(open_tab: OpenTab, filled: Filled, axe: str, name: str) -> None:
    page = open_tab(reduced_motion="reduce", viewport=WIDE)
    page.goto(pages(filled, EN)[name])
    open_all(page)
    assert faults(page, axe) == {}
    page.goto(pages(filled, words("mn"))[name])
    open_all(page)
    page.evaluate(axe)
    assert page.evaluate(_RUN, None) == []  # dark and narrow still


def open_all(page: Page) -> None:
    """Open everything that can be opened, without having each value looked up."""
    page.evaluate(
        """() => { document.querySelectorAll("[data-check]").forEach(e => e.removeAttribute("data-check"));
        document.querySelectorAll("details").forEach(d => d.open = true) }"""
    )


def faults(page: Page, source: str) -> dict[str, list[str]]:
    """The violations of a loaded page by how it is looked at; only where there are some."""
    page.evaluate(source)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    found = {"light, wide": page.evaluate(_RUN, None)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    found["dark, narrow"] = page.evaluate(_RUN, OF_LOOKS)
    return {look: violations for look, violations in found.items() if violations}


def test_has_no_violation_once_a_value_was_looked_up(open_tab: OpenTab, filled: Filled, axe: str) -> None:
    page = open_tab(reduced_motion="reduce", viewport=WIDE)
    page.goto(f"/{filled.road}")
    page.locator("#value-headline summary").click()
    page.get_by_text(EN("resolves")).wait_for()
    assert faults(page, axe) == {}


def test_sees_violations(open_tab: OpenTab, axe: str) -> None:
    """The control: a page with one fault of each kind."""
    page = open_tab(reduced_motion="reduce", viewport=WIDE)
    page.goto("/about")
    page.evaluate(
        """() => { const main = document.querySelector("main");
        main.innerHTML = `<h1>A</h1><img src="/static/mark.svg"><input><p>Pale</p>`;
        Object.assign(main.querySelector("p").style, {color: "#bbb", background: "#ccc"}) }"""
    )
    found = faults(page, axe)
    assert {one.partition(":")[0] for one in found["light, wide"]} == {"image-alt", "label", "color-contrast"}
    assert [one.partition(":")[0] for one in found["dark, narrow"]] == ["color-contrast"]


def test_nothing_scrolls_sideways(open_tab: OpenTab, filled: Filled, t: Words) -> None:
    page = open_tab()
    wide = {}
    for name, path in pages(filled, t).items():
        page.goto(path)
        open_all(page)
        for width in (320, 360, 700, 1000):
            page.set_viewport_size({"width": width, "height": 740})
            if page.evaluate(_OVERFLOW) > 0:
                wide[f"{name}, {width}"] = page.evaluate(_WIDE)
    assert wide == {}


def test_stays_narrow_when_letters_are_large(open_tab: OpenTab, filled: Filled, t: Words) -> None:
    """WCAG 1.4.4 and 1.4.12: text twice as large, and spaced out, at the width of a phone in landscape."""
    page = open_tab(viewport={"width": 640, "height": 360})
    path = pages(filled, t)
    for name in ("home", "article", "results", "day", "timeline"):
        page.goto(path[name])
        page.evaluate(
            """() => { document.documentElement.style.fontSize = "200%"; document.body.style.letterSpacing = ".12em";
            document.body.style.wordSpacing = ".16em"; document.body.style.lineHeight = "1.5" }"""
        )
        assert page.evaluate(_OVERFLOW) <= 0, (name, page.evaluate(_WIDE))
