"""Which parts of a page are not the article: comments, menus, related stories. One walk over the tree."""

from __future__ import annotations

import re
from functools import cached_property
from typing import cast

from archiver.extract.articles import names, rules
from archiver.page.page import Node, Page

_NOT_ARTICLE = re.compile(rules.NOT_ARTICLE, re.IGNORECASE)
_COMMENTS = re.compile(r"comment|respond|disqus|repl(?:y|ies)", re.IGNORECASE)
_WHOLE = frozenset({"html", "body", "main"})
_APART = frozenset({"footer", "nav", "aside"})
_LARGEST_SHARE = 0.5  # of the page's text: a larger container is the page, whatever its class says
_MAX_HEADING = 400


class Regions:
    """The headings of a page and the containers outside its article."""

    def __init__(self, page: Page, root: Node) -> None:
        self.page = page
        self.root = root
        self._known: dict[Node, bool] = {}

    @cached_property
    def headings(self) -> list[Node]:
        """The ``h1`` elements with text, in order."""
        found = [
            h
            for h in list(self.root.iter("h1"))[: rules.MAX_VISIBLE]
            if 0 < len(self.text(h)) <= _MAX_HEADING
        ]
        return [heading for heading in found if not self._of_site(heading)]

    @cached_property
    def heading_names(self) -> set[str]:
        """Their texts, flat."""
        return {names.flat(self.text(heading)) for heading in self.headings} - {""}

    @cached_property
    def site_names(self) -> set[str]:
        """What the page and its address call the site, flat."""
        from archiver.urls import host_of

        host = re.sub(r"^(?:www|m|amp|mobile|edition)[0-9]*\.", "", host_of(self.page.url))
        stated = [
            meta.get("content", "")
            for meta in list(self.root.iter("meta"))[: rules.MAX_METAS]
            if (meta.get("property") or meta.get("name") or "").lower()
            in ("og:site_name", "application-name")
        ]
        return {
            names.flat(name) for name in (host, host.split(".")[0], ".".join(host.split(".")[-2:]), *stated)
        } - {""}

    def select(self, xpath: str, limit: int, start: Node | None = None) -> list[Node]:
        """The first ``limit`` elements that an XPath gives inside the tree (libxml2 may leave some beside it)."""
        spans = self.page.document_text.spans
        found = cast("list[Node]", (self.root if start is None else start).xpath(xpath))
        return [node for node in found[:limit] if node in spans]

    def text(self, node: Node) -> str:
        """An element's ``node-text``."""
        start, end = self.page.document_text.span(node)
        return self.page.document_text.text[start:end]

    def position(self, node: Node) -> int:
        """Where the element's text starts in the page's text."""
        return self.page.document_text.span(node)[0]

    def before(self, node: Node, width: int) -> str:
        """At most ``width`` characters of the parent's text before the element."""
        parent = node.getparent()
        at = self.position(node)
        first = max(at - width, self.position(parent) if parent is not None else at)
        return self.page.document_text.text[first:at]

    @cached_property
    def start(self) -> int | None:
        """Where the article starts: the place of its heading."""
        return self.position(self.headings[0]) if self.headings else None

    def is_outside(self, node: Node) -> bool:
        """True inside comments, menus, footers and lists of other stories."""
        trail: list[Node] = []
        current: Node | None = node
        answer = False
        while current is not None:
            if current in self._known:
                answer = self._known[current]
                break
            trail.append(current)
            if self._is_apart(current):
                answer = True
                break
            current = current.getparent()
        self._known.update(dict.fromkeys(trail, answer))
        return answer

    @cached_property
    def _around_headings(self) -> set[Node]:
        around: set[Node] = set()
        for heading in list(self.root.iter("h1"))[:20]:
            around.add(heading)
            around.update(heading.iterancestors())
        return around

    def _is_apart(self, node: Node) -> bool:
        if node.tag in _WHOLE or node in self._around_headings:
            return False
        label = (
            f"{node.get('class', '')} {node.get('id', '')} {node.get('role', '')} {node.get('itemtype', '')}"[
                :500
            ]
        )
        if node.tag not in _APART and not _NOT_ARTICLE.search(label):
            return False
        if _COMMENTS.search(label):
            return True
        start, end = self.page.document_text.spans[node]
        return end - start < _LARGEST_SHARE * max(1, len(self.page.document_text.text))

    def _of_site(self, heading: Node) -> bool:
        # A logo in an h1: the site's name, on every page.
        return names.flat(self.text(heading)) in self.site_names
