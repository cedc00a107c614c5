"""The captures of a page in the course of time: what changed, what is closest to a moment, which are mementos.

Plain functions over ``Holdings``, each read from indices of the catalog; the values are frozen. Writes nothing.
All raise CannotStore where the catalog cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from archiver.archive.holdings import Holdings
from archiver.catalog import Catalog, pages
from archiver.catalog.pages import Visit
from archiver.catalog.values import page_key

# Labels under a country's that sites are registered below, as in news.co.uk and ub.gov.mn.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "go", "ne", "net", "or", "org"})
Change = Literal["first", "changed", "unchanged", "failed"]


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
