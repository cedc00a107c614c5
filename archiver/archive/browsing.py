"""What a reader browses: searches with facets, days, the captures of a page, what stands beside an item.

Plain functions over ``Holdings``, each read from indices of the catalog; the values are frozen. Writes nothing.
All raise CannotStore where the catalog cannot be read, IntegrityFailed for a document that is damaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from archiver import inert
from archiver.archive.checks import Check, Checks, events, last_checks
from archiver.archive.holdings import Holdings, document_of
from archiver.archive.snippets import snippet
from archiver.catalog import Catalog, Query, counting, daily, pages
from archiver.catalog.pages import Visit
from archiver.catalog.selecting import RANKED
from archiver.catalog.values import page_key
from archiver.errors import BadInput
from archiver.model.capture import Capture
from archiver.model.items import Item

__all__ = [
    "Around",
    "Beside",
    "Check",
    "Checks",
    "Count",
    "Day",
    "Found",
    "Memento",
    "Mementos",
    "Moment",
    "Neighbour",
    "Section",
    "around",
    "around_mementos",
    "beside",
    "days",
    "days_beside",
    "digest",
    "events",
    "files_of",
    "how_often",
    "last_checks",
    "mementos",
    "nearest",
    "newest",
    "search",
    "timeline",
    "title_of",
]

PAGE = 20  # rows of a search that says no limit
FARTHEST = 1_000_000  # row that a page of a list may start at
# Labels under a country's that sites are registered below, as in news.co.uk and ub.gov.mn.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "go", "ne", "net", "or", "org"})
Change = Literal["first", "changed", "unchanged", "failed"]


@dataclass(frozen=True)
class Count:
    """A value of a facet, and how many of the matches have it."""

    value: str
    number: int


@dataclass(frozen=True)
class Found:
    """One page of what a query found. ``is_all`` is False where more match than the ``total`` that was counted.

    ``snippets``: for each of the items where the words stand, marked by U+0002 and U+0003; None without a hit.
    """

    items: tuple[Capture | Item, ...]
    snippets: tuple[str | None, ...]
    total: int
    is_all: bool
    facets: dict[str, tuple[Count, ...]]


@dataclass(frozen=True)
class Moment:
    """A capture in the timeline of its page. ``sha256``: in hex, of the page's entity. ``items``: how many.

    ``change``: against the last capture before it that did not fail. ``answered``: something came from the URL, of
    whatever status. ``given``: a file of the user's, under the URL that the user gave.
    """

    id: str
    url: str
    captured: str
    verdict: str
    status: int | None
    sha256: str | None
    items: int
    change: Change
    answered: bool
    given: bool = False


class Memento(NamedTuple):
    """What a list of mementos names of one: its URL, and when it was captured."""

    url: str
    captured: str


@dataclass(frozen=True)
class Mementos:
    """A page of the mementos of a URL. ``part``: those of it. ``spans``: first and last of every page there is."""

    part: tuple[Memento, ...]
    spans: tuple[tuple[Memento, Memento], ...]


@dataclass(frozen=True)
class Around:
    """The captures of a page around a moment; ``previous`` and ``next`` are the neighbours of ``closest``."""

    first: Moment | None
    last: Moment | None
    closest: Moment | None
    previous: Moment | None
    next: Moment | None


@dataclass(frozen=True)
class Day:
    """How many items were published (or else captured) on a day, and how many captures were made."""

    day: str
    items: int
    captures: int


@dataclass(frozen=True)
class Section:
    """The headlines of one outlet on a day."""

    outlet: str
    headlines: tuple[Item, ...]


class Neighbour(NamedTuple):
    """An item beside another."""

    id: str
    headline: str


@dataclass(frozen=True)
class Beside:
    """What stands before and after an item in its capture."""

    previous: Neighbour | None
    next: Neighbour | None


def search(holdings: Holdings, query: Query) -> Found:
    """The rows of a query from ``offset``, at most ``limit`` (20), with what of its matches there is how often.

    At most the latest 2,000 matches are counted, and with words ranked and given. Each facet is counted without
    its own filter (``month``: without ``since``, ``until`` and ``day``). Raises BadInput for more words than can be
    searched for, and for a page that cannot be.
    """
    limit = PAGE if query.limit is None else query.limit
    if not (0 < limit <= RANKED and 0 <= query.offset <= FARTHEST):
        raise BadInput(f"a page has 1 to {RANKED:,} rows, and starts at 0 to {FARTHEST:,}")
    if query.words is not None:
        limit = max(0, min(limit, RANKED - query.offset))
    query = replace(query, limit=limit)
    counted = counting.count(holdings.catalog, query)
    items = tuple(map(document_of, holdings.catalog.select(query))) if limit else ()
    marked = tuple(snippet(item, query.words) if query.words else None for item in items)
    facets = {name: tuple(Count(*pair) for pair in pairs) for name, pairs in counted.facets.items()}
    total = max(counted.total, query.offset + len(items) if items else 0)
    return Found(items, marked, total, counted.is_all, facets)


def newest(holdings: Holdings, limit: int, kind: str | None = None) -> tuple[Capture | Item, ...]:
    """The latest captures and items (of a kind, as in ``Query``), newest captures first, in page order."""
    return tuple(holdings.select(Query(kind=kind, limit=limit)))


# -- the captures of a page ------------------------------------------------------------------------------


def timeline(holdings: Holdings, url: str, limit: int | None = None) -> tuple[Moment, ...]:
    """The captures of a page, oldest first; of more than ``limit`` the newest.

    Of one page are URLs with the same SURT: scheme and ``www.`` do not matter. ``ni:`` names match exactly.
    """
    key = page_key(url)
    visits = pages.visits(holdings.catalog, key, limit)
    is_cut = bool(visits) and len(visits) == limit
    last = pages.earlier(holdings.catalog, key, visits[0], came=True) if is_cut else None
    found = []
    for visit in visits:
        found.append(_told(visit, last))
        last = last if visit.failed else visit
    return tuple(found)


def how_often(holdings: Holdings, url: str) -> int:
    """How many captures of a page there are, all told."""
    return pages.count(holdings.catalog, page_key(url))


def _moment(holdings: Holdings, visit: Visit) -> Moment:
    return _told(visit, pages.earlier(holdings.catalog, page_key(visit.url), visit, came=True))


def _told(visit: Visit, last: Visit | None) -> Moment:
    """``last``: the last capture before it that did not fail."""
    change: Change = "failed" if visit.failed else "first"
    if last is not None and not visit.failed:
        change = "unchanged" if last.sha256 == visit.sha256 else "changed"
    return Moment(
        *(visit.id, visit.url, visit.captured, visit.verdict, visit.status, visit.sha256, visit.items),
        change,
        bool(visit.answered),
        bool(visit.given),
    )


def around(holdings: Holdings, url: str, moment: datetime) -> Around:
    """First, last and closest capture of a page, and the closest's neighbours (RFC 7089 §2.2). ``moment``: in UTC
    where it has no zone. What is closest is told in whole seconds, as URI-Ms have them: of two as close it is the
    earlier, of several in one second the first.
    """
    key, catalog = page_key(url), holdings.catalog
    oldest, latest = pages.first(catalog, key), pages.last(catalog, key)
    if oldest is None or latest is None:
        return Around(None, None, None, None, None)
    closest = _closest(catalog, key, _in_utc(moment))
    before, after = pages.earlier(catalog, key, closest), pages.later(catalog, key, closest)
    places = (oldest, latest, closest, before, after)
    told = [_moment(holdings, visit) if visit is not None else None for visit in places]
    return Around(*told)


def _closest(catalog: Catalog, key: str, moment: datetime) -> Visit:
    bound = moment.isoformat(timespec="seconds")[:19]  # sorts before each instant of that second
    before, after = pages.last(catalog, key, bound), pages.first(catalog, key, bound)
    if before is None or (after is not None and _second(after) - moment < moment - _second(before)):
        found = after
    else:
        found = pages.first(catalog, key, before.captured[:19])
    assert found is not None  # there is one at least
    return found


def _in_utc(moment: datetime) -> datetime:
    moment = moment.replace(microsecond=0, tzinfo=moment.tzinfo or UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # at either end of the calendar
        return moment.replace(tzinfo=UTC)


def _second(visit: Visit) -> datetime:
    return datetime.fromisoformat(visit.captured[:19]).replace(tzinfo=UTC)


def mementos(holdings: Holdings, url: str, page: int, per_page: int) -> Mementos:
    """One page, counted from 1, of the captures of a page that were answered (RFC 7089 §5), oldest first; of several
    of one URL in one second the first. A page that there is not is empty. Memory is bounded by ``per_page`` and the
    number of pages.
    """
    found = pages.mementos(holdings.catalog, page_key(url), page, per_page)
    told = {one.number: Memento(one.url, one.captured) for one in found}
    total = found[-1].total if found else 0
    spans = ((told[start], told[min(start + per_page - 1, total)]) for start in range(1, total + 1, per_page))
    part = (
        told[number] for number in range((page - 1) * per_page + 1, page * per_page + 1) if number in told
    )
    return Mementos(tuple(part), tuple(spans))


def around_mementos(holdings: Holdings, url: str, moment: datetime) -> Around:
    """As ``around``, of what ``mementos`` lists."""
    key, second = page_key(url), _in_utc(moment).isoformat()[:19]
    wanted, found = pages.closest(holdings.catalog, key, second)
    told = {number: _moment(holdings, visit) for number, visit in found.items()}
    return Around(
        told.get(min(told, default=0)),
        told.get(max(told, default=0)),
        told.get(wanted),
        told.get(wanted - 1),
        told.get(wanted + 1),
    )


def nearest(holdings: Holdings, url: str, limit: int = 10) -> tuple[Moment, ...]:
    """For a page that was not captured: the newest capture of each page next to it, those most like it first.

    Of the same host by SURT; of the same site, without its subdomains, where there is none.
    """
    key = page_key(url)
    host, closing, _ = key.partition(")")
    if not closing:
        return ()
    near = pages.beside(holdings.catalog, key, f"{host})", limit)
    if not near:
        site = _site(host)
        near = [
            *pages.beside(holdings.catalog, key, f"{site})", limit),
            *pages.beside(holdings.catalog, key, f"{site},", limit),
        ][:limit]
    found = (pages.last(holdings.catalog, surt) for surt in near)
    return tuple(_moment(holdings, visit) for visit in found if visit is not None)


def _site(host: str) -> str:
    """The registrable part of a host in SURT order, as well as it can be told without a public suffix list."""
    labels = host.partition(":")[0].split(",")
    under_country = len(labels) > 2 and len(labels[0]) == 2 and labels[1] in _SECOND_LEVEL
    return ",".join(labels[: 3 if under_country else 2])


# -- days ------------------------------------------------------------------------------------------------


def days(
    holdings: Holdings, since: str | None = None, until: str | None = None, limit: int | None = None
) -> tuple[Day, ...]:
    """Days on which something was published (or else captured), newest first. A date that names no day is left out."""
    return tuple(Day(*row) for row in daily.days(holdings.catalog, since, until, limit))


def days_beside(holdings: Holdings, day: str) -> tuple[str | None, str | None]:
    """Of the days that ``days`` gives the one before ``day`` and the one after it."""
    return daily.beside(holdings.catalog, day)


def digest(
    holdings: Holdings, day: str, language: str | None = None, limit: int = 500
) -> tuple[Section, ...]:
    """What was published (or else captured) on a day, by outlet, the one with most headlines first.

    The same headline with the same link is there once, as it was captured first. Of more than ``limit`` each outlet
    keeps its first ones. Items without outlet stand under "".
    """
    by_outlet: dict[str, list[int]] = {}
    for rowid, outlet in daily.headlines(holdings.catalog, day, language):
        by_outlet.setdefault(outlet or "", []).append(rowid)
    sections = sorted(by_outlet.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ranked = sorted((rank, rowid) for _, rowids in sections for rank, rowid in enumerate(rowids))
    documents = {
        rowid: document_of(row)
        for rowid, row in daily.rows(holdings.catalog, [rowid for _, rowid in ranked[:limit]])
    }
    told = (
        (outlet, [documents[rowid] for rowid in rowids if rowid in documents]) for outlet, rowids in sections
    )
    return tuple(
        Section(outlet, tuple(i for i in items if not isinstance(i, Capture)))
        for outlet, items in told
        if items
    )


# -- one capture or item ---------------------------------------------------------------------------------


def beside(holdings: Holdings, item: Item, capture: Capture) -> Beside:
    """What stands before and after an item in its capture, in the order of its page."""
    order = capture.items
    if item.id not in order:
        return Beside(None, None)
    place = order.index(item.id)
    before, after = order[max(0, place - 1) : place], order[place + 1 : place + 2]
    return Beside(_neighbour(holdings, before), _neighbour(holdings, after))


def _neighbour(holdings: Holdings, ids: Iterable[str]) -> Neighbour | None:
    found = ((ark, holdings.catalog.title(ark)) for ark in ids)
    return next((Neighbour(ark, title[1]) for ark, title in found if title is not None), None)


def title_of(holdings: Holdings, capture: Capture) -> str | None:
    """The headline of the article that a captured page is, else what the page calls itself.

    None for what has no title, or was not read.
    """
    titles = (
        holdings.catalog.title(ark) for ark in capture.items[:1]
    )  # an article comes before what is beside it
    own = capture.extraction.title if capture.extraction else None
    headlines = (title[1] for title in titles if title is not None and title[0] == "article")
    return next(headlines, own.shown if own and inert.one_line(own.text) else None)


def files_of(holdings: Holdings, capture: Capture) -> tuple[str, ...]:
    """The WARC files that hold a capture's records, its manifest and its items in all versions, oldest first."""
    imported = {capture.imported.file} if capture.imported else set()
    return tuple(sorted({*holdings.catalog.files_about(capture.id), *imported}))
