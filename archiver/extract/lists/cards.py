"""From a link and its card to a headline draft: text, link, date, image, section, each where it stands. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.headed import is_day
from archiver.extract.lists.links import Link, text_of, tokens, weight
from archiver.extract.lists.stamps import Stamps, is_clock
from archiver.extract.stated import Stating
from archiver.page.page import Node, Page, Place

_MAX_PARTS = 150  # elements of a card that are looked at
_MAX_DATE_TEXT = 80
_MAX_HEADLINE = 400
_MAX_STYLE = 2_000
_MOST_ALIKE = 4  # pictures of one address: a story may be shown in several lists
_COMMON = ("lists", "pictures")
_RULES = ("text without link", "title beside link")
_PICTURE = "text of the picture alone: what the picture shows may differ"


def headline_draft(
    stating: Stating, stamps: Stamps, link: Link, unit: Node, around: Iterable[Node]
) -> Draft | None:
    """The draft without position and list; None when there is no text that could be a headline.

    ``around`` are the elements that hold what the page shows of this piece of news and of no other.
    """
    draft, page = Draft("headline"), stating.page
    if (
        len(link.text) > _MAX_HEADLINE
        or is_day(link.text, strict=True)
        or not any(map(str.isalpha, link.text))
    ):
        return None
    if not _headline(stating, draft, link):
        return None
    if link.url:
        stating.put(draft, "url", page.at_attribute(link.node, "href"), "a/@href", "absolute-url")
    parts = list(_parts(around))
    stamps.put(draft, parts, link, unit)
    _image(stating, draft, parts)
    _section(stating, draft, parts, link)
    return draft


def _headline(stating: Stating, draft: Draft, link: Link) -> bool:
    page = stating.page
    if link.picture is not None:
        place = page.at_attribute(link.picture, "alt")
        return stating.put(
            draft, "headline", place, "img/@alt", "collapse-space", confidence="guessed", note=_PICTURE
        )
    rule = (
        "heading"
        if link.heading
        else "text of link"
        if link.url and _within_link(link)
        else _RULES[bool(link.url)]
    )
    return stating.put(draft, "headline", page.at_element(link.title, *_without_date(stating, link)), rule)


def _within_link(link: Link) -> bool:
    return link.title is link.node or any(node is link.node for node in link.title.iterancestors())


def _without_date(stating: Stating, link: Link) -> tuple[int, int]:
    """The code points of the title's text that are left when an element of its own at either end is a date."""
    page, whole = stating.page, text_of(stating.page, link.title)
    end = len(whole)
    spans = page.document_text
    origin = spans.span(link.title)[0] if whole else 0
    start = len(whole) - len(whole[len(text_of(page, link.lead)) :].lstrip()) if link.lead is not None else 0
    for node in [node for node in link.title.iterdescendants() if isinstance(node.tag, str)][:20]:
        text = text_of(page, node)
        if (
            not text
            or len(text) > _MAX_DATE_TEXT
            or (not rules.DATE_LOOK.search(text) and not is_clock(text))
        ):
            continue
        first, last = (place - origin for place in spans.span(node))
        if last - first >= end - start:
            continue
        if not is_clock(text) and stating.value(page.at_element(node), "date") is None:
            continue
        if first == start:
            start = last + 1 if whole[last : last + 1] == " " else last
        elif last == end:
            end = first - 1 if whole[first - 1 : first] == " " else first
    return start, end


def _parts(around: Iterable[Node]) -> Iterator[Node]:
    nodes = (node for element in around for node in element.iter())
    for node in islice(nodes, _MAX_PARTS):
        if isinstance(node.tag, str):
            yield node


def _image(stating: Stating, draft: Draft, parts: list[Node]) -> None:
    common = _common_pictures(stating.page)
    for node in parts:
        for place, stated, rule in _pictures(stating.page, node):
            if stated in common or stated.startswith("data:"):
                continue
            if stating.put(draft, "image", place, rule, "absolute-url"):
                return


def _pictures(page: Page, node: Node) -> Iterator[tuple[Place, str, str]]:
    """What an element shows: the picture it is painted with, then what ``img`` loads later, then what at once."""
    style = (node.get("style") or "")[:_MAX_STYLE]
    found = rules.BACKGROUND.search(style) if "url" in style.lower() else None
    if found is not None:
        yield page.at_attribute(node, "style", *found.span("url")), found["url"], "@style background"
    for name in rules.IMAGE_ATTRIBUTES if node.tag == "img" else ():
        if stated := node.get(name):
            yield page.at_attribute(node, name), stated, f"img/@{name}"


def _common_pictures(page: Page) -> frozenset[str]:
    """Addresses that many pictures of the page have: icons, and what stands in until the picture is loaded."""

    def counted() -> frozenset[str]:
        stated = Counter(
            node.get(name) for node in page.elements.tagged("img") for name in rules.IMAGE_ATTRIBUTES
        )
        return frozenset(each for each, count in stated.items() if each and count > _MOST_ALIKE)

    return page.memo(_COMMON, counted, lambda _: 0)


def _section(stating: Stating, draft: Draft, parts: list[Node], link: Link) -> None:
    for node in parts:
        text = text_of(stating.page, node) if tokens(node) & rules.A_SECTION else ""
        if not text or len(text) > 40 or weight(text) > 5 or node is link.title or _holds(node, link.title):
            continue
        if stating.put(draft, "articleSection", stating.page.at_element(node), "element named for a section"):
            return


def _holds(node: Node, inner: Node) -> bool:
    return any(ancestor is node for ancestor in inner.iterancestors())


__all__ = ["headline_draft"]
