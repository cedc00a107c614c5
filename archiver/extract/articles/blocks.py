"""The text of a page in blocks: the smallest pieces between block-level edges, and which of them stand apart.

A block is a whole element, or where an element mixes text with blocks, a run of its text nodes and inline elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from archiver.extract.articles import body_rules as rules
from archiver.extract.articles.link_share import LinkShare
from archiver.extract.articles.teasers import teasers
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EDGES = BLOCKS - {"br"}  # a line broken inside a paragraph does not end it


class Piece(NamedTuple):
    """An inline element, the text at the start of an element, or the text behind one."""

    node: Node
    kind: str  # "element", "text" or "tail"


class Apart(NamedTuple):
    """Why, and the outermost element for which, a block is no part of the article."""

    why: str  # "hidden", "comments", "teaser" or "beside"
    node: Node


class Label(NamedTuple):
    """What class and ID of an element say, as words."""

    beside: str | None  # the word that says it stands beside the text
    holds_text: bool
    comments: bool
    many: bool  # so many words that one of them says little
    is_article: bool


_NONE = Label(None, False, False, False, False)


def label_of(node: Node) -> Label:
    """What class and ID of an element say."""
    stated, name = node.get("class"), node.get("id")
    if not (stated or name):
        return _NONE
    return _judged((stated or "")[: rules.MAX_LABEL], (name or "")[: rules.MAX_LABEL])


@lru_cache(maxsize=4096)
def _judged(stated: str, name: str) -> Label:
    label = _CAMEL.sub("-", f"{stated} {name}"[: rules.MAX_LABEL]).strip()
    beside = rules.BESIDE.search(label) if label else None
    return Label(
        beside[0] if beside else None,
        rules.HOLDS_TEXT.search(label) is not None,
        beside is not None and rules.COMMENTS.search(label) is not None,
        len(label.split()) > rules.MANY_CLASSES,
        rules.NAMED_ARTICLE.search(label) is not None,
    )


@dataclass(slots=True)
class Block:
    """``pieces`` empty: the whole of ``holder``. Positions are those of ``document-text``, ends trimmed."""

    holder: Node
    pieces: tuple[Piece, ...]
    start: int
    end: int
    linked: int
    apart: Apart | None
    weight: int = 0  # characters of prose

    @property
    def size(self) -> int:
        """Characters."""
        return self.end - self.start


class Blocks:
    """All blocks of a page in order, those apart left out."""

    def __init__(self, page: Page, root: Node) -> None:
        self.text = page.document_text
        self.root = root
        self.links = LinkShare(root, self.text)
        self._holders = self._holding_blocks()
        self._kept = self._around_text()
        self._quotes = self._around_quotes()
        self._teasers = teasers(page)
        self._hidden: list[tuple[int, int]] = []
        found = list(islice(self._walk(), rules.MAX_BLOCKS + 1))
        if len(found) > rules.MAX_BLOCKS:
            page.notes.append(
                f"read in part: blocks of text after the first {rules.MAX_BLOCKS:,} were left out"
            )
        self.found = self._together(found[: rules.MAX_BLOCKS])

    def words(self, block: Block) -> str:
        """A block's text."""
        return self.text.text[block.start : block.end]

    def is_said_before(self, block: Block) -> bool:
        """True where the page shows the same words further up."""
        words, at = self.words(block), -1
        while (at := self.text.text.find(words, at + 1, block.start)) >= 0:
            if not any(first <= at < end for first, end in self._hidden):
                return True
        return False

    # -- what is around what ------------------------------------------------------------------------

    def _holding_blocks(self) -> set[Node]:
        found: set[Node] = set()
        for node in self.text.elements:
            if node.tag not in _EDGES:
                continue
            parent = node.getparent()
            while parent is not None and parent not in found:
                found.add(parent)
                parent = parent.getparent()
        for node in filter(ends_paragraph, self.root.iter("br")):
            found.update(node.iterancestors())
        return found

    def _around_text(self) -> set[Node]:
        """Elements around headings and around what says that it holds the text."""
        found: set[Node] = set()
        inner = list(islice(self.root.iter("h1"), rules.MAX_HEADINGS))
        inner += islice(filter(self._is_large_holder, self.root.iter(*rules.HOLDERS)), rules.MAX_HEADINGS)
        for node in inner:
            found.update(node.iterancestors())
        return found

    def _is_large_holder(self, node: Node) -> bool:
        start, end = self.text.spans.get(node, (0, 0))
        return 4 * (end - start) > len(self.text.text) and known(node) in ("itemprop", "class")

    def _around_quotes(self) -> set[Node]:
        found: set[Node] = set()
        for quote in islice(self.root.iter("blockquote"), rules.MAX_QUOTES):
            found.update((quote, *islice(quote.iterancestors(), 4)))
        return found

    def _why_apart(self, node: Node) -> str | None:
        get = node.get
        style = get("style")
        if get("hidden") is not None or (style and rules.HIDES.search(style)):
            return "hidden"
        if node in self._teasers:
            return "teaser"
        if node in self._kept or node.tag in rules.WHOLE:
            return None
        if node.tag == "form":
            start, end = self.text.spans.get(node, (0, 0))
            return "beside" if 2 * (end - start) <= len(self.text.text) else None
        label = label_of(node)
        if label.beside is None or label.holds_text or (label.many and node.tag in rules.TEXTUAL):
            return None
        if label.comments:
            return "comments"
        if rules.UNFOLDS.search(label.beside) and self._is_prose(node):
            return None
        return None if node in self._quotes and rules.AROUND_QUOTE.search(label.beside) else "beside"

    def _is_prose(self, node: Node) -> bool:
        """Text of some length in which few words are links."""
        start, end = self.text.spans.get(node, (0, 0))
        return end - start > rules.SENTENCE and 5 * self.links.linked(start, end) <= end - start

    def _why_its_parts_are(self, node: Node) -> str | None:
        """A short line put together of what stands apart: a byline of a name, a date and a section."""
        start, end = self.text.spans[node]
        if node in self._holders or end - start > rules.LINE or len(node) == 0:
            return None
        spans = [
            self.text.spans.get(child, (0, 0))
            for child in node
            if isinstance(child.tag, str) and self._why_apart(child) == "beside"
        ]
        return "beside" if 2 * sum(last - first for first, last in spans) > end - start else None

    # -- the walk -----------------------------------------------------------------------------------

    def _walk(self) -> Iterator[Block]:
        stack: list[tuple[Node | Block, Apart | None]] = [(self.root, None)]
        while stack:
            item, apart = stack.pop()
            if isinstance(item, Block):
                yield item
                continue
            start, end = self.text.spans.get(item, (0, 0))
            if end <= start or item.tag in rules.DROPPED:
                continue
            if apart is None and (why := self._why_apart(item) or self._why_its_parts_are(item)):
                apart = Apart(why, self.root if why == "teaser" else item)  # all of them taken together
                if why == "hidden":
                    self._hidden.append((start, end))
            elif apart is not None and apart.why == "beside" and label_of(item).comments:
                apart = Apart("comments", item)  # in a box that may hold the text as well
            if item in self._holders:
                stack.extend((part, apart) for part in reversed(self._parts(item, apart)))
            elif block := self._block(item, (), start, end, apart):
                yield block

    def _parts(self, node: Node, apart: Apart | None) -> list[Node | Block]:
        """The elements to be opened and the runs between them."""
        parts: list[Node | Block] = []
        run: list[Piece] = []
        at, end = self.text.spans[node]
        if node.text and not node.text.isspace():
            run.append(Piece(node, "text"))
        cut: int | None = None  # where a new paragraph begins, if anything follows
        for child in node:
            span = self.text.spans.get(child)
            if run and span is not None and ends_paragraph(child):
                cut = span[1]
            if span is not None and span[1] > span[0]:
                if not self._is_inline(child):
                    parts.extend(self._run(node, run, at, span[0], apart))
                    parts.append(child)
                    run, at, cut = [], span[1], None
                else:
                    if cut is not None:
                        parts.extend(self._run(node, run, at, cut, apart))
                        run, at, cut = [], cut, None
                    run.append(Piece(child, "element"))
            if child.tail and not child.tail.isspace():
                if cut is not None:
                    parts.extend(self._run(node, run, at, cut, apart))
                    run, at, cut = [], cut, None
                run.append(Piece(child, "tail"))
        if not parts and run:  # nothing else in it: the element itself
            return list(self._run(node, [], at, end, apart))
        return [*parts, *(self._run(node, run, at, end, apart) if run else ())]

    def _is_inline(self, node: Node) -> bool:
        return (
            node.tag not in BLOCKS
            and node.tag not in rules.DROPPED
            and node not in self._holders
            and not self._why_apart(node)
        )

    def _run(
        self, node: Node, run: list[Piece], start: int, end: int, apart: Apart | None
    ) -> Iterator[Block]:
        block = self._block(node, tuple(run), start, end, apart)
        if block:
            yield block

    def _block(
        self, node: Node, pieces: tuple[Piece, ...], start: int, end: int, apart: Apart | None
    ) -> Block | None:
        text = self.text.text
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start == end:
            return None
        block = Block(node, pieces, start, end, self.links.linked(start, end), apart)
        block.weight = self._prose(block)
        return block

    def _prose(self, block: Block) -> int:
        free = block.size - block.linked
        if block.holder.tag in rules.HEADINGS or free < rules.LEAST or 2 * block.linked > block.size:
            return 0
        tail = self.text.text[max(block.start, block.end - 8) : block.end]
        return free if block.size >= rules.SENTENCE or rules.SENTENCE_END.search(tail) else 0

    def _together(self, found: list[Block]) -> list[Block]:
        """Without the blocks apart; but what stands apart with nearly all of the text is the text."""
        weights: Counter[Apart | None] = Counter()
        for block in found:
            weights[block.apart] += block.weight
        least = max(rules.SENTENCE, rules.MAJORITY * weights[None])
        kept = {
            apart
            for apart, weight in weights.items()
            if apart is None or (weight >= least and self._may_be_the_text(apart, weights[None]))
        }
        return [block for block in found if block.apart in kept]

    @staticmethod
    def _may_be_the_text(apart: Apart, elsewhere: int) -> bool:
        """Not what readers write, and what is hidden only where hardly anything is shown."""
        return apart.why in ("beside", "teaser") or (apart.why == "hidden" and elsewhere < rules.WEAK)


def ends_paragraph(node: Node) -> bool:
    """True for a rule, and for a line break right behind another: an empty line."""
    if node.tag != "br":
        return node.tag == "hr"
    before = node.getprevious()
    return before is not None and before.tag == "br" and not (before.tail and before.tail.strip())


def known(node: Node) -> str | None:
    """What says that an element holds an article's text: ``itemprop``, ``class`` or ``article``."""
    stated = node.get("itemprop") or node.get("property")
    if stated and "articlebody" in stated.lower():
        return "itemprop"
    tag = node.tag
    if tag in rules.HOLDERS and label_of(node).holds_text:
        return "class"
    is_named = tag in rules.HOLDERS and label_of(node).is_article
    return "article" if tag == "article" or is_named else None
