"""Where the article stands on the page: its heading, and what is near enough to belong to it. Places only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archiver.extract.articles import names, rules
from archiver.extract.articles.labels import label
from archiver.extract.articles.regions import Regions, has_class
from archiver.extract.articles.titles import likeness, states_title
from archiver.page.page import Node

BEFORE, AFTER = 800, 2500  # characters around the heading where its date and byline stand
_HEAD_BEFORE, _HEAD_AFTER = 120, 400  # so close that the container's name does not matter
_HEADINGS = ("h1", "h2", "h3", "h4")
_MIN_TITLE_SHARE = 0.4
_APART_TAGS = frozenset({"blockquote", "figure", "figcaption", "q"})
_APART, _COMMENTS = re.compile(rules.NOT_TEXT), re.compile(rules.COMMENTS)  # of lower-case labels
_AUTHOR = re.compile(rules.AUTHOR_CLASS)  # of lower-case words
_AUTHOR_URL = re.compile(rules.AUTHOR_URL, re.IGNORECASE)
_MAX_CLIMB = 12
_MAX_CARD = 1500  # characters of a container that may be the card of another story


@dataclass(frozen=True)
class Anchor:
    """The heading of the article on one page, and questions of distance from it."""

    regions: Regions

    @cached_property
    def heading(self) -> Node | None:
        """The heading that says what the page's title says; else the first ``h1``."""
        titles = [t for t in map(self._said, islice(self._titles(), 4)) if t]
        flat_titles = [names.flat(title) for title in titles]
        headings = self.regions.elements.in_body(*_HEADINGS)[: rules.MAX_VISIBLE]
        for tag in ("h1", ""):
            for node in headings:
                if (not tag or node.tag == tag) and self._is_title(node, titles, flat_titles):
                    return node
        return self.regions.headings[0] if self.regions.headings else None

    def _titles(self) -> Iterator[Node]:
        for node in self.regions.elements.tagged("title", "meta"):
            if node.tag == "title" or states_title(node):
                yield node

    def _said(self, node: Node) -> str:
        return node.get("content", "") if node.tag == "meta" else self.regions.text(node)

    def _is_title(self, node: Node, titles: list[str], flat_titles: list[str]) -> bool:
        text = self.regions.text(node)[: rules.MAX_TITLE]
        flat = names.flat(text)
        if len(flat) < rules.LEAST_TITLE:
            return False
        if any(flat in title and len(flat) >= _MIN_TITLE_SHARE * len(title) for title in flat_titles):
            return True
        long = any(len(flat) >= _MIN_TITLE_SHARE * len(title) for title in flat_titles)
        return (
            long and likeness(text, titles) >= rules.HEADLINE_LIKENESS and not self.regions.is_outside(node)
        )

    @cached_property
    def _apart(self) -> dict[Node, bool]:
        return {}

    @cached_property
    def _headings_in(self) -> dict[Node, Node | None]:
        return {}

    def _heading_in(self, card: Node) -> Node | None:
        """The first heading in an element that is no byline; many elements of a page stand in the same cards."""
        if card not in self._headings_in:
            headings = (h for h in card.iter("h1", "h2", "h3", "h4", "h5") if not _is_author(h))
            self._headings_in[card] = next(headings, None)
        return self._headings_in[card]

    @cached_property
    def _around(self) -> set[Node]:
        return set() if self.heading is None else {self.heading, *self.heading.iterancestors()}

    @cached_property
    def start(self) -> int | None:
        """Where the heading's text starts in the page's text."""
        return self.regions.position(self.heading) if self.heading is not None else None

    def is_near(self, node: Node) -> bool:
        """Within sight of the heading. True everywhere on a page without one."""
        return self._within(node, BEFORE, AFTER)

    def nearby(self, limit: int) -> list[Node]:
        """The elements among the first ``limit`` that may be near, in order."""
        if self.start is None:
            return self.regions.elements.near(0, len(self.regions.page.document_text.text), limit)
        return self.regions.elements.near(self.start - BEFORE, self.start + AFTER, limit)

    def is_at_head(self, node: Node) -> bool:
        """Right above or below the heading."""
        return self.start is not None and self._within(node, _HEAD_BEFORE, _HEAD_AFTER)

    def _within(self, node: Node, before: int, after: int) -> bool:
        if self.start is None:
            return True
        return self.start - before <= self.regions.position(node) <= self.start + after

    def belongs(self, node: Node) -> bool:
        """Outside comments, menus, captions, embedded posts and cards of other stories."""
        if self.is_set_apart(node):
            return False
        if self.regions.is_outside(node):
            return self.is_at_head(node) and not self._is_elsewhere(node)
        return not self.in_card(node)

    def is_set_apart(self, node: Node) -> bool:
        """In a quotation, a caption or an embedded post."""
        return any(map(self._sets_apart, self._climb(node)))

    def _sets_apart(self, step: Node) -> bool:
        known = self._apart.get(step)
        if known is None:
            known = step.tag in _APART_TAGS or _APART.search(label(step).lower()) is not None
            self._apart[step] = known
        return known

    def _is_elsewhere(self, node: Node) -> bool:
        return any(
            step.tag == "footer" or _COMMENTS.search(label(step).lower()) for step in self._climb(node)
        )

    def _climb(self, node: Node) -> list[Node]:
        steps: list[Node] = []
        current: Node | None = node
        while current is not None and current.tag not in ("body", "main") and len(steps) < _MAX_CLIMB:
            if current is self.heading:
                break
            steps.append(current)
            current = current.getparent()
        return steps

    def in_card(self, node: Node) -> bool:
        """The nearest container with a heading has another story's, with a link to it."""
        for step in self._climb(node):
            start, end = self.regions.page.document_text.span(step)
            if end - start > _MAX_CARD:
                return False
            if step in self._around:
                return False
            heading = self._heading_in(step)
            if heading is not None:
                return _is_linked(heading)
        return False


def _is_author(heading: Node) -> bool:
    """A byline set as a heading: it is called so, or its link leads to a page about the author."""
    if has_class(heading, _AUTHOR):
        return True
    link = next(heading.iter("a"), None)
    return link is not None and (
        _AUTHOR_URL.search(link.get("href", "")[:500]) is not None or link.get("rel", "").lower() == "author"
    )


def _is_linked(heading: Node) -> bool:
    inside = next(heading.iter("a"), None) is not None
    return inside or next(heading.iterancestors("a"), None) is not None
