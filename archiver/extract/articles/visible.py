"""Values from what readers see: headings, the title, bylines, dates beside the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.microdata import named
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.titles import core, likeness
from archiver.model.provenance import TextPositionSelector, TextQuoteSelector
from archiver.page.dates import MAX_LENGTH
from archiver.page.page import Node, Place

_HEADLINE = re.compile(rules.HEADLINE_CLASS, re.IGNORECASE)
_DATE = re.compile(rules.DATE_CLASS, re.IGNORECASE)
_AUTHOR = re.compile(rules.AUTHOR_CLASS, re.IGNORECASE)
_STRONG = re.compile(rules.AUTHOR_STRONG, re.IGNORECASE)
_MODIFIED = re.compile(rules.MODIFIED_WORDS, re.IGNORECASE)
_PUBLISHED = re.compile(rules.PUBLISHED_WORDS, re.IGNORECASE)
_AUTHOR_URL = re.compile(rules.AUTHOR_URL, re.IGNORECASE)
_BY = re.compile(rf"^\s*(?:(?:{rules.BY})[\s:]|(?:{rules.BY_LABEL})\s*:)", re.IGNORECASE)
_URL_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2}[/-](?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12][0-9]|3[01]))(?=[/_.-]|$)"
)
_WITH_DATE = "//body//*[" + " or ".join(f"@{name}" for name in rules.DATE_ATTRIBUTES) + "]"
_OG_TITLE = "//meta[@property='og:title' or @name='twitter:title']"
_BY_TAGS = ["p", "div", "span", "li", "h2", "h3", "h4", "em", "strong", "address"]
_BEFORE, _AFTER = 800, 2500  # characters around the heading where its date and byline stand
_MAX_BYLINE = 160


def read_visible(reader: Reader, regions: Regions) -> Found:
    """What the page shows: headline, dates, authors."""
    found = Found()
    for candidate in _headlines(reader, regions):
        found.add("headline", candidate)
    for field, candidate in _dates(reader, regions):
        found.add(field, candidate)
    found.add("datePublished", _url_date(reader))
    found.authors.extend(_authors(reader, regions))
    return found


# -- headline -------------------------------------------------------------------------------------------


def displayed_headline(reader: Reader, regions: Regions) -> Candidate | None:
    """The heading the article is shown under."""
    inside = [heading for heading in regions.headings if not regions.is_outside(heading)] or regions.headings
    if not inside:
        return None
    title = names.flat(_title_text(regions))
    best = max(
        inside,
        key=lambda h: (
            names.flat(regions.text(h)) in title and title != "",
            bool(_HEADLINE.search(_label(h))),
        ),
    )
    titles = [_title_text(regions), *(m.get("content", "") for m in regions.select(_OG_TITLE, 2))]
    confirmed = likeness(regions.text(best), titles) >= rules.HEADLINE_LIKENESS
    return reader.candidate(reader.page.at_element(best), "html", "h1 as titled" if confirmed else "h1")


def _headlines(reader: Reader, regions: Regions) -> Iterator[Candidate | None]:
    yield displayed_headline(reader, regions)
    title = names.flat(_title_text(regions))
    for node in _labelled(regions, _HEADLINE, ("h1", "h2", "h3", "div", "span", "p")):
        flat = names.flat(regions.text(node))
        if 10 <= len(flat) <= 300 and flat in title:
            yield reader.candidate(reader.page.at_element(node), "html", "class:headline")
            break
    for node in regions.select("//body//*[self::h2 or self::h3]", rules.MAX_VISIBLE):
        flat = names.flat(regions.text(node))
        if len(flat) >= 20 and flat in title and not regions.is_outside(node):
            yield reader.candidate(reader.page.at_element(node), "html", "h2 as titled")
            break
    for node in list(regions.root.iter("title"))[:1]:
        text = regions.text(node)
        start, end = core(text, regions)
        yield reader.candidate(reader.page.at_element(node, start, end), "html", "title") if text else None


def _title_text(regions: Regions) -> str:
    return next((regions.text(node) for node in regions.root.iter("title")), "")


def _label(node: Node) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}"[:500]


def _labelled(regions: Regions, pattern: re.Pattern[str], tags: tuple[str, ...] = ()) -> Iterator[Node]:
    """Elements whose class or id has a token the pattern knows, in order, outside comments and menus."""
    count = 0
    for node in regions.select("//body//*[@class or @id]", 50 * rules.MAX_VISIBLE):
        if (not tags or node.tag in tags) and any(pattern.search(token) for token in _label(node).split()):
            count += 1
            if count > rules.MAX_VISIBLE:
                return
            if not regions.is_outside(node):
                yield node


def _near(regions: Regions, node: Node) -> bool:
    if regions.start is None:
        return True
    return regions.start - _BEFORE <= regions.position(node) <= regions.start + _AFTER


# -- dates ----------------------------------------------------------------------------------------------


def _dates(reader: Reader, regions: Regions) -> Iterator[tuple[str, Candidate | None]]:
    for node in regions.select(_WITH_DATE, rules.MAX_VISIBLE):
        if regions.is_outside(node) or not _near(regions, node):
            continue
        name = next(name for name in rules.DATE_ATTRIBUTES if node.get(name) is not None)
        candidate = reader.candidate(
            reader.page.at_attribute(node, name), "html", f"{node.tag}@{name}", "date"
        )
        yield _dated_field(regions, node), candidate
    for node in regions.select("//body//time", rules.MAX_VISIBLE):
        if not regions.is_outside(node) and _near(regions, node):
            yield from _segments(reader, regions, node, "time")
    for node in _labelled(regions, _DATE):
        if _near(regions, node):
            yield from _segments(reader, regions, node, "class:date")
    yield from _beside_heading(reader, regions)


def _dated_field(regions: Regions, node: Node) -> str:
    """dateModified where the element, its label or the words before it say so."""
    context = f"{_label(node)} {node.get('itemprop', '')} ".replace("-", " ").replace("_", " ")
    context += regions.text(node)[:MAX_LENGTH]
    before = regions.before(node, 40)
    if not _PUBLISHED.search(before):
        context += " " + before
    return "dateModified" if _MODIFIED.search(context) else "datePublished"


def _segments(
    reader: Reader, regions: Regions, node: Node, rule: str
) -> Iterator[tuple[str, Candidate | None]]:
    """The dates of an element's text, cut where a label says published or updated."""
    text = regions.text(node)
    if (not any(c.isdigit() for c in text) and len(text) > 40) or len(text) > 2 * MAX_LENGTH:
        return
    cuts = sorted(
        {m.start() for pattern in (_MODIFIED, _PUBLISHED) for m in pattern.finditer(text)} | {0, len(text)}
    )
    for start, end in pairwise(cuts):
        place = reader.page.at_element(node, start, end)
        candidate = reader.candidate(place, "html", rule, "date") if place.raw.strip() else None
        field = _dated_field(regions, node) if (start, end) == (0, len(text)) else "datePublished"
        yield ("dateModified" if _MODIFIED.search(text[start:end]) else field), candidate


