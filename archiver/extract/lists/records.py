"""Take groups of links apart where one shape stands for several things. Pure.

A record is what repeats: a row, a card. Links that stand at different places of their records say different things
(title, author, comments), and short links in one container are a menu beside the headlines of another. No name of a
class or element decides here; what the links of a group have in common does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from statistics import median

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, weight
from archiver.page.page import Node

_LEVELS = 6  # ancestors among which a record is looked for
_LEAST = 3  # records that make a pattern
_MOST_LINKS = 6  # links of one shape in a record
_SAMPLE = 40
_MAX_PARTS = 40  # parts of a link or card that are looked at
_ROWS = ("li", "tr", "dd", "article", "p")
_ROW_ABOVE = 4  # elements around a link among which its row is looked for
_OPENING, _CLOSING = ("[", "(", "【", "［", "（"), ("]", ")", "】", "］", "）")
_MOST_LEAD_WORDS = 3.5
_LEADS = ("span", "small", "em", "i", "b", "strong", "mark", "div", "font", "label")
_GOES_ON = (":", "：", "-", "–", "—", ",", "’s", "'s")  # the label is a part of the sentence
_SHORT = 2.5  # words: a container whose links are shorter is a menu, by this alone
_MOST_WORDS = 30.0  # a title has fewer


def divided(links: list[Link]) -> Iterator[list[Link]]:
    """The links of one shape, divided by their place in a record and by the kind of container they stand in.

    Of neighbours with one target the first that could be a title stays: what follows is "more".
    """
    firsts = [_likeliest(list(same)) for _, same in groupby(links, key=lambda link: link.target)]
    for part in _labels_apart(firsts):
        alike = _by_container(part)
        for some in alike:
            columns = _columns(some)
            if len(alike) == len(columns) == 1:
                yield some  # nothing has come apart
                continue
            for column in columns:
                yield from _by_container(column)


def _likeliest(links: list[Link]) -> Link:
    if len(links) == 1:
        return links[0]
    titles = (link for link in links if weight(rules.NUMBER.sub(" ", link.text)) >= rules.TITLE_WORDS)
    return next(titles, links[0])


def _labels_apart(links: list[Link]) -> tuple[list[Link], list[Link]]:
    """Titles, and the labels that some rows have beside them: in brackets, half as long, or the same in several rows.

    A row has one title, its longest link. Where every row has several, their order tells more (see ``_columns``).
    """
    rows: dict[Node, list[Link]] = {}
    for link in links:
        row = next((node for node in link.above[:_ROW_ABOVE] if node.tag in _ROWS), None)
        if row is not None:
            rows.setdefault(row, []).append(link)
    several = [row for row in rows.values() if len(row) > 1]
    if len(rows) < _LEAST or not several or len(several) == len(rows):
        return links, []
    often = Counter(link.target for row in several for link in row)
    labels: set[Link] = set()
    for beside in several:
        title = max(beside, key=lambda link: len(link.text))
        labels.update(
            link
            for link in beside
            if link is not title
            and (2 * len(link.text) <= len(title.text) or often[link.target] > 1 or _is_bracketed(link.node))
        )
    return [link for link in links if link not in labels], [link for link in links if link in labels]


def _is_bracketed(node: Node) -> bool:
    previous, parent = node.getprevious(), node.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return (before or "").rstrip().endswith(_OPENING) and (node.tail or "").lstrip().startswith(_CLOSING)


def _columns(links: list[Link]) -> list[list[Link]]:
    level = _record_level(links)
    if level is None:
        return [links]
    columns: dict[int, list[Link]] = {}
    seen: dict[Node, dict[str, int]] = {}
    for link in links:
        targets = seen.setdefault(_above(link, level), {})
        columns.setdefault(targets.setdefault(link.target, len(targets)), []).append(link)
    return list(columns.values())


def _record_level(links: list[Link]) -> int | None:
    """How far above a link the record stands that holds a few links of this shape, the same number each time."""
    if len(links) < _LEAST:
        return None
    for level in range(1, _LEVELS + 1):
        held: dict[Node, set[str]] = {}
        for link in links:
            held.setdefault(_above(link, level), set()).add(link.target)
        if len(held) < _LEAST:
            return None
        counts = Counter(len(targets) for targets in held.values())
        usual, times = counts.most_common(1)[0]
        if 2 <= usual <= _MOST_LINKS and times * 5 >= 4 * len(held) and _same_parent(held):
            return level
        if max(counts) > _MOST_LINKS:
            return None
    return None


def _same_parent(nodes: Iterable[Node]) -> bool:
    """True when most of the nodes are siblings: what repeats in one place, not boxes all over the page."""
    parents = Counter(node.getparent() for node in nodes)
    return parents.most_common(1)[0][1] * 2 >= sum(parents.values())


def _above(link: Link, level: int) -> Node:
    above = link.above
    return above[min(level, len(above)) - 1] if above else link.node


def _by_container(links: list[Link]) -> list[list[Link]]:
    """Links apart by whether those of their container are short, and whether they lead to addresses of articles."""
    if len(links) == 1:
        return [links]
    containers = container_of(links)
    held: dict[Node, list[Link]] = {}
    for link in links:
        held.setdefault(containers[link], []).append(link)
    kinds = {node: _kind(members) for node, members in held.items()}
    # One link is no menu: it is what lists of the page's that lead to the same kind of address are.
    lists = [kind for node, kind in kinds.items() if len(held[node]) > 1 and not kind[0]]
    for node, (short, to_articles) in kinds.items():
        if short and len(held[node]) == 1 and to_articles and (False, True) in lists:
            kinds[node] = (False, True)
    parts: dict[tuple[bool, bool], list[Link]] = {}
    for link in links:
        parts.setdefault(kinds[containers[link]], []).append(link)
    return list(parts.values())


def _kind(links: list[Link]) -> tuple[bool, bool]:
    to_articles = sum(1 for link in links if link.to_article)
    return median(link.words for link in links) < _SHORT, to_articles * 2 >= len(links)


def container_of(links: Sequence[Link]) -> dict[Link, Node]:
    """For each link the smallest element that holds another link target of these as well."""
    holders: dict[Node, str | None] = {}  # element → the one target it holds; None: several
    for link in links:
        target = link.target
        for node in link.above:
            if node not in holders:
                holders[node] = target
            elif holders[node] != target:
                holders[node] = None
    found = {}
    for link in links:
        for node in chain(link.above, _further(link)):
            if holders.get(node) is None:
                break
        found[link] = node
    return found


def _further(link: Link) -> Iterator[Node]:
    """The elements around those that are looked at."""
    yield from link.above[-1].iterancestors() if link.above else ()
