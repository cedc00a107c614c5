"""The text forms that selectors work on (see ``archiver.model.provenance``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

SKIPPED = frozenset({"script", "style", "template", "noscript"})
# Elements whose edges separate words: the block-level ones of the HTML rendering rules, and br.
BLOCKS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav
    ol optgroup option p pre search section select summary table tbody td tfoot th thead title tr ul""".split()
)


def collapse(text: str) -> str:
    """White space runs to one space, ends trimmed. Non-breaking spaces count as white space."""
    return " ".join(text.split())


class DocumentText:
    """``document-text`` of a tree, and where each element's text stands in it."""

    def __init__(self, root: etree._Element) -> None:
        self._trimmed: dict[etree._Element, tuple[int, int]] = {}
        self.spans: dict[etree._Element, tuple[int, int]] = {}
        self.elements: list[etree._Element] = []  # in document order, the root first
        self.starts: list[int] = []  # of the elements: never falling
        self.behind: dict[etree._Element, int] = {}  # the number in ``elements`` of the first one behind each
        self.text = "".join(self._walk(root))

    def _walk(self, root: etree._Element) -> list[str]:  # noqa: PLR0912, PLR0915
        """The pieces of the text. One long function: it is run for every node of every page."""
        pieces: list[str] = []
        open_at: list[int] = []
        length = hidden = 0
        gap = True  # at the start, and after a space: another space adds nothing
        spans, behind, blocks, skipped = self.spans, self.behind, BLOCKS, SKIPPED
        elements, starts = self.elements, self.starts
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                tag = node.tag
                if tag in blocks:
                    if not gap:
                        pieces.append(" ")
                        length += 1
                        gap = True
                elif tag in skipped and node is not root:
                    hidden += 1
                open_at.append(length)
                elements.append(node)
                starts.append(length)
                if hidden:
                    continue
                text = node.text
            else:
                if event == "end":
                    spans[node] = (open_at.pop(), length)
                    behind[node] = len(elements)
                    tag = node.tag
                    if tag in blocks:
                        if not gap:
                            pieces.append(" ")
                            length += 1
                            gap = True
                    elif hidden and tag in skipped and node is not root:
                        hidden -= 1
                if hidden or node is root:
                    continue
                text = node.tail
            if text:
                words = text.split()
                if words:
                    piece = " ".join(words)
                    if not gap and text[0].isspace():
                        piece = " " + piece
                    gap = text[-1].isspace()
                    if gap:
                        piece += " "
                    pieces.append(piece)
                    length += len(piece)
                elif not gap:
                    pieces.append(" ")
                    length += 1
                    gap = True
        return pieces

    def measuring(self, nodes: Iterable[etree._Element], least: int, most: int) -> Iterator[etree._Element]:
        """The nodes whose trimmed text may have ``least`` to ``most`` code points; cheaper than their ``span``."""
        spans = self.spans
        for node in nodes:
            start, end = spans[node]
            if least <= end - start <= most + 2:  # with one space at either end
                yield node

    def span(self, node: etree._Element) -> tuple[int, int]:
        """Code points where the node's trimmed text starts and ends."""
        known = self._trimmed.get(node)
        if known is not None:
            return known
        start, end = self.spans[node]
        text = self.text
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        self._trimmed[node] = start, end
        return start, end


def node_text(nodes: object) -> str:
    """``node-text`` of what an XPath gave: elements and text collapsed, attributes verbatim."""
    if isinstance(nodes, (str, bytes)) or not isinstance(nodes, Iterable):
        return str(nodes)
    return "\n".join(_one(node) for node in nodes)


def _one(node: Any) -> str:
    if isinstance(node, etree._Element):
        # A leaf, and a script asked for by name, needs no walk.
        if len(node) == 0:
            return (node.text or "") if node.tag == "script" else collapse(node.text or "")
        return DocumentText(node).text.strip()
    if getattr(node, "is_attribute", False):
        return str(node)
    return collapse(str(node))
