"""How much of a stretch of the page's text is link text, in the time of two look-ups."""

from __future__ import annotations

from bisect import bisect_left

from archiver.page.page import Node
from archiver.page.text import DocumentText


class LinkShare:
    """The links of a tree as stretches of its ``document-text``, none inside another."""

    def __init__(self, root: Node, text: DocumentText) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._sums = [0]
        last = 0
        for link in root.iter("a"):
            start, end = text.spans.get(link, (0, 0))
            start = max(start, last)
            if end > start:
                self._starts.append(start)
                self._ends.append(end)
                self._sums.append(self._sums[-1] + end - start)
                last = end

    def linked(self, start: int, end: int) -> int:
        """Characters of link text between two positions."""
        first, behind = bisect_left(self._ends, start + 1), bisect_left(self._starts, end)
        if first >= behind:
            return 0
        over = max(0, start - self._starts[first]) + max(0, self._ends[behind - 1] - end)
        return self._sums[behind] - self._sums[first] - over
