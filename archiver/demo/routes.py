"""Every address of the demo site, as a table of data. No behaviour: ``site`` serves it.

Paths are unquoted; a file is named relative to ``files/``.
"""

from __future__ import annotations

from dataclasses import dataclass

HTML = "text/html"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
XML = "application/xml"
TEXT = "text/plain"


@dataclass(frozen=True)
class Route:
    """One address and its answer.

    ``charset`` None marks bytes served as they stand; any other file is a template in UTF-8, encoded to
    ``charset`` with character references for what it lacks. ``coding`` is sent whatever the client accepts.
    """

    path: str
    file: str | None = None
    media: str = HTML
    charset: str | None = "utf-8"
    status: int = 200
    coding: str | None = None
    chunked: bool = False
    location: str | None = None


def _page(path: str, file: str) -> Route:
    return Route(path, f"pages/{file}.html")


def _static(name: str, media: str, charset: str | None = None) -> Route:
    return Route(f"/static/{name}", f"static/{name}", media, charset)


_ROAD = "pages/en-winter-road-tosontsengel.html"
_FELT = "pages/en-archive-felt-school.html"

ROUTES: tuple[Route, ...] = (
    _page("/", "front"),
    _page("/about", "about"),
    _page("/section/country", "section-country"),
    _page("/section/climate", "section-climate"),
    _page("/section/business", "section-business"),
    _page("/section/culture", "section-culture"),
    # articles
    Route("/en/2026/01/29/winter-road-tosontsengel", _ROAD),
    _page("/en/business/cashmere-season", "en-business-cashmere-season"),
    Route("/en/archive/felt-school.html", _FELT),
    _page("/mn/2026/01/29/zain-onoshilgoo", "mn-zain-onoshilgoo"),
    _page("/mn/мэдээ/тал-нутгийн-цас", "mn-snow"),
    Route("/mn/soyol/ul-boov.html", "pages/mn-soyol-ul-boov.html", charset="windows-1251"),
    # briefs
    _page("/en/brief/dorvoljin-line", "en-brief-dorvoljin-line"),
    _page("/en/brief/library-bus", "en-brief-library-bus"),
    _page("/en/brief/night-sky-park", "en-brief-night-sky-park"),
    _page("/en/brief/school-hours", "en-brief-school-hours"),
    _page("/en/brief/lake-ice", "en-brief-lake-ice"),
    _page("/en/brief/railway-apprentices", "en-brief-railway-apprentices"),
    _page("/en/brief/spring-survey", "en-brief-spring-survey"),
    _page("/mn/tovch/dorvoljin-shugam", "mn-tovch-dorvoljin-shugam"),
    _page("/mn/tovch/nomyn-avtobus", "mn-tovch-nomyn-avtobus"),
    _page("/mn/tovch/hicheeliin-tsag", "mn-tovch-hicheeliin-tsag"),
    _page("/mn/tovch/nuuryn-mos", "mn-tovch-nuuryn-mos"),
    _page("/mn/tovch/dagaldan", "mn-tovch-dagaldan"),
    _page("/mn/tovch/nooluur-jin", "mn-tovch-nooluur-jin"),
    _page("/mn/tovch/bulgiin-toollogo", "mn-tovch-bulgiin-toollogo"),
    # feeds and lists
    Route("/feed.xml", "feeds/feed.xml", RSS),
    Route("/atom.xml", "feeds/atom.xml", ATOM),
    Route("/feed.json", "feeds/feed.json", JSON_FEED),
    Route("/news-sitemap.xml", "feeds/news-sitemap.xml", XML),
    Route("/digest.txt", "feeds/digest.txt", TEXT),
    Route("/robots.txt", "static/robots.txt", TEXT),
    # what a crawler meets
    Route("/latest", status=302, location="/en/2026/01/29/winter-road-tosontsengel"),
    Route("/encoded/gzip", _ROAD, coding="gzip"),
    Route("/encoded/br", _ROAD, coding="br"),
    Route("/encoded/zstd", _ROAD, coding="zstd"),
    Route("/chunked", _FELT, chunked=True),
    _page("/ticker", "ticker"),
    _page("/closed/notes", "closed"),
    Route("/empty"),
    Route("/binary", "static/blob.bin", "application/octet-stream", None),
    Route("/missing", "pages/404.html", status=404),
    Route("/broken", "pages/500.html", status=500),
    # requisites
    Route("/favicon.ico", "static/favicon.ico", "image/x-icon", None),
    _static("paper.css", "text/css", "utf-8"),
    _static("type.css", "text/css", "utf-8"),
    _static("relay.js", "text/javascript", "utf-8"),
    _static("img/emblem.svg", "image/svg+xml"),
    _static("img/meander.svg", "image/svg+xml"),
    _static("img/winter-road.png", "image/png"),
    _static("img/winter-road-480.webp", "image/webp"),
    _static("img/felt.png", "image/png"),
    _static("img/clinic.png", "image/png"),
    _static("img/goats.webp", "image/webp"),
    _static("img/boov.webp", "image/webp"),
    _static("img/night-sky.svg", "image/svg+xml"),
    _static("img/lake-ice.svg", "image/svg+xml"),
    _static("img/snow-horses.svg", "image/svg+xml"),
)

NOT_FOUND = Route("", "pages/404.html", status=404)

# What `archiver demo` captures beside the front page: with JSON-LD, bare HTML, two in Mongolian, one windows-1251.
SHOWN = (
    "/en/2026/01/29/winter-road-tosontsengel",
    "/en/archive/felt-school.html",
    "/mn/2026/01/29/zain-onoshilgoo",
    "/mn/soyol/ul-boov.html",
)
