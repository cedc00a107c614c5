"""TimeMaps (RFC 7089 §5): every memento of a URL, as link-format, JSON or CDXJ, in pages of at most 5,000.

Pure, but for what they are given: a page is written piece by piece, so that it is never in memory as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archiver.serve.memento.links import (
    FORMATS,
    LINK_FORMAT,
    field,
    link,
    memento_link,
    memento_url,
    target,
    timegate_url,
    timemap_url,
)
from archiver.serve.memento.moments import digits, http_date, iso_date
from archiver.serve.origins import Pair

if TYPE_CHECKING:
    from archiver.archive.browsing import Moment

PER_PAGE = 5_000


@dataclass(frozen=True)
class TimeMap:
    """One page, counted from 1, of the mementos of ``url``, which are ``every``: oldest first, at least one."""

    pair: Pair
    url: str
    every: Sequence[Moment]
    page: int = 1
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many there are."""
        return -(-len(self.every) // self.per_page)

    def part(self, page: int) -> Sequence[Moment]:
        """The mementos of a page."""
        return self.every[(page - 1) * self.per_page : page * self.per_page]

    def address(self, form: str, page: int | None = None) -> str:
        """URI-T of a page, of this one where none is named."""
        return timemap_url(self.pair, self.url, form, self.page if page is None else page)

    def relation(self, moment: Moment) -> str:
        """``memento``, and whether it is the first or the last of all."""
        names = (("first", self.every[0]), ("last", self.every[-1]))
        return " ".join([*(name for name, other in names if other is moment), "memento"])

    def headers(self, form: str) -> dict[str, str]:
        """Link: what this is a TimeMap of (RFC 7089 §5.1.2), and the pages beside this one."""
        links = [link(self.address(form), "timemap", type=FORMATS[form], anchor=target(self.url))]
        for rel, page in (("prev", self.page - 1), ("next", self.page + 1)):
            if 1 <= page <= self.pages:
                links.append(link(self.address(form, page), rel, type=FORMATS[form]))
        return {"Link": field(links)}


def as_links(page: TimeMap) -> Iterator[str]:
    """application/link-format (RFC 6690), as in figures 28 and 30 of RFC 7089."""
    yield link(page.url, "original")
    yield f",\n{link(timegate_url(page.pair, page.url), 'timegate')}"
    for number in (page.page, *(other for other in range(1, page.pages + 1) if other != page.page)):
        rel = "self" if number == page.page else "timemap"
        span = page.part(number)
        attributes = {"from": http_date(span[0].captured), "until": http_date(span[-1].captured)}
        yield f",\n{link(page.address('link', number), rel, type=LINK_FORMAT, **attributes)}"
    for moment in page.part(page.page):
        yield f",\n{memento_link(page.pair, moment, page.relation(moment))}"
    yield "\n"


def as_json(page: TimeMap) -> Iterator[str]:
    """The JSON of Memento aggregators; ``pages`` where there is more than one, ``first`` and ``last`` of all."""
    about = _about(page)
    if page.pages > 1:
        about["pages"] = {
            rel: _span(page, number)
            for rel, number in (("prev", page.page - 1), ("next", page.page + 1))
            if 1 <= number <= page.pages
        }
    ends = {"first": _entry(page, page.every[0]), "last": _entry(page, page.every[-1])}
    # The list is the last member of the last, so that it can be written entry by entry.
    yield f'{json.dumps(about)[:-1]}, "mementos": {json.dumps(ends)[:-1]}, "list": ['
    separator = "\n"
    for moment in page.part(page.page):
        yield separator + json.dumps(_entry(page, moment))
        separator = ",\n"
    yield "\n]}}\n"


def as_cdxj(page: TimeMap) -> Iterator[str]:
    """CDXJ as MemGator has it: a line a memento, behind its 14 digits."""
    yield f"!context {json.dumps(['http://tools.ietf.org/html/rfc7089'])}\n"
    yield f"!id {json.dumps({'uri': page.address('cdxj')})}\n"
    yield f"!keys {json.dumps(['memento_datetime_YYYYMMDDhhmmss'])}\n"
    for name, value in _about(page).items():
        yield f"!meta {json.dumps({name: value})}\n"
    for moment in page.part(page.page):
        entry = {
            "uri": memento_url(page.pair, moment),
            "rel": page.relation(moment),
            "datetime": http_date(moment.captured),
        }
        yield f"{digits(moment.captured)} {json.dumps(entry)}\n"


WRITERS: dict[str, Callable[[TimeMap], Iterator[str]]] = {"link": as_links, "json": as_json, "cdxj": as_cdxj}


def _about(page: TimeMap) -> dict[str, Any]:
    return {
        "original_uri": page.url,
        "timegate_uri": timegate_url(page.pair, page.url),
        "timemap_uri": {f"{form}_format": page.address(form) for form in FORMATS},
    }


def _span(page: TimeMap, number: int) -> dict[str, str]:
    span = page.part(number)
    return {
        "from": iso_date(span[0].captured),
        "until": iso_date(span[-1].captured),
        "uri": page.address("json", number),
    }


def _entry(page: TimeMap, moment: Moment) -> dict[str, str]:
    return {"datetime": iso_date(moment.captured), "uri": memento_url(page.pair, moment)}
