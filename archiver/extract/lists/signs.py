"""The signs of single links: what their names, addresses, places and cards show. Pure.

What each sign weighs is a table of ``list_rules``; ``groups`` adds them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from archiver import urls
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, starts_line, text_of, tokens
from archiver.page.page import Node, Page

_PARTS = 60  # elements of a card that are looked at for a date
_DATES = re.compile(r"/(?:19|20)[0-9]{2}(?:/[0-9]{1,2})?/?$")


def link_signs(links: list[Link], sample: list[Link], host: str) -> Iterator[str]:
    """What links say of themselves, each sign once a link."""
    numbered = _numbered(links)
    for link in sample:
        yield from _name_signs(link)
        address = _address_signs(link, host)
        yield from address
        if link in numbered and "article-path" not in address:
            yield "article-path"


def own_signs(sample: list[Link]) -> Iterator[str]:
    """What is known of links already."""
    for link in sample:
        if link.heading:
            yield "heading"
        if link.picture is not None:
            yield "picture"
        if link.navigation:
            yield "navigation"


def _numbered(links: list[Link]) -> set[Link]:
    """Links of a group whose addresses differ from others' of it in numbers alone, as those of articles often do."""
    alike: dict[str, list[Link]] = {}
    for link in links if len(links) >= 3 else ():
        path = link.path
        shape = rules.NUMBER.sub("#", path)
        if rules.NUMBERED.search(shape) and not (_DATES.search(path) and rules.ARCHIVES.search(shape)):
            alike.setdefault(shape, []).append(link)
    return {
        link
        for some in alike.values()
        if len(some) >= 3
        for link in some
        if not rules.OTHER_PAGES.search(link.path) and not link.text.isdecimal()
    }


def _name_signs(link: Link) -> Iterator[str]:
    names = tokens(link.node)
    for node in link.above[:2]:
        names |= tokens(node)
    if link.title is not link.node or not names.isdisjoint(rules.A_HEADLINE):
        yield "titled"
    if not link.heading and not names.isdisjoint(rules.NOT_A_HEADLINE):
        yield "other-name"


def _address_signs(link: Link, host: str) -> list[str]:
    path, there = link.path, urls.host_of(link.url)
    signs = []
    if rules.OTHER_PAGES.search(path) or link.node.get("rel") in ("next", "prev", "tag", "author"):
        signs.append("other-page")
    elif link.to_article:
        signs.append("article-path")
        if rules.NUMBERED_PATH.search(path) and not _DATES.search(path):
            signs.append("numbered-path")
    if path in ("", "/"):
        signs.append("no-path")
    if there == host:
        signs.append("own-host")
    # Without a public suffix list no more can be told than whether the ends of two hosts differ.
    if there == host or there.rsplit(".", 2)[-2:] == host.rsplit(".", 2)[-2:]:
        signs.append("own-site")
    return signs


def place_signs(page: Page, link: Link, card: Node) -> Iterator[str]:
    """What the places of a link and its card show."""
    if _in_prose(page, link):
        yield "in-prose"
    known = page.signs_of
    if card not in known:
        known[card] = tuple(_card_signs(page, card))
    yield from known[card]


def _card_signs(page: Page, card: Node) -> Iterable[str]:
    text = text_of(page, card)[:1500]
    figures = rules.NUMBER.search(text) is not None  # without one neither a date nor a price
    if (
        (figures and _says_date(text))
        or next(card.iterdescendants("time"), None) is not None
        or _states_date(card)
    ):
        yield "dated"
    if next(card.iterdescendants("img"), None) is not None:
        yield "image"
    if (figures and len(text) < 600 and rules.PRICE.search(text)) or any(
        tokens(node) & rules.COMMERCE for node in islice(card.iter(), 30) if isinstance(node.tag, str)
    ):
        yield "commerce"


def _says_date(text: str) -> bool:
    return bool(
        (rules.MAY_DATE.search(text) and rules.DATE_LOOK.search(text))
        or (rules.MAY_AGO.search(text) and rules.AGO_LOOK.search(text))
    )


def _states_date(card: Node) -> bool:
    """A date in an attribute made for it."""
    nodes = (node for node in islice(card.iter(), _PARTS) if isinstance(node.tag, str) and node.attrib)
    return any(
        rules.ISO_STAMP.fullmatch(str(node.get(name) or "")[:60])
        for node in nodes
        for name in rules.DATE_ATTRIBUTES
        if node.get(name)
    )


def _in_prose(page: Page, link: Link) -> bool:
    if starts_line(page, link.node):
        return False
    for node in link.above[:3]:
        if node.tag in rules.HEADINGS:
            return False
        if node.tag in ("p", "blockquote", "td", "dd"):
            around = len(text_of(page, node))
            return around > 2 * len(link.text) + 20
    return False
