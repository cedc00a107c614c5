"""An archive of the demo site, and the application over it, in process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archiver
from archiver.demo.site import DemoSite
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.serve import PORT, build
from tests.conftest import capture_demo
from tests.demo import truth
from tests.serve import hostile

UI = f"http://archiver.localhost:{PORT}"
REPLAY = f"http://replay.archiver.localhost:{PORT}"


_ARTICLE = """<!doctype html><html lang="en"><title>Fuel for the town</title>
<article><h1>Fuel for the town</h1><p class="byline">By Saruul Batbayar</p>
<time datetime="2026-01-30">30 January 2026</time>
<p>The district office says the town has fuel for {days} days and flour for a month. The hospital stays open.</p>
<p>Road crews work at night, when the wind drops, and stop at five in the morning to let the ploughs cool down.</p>
</article></html>"""


@dataclass(frozen=True)
class Holding:
    """What the served archive holds. ``tickers``: two captures of a page that changed in between,
    ``edited``: of an article whose words did."""

    folder: Path
    base: str
    front: Capture
    headlines: tuple[Headline, ...]
    article: Article
    article_capture: Capture
    tickers: tuple[Capture, Capture]
    edited: tuple[Capture, Capture]


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of items that hold markup, scripts and endless words in every field. Not to be changed."""
    path = tmp_path_factory.mktemp("hostile") / "archive"
    hostile.fill(path)
    return path


@pytest.fixture(scope="session")
def holding(site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Holding:
    """Front page, an article, a ticker twice, an error page; verified once."""
    folder = tmp_path_factory.mktemp("serve") / "archive"
    with archiver.open(folder) as archive:
        front = capture_demo(archive, site.url)
        page = capture_demo(archive, site.base + truth.JSON_LD.path, requisites=False)
        tickers = [capture_demo(archive, f"{site.base}/ticker", requisites=False) for _ in range(2)]
        capture_demo(archive, f"{site.base}/missing", requisites=False)
        edited = _edited(archive, folder.parent, f"{site.base}/edited")
        assert archive.verify().ok
        headlines = tuple(item for item in archive.items(front.id) if isinstance(item, Headline))
        article = next(item for item in archive.items(page.id) if isinstance(item, Article))
    return Holding(folder, site.base, front, headlines, article, page, (tickers[0], tickers[1]), edited)


def _edited(archive: archiver.Archive, folder: Path, url: str) -> tuple[Capture, Capture]:
    made = []
    for days in ("eleven", "nine"):
        file = folder / f"{days}.html"
        file.write_text(_ARTICLE.format(days=days), "utf-8")
        made.append(archive.import_file(file, url=url))
    return made[0], made[1]


@pytest.fixture(scope="session")
def client(holding: Holding) -> Iterator[TestClient]:
    """Asks the interface, under its own name; redirects are not followed."""
    with TestClient(build(holding.folder), base_url=UI, follow_redirects=False) as asking:
        yield asking
