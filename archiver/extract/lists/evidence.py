"""Is a page a list of headlines, or does it only have one beside something else? Evidence with weights. Pure.

An article page's words stand outside the cards of its "related" links; a list page's words stand in the cards, however
long the teasers are. That, the page's address, and what the page says of itself are weighed by the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from archiver.extract.addresses import says_listing
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.kin import Group
from archiver.extract.lists.links import Link, path_of, weight
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS, SKIPPED

_PROSE = 15  # words a block needs to count as prose
_MAX_NODES = 200_000
_SEVERAL = 3  # titles of a group whose length says something
_EDGES = BLOCKS - {"br"}
_HIDDEN = SKIPPED | rules.NAVIGATION_TAGS | {"a"}
# The most that a page's links can add to what its address and its markup say.
_MOST_OF_LINKS = sum(
    rules.EVIDENCE[sign]
    for sign in (
        "more words in the list than outside",
        "over 3 times the words in the list",
        "10 headlines shown as such",
    )
)


@dataclass(frozen=True)
class Standing:
    """What was found: the signs that hold, their sum, and the words of prose outside and inside the cards."""

    signs: tuple[str, ...]
    points: float
    outside: int
    inside: int
    headlines: int

    @property
    def is_list(self) -> bool:
        """True where the evidence says that the page is a list."""
        return self.points > 0 and self.headlines > 0

    def __str__(self) -> str:
        kind = "a list" if self.is_list else "no list"
        return f"{kind} ({self.points:+.1f}: {', '.join(self.signs) or 'no sign'})"


def weigh(
    page: Page,
    groups: Iterable[Group],
    article: tuple[str, ...],
    stated: int = 0,
    runs: Collection[Node] = (),
) -> Standing:
    """The evidence for a page with these accepted groups, ``stated`` headlines in data and signs of an ``article``.

    ``runs`` are elements that belong to headlines without standing in their cards.
    """
    groups = list(groups)
    cards = {card for group in groups for link, card in group.cards.items() if not _is_story(link, card)}
    outside, inside = _prose(page, cards, runs)
    headlines = {link.target: link.words for group in groups for link in group.links}
    shown = {link.target for group in groups if group.points >= rules.SHOWN for link in group.links}
    listed = inside + sum(headlines.values())
    signs = (
        *_of_page(page, article, stated),
        *_that_hold(
            {
                "more words in the list than outside": listed > outside,
                "over 3 times the words in the list": listed > 3 * outside,
                "150 words outside the list": outside >= 150,
                "400 words outside the list": outside >= 400,
                "10 headlines shown as such": len(shown) >= 10,
                "neither dates nor addresses of articles": bool(groups)
                and not stated
                and not any(map(_as_news, groups)),
                "short names without dates": bool(headlines)
                and not stated
                and median(headlines.values()) < rules.SECTION_WORDS
                and not any(map(_is_told_as_news, groups)),
                "fewer than 3 headlines": len(headlines) < 3 and stated < 3,
            }
        ),
    )
    return Standing(signs, _points(signs), outside, inside, len(headlines) + stated)


def ruled_out(page: Page, article: tuple[str, ...], stated: int) -> Standing | None:
    """What says of itself, whatever its links show, that the page is no list; None where they may make it one."""
    signs = _of_page(page, article, stated)
    points = _points(signs) + _MOST_OF_LINKS
    return None if points > 0 else Standing(signs, points, 0, 0, 0)


def _of_page(page: Page, article: tuple[str, ...], stated: int) -> tuple[str, ...]:
    """What the page's address and its markup say."""
    path = path_of(page.url)
    listing = says_listing(path, rules.LISTING_ADDRESS, rules.ARTICLE_ADDRESS)
    several = _several_articles(page)
    numbered = bool(rules.ARTICLE_ADDRESS.search(path)) and not listing
    return _that_hold(
        {
            "address of an article": numbered,
            "address of several words": bool(rules.SLUG_ADDRESS.search(path))
            and not listing
            and not numbered,
            "address of a listing": listing,
            "address of a front page": path.split("?")[0].strip("/") in rules.FRONT_PATHS,
            "says it is an article": any(said.startswith(rules.SAYS_ARTICLE) for said in article),
            "states one article": not several
            and any(said.startswith(rules.STATES_ARTICLE) for said in article),
            "states several articles": several,
            "states a list of news": stated >= 2,
        }
    )


def _that_hold(found: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(sign for sign, holds in found.items() if holds)


def _points(signs: Iterable[str]) -> float:
    return sum(rules.EVIDENCE[sign] for sign in signs)


def _is_story(link: Link, card: Node) -> bool:
    """True for a card with a main heading that is not the link's: the story of the page, and a link somewhere in it."""
    heading = next(card.iterdescendants("h1"), None)
    if heading is None:
        return False
    return heading is not link.title and not any(node is heading for node in (link.node, *link.above))


def _as_news(group: Group) -> bool:
    """Dates beside the headlines, or addresses as articles have them."""
    return any(group.signs.get(sign, 0) >= 0.3 for sign in ("dated", "article-path"))


def _is_told_as_news(group: Group) -> bool:
    """Titles as long as headlines; dates beside them, or what stands around them is named after news."""
    long = len(group.links) >= _SEVERAL and median(link.words for link in group.links) >= rules.STATE_WORDS
    return long or any(group.signs.get(sign, 0) >= 0.3 for sign in ("dated", "named-news"))


def _several_articles(page: Page) -> bool:
    if page.root is None:
        return False
    kinds = (node.get("itemtype", "") for node in page.elements.stating("itemtype")[:500])
    return sum(1 for kind in kinds if rules.ARTICLE_TYPE.search(kind)) >= 3


def _is_page(page: Page, node: Node) -> bool:
    """True for a form around most of the text, as ASP.NET writes one: it is the page."""
    start, end = page.document_text.spans.get(node, (0, 0)) if node.tag == "form" else (0, 0)
    return 2 * (end - start) > len(page.document_text.text)


def _prose(page: Page, cards: set[Node], runs: Collection[Node]) -> tuple[int, int]:
    """Words of prose outside and inside the cards, links left out; of ``runs`` the text behind each counts as well."""
    if page.root is None:
        return 0, 0
    blocks: dict[tuple[Node, bool], list[str]] = {}
    # In document order, each with the block around it, and whether that is in a card.
    waiting: list[tuple[Node, tuple[Node, bool]]] = [(page.root, (page.root, False))]
    left = _MAX_NODES
    while waiting and left >= 0:
        left -= 1
        node, place = waiting.pop()
        if node is not page.root and (tail := node.tail) and not tail.isspace():
            blocks.setdefault((place[0], True) if node in runs else place, []).append(tail)
        tag: object = node.tag
        if not isinstance(tag, str):  # a comment or instruction
            continue
        if tag in _HIDDEN and not _is_page(page, node):
            continue
        edge, carded = tag in _EDGES, not place[1] and (node in cards or node in runs)
        if edge or carded:
            place = (node if edge else place[0], place[1] or carded)
        if (text := node.text) and not text.isspace():
            blocks.setdefault(place, []).append(text)
        if len(node):
            waiting += [(child, place) for child in node.iterchildren(reversed=True)]
    words = {True: 0.0, False: 0.0}
    for (_, listed), texts in blocks.items():
        said = " ".join(texts)
        count = weight(said) if len(said) >= _PROSE else 0
        if count >= _PROSE:
            words[listed] += count
    return int(words[False]), int(words[True])
