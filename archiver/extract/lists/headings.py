"""What a list is called: the heading over it, and whether that speaks of news. Pure, bounded."""

from __future__ import annotations

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import text_of, weight
from archiver.extract.lists.topic_rules import NEWS_WORDS
from archiver.page.page import Node, Page

_LEVELS = 4  # elements around a list beside which its heading may stand
_NEAR = 3  # siblings before it that are looked at
_MAX_TEXT = 80
_MAX_WORDS = 8


def heading_over(page: Page, node: Node) -> Node | None:
    """The heading of a list: the nearest heading before it, or what stands as one: short, alone, right before it."""
    for level in range(_LEVELS):
        found = _beside(page, node, level)
        if found is not None:
            return found
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return None
        node = parent
    return None


def name_of(page: Page, node: Node) -> str:
    """The text of the heading over a list; empty where there is none."""
    heading = heading_over(page, node)
    return text_of(page, heading) if heading is not None else ""


def speaks_of_news(text: str) -> bool:
    """True for a text in which a word for news stands, in one of many languages."""
    return bool(NEWS_WORDS.search(text[:300]))


def _beside(page: Page, node: Node, level: int) -> Node | None:
    before = node.getprevious()
    for _ in range(_NEAR):
        if before is None:
            return None
        if isinstance(before.tag, str) and (text := text_of(page, before)):
            if before.tag in rules.HEADINGS:
                return before if len(text) <= _MAX_TEXT else None
            inner = _only_heading(page, before, text)
            if inner is not None:
                return inner
            alone = (
                len(text) <= _MAX_TEXT
                and weight(text) <= _MAX_WORDS
                and before.tag not in ("a", "ul", "ol", "li")
            )
            return before if alone and level < 2 else None
        before = before.getprevious()
    return None


def _only_heading(page: Page, holder: Node, text: str) -> Node | None:
    for tag in rules.HEADINGS:
        inner = next(holder.iterdescendants(tag), None)
        if inner is not None and text_of(page, inner) == text:
            return inner
    return None
