"""The titles that links show: which part of a link or of its card is the title, and what label stands before it. Pure.

No name of a class or element decides here; what the parts of the links of a group have in common does, and whether
the address spells their words: most sites make an article's address of its headline.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from statistics import fmean, median
from typing import Any
from urllib.parse import unquote

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, text_of, weight
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS

_LEAST = 3  # links that make a pattern
_SAMPLE = 40
_MAX_PARTS = 40  # parts of a link or card that are looked at
_MOST_LEAD_WORDS = 3.5
_LEADS = ("span", "small", "em", "i", "b", "strong", "mark", "div", "font", "label")
_GOES_ON = (":", "：", "-", "–", "—", ",", "’s", "'s")  # the label is a part of the sentence
_MOST_WORDS = 30.0  # a title has fewer
_ALIKE = 0.8  # share of the parts at one place whose class is the same, where they are one kind of thing
_SPELLED = 0.15  # share of words in common from which an address is made of a text, if of a longer headline
_LEAST_SPELLED = 3  # words of an address that can be made of one
_LETTERS = re.compile(r"[^\W\d_]{3,}")

# How a part is found again: its steps below the link or card, or a class that no other part there has.
Name = tuple[str, ...]


def retitled(page: Page, links: list[Link], cards: dict[Link, Node] | None = None) -> list[Link]:
    """The links with the part of them (or of their ``cards``) that is their title, where one part is in most of them.

    A part is an element that shows text of its own; it is a title if it differs from link to link, is as long as a
    title and no date. Headings and bold type come first, then what the addresses spell, then the order on the page;
    captions of pictures come last.
    """
    if len(links) < _LEAST:
        return links
    holders = [cards[link] if cards else link.node for link in links]
    parts = [_parts(page, holder) for holder in holders[:_SAMPLE]]
    if not cards and sum(len(own) > 1 for own in parts) * 2 <= len(parts):
        return links
    named = [_named(own) for own in parts]
    best = _best(page, links, named)
    if best is None:
        return links
    rest = (_named(_parts(page, holder)) for holder in holders[_SAMPLE:])
    return [
        _with_title(page, link, best, own.get(best))
        for link, own in zip(links, chain(named, rest), strict=True)
    ]


def titled_alike(page: Page, groups: Sequence[list[Link]]) -> list[list[Link]]:
    """The groups; links whose title has several parts with the one whose class marks the titles of other groups."""
    marks = Counter(
        token
        for links in groups
        for link in links
        if link.title is not link.node
        for token in set(_classes(link.title))
    )
    known: set[Name] = {(f".{token}",) for token, often in marks.items() if often >= _LEAST}
    return [[_titled_by(page, link, known) for link in links] for links in groups] if known else list(groups)


def _titled_by(page: Page, link: Link, known: set[Name]) -> Link:
    parts = _parts(page, link.title) if link.picture is None else {}
    if len(parts) < 2:
        return link
    marked = {name: node for name, node in _named(parts).items() if name in known}
    if len(set(marked.values())) != 1:
        return link
    name = min(marked)
    return _with_title(page, link, name, marked[name])


def _best(page: Page, links: list[Link], parts: list[dict[Name, Node]]) -> Name | None:
    often = Counter(name for own in parts for name in own)
    held = {
        name: [(link, own[name]) for link, own in zip(links, parts, strict=False) if name in own]
        for name, count in often.items()
        if count * 3 >= 2 * len(parts)
    }
    ranked = [name for name, found in held.items() if _are_titles(page, [node for _, node in found])]
    if len(ranked) < 2:
        return ranked[0] if ranked else None

    def rank(name: Name) -> tuple[Any, ...]:
        found = held[name]
        in_few = len(found) < _ALIKE * len(parts)
        captions = all(_is_in(node, "figcaption") for _, node in found)
        return captions, not _is_strong(name), -_spelled_by_all(page, found), not _is_one_kind(found), in_few

    return min(ranked, key=rank)


def _named(parts: dict[Name, Node]) -> dict[Name, Node]:
    """The parts by their places, and then by each class that one of them alone has."""
    classes = [(f".{token}", node) for node in parts.values() for token in _classes(node)[:8]]
    often = Counter(token for token, _ in classes)
    return {**parts, **{(token,): node for token, node in classes if often[token] == 1}}


def _classes(node: Node) -> list[str]:
    return (node.get("class") or "").split()


def _is_one_kind(found: Sequence[tuple[Link, Node]]) -> bool:
    """Whether most of the parts have a class in common, or have none."""
    classes = Counter(token for _, node in found for token in set(_classes(node)) or {""})
    return max(classes.values()) >= _ALIKE * len(found)


def _is_strong(name: Name) -> bool:
    return any(step.split("#")[0] in (*rules.HEADINGS, "b", "strong") for step in name)


def _is_in(node: Node, tag: str) -> bool:
    return node.tag == tag or next(node.iterancestors(tag), None) is not None


def _are_titles(page: Page, nodes: list[Node]) -> bool:
    texts = [text_of(page, node) for node in nodes]
    words = median(weight(text) for text in texts)
    dates = sum(1 for text in texts if len(text) < 60 and rules.DATE_LOOK.search(text))
    return (
        len(set(texts)) * 10 >= 8 * len(texts)
        and rules.TITLE_WORDS <= words < _MOST_WORDS
        and dates * 2 < len(texts)
        and not all(_is_in(node, "time") for node in nodes)
    )


def _with_title(page: Page, link: Link, name: Name, title: Node | None) -> Link:
    if title is None or title is link.title or title.find(".//a[@href]") is not None:
        return link
    if any(node.tag == "a" and node is not link.node for node in (title, *title.iterancestors())):
        return link
    heading = any(step.split("#")[0] in rules.HEADINGS for step in name)
    return replace(link, title=title, text=text_of(page, title), heading=link.heading or heading)


def _parts(page: Page, holder: Node) -> dict[Name, Node]:
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


# -- what the address spells ----------------------------------------------------------------------------


def _spelled_by_all(page: Page, found: Sequence[tuple[Link, Node]]) -> float:
    """How far these parts are what their addresses spell, on average, in tenths; 0 where that is little."""
    shares = [share for link, node in found if (share := spelled(link.path, text_of(page, node))) is not None]
    mean = fmean(shares) if shares and len(shares) * 2 >= len(found) else 0.0
    return round(mean, 1) if mean >= _SPELLED else 0.0


def spelled(path: str, text: str) -> float | None:
    """The share of words (Dice) that a text and the last part of a path have in common.

    None for a path that is not made of words.
    """
    address, words = _words(unquote(path.partition("?")[0].rstrip("/").rpartition("/")[2])), _words(text)
    if len(address) < _LEAST_SPELLED:
        return None
    return 2 * len(address & words) / (len(address) + len(words))


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(_LETTERS.findall("".join(c for c in plain if not unicodedata.combining(c))))


# -- labels ---------------------------------------------------------------------------------------------


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
