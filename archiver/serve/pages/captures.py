"""The captures of one URL: a timeline and a calendar; or that there are none, and what is next to it."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import history
from archiver.archive.archive import Archive
from archiver.archive.typed import wanted_url
from archiver.model import views
from archiver.model.origin import URL_AS_GIVEN
from archiver.serve.memento import links
from archiver.serve.origins import Pair
from archiver.serve.pages.days import Mark, calendars
from archiver.serve.render import document, page, reading
from archiver.serve.site import pair_of

_LISTED = 1_000  # captures of one page; TimeMaps list all


def captures(request: Request, archive: Archive) -> Response:
    """``/captures?url=…``."""
    view = timeline_view(request, archive)
    if not view.captures:
        return page(request, archive, "missing.html", 404, view=view)
    return page(request, archive, "captures.html", view=view, months=calendars(_marks(view)))


def captures_json(request: Request, archive: Archive) -> Response:
    """``/captures.json?url=…``."""
    view = timeline_view(request, archive)
    return document(view.document(), 200 if view.captures else 404)


def timeline_view(request: Request, archive: Archive) -> views.Timeline:
    """The timeline of the URL that a request asks for. Raises BadUrl."""
    pair = pair_of(request)
    url = wanted_url(request.query_params.get("url", ""))
    found = history.timeline(archive, url, _LISTED)
    near = () if found else history.nearest(archive, url)
    return views.Timeline(
        url=url,
        timegate=links.timegate_url(pair, url),
        timemap=links.timemap_url(pair, url),
        total=history.how_often(archive, url),
        captures=tuple(visit(pair, moment) for moment in found),
        nearest=tuple(visit(pair, moment) for moment in near),
    )


def visit(pair: Pair, moment: history.Moment) -> views.Visit:
    """A moment as it stands in documents."""
    return views.Visit(
        id=moment.id,
        url=moment.url,
        captured=moment.captured,
        verdict=moment.verdict,
        change=moment.change,
        items=moment.items,
        status=moment.status,
        sha256=moment.sha256,
        memento=None if moment.given else links.memento_url(pair, moment),
        origin=URL_AS_GIVEN if moment.given else None,
    )


def captures_path(url: str) -> str:
    """The address of a page's timeline."""
    return f"/captures?{urlencode({'url': url})}"


def _marks(view: views.Timeline) -> list[Mark]:
    by_day: dict[str, list[views.Visit]] = defaultdict(list)
    for one in view.captures:
        by_day[one.captured[:10]].append(one)
    return [
        Mark(
            day,
            f"/{visits[-1].id}",
            len(visits),
            is_much=any(one.change in ("first", "changed") for one in visits),
            is_failed=all(one.change == "failed" for one in visits),
        )
        for day, visits in by_day.items()
    ]


ROUTES = [Route("/captures", reading(captures)), Route("/captures.json", reading(captures_json))]
