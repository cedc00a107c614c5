"""Make the pictures of the documentation: ``python -m docs.screenshots`` writes docs/pictures/*.webp.

The demo site, an archive of it, the server and Debian's Chromium, all on this machine; the pictures differ from one
time to the next in the times and IDs that they show. It needs what ``make viewers`` installs.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archiver.demo.site import DemoSite
from tests.serve.browser.conftest import launched
from tests.serve.browser.material import CHANGING, Filled, fill
from tests.serve.running import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent / "pictures"
LARGEST = 150_000  # bytes
_QUALITY = 82
_WIDE, _NARROW = (1200, 860), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the page (``{0}`` is what the archive holds), how it is looked at, what is done first."""

    name: str
    path: str
    theme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = _WIDE
    language: str = "en-GB"
    before: Callable[[Page], None] | None = None


def _open_date(page: Page) -> None:
    """The publication date, opened and looked up, in the middle of the picture."""
    value = page.locator("#value-datePublished")
    value.locator("summary").click()
    value.locator("[data-check] .good").wait_for()
    page.mouse.move(0, 0)
    page.locator("#where").evaluate(
        "element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24)"
    )


def _replayed(page: Page) -> None:
    """Until the frame shows the page with its picture."""
    for _ in range(300):
        frame = next((frame for frame in page.frames if "mp_/" in frame.url), None)
        if frame and frame.evaluate(
            "document.readyState === 'complete' && document.images[0]?.naturalWidth > 0"
        ):
            page.locator("nav.tabs").evaluate(
                "element => scrollTo(0, element.getBoundingClientRect().top - 16)"
            )
            page.wait_for_timeout(500)
            return
        page.wait_for_timeout(100)
    raise SystemExit("the viewer replayed nothing: run `make viewers`")


PICTURES = (
    Picture("home", "/"),
    Picture("home-dark", "/", "dark"),
    Picture("home-narrow", "/", size=_NARROW),
    Picture("item", "/{0.road}"),
    Picture("item-narrow-dark", "/{0.clinic}", "dark", _NARROW, "mn-MN"),
    Picture("value", "/{0.road}", before=_open_date),
    Picture("value-dark", "/{0.clinic}", "dark", before=_open_date),
    Picture("value-narrow", "/{0.road}", size=_NARROW, before=_open_date),
    Picture("replay", "/{0.road}/replay", before=_replayed),
    Picture("day", "/day/2026-01-29"),
    Picture("day-narrow-dark", "/day/2026-01-29", "dark", _NARROW, "mn-MN"),
    Picture("search", "/search?q=%D1%8D%D0%BC%D0%BD%D1%8D%D0%BB%D1%8D%D0%B3"),
    Picture("timeline", f"/captures?url={CHANGING}"),
    Picture("compare", "{0.comparison}"),
    Picture("compare-narrow-dark", "{0.comparison}", "dark", _NARROW),
    Picture("checks", "/{0.road}/check", "dark"),
)


def main(names: list[str]) -> None:
    """Make all of them, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="archiver-pictures-") as folder:
        with DemoSite() as site:
            filled = fill(Path(folder) / "archive", site)
        with serving(filled.folder) as ui, launched() as browser:
            for picture in PICTURES:
                if not names or picture.name in names:
                    _make(browser, ui, filled, picture)


def _make(browser: Browser, ui: str, filled: Filled, picture: Picture) -> None:
    width, height = picture.size
    with browser.new_context(
        base_url=ui,
        viewport={"width": width, "height": height},
        color_scheme=picture.theme,
        locale=picture.language,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(picture.path.format(filled))
        if picture.before:
            picture.before(page)
        taken = context.new_cdp_session(page).send(
            "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY}
        )
        data = base64.b64decode(taken["data"])
    if len(data) > LARGEST:
        raise SystemExit(f"{picture.name} has {len(data):,} bytes, more than {LARGEST:,}")
    (FOLDER / f"{picture.name}.webp").write_bytes(data)
    print(f"{picture.name}.webp  {len(data):,} bytes")


if __name__ == "__main__":
    if shutil.which("chromium") is None and shutil.which("google-chrome") is None:
        raise SystemExit("no Chromium here: run `make viewers`")
    main(sys.argv[1:])
