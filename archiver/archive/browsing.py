"""What a reader browses: searches with facets, days, what stands beside an item.

Plain functions over ``Holdings``, each read from indices of the catalog; the values are frozen. Writes nothing.
All raise CannotStore where the catalog cannot be read, IntegrityFailed for a document that is damaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from archiver import inert
from archiver.archive.holdings import Holdings, document_of
from archiver.archive.snippets import snippet
from archiver.catalog import Query, counting, daily
from archiver.catalog.selecting import RANKED
from archiver.errors import BadInput
from archiver.model.capture import Capture
from archiver.model.items import Item

PAGE = 20  # rows of a search that says no limit
FARTHEST = 1_000_000  # row that a page of a list may start at


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


def bodies_of(holdings: Holdings, capture: Capture) -> tuple[str, ...]:
    """The other WARC files that hold bodies of a capture: those that were kept before, and not again (``revisit``)."""
    kept = (holdings.catalog.record(e.original.record) for e in capture.exchanges if e.original is not None)
    return tuple(sorted({row.warc for row in kept if row is not None} - {capture.warc}))
