"""What a viewer must show of each replayed page, as a table; and the one way to look whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.demo import truth

if TYPE_CHECKING:
    from playwright.sync_api import Frame

INSERTED = "Delivered by script: this line is not in the page's source."
# From paper.css, and from type.css, which paper.css imports.
STYLES = (
    ("body", "background-color", "rgb(251, 250, 246)"),
    (".masthead nav", "border-bottom-style", "solid"),
    (".masthead i", "text-transform", "uppercase"),
)


@dataclass(frozen=True)
class Expected:
    """A page of the demo site: what to ask the viewer for, and what must then be seen."""

    name: str
    path: str
    text: str
    lands: str = ""
    image: str = ".story img"

    @property
    def landing(self) -> str:
        """The path that is shown in the end, percent-encoded; another one after a redirect."""
        return quote(self.lands or self.path)


ROAD = truth.JSON_LD
# Not zstd: neither viewer decodes it (ReplayWeb.page 2.5.3, pywb 2.10.0), so a capture must not offer it.
PAGES = (
    Expected("front", "/", truth.FRONT_ENGLISH[9].headline, image=".lead img"),
    Expected("front in Mongolian", "/", truth.FRONT_MONGOLIAN[5].headline, image="#mongol .lead img"),
    Expected("Mongolian", truth.MONGOLIAN.path, truth.MONGOLIAN.last_sentence),
    Expected("Cyrillic URL", truth.MICRODATA.path, truth.MICRODATA.last_sentence),
    Expected("windows-1251", truth.CP1251.path, truth.CP1251.first_sentence),
    Expected("redirect", "/latest", ROAD.first_sentence, lands=ROAD.path),
    Expected("gzip", "/encoded/gzip", ROAD.last_sentence),
    Expected("br", "/encoded/br", ROAD.last_sentence),
    Expected("chunked", "/chunked", truth.BARE.last_sentence),
)
CAPTURED = tuple(dict.fromkeys(page.path for page in PAGES))

_PIXELS = """selector => document.querySelector(selector)?.naturalWidth ?? 0"""
_STYLE = """([selector, property]) => {
    const element = document.querySelector(selector);
    return element && getComputedStyle(element).getPropertyValue(property);
}"""
_BACKGROUND_PIXELS = """async selector => {
    const element = document.querySelector(selector);
    const url = element && /url\\("?([^")]+)/.exec(getComputedStyle(element).backgroundImage);
    if (!url) return 0;
    const image = new Image();
    image.src = url[1];
    try { await image.decode(); } catch { return 0; }
    return image.naturalWidth;
}"""


def squeezed(text: str) -> str:
    """``text`` with runs of white space as one space."""
    return " ".join(text.split())


def faults(frame: Frame, expected: Expected) -> list[str]:
    """The parts that are wrong in this frame: address, text, style …, image, background, script."""
    frame.wait_for_load_state("load")
    seen = squeezed(frame.locator("body").inner_text())
    styles = {
        f"style {selector} {name}": frame.evaluate(_STYLE, [selector, name]) == value
        for selector, name, value in STYLES
    }
    parts = {
        "address": frame.url.endswith(expected.landing),
        "text": expected.text in seen,
        **styles,
        "image": frame.evaluate(_PIXELS, expected.image) > 0,
        "background": frame.evaluate(_BACKGROUND_PIXELS, ".masthead nav") > 0,
        "script": INSERTED in seen,
    }
    return [part for part, fine in parts.items() if not fine]
