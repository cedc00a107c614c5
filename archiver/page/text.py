"""The text forms that selectors work on (see ``archiver.model.provenance``)."""

from __future__ import annotations

from collections.abc import Iterable
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
        self._pieces: list[str] = []
        self._length = 0
        self._gap = True  # at the start, and after a space: another space adds nothing
        self.spans: dict[etree._Element, tuple[int, int]] = {}
        self._walk(root)
        self.text = "".join(self._pieces)

    def _walk(self, root: etree._Element) -> None:
        starts: list[int] = []
        hidden = 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                if not hidden and node is not root:
                    self._add(node.tail)
                continue
            skip, block = node.tag in SKIPPED and node is not root, node.tag in BLOCKS
            if event == "start":
                hidden += skip
                if block:
                    self._break()
                starts.append(self._length)
                if not hidden:
                    self._add(node.text)
                continue
            self.spans[node] = (starts.pop(), self._length)
            hidden -= skip
            if block:
                self._break()
            if not hidden and node is not root:
                self._add(node.tail)

    def _break(self) -> None:
        if not self._gap:
            self._emit(" ")
            self._gap = True

    def _emit(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        words = " ".join(text.split())
        if not words:
            self._break()
            return
        lead = " " if text[0].isspace() and not self._gap else ""
        trail = " " if text[-1].isspace() else ""
        self._emit(lead + words + trail)
        self._gap = bool(trail)

    def span(self, node: etree._Element) -> tuple[int, int]:
        """Code points where the node's trimmed text starts and ends."""
        start, end = self.spans[node]
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
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
