"""The first page: a search box, the latest day as a digest, the newest captures. And what this archive promises."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.catalog import Query
from archiver.catalog.counting import FACETS
from archiver.model import views
from archiver.model.capture import Capture
from archiver.serve.pages.days import digest_view
from archiver.serve.pages.search import tallies
from archiver.serve.render import document, page, reading

_NEWEST = 8
_HEADLINES = 60  # of the latest day
_VALUES = 5  # of a facet
_DAYS = 400  # looked through for one with news


def home(request: Request, archive: Archive) -> Response:
    """``/``."""
    view = _overview(archive)
    return page(
        request,
        archive,
        "home.html",
        view=view,
        captures=[(capture, browsing.title_of(archive, capture)) for capture in view.captures],
        sections=view.latest.sections if view.latest else (),
        facets=[(name, view.facets.get(name, ())[:_VALUES]) for name in FACETS if name != "kind"],
    )


def home_json(request: Request, archive: Archive) -> Response:
    """``/index.json``."""
    del request
    return document(_overview(archive).document())


def about(request: Request, archive: Archive) -> Response:
    """``/about``."""
    return page(request, archive, "about.html")


def _overview(archive: Archive) -> views.Overview:
    captures = [found for found in browsing.newest(archive, _NEWEST, "capture") if isinstance(found, Capture)]
    latest = _latest_day(archive, captures[0].captured[:10]) if captures else None
    return views.Overview(
        archive=archive.folder.info,
        counts=archive.catalog.counts(),
        facets=tallies(browsing.search(archive, Query(kind="item", limit=1))),
        latest=digest_view(archive, latest, limit=_HEADLINES) if latest else None,
        captures=tuple(captures),
    )


def _latest_day(archive: Archive, captured: str) -> str | None:
    """The latest day with news. A date behind the newest capture is a page's mistake."""
    days = browsing.days(archive, until=captured, limit=_DAYS)
    return next((day.day for day in days if day.items), None)


ROUTES = [
    Route("/", reading(home)),
    Route("/index.json", reading(home_json)),
    Route("/about", reading(about)),
]
