"""The elements of a page by tag, by attribute and by where their text stands: one walk instead of many searches.

Only those inside the tree (libxml2 may leave some beside it). May not judge what they say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from lxml import etree

from archiver.page.text import DocumentText

Node = etree._Element
# What HTML §4.2 allows in a head (and what it once did, §16.2). Anything else begins the body, written or not.
_OF_HEAD = frozenset(
    {"base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title"}
)


class Elements:
    """All elements of one page in document order, found by their number in it."""

    def __init__(self, text: DocumentText) -> None:
        self._all = text.elements
        self._starts = text.starts
        self._behind = text.behind
        self._found: dict[tuple[str, ...], list[Node]] = {}
        self._found_in_body: dict[tuple[str, ...], list[Node]] = {}

    def tagged(self, *tags: str) -> list[Node]:
        """The elements with one of these tags; not to be changed."""
        if tags not in self._found:
            self._found[tags] = [self._all[number] for number in self._tagged(tags)]
        return self._found[tags]

    def text_of_first(self, tag: str) -> str:
        """What the first element with a tag says before its first child; empty where there is none."""
        first = next(iter(self.tagged(tag)), None)
        return (first.text or "") if first is not None else ""

    def in_body(self, *tags: str) -> list[Node]:
        """Those of them inside ``body``; not to be changed."""
        if tags not in self._found_in_body:
            self._found_in_body[tags] = self._bodily(self._tagged(tags))
        return self._found_in_body[tags]

    def stating(self, attribute: str, around: Node | None = None) -> list[Node]:
        """The elements that have an attribute; only those inside ``around`` if one is given."""
        numbers = self._by_attribute.get(attribute, ())
        if around is None:
            return [self._all[number] for number in numbers]
        return self._between(numbers, self._numbers[around] + 1, self._behind[around])

    def stating_in_body(self, *attributes: str) -> list[Node]:
        """The elements inside ``body`` that have one of these attributes."""
        found = [self._by_attribute.get(name, ()) for name in attributes]
        return self._bodily(found[0] if len(found) == 1 else sorted(set().union(*found)))

    def after(self, node: Node, limit: int, last: int | None = None) -> list[Node]:
        """The first elements that begin behind the end of one; up to a place of ``document-text`` if one is given."""
        first = self._behind[node]
        end = len(self._all) if last is None else bisect_right(self._starts, last)
        return self._all[first : min(end, first + limit)]

    def near(self, first: int, last: int, limit: int) -> list[Node]:
        """Of the first ``limit`` elements those whose text may start between two places of ``document-text``."""
        # A text starts at most one space behind its element.
        begin, end = bisect_left(self._starts, first - 1), bisect_right(self._starts, last)
        return self._all[begin : min(end, limit)]

    # -- numbers ------------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> dict[Node, int]:
        return {node: number for number, node in enumerate(self._all)}

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, node in enumerate(self._all):
            found.setdefault(node.tag, []).append(number)
        return found

    @cached_property
    def _by_attribute(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, node in enumerate(self._all):
            for name in node.keys():  # noqa: SIM118  (of an element: its attributes)
                found.setdefault(str(name), []).append(number)
        return found

    @cached_property
    def _bodies(self) -> list[tuple[int, int]]:
        """The stretches of numbers inside ``body`` elements, and of a page without its tag those in place of one."""
        found = self._unwritten_body()
        for number in self._by_tag.get("body", ()):
            if not found or number >= found[-1][1]:
                found.append((number + 1, self._behind[self._all[number]]))
        return found

    def _unwritten_body(self) -> list[tuple[int, int]]:
        """Where no ``<body>`` is written, libxml2 leaves ``article``, ``header`` or ``time`` in the head."""
        for head in (self._all[number] for number in self._by_tag.get("head", ())[:1]):
            for part in head:
                if isinstance(part.tag, str) and part.tag not in _OF_HEAD:
                    return [(self._numbers[part], self._behind[head])]
        return []

    def _tagged(self, tags: tuple[str, ...]) -> Sequence[int]:
        if len(tags) == 1:
            return self._by_tag.get(tags[0], ())
        return sorted(chain.from_iterable(self._by_tag.get(tag, ()) for tag in tags))

    def _bodily(self, numbers: Sequence[int]) -> list[Node]:
        return [node for first, end in self._bodies for node in self._between(numbers, first, end)]

    def _between(self, numbers: Sequence[int], first: int, end: int) -> list[Node]:
        return [self._all[n] for n in numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]]
