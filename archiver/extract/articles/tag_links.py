"""Section and keywords as links that say what they are: ``rel="tag"`` (HTML §4.6.6) and ``rel="category"``.

May not take those of other stories: cards, menus, boxes and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from archiver.extract.articles import rules
from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.candidate import Candidate, Found, Reader
from archiver.extract.articles.labels import label
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

_BESIDE = re.compile(rules.BESIDE_ARTICLE, re.IGNORECASE)
_ENTRY = re.compile(r"(?:^|\s)h-?entry(?:\s|$)")
_MAX_WORD = 80  # characters of a keyword or a section's name
_SECTION = "category"
_KEYWORD = "tag"


def read_tag_links(reader: Reader, regions: Regions, anchor: Anchor) -> Found:
    """``rel="category tag"`` gives a section, ``rel="tag"`` alone a keyword."""
    found = Found()
    keywords: list[Candidate] = []
    for node, relation in _links(regions, anchor):
        text = regions.text(node)
        start = len(text) - len(text.lstrip("#＃ "))
        if not start < len(text) <= _MAX_WORD:
            continue
        place = reader.page.at_element(node, start, len(text)) if start else reader.page.at_element(node)
        candidate = reader.candidate(place, "html", f"rel={relation}")
        if relation == _SECTION:
            found.add("articleSection", candidate)
        elif candidate and len(keywords) < rules.MAX_KEYWORDS:
            keywords.append(candidate)
    if keywords:
        found.keywords.append(keywords)
    return found


def _links(regions: Regions, anchor: Anchor) -> Iterator[tuple[Node, str]]:
    """The links of the article itself, and which of the two each is."""
    holder = _holder(anchor)
    stated = regions.elements.stating_in_body("rel")
    links = (node for node in stated if node.tag == "a" and node.get("href") is not None)
    for node in islice(links, rules.MAX_VISIBLE):
        said = node.get("rel", "").lower().split()
        relation = next((name for name in (_SECTION, _KEYWORD) if name in said), None)
        if relation and _is_inside(anchor, node, holder):
            yield node, relation


def _holder(anchor: Anchor) -> Node | None:
    """The ``article`` or ``hentry`` around the heading: its footer is the article's."""
    above = anchor.heading.iterancestors() if anchor.heading is not None else ()
    return next((step for step in above if step.tag == "article" or _ENTRY.search(label(step))), None)


def _is_inside(anchor: Anchor, node: Node, holder: Node | None) -> bool:
    if holder is None:
        return anchor.belongs(node)
    for step in node.iterancestors():
        if step is holder:
            return not anchor.in_card(node)
        if step.tag in ("nav", "aside") or _BESIDE.search(label(step)):
            return False
    return False
