"""Headings and titles: which one the article is shown under, and titles without the site's name, by position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import islice

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Candidate, Found, Reader
from archiver.extract.articles.headlines import UNMARKED
from archiver.extract.articles.labels import label, labelled
from archiver.extract.articles.regions import Regions
from archiver.extract.page_title import title_element
from archiver.page.page import Node

_SEPARATOR = re.compile(r"\s+[-–—―|｜·•・:»«/~]+\s+|\s*[|｜┃»«：:_]\s*")
_LONG = 400
_AROUND_NAME = re.compile(rf"^(?:{rules.BEFORE_SITE})?(.+?)(?:{rules.AFTER_SITE})?$")
_HEADLINE = re.compile(rules.HEADLINE_CLASS)  # of lower-case words


def core(title: str, regions: Regions) -> tuple[int, int]:
    """A title without the site's name before or after it, by position.

    A part is taken off only if it is the site's name or host, or what is left equals a heading.
    """
    return _core(title, regions, regions.heading_names)


def without_site(title: str, regions: Regions) -> tuple[int, int]:
    """As ``core``, but nothing is taken off except the site's name or host: the rest is as it was stated."""
    return _core(title, regions, set())


def _core(title: str, regions: Regions, headings: Set[str]) -> tuple[int, int]:
    start, end = 0, len(title)
    if end > rules.MAX_TITLE:
        return start, end
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        left, right = title[: separator.start()], title[separator.end() : end]
        if names.flat(left) and (is_site(right, regions) or names.flat(left) in headings):
            end = separator.start()
    for separator in _SEPARATOR.finditer(title, 0, end):
        left, right = title[start : separator.start()], title[separator.end() : end]
        if names.flat(right) and (is_site(left, regions) or names.flat(right) in headings):
            start = separator.end()
    return start, end


def is_site(part: str, regions: Regions) -> bool:
    """True for the site's name or host, with or without an article before it or ``News`` after it."""
    flat = names.flat(part)
    if flat in regions.site_names:
        return True
    match = _AROUND_NAME.match(flat)
    return match is not None and len(match[1]) > 2 and match[1] in regions.site_names


def likeness(text: str, titles: Iterable[str]) -> float:
    """The share of the letter pairs of ``text`` that stand in any of ``titles``: 0 to 1, any script."""
    pairs = _pairs(text)
    known = frozenset[str]().union(*map(_pairs, titles))
    return len(pairs & known) / len(pairs) if pairs else 0.0


def _is_alike(text: str, titles: list[str]) -> bool:
    """True where a heading says what a title says, or all of a title and more.

    The few letter pairs of a short one stand in many titles: it has to be in one whole.
    """
    flat = names.flat(text)
    alike = likeness(text, titles) >= rules.HEADLINE_LIKENESS
    if alike and (len(flat) >= rules.LEAST_TITLE or any(flat in names.flat(title) for title in titles)):
        return True
    return any(
        len(names.flat(title)) >= rules.LEAST_TITLE and likeness(title, [text]) >= rules.TITLE_LIKENESS
        for title in titles
    )


def _pairs(text: str) -> frozenset[str]:
    return _pairs_of(text[: rules.MAX_TITLE])


@lru_cache(maxsize=256)
def _pairs_of(text: str) -> frozenset[str]:
    flat = names.flat(text)
    return frozenset(flat[i : i + 2] for i in range(len(flat) - 1))


# -- what the page shows --------------------------------------------------------------------------------


def read_titles(reader: Reader, regions: Regions) -> Found:
    """The headings that may be the article's, and the page's ``title``."""
    found = Found()
    for candidate in _headlines(reader, regions):
        found.add("headline", candidate)
    return found


def displayed_headline(reader: Reader, regions: Regions) -> Candidate | None:
    """The ``h1`` the article is shown under."""
    inside = [heading for heading in regions.headings if not regions.is_outside(heading)] or regions.headings
    if not inside:
        return None
    title = names.flat(_title_text(regions))
    stated = {names.flat(m.get("content", "")) for m in _stated_titles(regions)}
    best = max(
        inside,
        key=lambda h: (
            names.flat(regions.text(h)) in title and title != "",
            names.flat(regions.text(h)) in stated,
            not _is_link(h),
            bool(_HEADLINE.search(label(h).lower())),
        ),
    )
    titles = [_title_text(regions), *(m.get("content", "") for m in _stated_titles(regions))]
    confirmed = _is_alike(regions.text(best), titles) and not _is_site(regions, best, title)
    part = regions.stated_part(best) if best.tag == "h1" else None
    rule = UNMARKED if best.tag != "h1" else "h1 as titled" if confirmed or part is not None else "h1"
    return reader.candidate(reader.page.at_element(best if part is None else part), "html", rule)


def _is_link(heading: Node) -> bool:
    """A link and no more: to another page."""
    if next(heading.iterancestors("a"), None) is not None:
        return True
    return len(heading) == 1 and heading[0].tag == "a" and not (heading.text or "").strip()


def _is_site(regions: Regions, heading: Node, title: str) -> bool:
    """True for a part of the title behind another heading: that is the headline, this the site or its department.

    It stands before the other and is the shorter of the two or a link; else the other is a kicker.
    """
    flat = names.flat(regions.text(heading))
    leads = _is_link(heading)
    parts = {names.flat(part) for part in _SEPARATOR.split(_title_text(regions)[: rules.MAX_TITLE])}
    if not flat or title.startswith(flat) or not (leads or flat in parts or title.endswith(flat)):
        return False
    other = _second_heading(regions, title)
    if (
        other is None
        or regions.position(other) < regions.position(heading)
        or (_is_link(other) and not leads)
    ):
        return False
    first = names.flat(regions.text(other))
    return title.startswith(first) and (leads or len(first) > len(flat))


def _second_heading(regions: Regions, title: str) -> Node | None:
    """The first ``h2`` or ``h3`` that the page's title repeats."""
    for node in regions.elements.in_body("h2", "h3")[: rules.MAX_VISIBLE]:
        flat = names.flat(regions.text(node))
        if len(flat) >= 20 and flat in title and not regions.is_outside(node):
            return node
    return None


def _headlines(reader: Reader, regions: Regions) -> Iterator[Candidate | None]:
    yield displayed_headline(reader, regions)
    title = names.flat(_title_text(regions))
    for node in labelled(regions, _HEADLINE, ("h1", "h2", "h3", "div", "span", "p")):
        text = regions.text(node)
        # What the title holds, it holds from its beginning on.
        if len(text) > _LONG and names.flat(text[:_LONG]) not in title:
            continue
        flat = names.flat(text)
        if 10 <= len(flat) <= 300 and flat in title:
            yield reader.candidate(reader.page.at_element(node), "html", "class:headline")
            break
    second = _second_heading(regions, title)
    if second is not None:
        yield reader.candidate(reader.page.at_element(second), "html", "h2 as titled")
    own = title_element(regions.page)
    if own is not None and (text := regions.text(own)):
        yield reader.candidate(reader.page.at_element(own, *core(text, regions)), "html", "title")


def states_title(meta: Node) -> bool:
    """True for the titles that a page states for sharing."""
    return meta.get("property") == "og:title" or meta.get("name") == "twitter:title"


def _stated_titles(regions: Regions) -> list[Node]:
    return list(islice(filter(states_title, regions.elements.tagged("meta")), 2))


def _title_text(regions: Regions) -> str:
    own = title_element(regions.page)
    return regions.text(own) if own is not None else ""
