"""Cards of other stories on an article's page: a heading that leads to another page of the site, and a few lines."""

from __future__ import annotations

from itertools import islice

from archiver.extract.articles import names
from archiver.page.page import Node, Page
from archiver.urls import host_of, join

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_MOST = 500  # headings looked at
_FEWEST = 2  # cards: one may be anything
_LARGEST = 700  # characters of a card


def teasers(page: Page) -> frozenset[Node]:
    """The cards: each the largest small element that begins with such a heading and holds a text as well."""
    title = names.flat(page.elements.text_of_first("title"))
    cards = ((heading, _card(page, heading)) for heading in islice(page.elements.in_body(*_HEADINGS), _MOST))
    found = [
        card
        for heading, card in cards
        # Not the page's own title, which may link to the page by another address.
        if card is not None and _leads_away(page, heading) and _flat(page, heading) not in title
    ]
    return frozenset(found if len(found) >= _FEWEST else ())


def _flat(page: Page, heading: Node) -> str:
    start, end = page.document_text.span(heading)
    return names.flat(page.document_text.text[start:end])


def _leads_away(page: Page, heading: Node) -> bool:
    above = heading.getparent()
    link = next(heading.iter("a"), above if above is not None and above.tag == "a" else None)
    if link is None:
        return False
    target = join(page.base_url, link.get("href", ""))
    if target is None or target == join(page.url, ""):
        return False
    linked, whole = (page.document_text.spans.get(node, (0, 0)) for node in (link, heading))
    return host_of(target) == host_of(page.url) and whole[1] - whole[0] <= 1.2 * (linked[1] - linked[0])


def _card(page: Page, heading: Node) -> Node | None:
    first, behind = page.document_text.span(heading)
    found = None
    for node in heading.iterancestors():
        start, end = page.document_text.spans.get(node, (0, 0))
        if first - start > 1 or end - start > _LARGEST:
            break
        if end > behind + 1 and sum(1 for _ in islice(node.iter(*_HEADINGS), 2)) == 1:
            found = node
    return found
