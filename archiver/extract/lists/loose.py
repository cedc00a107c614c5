"""Text that stands in no element of its own, as places in ``document-text``: between elements and line breaks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from archiver.page.page import Node, Page

_MAX_CHILDREN = 100


class Loose(NamedTuple):
    """A text in ``holder``: the code points of the page's ``document-text``, trimmed."""

    holder: Node
    start: int
    end: int


def loose_in(page: Page, node: Node) -> Iterator[Loose]:
    """The text before, between and after the element's children."""
    start, end = page.document_text.spans.get(node, (0, 0))
    for child in islice(node.iterchildren(), _MAX_CHILDREN):
        there = page.document_text.spans.get(child)
        if there is not None:
            yield from _trimmed(page, node, start, there[0])
            start = there[1]
    yield from _trimmed(page, node, start, end)


def loose_beside(page: Page, run: Sequence[Node]) -> Iterator[Loose]:
    """The text before, between and after siblings that follow each other, but for what stands behind a last break."""
    spans = page.document_text.spans
    parent = run[0].getparent()
    if parent is None:
        return
    whole = spans.get(parent, (0, 0))
    before = next((spans[node] for node in run[0].itersiblings(preceding=True) if node in spans), None)
    start = before[1] if before else whole[0]
    for node in run:
        there = spans.get(node)
        if there is not None:
            yield from _trimmed(page, parent, start, there[0])
            start = there[1]
    if run[-1].tag != "br":
        after = next((spans[node] for node in run[-1].itersiblings() if node in spans), None)
        yield from _trimmed(page, parent, start, after[0] if after else whole[1])


def _trimmed(page: Page, holder: Node, start: int, end: int) -> Iterator[Loose]:
    text = page.document_text.text[start:end]
    if text.strip():
        yield Loose(holder, end - len(text.lstrip()), start + len(text.rstrip()))
