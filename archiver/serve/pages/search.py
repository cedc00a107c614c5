"""Searching, with filters that say how much each would leave."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.archive.typed import a_day, a_language, a_verdict
from archiver.catalog import Query
from archiver.catalog.counting import FACETS
from archiver.errors import BadIdentifier, BadInput, NotFound
from archiver.model import views
from archiver.model.capture import Capture
from archiver.model.items import Item
from archiver.serve.pages.captures import captures_path
from archiver.serve.render import asked_language, document, linking, marked, page, reading

PER_PAGE = 20
_LONGEST = 2_000  # characters of what is typed
_DEEPEST = 10_000  # rows that are leafed through
_WEB = re.compile(r"(?i)https?://\S+")
_ARK = re.compile(r"(?i)(?:https?://[^\s/]+/)?(ark:\S+)")
_NAMES = ("q", *FACETS, "since", "until")
_KINDS = ("article", "headline", "capture", "item")


@dataclass(frozen=True)
class Asked:
    """What the address of a search asks for. ``given``: what of it is not empty."""

    given: dict[str, str]
    offset: int

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Raises BadInput."""
        given = {name: request.query_params.get(name, "").strip()[:_LONGEST] for name in _NAMES}
        if given["kind"] not in ("", *_KINDS):
            raise BadInput(f"{given['kind']!r} is no kind: choose one of {', '.join(_KINDS)}")
        for name in ("since", "until", "month"):
            a_day(given[name] or None)
        a_language(given["language"] or None)
        a_verdict(given["verdict"] or None)
        offset = request.query_params.get("from", "0")
        if not (re.fullmatch(r"[0-9]{1,9}", offset) and int(offset) <= _DEEPEST):
            raise BadInput(f"from is a number up to {_DEEPEST:,}")
        return cls({name: value for name, value in given.items() if value}, int(offset))

    def query(self) -> Query:
        """The same for the catalog."""
        month = self.given.get("month")
        return Query(
            words=self.given.get("q"),
            kind=self.given.get("kind") or "item",
            outlet=self.given.get("outlet"),
            language=self.given.get("language"),
            verdict=self.given.get("verdict"),
            since=month or self.given.get("since"),
            until=month or self.given.get("until"),
            limit=PER_PAGE,
            offset=self.offset,
        )

    def address(self, path: str = "/search", **changed: Any) -> str:
        """The address with some of it changed; None takes away."""
        wanted = {name: value for name, value in {**self.given, **changed}.items() if value}
        return f"{path}?{urlencode(wanted)}" if wanted else path


def search(request: Request, archive: Archive) -> Response:
    """``/search?q=…``, or everything, newest first. An ID or a URL leads to its page. Raises BadIdentifier."""
    asked = Asked.of(request)
    if (place := _place(archive, asked.given.get("q", ""))) is not None:
        return RedirectResponse(linking(asked_language(request))(place), 302)
    found = browsing.search(archive, asked.query())
    view = _view(asked, found)
    return page(
        request,
        archive,
        "search.html",
        view=view,
        request_asked=asked,
        found=[_shown(archive, item, text) for item, text in zip(found.items, found.snippets, strict=True)],
        facets=[(name, view.facets.get(name, ())) for name in FACETS],
        chosen=[(name, asked.given[name]) for name in (*FACETS, "since", "until") if name in asked.given],
        previous=asked.address(**_from(max(0, asked.offset - PER_PAGE))) if asked.offset else None,
    )


def _place(archive: Archive, words: str) -> str | None:
    """Where what was typed leads to, where that is no search: an ID, as it is cited, or a web address.

    Raises BadIdentifier, NotFound for an ID that is not here.
    """
    is_web = _WEB.fullmatch(words) is not None
    if found := _ARK.fullmatch(words):
        with suppress(*((BadIdentifier, NotFound) if is_web else ())):  # an ARK of others is a web address
            archive.row(found[1])
            return f"/{archive.ark(found[1])}"
    return captures_path(words) if is_web else None


def search_json(request: Request, archive: Archive) -> Response:
    """``/search.json?q=…``."""
    asked = Asked.of(request)
    return document(_view(asked, browsing.search(archive, asked.query()), "/search.json").document())


class Hit(NamedTuple):
    """A result; its headline in pieces where the words stand in it, else a stretch of its text where they do.

    ``title``: of the article that a capture is of, else the page's own.
    """

    item: Capture | Item
    headline: list[tuple[bool, str]] | None = None
    stretch: list[tuple[bool, str]] | None = None
    title: str | None = None


def _shown(archive: Archive, item: Capture | Item, text: str | None) -> Hit:
    if isinstance(item, Capture):
        return Hit(item, title=browsing.title_of(archive, item))
    if not text:
        return Hit(item)
    pieces = marked(text)
    if "".join(piece for _, piece in pieces) == " ".join(item.data.headline.split()):
        return Hit(item, headline=pieces)
    return Hit(item, stretch=pieces)


def _view(asked: Asked, found: browsing.Found, path: str = "/search") -> views.Results:
    last = asked.offset + len(found.items)
    more = (last < found.total or not found.is_all) and len(found.items) == PER_PAGE and last <= _DEEPEST
    return views.Results(
        query=asked.given,
        total=found.total,
        isAll=found.is_all,
        offset=asked.offset,
        items=found.items,
        facets=tallies(found),
        next=asked.address(path, **_from(last)) if more else None,
    )


def tallies(found: browsing.Found) -> dict[str, tuple[views.Tally, ...]]:
    """Facet → its values and how many of the matches have each."""
    return {
        name: tuple(views.Tally(value=count.value, number=count.number) for count in counts)
        for name, counts in found.facets.items()
    }


def _from(offset: int) -> dict[str, Any]:
    return {"from": offset or None}


ROUTES = [Route("/search", reading(search)), Route("/search.json", reading(search_json))]