def _beside_heading(reader: Reader, regions: Regions) -> Iterator[tuple[str, Candidate | None]]:
    """Short elements after the heading that state a date."""
    if regions.start is None:
        return
    seen = 0
    for node in regions.select("following::*", rules.MAX_VISIBLE, regions.headings[0]):
        if regions.position(node) > regions.start + _AFTER:
            continue
        text = regions.text(node)
        if 6 <= len(text) <= MAX_LENGTH and any(c.isdigit() for c in text) and not regions.is_outside(node):
            seen += 1
            yield from _segments(reader, regions, node, "beside h1")
        if seen > 20:
            return


def _url_date(reader: Reader) -> Candidate | None:
    """A date in the path of the page's address: what the site filed it under."""
    url = reader.page.url
    match = _URL_DATE.search(url)
    if not match:
        return None
    start, end = match.span(1)
    quote = TextQuoteSelector(
        exact=match[1], prefix=url[max(0, start - 32) : start], suffix=url[end : end + 32]
    )
    place = Place((TextPositionSelector(start=start, end=end), quote), "url", match[1])
    return reader.candidate(place, "url", "date in the path", "date", confidence="inferred")


# -- authors --------------------------------------------------------------------------------------------


def _authors(reader: Reader, regions: Regions) -> Iterator[list[Author]]:
    for rule, nodes in (
        ("rel=author", _relations(regions)),
        ("class:author-name", _labelled(regions, _STRONG)),
        ("a[href*=author]", _author_links(regions)),
        ("class:author", _labelled(regions, _AUTHOR)),
        ("by-line", _by_lines(regions)),
    ):
        found: list[Author] = []
        for node in nodes:
            if len(found) >= rules.MAX_AUTHORS:
                break
            text = regions.text(node)
            if 2 <= len(text) <= _MAX_BYLINE and (_near(regions, node) or not found):
                found.extend(named(reader, regions, node, "html", rule))
        if found:
            yield found


def _relations(regions: Regions) -> Iterator[Node]:
    for node in regions.select("//body//*[@rel]", 5 * rules.MAX_VISIBLE):
        if "author" in node.get("rel", "").lower().split() and not regions.is_outside(node):
            yield node


def _author_links(regions: Regions) -> Iterator[Node]:
    for node in regions.select("//body//a[@href]", 10 * rules.MAX_VISIBLE):
        if _AUTHOR_URL.search(node.get("href", "")) and _near(regions, node) and not regions.is_outside(node):
            yield node


def _by_lines(regions: Regions) -> Iterator[Node]:
    if regions.start is None:
        return
    for node in regions.select("following::*", 2 * rules.MAX_VISIBLE, regions.headings[0]):
        text = regions.text(node)
        if (
            node.tag in _BY_TAGS
            and len(text) <= 80
            and _BY.match(text)
            and not regions.is_outside(node)
            and _near(regions, node)
        ):
            yield node
            return
