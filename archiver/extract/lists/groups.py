"""Segment a page's links into groups of the same shape, and score each group as headlines or not. Pure.

Stages after html2rss (segmentation, scoring, extraction): links that stand in the same kind of place form a group;
a group is judged by what most of its links show, by the table of weights; what passes is a list of headlines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby, islice
from statistics import median

from archiver import urls
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.headed import add_headed
from archiver.extract.lists.headings import name_of, speaks_of_news
from archiver.extract.lists.kin import Group, add_kin, form_of, without_foreign
from archiver.extract.lists.links import Link, text_of
from archiver.extract.lists.records import divided
from archiver.extract.lists.signs import link_signs, own_signs, place_signs
from archiver.extract.lists.titles import retitled, titled_alike, without_leads
from archiver.page.page import Node, Page

SAMPLE = 40  # links of a group that are looked at closely
_DEPTH = 12  # ancestors that make the shape of a link
_NEAR = 3  # of them whose class counts
_CLIMB = 12  # ancestors a card may stand above its link
_STARTS = 5  # titles that begin with one word before that says something
_COLUMNS = 12  # of a table that are told apart
_LONGEST = 2_000  # code points of the card of a headline that is alone
_OTHERS = 200  # other headlines of a card that are looked at
_COUNT = re.compile(r"^\(?[0-9]+\)?\s")  # "3 comments" says the same as "4 comments"
_WHOLE = ("body", "html", "main")  # never a card
# What the places of links can add to a group's points, and what one needs that may yet pass by where it leads.
_MOST_OF_CARDS = sum(rules.WEIGHTS[sign] for sign in ("dated", "image", "named-news"))
_MOST_OF_ALL = _MOST_OF_CARDS + sum(
    rules.WEIGHTS[sign] for sign in ("titled", "article-path", "numbered-path", "own-host")
)
_LEAST = rules.ACCEPT - rules.WEIGHTS["kin"] - 0.01
_ITEMS = ("article", "li")  # one item by what they mean: other headlines inside belong to it


def segment(page: Page, links: Iterable[Link]) -> list[Group]:
    """Links grouped by shape, in the order in which the shapes first appear, each with the title it shows."""
    groups: dict[tuple[str, ...], list[Link]] = {}
    near: dict[Node, str] = {}
    far: dict[Node, list[str]] = {}
    for link in links:
        if link.text and not rules.FURTHER_PAGES.search(link.path):
            shape = _shape(link, near, far)
            groups.setdefault((*shape, "alt" if link.picture is not None else ""), []).append(link)
    parts = [retitled(page, part) for members in groups.values() for part in divided(members)]
    return [Group(without_leads(page, part)) for part in titled_alike(page, parts)]


def _shape(link: Link, near: dict[Node, str], far: dict[Node, list[str]]) -> tuple[str, ...]:
    """``near`` keeps the steps of elements; ``far`` those from one upwards, too far above for its class to count."""
    steps = [_step(link.node, True), "h" if link.title is not link.node and link.heading else ""]
    for node in link.above[:_NEAR]:
        if node not in near:
            near[node] = _step(node, True)
        steps.append(near[node])
    rest = link.above[_NEAR:_DEPTH]
    if rest:
        if rest[0] not in far:
            far[rest[0]] = [_step(node, False) for node in rest]
        steps += far[rest[0]]
    return (*steps, "nav" if link.navigation else "")


def _step(node: Node, with_class: bool) -> str:
    if node.tag in ("td", "th"):
        return f"{node.tag}#{sum(1 for _ in islice(node.itersiblings('td', 'th', preceding=True), _COLUMNS))}"
    if not with_class:
        return str(node.tag)
    stated = node.get("class")
    name = _first_word((stated or "")[:200]) if stated else ""
    return f"{node.tag}.{name}" if name else str(node.tag)


@lru_cache(maxsize=4096)
def _first_word(stated: str) -> str:
    """The first class without a digit, which would tell one of many apart."""
    return next((name for name in stated.lower().split() if not any(c.isdigit() for c in name)), "")


def find_cards(group: Group) -> None:
    """For each link the largest element around it that holds no other link target of its group."""
    if len({link.target for link in group.links}) == 1:
        group.cards.update((link, _own_card(link)) for link in group.links)
        return
    holders = _holders(group.links)
    group.cards.update((link, _climb(link, holders, link.node)) for link in group.links)


def told_apart(page: Page, groups: list[Group]) -> list[Group]:
    """The groups; those whose links all say the same ("more") or a date with the titles that their cards show."""
    found = []
    for group in groups:
        found.append(group)
        if "repeated" not in group.signs and not _are_dates(group.links):
            continue
        if not group.cards:
            find_cards(group)
        links = retitled(page, group.links, group.cards)
        if sum(new is not old for new, old in zip(links, group.links, strict=True)) * 2 > len(links):
            found[-1] = Group(links, {"title-apart": 1.0})
            score(page, found[-1])
    return found


def _are_dates(links: list[Link]) -> bool:
    dates = sum(
        1 for link in links if rules.MAY_DATE.search(link.text) and link.words <= 6 and _is_date(link)
    )
    return dates * 5 >= 4 * len(links)


def _is_date(link: Link) -> bool:
    return rules.DATE_LOOK.search(link.text) is not None


def accepted(page: Page, groups: list[Group]) -> list[Group]:
    """The groups that are headlines: enough points, and not the titles of sections that hold the headlines."""
    told = [group for group in groups if not group.of_pictures]
    add_headed(page, told)
    add_kin(groups)
    # Pictures are read only where a page shows its news by pictures alone, or leads its other news by them.
    passed = [group for group in told if group.points >= rules.ACCEPT]
    first = min((group.links[0].order for group in passed), default=None)
    passed = [
        group
        for group in groups
        if group.points >= rules.ACCEPT and (not group.of_pictures or first is None or _leads(group, first))
    ]
    kept = without_foreign([group for group in passed if not _names_sections(group, passed)])
    _settle(page, kept)
    return kept


def _leads(group: Group, first: int) -> bool:
    """True for pictures that stand before all other headlines, and lead where those do."""
    return "kin" in group.signs and group.links[-1].order < first


def _settle(page: Page, groups: list[Group]) -> None:
    """Find the units. A headline that is alone in its group gets the card that holds none of any other group."""
    links = [link for group in groups for link in group.links]
    holders = _holders(links)
    lines = {link.target: link.node.getparent() for link in reversed(links)}
    for group in groups:
        for link in group.links:
            card = group.cards[link]
            if "alone" in group.signs:
                card = group.cards[link] = _within_bounds(page, link, _climb(link, holders, card))
            others = islice((target for target in holders.get(card, ()) if target != link.target), _OTHERS)
            # One line of links beside a headline belongs to its card; two and more are a list of their own.
            whole = card.tag in _ITEMS or len({lines[target] for target in others}) < 2
            group.units[link] = card if whole else _climb(link, holders, link.node)


def _within_bounds(page: Page, link: Link, card: Node) -> Node:
    """The card, or the largest element in it that is no article beside which the link stands."""
    node = link.node
    for holder in link.node.iterancestors():
        if node is card or len(text_of(page, holder)) > _LONGEST:
            break
        node = holder
    return node


def _holders(links: Iterable[Link]) -> dict[Node, dict[str, None]]:
    """The link targets that each element around the links holds, in the order of the links."""
    holders: dict[Node, dict[str, None]] = {}
    for link in links:
        target = link.target
        for node in link.above[:_CLIMB]:
            if node in holders:
                holders[node][target] = None
            else:
                holders[node] = {target: None}
    return holders


def _climb(link: Link, holders: dict[Node, dict[str, None]], card: Node) -> Node:
    for node in link.above[:_CLIMB]:
        if len(holders[node]) > 1 or node.tag in _WHOLE:
            break
        card = node
    return card


def _names_sections(group: Group, passed: list[Group]) -> bool:
    """True for titles of sections over their headlines, and for labels that lead to a section beside each headline."""
    if median(link.words for link in group.links) >= rules.SECTION_WORDS:
        return False
    form = form_of(group.links)
    if form and any(form_of(other.links) == form for other in passed if other is not group):
        return False
    cards = set(group.cards.values())
    held: dict[Node, dict[str, bool]] = {card: {} for card in cards}
    for other in passed:
        for link in other.links if other is not group else ():
            for node in link.above[:_CLIMB]:
                if node in held:
                    held[node][link.target] = link.to_article
    own = {link.target for link in group.links}
    others = [[targets[target] for target in targets.keys() - own] for targets in held.values()]
    labels = not any(link.to_article for link in group.links)
    return sum(len(found) >= 2 or (labels and any(found)) for found in others) * 2 >= len(held)


def _own_card(link: Link) -> Node:
    """A link that is alone in its group: the nearest element that is a unit by itself."""
    for node in link.above[:5]:
        if node.tag in ("article", "li", "section", "div", "tr"):
            return node
    return link.node


def score(page: Page, group: Group) -> None:
    """Fill in ``signs`` and ``points``; of a group that cannot pass, whatever its cards show, no more than it takes."""
    sample = group.links[:: max(1, len(group.links) // SAMPLE)][:SAMPLE]
    seen = Counter(own_signs(sample))
    whole = _whole_signs(group)
    group.signs, group.points = _weighed(sample, seen, whole)
    if group.points + _MOST_OF_ALL < _LEAST:
        return
    seen.update(link_signs(group.links, sample, urls.host_of(page.url)))
    group.signs, group.points = _weighed(sample, seen, whole)
    if group.points + _MOST_OF_CARDS < _LEAST:
        return
    find_cards(group)
    for link in sample:
        seen.update(place_signs(page, link, group.cards[link]))
    if speaks_of_news(name_of(page, group.cards[group.links[0]])):
        whole["named-news"] = 1.0
    group.signs, group.points = _weighed(sample, seen, whole)


def _weighed(
    sample: list[Link], seen: Mapping[str, int], whole: Mapping[str, float]
) -> tuple[dict[str, float], float]:
    """The share of the links that show each sign, or what holds for all of them, and the points for that."""
    shares = {**{sign: _share(count, len(sample)) for sign, count in seen.items()}, **whole}
    signs = {sign: shares[sign] for sign in rules.WEIGHTS if shares.get(sign)}
    length = median(link.words for link in sample)
    return signs, _length_points(length) + sum(rules.WEIGHTS[sign] * share for sign, share in signs.items())


@lru_cache(maxsize=2 * SAMPLE * SAMPLE)
def _share(count: int, of: int) -> float:
    """Added up one by one: what it is compared with was measured so (``sum`` rounds less from Python 3.12 on)."""
    share = 0.0
    for _ in range(count):
        share += 1 / of
    return share


def _whole_signs(group: Group) -> dict[str, float]:
    """What holds for all links of a group or for none."""
    links, whole = group.links, {"title-apart": group.signs.get("title-apart", 0.0)}
    targets = {link.target for link in links}
    if len(targets) == 1:
        # Anything a site offers may have a number.
        return {**whole, "alone": 1.0, "numbered-path": 0.0}
    texts = {_COUNT.sub("", link.text) for link in links}
    if len(targets) >= _STARTS:
        starts = Counter(link.text.split(None, 1)[0] for link in links if " " in link.text)
        if starts and starts.most_common(1)[0][1] * 5 >= 4 * len(links):
            whole["same-start"] = 1.0  # chapters, sections, versions
    if len(texts) < 0.6 * len(targets):
        whole["repeated"] = 1.0
    if len(targets) < 0.6 * sum(1 for _ in groupby(link.target for link in links)):
        whole["shared"] = 1.0
    return whole


def _length_points(words: float) -> float:
    return [points for least, points in rules.LENGTHS if words >= least][-1]
