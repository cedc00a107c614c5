"""The score of a reading of list pages against their truth.

An item found is matched with the true one of the same address, or of the same headline where one of them has no
address. A true item found again (as in a box of most read ones) counts once. What matches only an optional item
counts neither way, nor does an article that the page itself is read as. Fields are counted on matched items
only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.quality.compare import address, same_date, title
from tests.quality.lists.model import Entry, Listing
from tests.quality.tally import Tally

Found = dict[str, Any]
"""An item as read: ``kind`` and the item's data."""


@dataclass
class Matching:
    """Which item found is which true one; ``extra`` are true of nothing."""

    pairs: list[tuple[Found, int]] = field(default_factory=list)
    extra: list[Found] = field(default_factory=list)
    repeated: int = 0


def score_lists(read: Sequence[tuple[Listing, Sequence[Found]]]) -> Tally:
    """The score of a set. Its fields: items, headline, url, date, order, list; ``no list``: pages rightly read as
    holding none.
    """
    tally = Tally()
    for page, found in read:
        if page.entries:
            _score(tally, page, match(page, found))
        else:
            heads = [item for item in found if item["kind"] == "headline"]
            said = [item.get("headline") for item in heads] or None
            tally.add(page.name, "no list", "nothing", said, not heads)
    return tally


def match(page: Listing, found: Sequence[Found]) -> Matching:
    """Match what was found, in the order it was found."""
    result, free = Matching(), set(range(len(page.entries)))
    for item in found:
        alike = [n for n, entry in enumerate(page.entries) if _alike(item, entry)]
        alike.sort(key=lambda n: title(page.entries[n].headline) != title(item.get("headline")))
        if open_ := [n for n in alike if n in free]:
            free.discard(open_[0])
            result.pairs.append((item, open_[0]))
        elif alike:
            result.repeated += 1
        elif not any(
            _alike(item, entry) or _same_title(item, entry) for entry in page.optional
        ) and not _is_page_itself(item, page):
            result.extra.append(item)
    return result


def _alike(item: Found, entry: Entry) -> bool:
    if item.get("url") and entry.url:
        return address(item["url"]) == address(entry.url)
    return _same_title(item, entry)


def _same_title(item: Found, entry: Entry) -> bool:
    truths = {title(text) for text in (entry.headline, *entry.also_headlines)}
    return title(item.get("headline")) in truths - {""}


def _is_page_itself(item: Found, page: Listing) -> bool:
    return item["kind"] == "article" and address(item.get("url") or page.url) == address(page.url)


def _score(tally: Tally, page: Listing, matching: Matching) -> None:
    for item in matching.extra:
        tally.add(page.name, "items", None, (item.get("headline"), item.get("url")), right=False)
    matched = {number for _, number in matching.pairs}
    for number, entry in enumerate(page.entries):
        tally.add(page.name, "items", (entry.headline, entry.url), None, number in matched)
    for item, number in matching.pairs:
        _fields(tally, page.name, page.entries[number], item)
    for (item, one), (following, other) in pairwise(matching.pairs):
        tally.add(page.name, "order", None, f"{other} after {one}", one < other)
        _lists(tally, page, (one, item), (other, following))


def _lists(tally: Tally, page: Listing, one: tuple[int, Found], other: tuple[int, Found]) -> None:
    """On a page of several named lists: whether two neighbours are told apart, or not, as their lists are."""
    sections = [page.entries[number].section for number, _ in (one, other)]
    if len({entry.section for entry in page.entries}) > 1:
        apart = one[1].get("isPartOf") != other[1].get("isPartOf")
        tally.add(page.name, "list", sections, apart, apart == (sections[0] != sections[1]))


def _fields(tally: Tally, page: str, entry: Entry, item: Found) -> None:
    truths = {title(text) for text in (entry.headline, *entry.also_headlines)}
    tally.add(page, "headline", entry.headline, item.get("headline"), title(item.get("headline")) in truths)
    url = item.get("url")
    if entry.url or url:
        tally.add(page, "url", entry.url, url, bool(entry.url) and address(url) == address(entry.url))
    date = item.get("datePublished")
    if entry.date:
        tally.add(
            page, "date", entry.date, date, any(same_date(date, d) for d in (entry.date, *entry.also_dates))
        )
    elif date and not entry.also_dates:
        tally.add(page, "date", None, (entry.headline, date), right=False)
