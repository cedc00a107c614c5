"""Segment a page's links into groups of the same shape, and score each group as headlines or not. Pure.

Stages after html2rss (segmentation, scoring, extraction): links that stand in the same kind of place form a group;
a group is judged by what most of its links show, by the table of weights; what passes is a list of headlines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from statistics import median

from archiver import urls
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, path_of, text_of, tokens, weight
from archiver.page.page import Node, Page

SAMPLE = 40  # links of a group that are looked at closely
_DEPTH = 12  # ancestors that make the shape of a link
_CLIMB = 12  # ancestors a card may stand above its link
_OTHERS = 200  # other headlines of a card that are looked at
_WHOLE = ("body", "html", "main")  # never a card
_ITEMS = ("article", "li")  # one item by what they mean: other headlines inside belong to it


@dataclass
class Group:
    """Links of one shape, and what was found about them: signs and their share, points.

    A link's card is the largest element with no other headline of its group; its unit, with no list of any group.
    """

    links: list[Link]
    signs: dict[str, float] = field(default_factory=dict)
    points: float = 0.0
    cards: dict[Link, Node] = field(default_factory=dict)
    units: dict[Link, Node] = field(default_factory=dict)


def segment(links: Iterable[Link]) -> list[Group]:
    """Links grouped by shape, in the order in which the shapes first appear."""
    groups: dict[tuple[str, ...], list[Link]] = {}
    for link in links:
        if link.text:
            groups.setdefault(_shape(link), []).append(link)
    return [Group(members) for members in groups.values()]


def _shape(link: Link) -> tuple[str, ...]:
    steps = [_step(link.node, True), "h" if link.title is not link.node and link.heading else ""]
    for depth, node in enumerate(link.node.iterancestors()):
        if depth >= _DEPTH:
            break
        steps.append(_step(node, depth < 3))
    return (*steps, "nav" if link.navigation else "")


def _step(node: Node, with_class: bool) -> str:
    if not with_class:
        return str(node.tag)
    plain = [
        name
        for name in str(node.get("class") or "")[:200].lower().split()
        if not any(c.isdigit() for c in name)
    ]
    return f"{node.tag}.{plain[0]}" if plain else str(node.tag)


def find_cards(group: Group) -> None:
    """For each link the largest element around it that holds no other link target of its group."""
    holders = _holders(group.links)
    for link in group.links:
        group.cards[link] = _climb(link, holders, link.node)
    if len({link.target for link in group.links}) == 1:
        for link in group.links:
            group.cards[link] = _own_card(link)


def accepted(groups: list[Group]) -> list[Group]:
    """The groups that are headlines: enough points, and not the titles of sections that hold the headlines."""
    passed = [group for group in groups if group.points >= rules.ACCEPT]
    kept = [group for group in passed if not _names_sections(group, passed)]
    _settle(kept)
    return kept


def _settle(groups: list[Group]) -> None:
    """Find the units. A headline that is alone in its group gets the card that holds none of any other group."""
    links = [link for group in groups for link in group.links]
    holders = _holders(links)
    lines = {link.target: link.node.getparent() for link in reversed(links)}
    for group in groups:
        for link in group.links:
            card = group.cards[link]
            if "alone" in group.signs:
                card = group.cards[link] = _climb(link, holders, card)
            others = islice((target for target in holders.get(card, ()) if target != link.target), _OTHERS)
            # One line of links beside a headline belongs to its card; two and more are a list of their own.
            whole = card.tag in _ITEMS or len({lines[target] for target in others}) < 2
            group.units[link] = card if whole else _climb(link, holders, link.node)


def _holders(links: Iterable[Link]) -> dict[Node, dict[str, None]]:
    """The link targets that each element around the links holds, in the order of the links."""
    holders: dict[Node, dict[str, None]] = {}
    for link in links:
        for node, _ in zip(link.node.iterancestors(), range(_CLIMB), strict=False):
            holders.setdefault(node, {})[link.target] = None
    return holders


def _climb(link: Link, holders: dict[Node, dict[str, None]], card: Node) -> Node:
    for node, _ in zip(link.node.iterancestors(), range(_CLIMB), strict=False):
        if len(holders[node]) > 1 or node.tag in _WHOLE:
            break
        card = node
    return card


def _names_sections(group: Group, passed: list[Group]) -> bool:
    if median(weight(link.text) for link in group.links) >= rules.SECTION_WORDS:
        return False
    cards = set(group.cards.values())
    held: dict[Node, set[str]] = {card: set() for card in cards}
    for other in passed:
        for link in other.links if other is not group else ():
            for node, _ in zip(link.node.iterancestors(), range(_CLIMB), strict=False):
                if node in held:
                    held[node].add(link.target)
    own = {link.target for link in group.links}
    return sum(len(targets - own) >= 2 for targets in held.values()) * 2 >= len(held)


def _own_card(link: Link) -> Node:
    """A link that is alone in its group: the nearest element that is a unit by itself."""
    for node, _ in zip(link.node.iterancestors(), range(5), strict=False):
        if node.tag in ("article", "li", "section", "div", "tr"):
            return node
    return link.node


def score(page: Page, group: Group) -> None:
    """Fill in ``signs`` and ``points``."""
    find_cards(group)
    sample = group.links[:: max(1, len(group.links) // SAMPLE)][:SAMPLE]
    host = urls.host_of(page.url)
    seen: dict[str, float] = dict.fromkeys(rules.WEIGHTS, 0.0)
    for link in sample:
        for sign in _signs(page, link, group.cards[link], host):
            seen[sign] += 1 / len(sample)
    texts = {link.text for link in group.links}
    targets = {link.target for link in group.links}
    if len(texts) < 0.6 * len(targets):
        seen["repeated"] = 1.0
    if len(targets) == 1:
        seen["alone"] = 1.0
    group.signs = {sign: share for sign, share in seen.items() if share}
    length = median(weight(link.text) for link in sample)
    group.points = _length_points(length) + sum(
        rules.WEIGHTS[sign] * share for sign, share in group.signs.items()
    )


def _length_points(words: float) -> float:
    return [points for least, points in rules.LENGTHS if words >= least][-1]


def _signs(page: Page, link: Link, card: Node, host: str) -> Iterable[str]:
    names = tokens(link.node)
    for node, _ in zip(link.node.iterancestors(), range(2), strict=False):
        names |= tokens(node)
    path = path_of(link.url)
    if link.heading:
        yield "heading"
    if names & rules.A_HEADLINE or link.title is not link.node:
        yield "titled"
    if names & rules.NOT_A_HEADLINE and not link.heading:
        yield "other-name"
    if link.navigation:
        yield "navigation"
    if rules.OTHER_PAGES.search(path):
        yield "other-page"
    elif rules.ARTICLE_PATH.search(path):
        yield "article-path"
    if path in ("", "/"):
        yield "no-path"
    if urls.host_of(link.url) == host:
        yield "own-host"
    if _in_prose(page, link):
        yield "in-prose"
    yield from _card_signs(page, card)


def _card_signs(page: Page, card: Node) -> Iterable[str]:
    text = text_of(page, card)[:1500]
    if rules.DATE_LOOK.search(text) or card.find(".//time") is not None:
        yield "dated"
    if card.find(".//img") is not None:
        yield "image"
    if (rules.PRICE.search(text) and len(text) < 600) or any(
        tokens(node) & rules.COMMERCE
        for node, _ in zip(card.iter(), range(30), strict=False)
        if isinstance(node.tag, str)
    ):
        yield "commerce"


def _in_prose(page: Page, link: Link) -> bool:
    for node, _ in zip(link.node.iterancestors(), range(3), strict=False):
        if node.tag in rules.HEADINGS:
            return False
        if node.tag in ("p", "blockquote", "td", "dd"):
            around = len(text_of(page, node))
            return around > 2 * len(link.text) + 20
    return False
