"""The text forms and selectors of docs/format.md §4.1 and §4.2, written from that text alone; nothing of
archiver is used.

This is the outside opinion on what ``verify`` does, so it shares no code with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml import etree

BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav ol"
    " optgroup option"
    " p pre search section select summary table tbody td tfoot th thead title tr ul".split()
)
UNSEEN = frozenset(("script", "style", "template", "noscript"))
_BEFORE = re.compile(r"[^\[{\"]*?(?:=\s*|<!--|<!\[CDATA\[|^)\s*(?:\*/|//)?\s*(?=[\[{])", re.S)
_AFTER = re.compile(r"(?:\s|;|//|/\*|\*/|-->|\]\]>|<!--.*?-->)*", re.S)
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.S)


class Unresolved(Exception):
    """A selector that selects nothing; the message says why."""


def collapsed(text: str) -> str:
    """Each run of white space one space, both ends trimmed."""
    return " ".join(text.split())


class Document:
    """The text of one stored entity in all its forms. ``xml``: read as XML, not as HTML."""

    def __init__(self, text: str, url: str, *, xml: bool = False) -> None:
        self.text, self.url, self.xml = text, url, xml

    @cached_property
    def tree(self) -> Any:
        """The tree of libxml2. Raises Unresolved where it makes none."""
        data = self.text.replace("\0", "\ufffd").encode()
        parser = (
            etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True, encoding="utf-8")
            if self.xml
            else etree.HTMLParser(encoding="utf-8", huge_tree=True)
        )
        root = etree.fromstring(data, parser)
        if root is None:
            raise Unresolved("no tree")
        return root.getroottree()

    @cached_property
    def document_text(self) -> str:
        """The visible text of the whole page; a space at its very end stays."""
        pieces = "".join(_pieces(self.tree.getroot()))
        return collapsed(pieces) + (" " if pieces[-1:].isspace() else "")

    def form(self, name: str) -> str:
        """The text that selectors at the top work on."""
        if name == "url":
            return self.url
        return self.document_text if name == "document-text" else self.text

    def select(self, selector: dict[str, Any], form: str) -> str:
        """What a selector selects. Raises Unresolved."""
        if selector["type"] == "XPathSelector":
            found = "\n".join(self._text_of(node) for node in self._nodes(selector["value"]))
        elif selector["type"] == "FragmentSelector":
            found = pointed(self.text, selector["value"])
        else:
            found = in_text(self.form(form), selector)
        inner = selector.get("refinedBy")
        if not inner:
            return found
        if inner["type"] == "FragmentSelector":
            found, inner = pointed(found, inner["value"]), inner.get("refinedBy")
        return in_text(found, inner) if inner else found

    def _nodes(self, path: str) -> list[Any]:
        nodes = self.tree.xpath(path)
        if not nodes:
            raise Unresolved(f"{path[:80]} selects nothing")
        return list(nodes)

    def _text_of(self, node: Any) -> str:
        if isinstance(node, str):
            return str(node) if getattr(node, "is_attribute", False) else collapsed(node)
        return node.text or "" if node.tag == "script" else visible(node)


def visible(element: Any) -> str:
    """``document-text`` of an element."""
    return collapsed("".join(_pieces(element)))


def _pieces(element: Any) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        hidden = any(a.tag in UNSEEN for a in node.iterancestors()) if tag or node.tail else False
        if event == "start":
            yield " " if tag in BLOCKS else ""
            if not hidden and tag not in UNSEEN:
                yield node.text or ""
        else:
            yield " " if tag in BLOCKS else ""
            if node is not element and not hidden:
                yield node.tail or ""


def pointed(text: str, pointer: str) -> str:
    """What a JSON Pointer selects in a JSON text. Raises Unresolved."""
    try:
        value = _loaded(text)
        for token in pointer.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            value = value[int(token)] if isinstance(value, list) else value[token]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Unresolved(f"{pointer}: {type(error).__name__}") from error
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _loaded(text: str) -> Any:
    """A JSON text without what may stand around it: comment marks, an assignment, a semicolon, a comment."""
    before = _BEFORE.match(text)
    for candidate in (text, _LAST_COMMA.sub(lambda found: found[1] or "", text)):
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(candidate, before.end() if before else 0)
        except ValueError:
            continue
        if _AFTER.fullmatch(candidate, end):
            return value
    raise ValueError("no JSON")


def in_text(text: str, selector: dict[str, Any]) -> str:
    """What a text selector selects. Raises Unresolved."""
    if selector["type"] == "TextPositionSelector":
        start, end = selector["start"], selector["end"]
        if not start <= end <= len(text):
            raise Unresolved(f"{start}–{end} of {len(text)}")
        return text[start:end]
    if selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "") not in text:
        raise Unresolved(f"quote {selector['exact'][:60]!r} does not stand there")
    return str(selector["exact"])
