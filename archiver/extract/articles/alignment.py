"""Find lines of text again in a tree: as runs of letters, and then as whole elements and text nodes. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from lxml import etree

from archiver.page.page import Node
from archiver.page.text import SKIPPED

_MAX_MISSES = 300
_LONG = 40  # letters that make a line unmistakable
_WINDOW = 4_000  # letters before the first long line in which its short ones may stand
_LETTERS = re.compile(r"[\W_]+")
_UNSEEN = SKIPPED | {"head", "title", "textarea", "select", "svg"}


class Part(NamedTuple):
    """A child element or text node and its letters."""

    node: Node | str
    start: int
    end: int


class Run(NamedTuple):
    """Letters ``start`` to ``end`` of the page's letters."""

    start: int
    end: int


@dataclass
class Letters:
    """The letters and digits of a page's text nodes, case folded, and the stretch of each element."""

    root: Node
    text: str = ""
    spans: dict[Node, Run] = field(default_factory=dict)
    edges_before: list[int] = field(default_factory=list)  # where text nodes start
    edges_after: list[int] = field(default_factory=list)  # where text nodes end
    _parts: dict[Node, tuple[list[Part], list[int], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        length = hidden = 0

        def add(text: str | None) -> None:
            nonlocal length
            letters = fold(text) if text and not hidden else ""
            if letters:
                self.edges_before.append(length)
                pieces.append(letters)
                length += len(letters)
                self.edges_after.append(length)

        for event, node in etree.iterwalk(self.root, events=("start", "end", "comment", "pi")):
            if event == "start":
                hidden += node.tag in _UNSEEN
                starts.append(length)
                add(node.text)
                continue
            if event == "end":
                self.spans[node] = Run(starts.pop(), length)
                hidden -= node.tag in _UNSEEN
            if node is not self.root:
                add(node.tail)
        self.text = "".join(pieces)

    def parts(self, node: Node, run: Run) -> list[Part]:
        """Children and text nodes of ``node`` that have letters in the run, and the marks between them."""
        if node not in self._parts:
            parts = list(self._children(node))
            self._parts[node] = (parts, [part.start for part in parts], [part.end for part in parts])
        parts, starts, ends = self._parts[node]
        return parts[bisect_right(ends, run.start) : bisect_left(starts, run.end)]

    def _children(self, node: Node) -> Iterator[Part]:
        position = self.spans[node].start
        for part in cast("list[Node | str]", node.xpath("* | text()")):
            if isinstance(part, etree._Element):
                if part in self.spans and part.tag not in _UNSEEN:
                    yield Part(part, *self.spans[part])
                    position = self.spans[part].end
            elif part.strip():
                start, position = position, position + len(fold(part))
                yield Part(part, start, position)


def fold(text: str) -> str:
    """Letters and digits only, case folded: what survives any library's clean-up."""
    return _LETTERS.sub("", text).casefold()


# -- alignment ------------------------------------------------------------------------------------------


def align(letters: Letters, lines: list[str]) -> tuple[list[Run], int]:
    """Where the lines stand, disjoint and in document order, and how many were not found."""
    folded = [line for line in map(fold, lines) if line]
    places: list[Run | None] = [None] * len(folded)
    cursor = misses = 0
    for index, line in enumerate(folded):
        if len(line) >= _LONG and misses < _MAX_MISSES:
            places[index] = found = _find(letters, line, cursor, len(letters.text))
            misses += found is None
            cursor = found.end if found else cursor
    _short_lines(letters, folded, places)
    runs, broken = _whole_runs(letters, sorted({run for run in places if run}))
    return _disjoint(runs), places.count(None) + broken


def _short_lines(letters: Letters, folded: list[str], places: list[Run | None]) -> None:
    """Short lines, between their long neighbours only."""
    following = [0] * len(folded)
    bound = len(letters.text)
    for index in reversed(range(len(folded))):
        following[index] = bound
        run = places[index]
        bound = run.start if run else bound
    cursor = max(0, bound - _WINDOW) if bound < len(letters.text) else 0
    for index, line in enumerate(folded):
        run = places[index]
        if run is None and len(line) < _LONG:
            run = _find(letters, line, cursor, min(following[index], cursor + _WINDOW))
            # A piece of a text node counts only where it goes on from the line before.
            if run and not _is_whole(letters, *run) and run.start != cursor:
                run = None
            places[index] = run
        cursor = run.end if run else cursor


def _find(letters: Letters, line: str, start: int, end: int) -> Run | None:
    """The first stretch of whole text nodes that reads ``line``; else a piece of one; else one with words added."""
    first = at = letters.text.find(line, start, end)
    for _ in range(20):
        if at < 0:
            break
        if _is_whole(letters, at, at + len(line)):
            return Run(at, at + len(line))
        at = letters.text.find(line, at + 1, end)
    if first >= 0:
        return Run(first, first + len(line))
    return _stretched(letters, line, start, end) if len(line) >= 2 * _LONG else None


def _whole_runs(letters: Letters, runs: list[Run]) -> tuple[list[Run], int]:
    """Neighbouring pieces of text nodes put together (lines broken in the source); how many stay pieces."""
    whole: list[Run] = []
    pieces: list[Run] = []
    broken = 0
    for run in [*runs, None]:
        if pieces and (run is None or run.start != pieces[-1].end or _is_whole(letters, *run)):
            joined = Run(pieces[0].start, pieces[-1].end)
            whole.extend([joined] if _is_whole(letters, *joined) else [])
            broken += 0 if _is_whole(letters, *joined) else len(pieces)
            pieces = []
        if run and _is_whole(letters, *run):
            whole.append(run)
        elif run:
            pieces.append(run)
    return whole, broken


def _is_whole(letters: Letters, start: int, end: int) -> bool:
    before, after = letters.edges_before, letters.edges_after
    first, last = bisect_left(before, start), bisect_left(after, end)
    return first < len(before) and before[first] == start and last < len(after) and after[last] == end


def _stretched(letters: Letters, line: str, start: int, end: int) -> Run | None:
    # The library dropped or added a few words inside: its beginning and its end are enough.
    first = letters.text.find(line[:_LONG], start, end)
    if first < 0:
        return None
    last = letters.text.find(line[-_LONG:], first, min(end, first + len(line) * 5 // 4 + _LONG))
    if last < 0:
        return None
    run = Run(
        letters.edges_before[bisect_right(letters.edges_before, first) - 1],
        letters.edges_after[bisect_left(letters.edges_after, last + _LONG)],
    )
    return run if run.end - run.start <= len(line) * 5 // 4 + _LONG else None


def _disjoint(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in sorted(set(runs)):
        if not kept or run.start >= kept[-1].end:
            kept.append(run)
    return kept


# -- from letters to nodes ------------------------------------------------------------------------------


def cover(letters: Letters, runs: list[Run]) -> list[Node | str]:
    """The largest elements, and else the text nodes, whose letters are exactly those runs; no nesting."""
    nodes: list[Node | str] = []
    holder = letters.root
    for run in runs:
        holder = _smallest_around(letters, holder, run)
        nodes.extend(_within(letters, holder, run))
    return nodes


def _smallest_around(letters: Letters, node: Node, run: Run) -> Node:
    """The deepest element around the run that is not exactly the run itself; starts from a neighbour's."""
    while not _holds(letters.spans[node], run) or letters.spans[node] == run:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    while True:
        inner = next((p.node for p in letters.parts(node, run) if isinstance(p.node, etree._Element)), None)
        if inner is None or not _holds(letters.spans[inner], run) or letters.spans[inner] == run:
            return node
        node = inner


def _holds(span: Run, run: Run) -> bool:
    return span.start <= run.start and run.end <= span.end


def _within(letters: Letters, node: Node, run: Run) -> list[Node | str]:
    """Parts of ``node`` that lie in the run, in order; elements that reach out of it are opened."""
    found: list[Node | str] = []
    stack = letters.parts(node, run)[::-1]
    while stack:
        part = stack.pop()
        if run.start <= part.start and part.end <= run.end:
            found.append(part.node)
        elif isinstance(part.node, etree._Element):
            stack.extend(letters.parts(part.node, run)[::-1])
    return found
