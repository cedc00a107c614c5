"""Is a page a list of headlines, or does it only have one beside something else? Evidence with weights. Pure.

An article page's words stand outside the cards of its "related" links; a list page's words stand in the cards, however
long the teasers are. That, the page's address, and what the page says of itself are weighed by the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.groups import Group
from archiver.extract.lists.links import path_of, weight
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS, SKIPPED

_PROSE = 15  # words a block needs to count as prose
_MAX_NODES = 200_000


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


def weigh(page: Page, groups: Iterable[Group], article: tuple[str, ...], stated: int = 0) -> Standing:
    """The evidence for a page with these accepted groups, ``stated`` headlines in data and signs of an ``article``."""
    groups = list(groups)
    cards = {card for group in groups for card in group.cards.values()}
    outside, inside = _prose(page, cards)
    headlines = {link.target: weight(link.text) for group in groups for link in group.links}
    shown = {link.target for group in groups if group.points >= rules.SHOWN for link in group.links}
    listed = inside + sum(headlines.values())
    path = path_of(page.url)
    listing = bool(rules.LISTING_ADDRESS.search(path))
    several = _several_articles(page)
    numbered = bool(rules.ARTICLE_ADDRESS.search(path)) and not listing
    found = {
        "address of an article": numbered,
        "address of several words": bool(rules.SLUG_ADDRESS.search(path)) and not listing and not numbered,
        "address of a listing": listing,
        "address of a front page": path.split("?")[0].strip("/") in rules.FRONT_PATHS,
        "says it is an article": any(said.startswith(rules.SAYS_ARTICLE) for said in article),
        "states one article": not several and any(said.startswith(rules.STATES_ARTICLE) for said in article),
        "states several articles": several,
        "more words in the list than outside": listed > outside,
        "over 3 times the words in the list": listed > 3 * outside,
        "150 words outside the list": outside >= 150,
        "400 words outside the list": outside >= 400,
        "10 headlines shown as such": len(shown) >= 10,
        "states a list of news": stated >= 2,
        "fewer than 3 headlines": len(headlines) < 3 and stated < 3,
    }
    signs = tuple(sign for sign, holds in found.items() if holds)
    return Standing(
        signs, sum(rules.EVIDENCE[sign] for sign in signs), outside, inside, len(headlines) + stated
    )


def _several_articles(page: Page) -> bool:
    if page.root is None:
        return False
    kinds = cast("list[str]", page.root.xpath("//@itemtype"))
    return sum(1 for kind in kinds[:500] if rules.ARTICLE_TYPE.search(kind)) >= 3


def _prose(page: Page, cards: set[Node]) -> tuple[int, int]:
    """Words of prose outside and inside the cards, links left out."""
    if page.root is None:
        return 0, 0
    blocks: dict[Node, list[str]] = {}
    home: dict[
        Node, tuple[Node, bool, bool]
    ] = {}  # element → its block, whether it is hidden or a link, in a card
    for number, node in enumerate(page.root.iter()):
        if number > _MAX_NODES:
            break
        parent = node.getparent()
        block, hidden, carded = (
            home.get(parent, (node, False, False)) if parent is not None else (node, False, False)
        )
        if node.tail and not hidden and parent is not None:
            blocks.setdefault(block, []).append(node.tail)
        tag: object = node.tag
        if not isinstance(tag, str):  # a comment or instruction
            continue
        hidden = hidden or node.tag in SKIPPED or node.tag == "a" or node.tag in rules.NAVIGATION_TAGS
        home[node] = (
            node if node.tag in BLOCKS and node.tag != "br" else block,
            hidden,
            carded or node in cards,
        )
        if node.text and not hidden:
            blocks.setdefault(home[node][0], []).append(node.text)
    words = {True: 0.0, False: 0.0}
    for block, texts in blocks.items():
        count = weight(" ".join(texts))
        if count >= _PROSE:
            words[home[block][2]] += count
    return int(words[False]), int(words[True])
