"""The demo site in an archive, exported, and gone: what a viewer shows can only come from the export."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.viewers.pages import CAPTURED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

CHECKOUT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Every other host is unknown, and Chromium itself has nothing to say to anyone.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)
TICKER = "/ticker"


@dataclass(frozen=True)
class Exported:
    """One archive and its exports. ``base``: where the site was. ``ticks``: time stamps of its two tickers."""

    folder: Path
    warcs: tuple[Path, ...]
    warc: Path
    wacz: Path
    base: str
    ticks: tuple[str, ...]

    def url(self, path: str) -> str:
        """A captured URL as it was asked for: percent-encoded."""
        return self.base + quote(path)


def skip(reason: str) -> None:
    """Skip, and say what would help."""
    pytest.skip(f"viewer tests skipped: {reason}: run `make viewers`")


def _capture(archive: archiver.Archive, url: str, **options: object) -> archiver.Capture:
    return archive.capture(url, allowNetwork=("127.0.0.0/8",), pace=0, **options)


def _stamp(capture: archiver.Capture) -> str:
    return "".join(c for c in capture.captured if c.isdigit())[:14]


def _export(archive: archiver.Archive, base: str, captures: list[archiver.Capture]) -> Exported:
    folder = archive.folder.path
    ids = [capture.id for capture in captures]
    files = {kind: folder.parent / f"{folder.name}.{kind}" for kind in ("warc.gz", "wacz")}
    for kind, path in files.items():
        with path.open("wb") as file:
            archive.export(ids, kind.removesuffix(".gz"), file)
    ticks = tuple(_stamp(capture) for capture in captures if capture.url == base + TICKER)
    warcs = tuple(sorted((folder / "warc").rglob("*.warc.gz")))
    return Exported(folder, warcs, files["warc.gz"], files["wacz"], base, ticks)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The pages of the demo site, and its ticker twice; the site is down by now."""
    with DemoSite() as site, archiver.open(tmp_path_factory.mktemp("viewers") / "whole") as archive:
        captures = [_capture(archive, site.base + TICKER)]
        captures += [_capture(archive, site.base + quote(path)) for path in CAPTURED]
        time.sleep(1)  # replay tells two captures of one URL apart by the second
        captures.append(_capture(archive, site.base + TICKER))
        return _export(archive, site.base, captures)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The front page without its requisites: what the tests must see as broken."""
    with DemoSite() as site, archiver.open(tmp_path_factory.mktemp("viewers") / "bare") as archive:
        return _export(archive, site.base, [_capture(archive, site.url, requisites=False)])


@pytest.fixture(scope="module")  # no longer: its event loop would be in the way of other tests' own
def chromium() -> Iterator[Browser]:
    """A real Chromium that reaches nothing but 127.0.0.1."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Watched:
    """A browser profile of its own and the URLs it asked for off the viewer's own origin."""

    context: BrowserContext
    external: list[str]


@pytest.fixture(scope="module")
def watch(chromium: Browser) -> Iterator[Callable[[str], Watched]]:
    """Makes a profile for a viewer at ``base``."""
    made: list[Watched] = []

    def open_profile(base: str) -> Watched:
        watched = Watched(chromium.new_context(viewport={"width": 1200, "height": 800}), [])
        inside = (base + "/", "data:", "blob:", "about:")
        watched.context.on(
            "request", lambda request: request.url.startswith(inside) or watched.external.append(request.url)
        )
        made.append(watched)
        return watched

    yield open_profile
    for watched in made:
        watched.context.close()
