"""Whose a shown date is, by where it stands: the article's at its headline or behind a label, else somebody's else.

Places only: which words label a date is for ``shown_dates``. Better no date than that of a comment or another story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archiver.extract.articles import rules
from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.labels import label
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

AT_HEADLINE, IN_SIGHT, ELSEWHERE, IN_TITLE = range(4)  # best first
_LEAST_PROSE = 80  # characters of a paragraph of the body
_OTHERS_TITLE = 20  # characters of a link's words that may be a headline, and the words they are at least
_OTHERS_WORDS = 4
_MAX_ROW = 300  # characters of a row that holds a link and its date
_MAX_CLIMB = 3
_MAX_LINKS = 5
_DATE = re.compile(rules.DATE_CLASS)  # of lower-case words
_AUTHOR_URL = re.compile(rules.AUTHOR_URL, re.IGNORECASE)


@dataclass(frozen=True)
class DatePlaces:
    """Ranks the places of dates on one page."""

    regions: Regions
    anchor: Anchor

    def rank(self, node: Node, *, labelled: bool) -> int | None:
        """How surely a date there is the article's, small for surely; None for one that belongs to something else."""
        if labelled:
            return AT_HEADLINE
        at, start = self.regions.position(node), self.anchor.start
        first, second = self._prose
        if start is None or at < first:
            return AT_HEADLINE if start is None or at >= start or self.anchor.is_at_head(node) else IN_SIGHT
        if self._is_beside_link(node):
            return None
        if at < second:
            return None if self._is_in_prose(node) else IN_SIGHT
        return ELSEWHERE if _DATE.search(label(node).lower()) else None

    @cached_property
    def _prose(self) -> tuple[float, float]:
        """Where the first and the second paragraph of the body start; the first may be what leads into it."""
        start = self.anchor.start or 0
        found: list[float] = []
        document = self.regions.page.document_text
        for node in self.regions.elements.in_body("p")[: 5 * rules.MAX_VISIBLE]:
            first, end = document.span(node)
            if first >= start and end - first >= _LEAST_PROSE and not self.regions.is_outside(node):
                found.append(first)
                if len(found) == 2:
                    return found[0], found[1]
        return (found[0] if found else float("inf")), float("inf")

    def _is_in_prose(self, node: Node) -> bool:
        """Inside a paragraph of the body's text."""
        block = next(islice(node.iterancestors("p"), 1), None)
        return block is not None and len(self.regions.text(block)) >= _LEAST_PROSE

    def _is_beside_link(self, node: Node) -> bool:
        """In a row with a link whose words may be another story's headline."""
        step: Node | None = node
        for _ in range(_MAX_CLIMB):
            step = step.getparent() if step is not None else None
            if step is None or step.tag in ("body", "main", "article"):
                return False
            start, end = self.regions.page.document_text.span(step)
            if end - start > _MAX_ROW:
                return False
            if any(map(self._is_headline, islice(step.iter("a"), _MAX_LINKS))):
                return True
        return False

    def _is_headline(self, link: Node) -> bool:
        text = self.regions.text(link)
        words = max(len(text.split()), 0 if text.isascii() or " " in text else len(text) // 2)
        href = link.get("href", "")[:500]
        return len(text) >= _OTHERS_TITLE and words >= _OTHERS_WORDS and not _AUTHOR_URL.search(href)
