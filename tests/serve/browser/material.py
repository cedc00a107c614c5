"""An archive that has something for each page of the interface to show.

The demo site's pages as they are now, and in a WARC of the kind that crawlers write: one article on three days, changed
twice, with a picture of the page beside the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import archiver
from archiver.demo.routes import ROUTES
from archiver.demo.site import FILES, DemoSite, body_of
from archiver.serve.language import Words
from tests.conftest import capture_demo
from tests.serve.running import html_record, warc_record

ROAD, FELT, CLINIC = (
    "/en/2026/01/29/winter-road-tosontsengel",
    "/en/archive/felt-school.html",
    "/mn/2026/01/29/zain-onoshilgoo",
)
CHANGING = "http://relay.example/en/winter-road"
_DAYS = tuple(f"2026-01-{day}T09:30:00Z" for day in (29, 30, 31))
_EDITS: tuple[tuple[str, str], ...] = (
    ("for the third time this month", "for the fourth time this month"),
    ("fuel for eleven days and flour for a month", "fuel for nine days and flour for three weeks"),
    ("", ""),
)


@dataclass(frozen=True)
class Filled:
    """What is in it. ``road``, ``felt``, ``clinic``, ``headline``: items; ``front``, ``ticks``: captures; ``versions``:
    captures of ``CHANGING``, the oldest first."""

    folder: Path
    base: str
    front: str
    road: str
    felt: str
    clinic: str
    headline: str
    ticks: tuple[str, str]
    versions: tuple[str, ...]

    @property
    def comparison(self) -> str:
        """Where the last two versions are compared."""
        return _compared(*self.versions[-2:])


def fill(folder: Path, site: DemoSite) -> Filled:
    """Capture, import, verify: an archive of a few pages in ``folder``."""
    with archiver.open(folder) as archive:
        first = capture_demo(archive, f"{site.base}/ticker", requisites=False)
        front = capture_demo(archive, site.url)
        road = capture_demo(archive, site.base + ROAD)
        felt, clinic = (capture_demo(archive, site.base + path, requisites=False) for path in (FELT, CLINIC))
        capture_demo(archive, f"{site.base}/missing", requisites=False)
        (folder.parent / "days.warc.gz").write_bytes(_warc(site.base))
        imported = list(archive.import_archive(folder.parent / "days.warc.gz"))
        last = capture_demo(archive, f"{site.base}/ticker", requisites=False)
        assert archive.verify().ok
        articles = [archive.items(capture.id)[0].id for capture in (road, felt, clinic)]
        headline = next(i for i in archive.items(front.id) if i.data.inLanguage == "mn").id
        return Filled(
            folder,
            site.base,
            front.id,
            articles[0],
            articles[1],
            articles[2],
            headline,
            (first.id, last.id),
            tuple(c.id for c in sorted(imported, key=lambda c: c.captured)),
        )


def _warc(base: str) -> bytes:
    page = body_of(next(route for route in ROUTES if route.path == ROAD), base).decode()
    records = []
    for when, (old, new) in zip(_DAYS, _EDITS, strict=True):
        records.append(html_record(CHANGING, when, page.encode()))
        page = page.replace(old, new)
    picture = (FILES / "static/img/winter-road.png").read_bytes()
    records.append(warc_record("resource", f"urn:view:{CHANGING}", _DAYS[-1], "image/png", picture))
    return b"".join(records)


def pages(filled: Filled, t: Words) -> dict[str, str]:
    """Every kind of page of the interface, and where there is one. ``t`` chooses its language."""
    of_page = quote(CHANGING, safe="")
    road, version = f"/{filled.road}", f"/{filled.versions[-1]}"
    found = {
        "home": "/",
        "everything": "/search",
        "results": "/search?q=" + quote("эмнэлэг"),
        "filtered": "/search?kind=article&language=en&since=2026-01-01&month=2026-01",
        "no results": "/search?q=nothingofthekind",
        "days": "/days",
        "day": "/day/2026-01-29",
        "empty day": "/day/1999-01-01",
        "about": "/about",
        "article": road,
        "Mongolian article": f"/{filled.clinic}",
        "headline": f"/{filled.headline}",
        "list": f"/{filled.front}",
        "capture": version,
        "replay": f"{road}/replay",
        "screenshot": f"{version}/screenshot",
        "metadata": f"{road}/metadata",
        "metadata of a capture": f"/{filled.front}/metadata",
        "files": f"{road}/files",
        "checks": f"{road}/check",
        "timeline": f"/captures?url={of_page}",
        "not captured": f"/captures?url={of_page}/other",
        "comparison": filled.comparison,
        "same comparison": _compared(*filled.ticks),
        "not found": "/nowhere",
        "not understood": "/day/yesterday",
    }
    return {name: f"{path}{'&' if '?' in path else '?'}lang={t.code}" for name, path in found.items()}


def _compared(before: str, after: str) -> str:
    return f"/{before}/compare/{after.rpartition('/')[2]}"
