"""From a link and its card to a headline draft: text, link, date, image, section, each where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, text_of, tokens, weight
from archiver.extract.stated import Stating
from archiver.page.page import Node, Page, Place

_MAX_PARTS = 150  # elements of a card that are looked at
_MAX_DATE_TEXT = 80
_MAX_HEADLINE = 400


def headline_draft(stating: Stating, link: Link, around: Iterable[Node]) -> Draft | None:
    """The draft without position and list; None when there is no text that could be a headline.

    ``around`` are the elements that hold what the page shows of this piece of news and of no other.
    """
    draft, page = Draft("headline"), stating.page
    if len(link.text) > _MAX_HEADLINE:
        return None
    rule = "heading" if link.heading else "text of link"
    place = page.at_element(link.title, *_without_date(stating, link))
    if not stating.put(draft, "headline", place, rule):
        return None
    stating.put(draft, "url", page.at_attribute(link.node, "href"), "a/@href", "absolute-url")
    parts = list(_parts(around))
    _date(stating, draft, parts, link)
    _image(stating, draft, parts)
    _section(stating, draft, parts, link)
    return draft


def _without_date(stating: Stating, link: Link) -> tuple[int, int]:
    """The code points of the title's text that are left when an element of its own at either end is a date."""
    page, whole = stating.page, link.text
    start, end = 0, len(whole)
    spans = page.document_text
    origin = spans.span(link.title)[0]
    for node in [node for node in link.title.iterdescendants() if isinstance(node.tag, str)][:20]:
        text = text_of(page, node)
        if not text or len(text) > _MAX_DATE_TEXT or not rules.DATE_LOOK.search(text):
            continue
        first, last = (place - origin for place in spans.span(node))
        if stating.value(page.at_element(node), "date") is None or last - first >= end - start:
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


def _date(stating: Stating, draft: Draft, parts: list[Node], link: Link) -> None:
    for place, rule in _date_places(stating.page, parts, link):
        if stating.put(draft, "datePublished", place, rule, "date"):
            return


def _date_places(page: Page, parts: list[Node], link: Link) -> Iterator[tuple[Place, str]]:
    """Where a date may stand, best first: attributes made for it, elements named for it, short texts like one."""
    for node in parts:
        for name in rules.DATE_ATTRIBUTES:
            if node.get(name):
                yield page.at_attribute(node, name), f"@{name}"
    # What holds the title as well is no date, whatever it is named and whatever the title says.
    holders = {link.title, link.node, *link.title.iterancestors()}
    short = [node for node in parts if node not in holders and _is_short(page, node)]
    for node in short:
        if node.tag == "time" or tokens(node) & rules.A_DATE:
            yield page.at_element(node), "element named for a date"
    for node in short:
        if rules.DATE_LOOK.search(text_of(page, node)):
            yield page.at_element(node), "text that is a date"
    for node in parts:
        for text in cast("list[Any]", node.xpath("text()")):
            if len(text) <= _MAX_DATE_TEXT and rules.DATE_LOOK.search(text) and not _within(text, link):
                yield page.at_nodes([text]), "text that is a date"


def _is_short(page: Page, node: Node) -> bool:
    return 3 < len(text_of(page, node)) <= _MAX_DATE_TEXT


def _within(text: Any, link: Link) -> bool:
    parent: Node = text.getparent()
    holder = parent if text.is_text else parent.getparent()
    if holder is None:
        return False
    return holder is link.title or any(node is link.title for node in holder.iterancestors())


def _image(stating: Stating, draft: Draft, parts: list[Node]) -> None:
    for node in parts:
        if node.tag != "img":
            continue
        for name in rules.IMAGE_ATTRIBUTES:
            stated = node.get(name)
            if not stated or stated.startswith("data:"):
                continue
            if stating.put(
                draft, "image", stating.page.at_attribute(node, name), f"img/@{name}", "absolute-url"
            ):
                return


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
