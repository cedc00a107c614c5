"""TimeMaps (RFC 7089 §5): every memento of a URL, as link-format, JSON or CDXJ, in pages of at most 5,000.

Pure: of a page the URLs and times are in memory, and of the other pages the first and the last; it is written piece
by piece.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
    from archiver.archive.history import Memento, Mementos

PER_PAGE = 5_000


@dataclass(frozen=True)
class TimeMap:
    """One page, counted from 1, of the mementos of ``url``. ``found``: what is on it, and of every page its ends;
    at least one."""

    pair: Pair
    url: str
    found: Mementos
    page: int = 1

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.found.spans)

    @property
    def ends(self) -> tuple[Memento, Memento]:
        """The first memento of all, and the last."""
        return self.found.spans[0][0], self.found.spans[-1][1]

    def address(self, form: str, page: int | None = None) -> str:
        """URI-T of a page, of this one where none is named."""
        return timemap_url(self.pair, self.url, form, self.page if page is None else page)

    def relation(self, memento: Memento) -> str:
        """``memento``, and whether it is the first or the last of all."""
        names = zip(("first", "last"), self.ends, strict=True)
        return " ".join([*(name for name, other in names if other == memento), "memento"])

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
        start, end = page.found.spans[number - 1]
        attributes = {"from": http_date(start.captured), "until": http_date(end.captured)}
        yield f",\n{link(page.address('link', number), rel, type=LINK_FORMAT, **attributes)}"
    for memento in page.found.part:
        yield f",\n{memento_link(page.pair, memento, page.relation(memento))}"
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
    first, last = page.ends
    ends = {"first": _entry(page, first), "last": _entry(page, last)}
    # The list is the last member of the last, so that it can be written entry by entry.
    yield f'{json.dumps(about)[:-1]}, "mementos": {json.dumps(ends)[:-1]}, "list": ['
    separator = "\n"
    for memento in page.found.part:
        yield separator + json.dumps(_entry(page, memento))
        separator = ",\n"
    yield "\n]}}\n"


def as_cdxj(page: TimeMap) -> Iterator[str]:
    """CDXJ as MemGator has it: a line a memento, behind its 14 digits."""
    yield f"!context {json.dumps(['http://tools.ietf.org/html/rfc7089'])}\n"
    yield f"!id {json.dumps({'uri': page.address('cdxj')})}\n"
    yield f"!keys {json.dumps(['memento_datetime_YYYYMMDDhhmmss'])}\n"
    for name, value in _about(page).items():
        yield f"!meta {json.dumps({name: value})}\n"
    for memento in page.found.part:
        entry = {
            "uri": memento_url(page.pair, memento),
            "rel": page.relation(memento),
            "datetime": http_date(memento.captured),
        }
        yield f"{digits(memento.captured)} {json.dumps(entry)}\n"


WRITERS: dict[str, Callable[[TimeMap], Iterator[str]]] = {"link": as_links, "json": as_json, "cdxj": as_cdxj}


def _about(page: TimeMap) -> dict[str, Any]:
    return {
        "original_uri": page.url,
        "timegate_uri": timegate_url(page.pair, page.url),
        "timemap_uri": {f"{form}_format": page.address(form) for form in FORMATS},
    }


def _span(page: TimeMap, number: int) -> dict[str, str]:
    start, end = page.found.spans[number - 1]
    return {
        "from": iso_date(start.captured),
        "until": iso_date(end.captured),
        "uri": page.address("json", number),
    }


def _entry(page: TimeMap, memento: Memento) -> dict[str, str]:
    return {"datetime": iso_date(memento.captured), "uri": memento_url(page.pair, memento)}
