"""Take groups of links apart where one shape stands for several things, and find the titles that links show. Pure.

A record is what repeats: a row, a card. Links that stand at different places of their records say different things
(title, author, comments), and short links in one container are a menu beside the headlines of another. No name of a
class or element decides here; what the links of a group have in common does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from statistics import median

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, text_of, weight
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS

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


# -- titles --------------------------------------------------------------------------------------------


def retitled(page: Page, links: list[Link], cards: dict[Link, Node] | None = None) -> list[Link]:
    """The links with the part of them (or of their ``cards``) that is their title, where one part is in most of them.

    A part is an element that shows text of its own; it is a title if it differs from link to link, is as long as a
    title and no date. Headings and bold type come first, then the order on the page.
    """
    if len(links) < _LEAST:
        return links
    slots = [_slots(page, cards[link] if cards else link.node) for link in links[:_SAMPLE]]
    if not cards and sum(len(parts) > 1 for parts in slots) * 2 <= len(slots):
        return links
    names = Counter(name for parts in slots for name in parts)
    ranked = [name for name, count in names.items() if count * 3 >= 2 * len(slots)]
    ranked = [name for name in ranked if _is_title(page, [parts[name] for parts in slots if name in parts])]
    if not ranked:
        return links
    best = min(ranked, key=lambda name: (not _is_strong(name), ranked.index(name)))
    return [_with_title(page, link, cards[link] if cards else link.node, best) for link in links]


def without_leads(page: Page, links: list[Link]) -> list[Link]:
    """The links with the label before their title, "Town", told apart where the same ones return from link to link.

    A label is an element of its own that begins the element with the title, in few words, without a colon.
    """
    leads = {link: lead for link in links if (lead := _lead_of(page, link)) is not None}
    kinds: dict[tuple[str, str], list[Link]] = {}
    for link, lead in leads.items():
        kinds.setdefault((str(lead.tag), lead.get("class") or ""), []).append(link)
    told: set[Link] = set()
    for alike in kinds.values():
        texts = {text_of(page, leads[link]) for link in alike}
        if 2 * len(texts) <= len(alike):
            told.update(alike)
    return (
        [_without_lead(page, link, leads[link]) if link in told else link for link in links]
        if told
        else links
    )


def _lead_of(page: Page, link: Link) -> Node | None:
    title = link.title
    first = title[0] if len(title) and link.picture is None and not (title.text or "").strip() else None
    if first is None or first.tag not in _LEADS:
        return None
    text = text_of(page, first)
    rest = link.text[len(text) :].strip()
    short = bool(text) and weight(text) <= _MOST_LEAD_WORDS and len(text) < len(rest)
    if not short or text.endswith(_GOES_ON) or rest.startswith(_GOES_ON) or not link.text.startswith(text):
        return None
    return first if weight(rest) >= rules.TITLE_WORDS else None


def _without_lead(page: Page, link: Link, lead: Node) -> Link:
    return replace(link, lead=lead, text=link.text[len(text_of(page, lead)) :].strip())


def _with_title(page: Page, link: Link, card: Node, name: tuple[str, ...]) -> Link:
    title = _slots(page, card).get(name)
    if title is None or title is link.title or title.find(".//a[@href]") is not None:
        return link
    if any(node.tag == "a" and node is not link.node for node in (title, *title.iterancestors())):
        return link
    heading = any(step.split("#")[0] in rules.HEADINGS for step in name)
    return replace(link, title=title, text=text_of(page, title), heading=link.heading or heading)


def _is_strong(name: tuple[str, ...]) -> bool:
    return any(step.split("#")[0] in rules.HEADINGS or step.split("#")[0] in ("b", "strong") for step in name)


def _is_title(page: Page, nodes: list[Node]) -> bool:
    texts = [text_of(page, node) for node in nodes]
    words = median(weight(text) for text in texts)
    dates = sum(1 for text in texts if len(text) < 60 and rules.DATE_LOOK.search(text))
    return (
        len(set(texts)) * 10 >= 8 * len(texts)
        and rules.TITLE_WORDS <= words < _MOST_WORDS
        and dates * 2 < len(texts)
    )


def _slots(page: Page, holder: Node) -> dict[tuple[str, ...], Node]:
    """The parts of an element that show text, by their steps below it; empty where text stands loose in it."""
    found: dict[tuple[str, ...], Node] = {}
    if not len(holder):
        return found
    waiting: list[tuple[tuple[str, ...], Node]] = [((), holder)]
    for number, (name, node) in enumerate(waiting):
        if number > _MAX_PARTS:
            break
        own = (node.text or "").strip() or any((child.tail or "").strip() for child in node)
        if own and name:
            found[name] = node
            continue
        if own and not any(child.tag in BLOCKS for child in node):
            return {}
        counts: Counter[str] = Counter()
        for child in node:
            if isinstance(child.tag, str) and text_of(page, child):
                counts[child.tag] += 1
                waiting.append(((*name, f"{child.tag}#{counts[child.tag]}"), child))
    if len(found) < 2:
        return found
    order = {node: place for place, node in enumerate(holder.iter())}
    return dict(sorted(found.items(), key=lambda entry: order[entry[1]]))
