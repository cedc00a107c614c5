"""``Page``: one entity, decoded and parsed once, that says where its values stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from archiver import urls
from archiver.http1 import media_type
from archiver.model.provenance import (
    Alternative,
    FragmentSelector,
    Method,
    Parser,
    Selector,
    Source,
    TextForm,
    TextPositionSelector,
    TextQuoteSelector,
    Transform,
    XPathSelector,
)
from archiver.page.decode import MAX_DECODED, Charset, find_charset, to_text, undo_codings
from archiver.page.json_text import pointed, value_text
from archiver.page.memo import Memo
from archiver.page.text import DocumentText, collapse, node_text

CONTEXT = 32  # code points of prefix and suffix in a quote
# A feed served as HTML (WHATWG MIME Sniffing §7.3): comments and instructions, then the feed's element.
_FEED_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<[?!](?!doctype\s+html)[^<>]*>)*+<(?:rss|feed|rdf:rdf|urlset)[\s>]",
    re.I | re.S,
)
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{65536,}")
_MAX_ATTRIBUTES = 2_000
_PLAIN_PATH = re.compile(r"^[/\w\[\]()-]+$", re.ASCII)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
Node = etree._Element


class Place(NamedTuple):
    """Where a value stands: selectors, the text form they work on, the text they select."""

    selectors: tuple[Selector, ...]
    text_form: TextForm
    raw: str


@dataclass(frozen=True, eq=False)
class Page:
    """One entity of a stored record. ``body`` has its content codings undone."""

    url: str
    record: str
    digest: str
    body: bytes
    content_type: str | None = None
    captured: datetime | None = None
    notes: list[str] = field(default_factory=list)

    @classmethod
    def from_entity(
        cls,
        entity: bytes,
        *,
        url: str,
        record: str,
        content_type: str | None = None,
        content_encodings: Sequence[str] = (),
        captured: datetime | None = None,
    ) -> Page:
        """A page from an entity as it was sent: transfer coding removed, content codings still on."""
        decoded = undo_codings(entity, list(content_encodings))
        digest = "sha256:" + hashlib.sha256(entity).hexdigest()
        return cls(url, record, digest, decoded.body, content_type, captured, list(decoded.notes))

    # -- what it is ---------------------------------------------------------------------------------

    @cached_property
    def media_type(self) -> str:
        """The stated media type; sniffed from the first bytes where none is stated."""
        stated = media_type(self.content_type)
        if stated in (None, "text/html") and _FEED_HEAD.match(self.body[:1445]):
            return "application/xml"
        if stated and stated not in ("application/octet-stream", "application/unknown"):
            return stated
        return _sniff(self.body)

    @cached_property
    def charset(self) -> Charset:
        """The encoding and what stated it."""
        return find_charset(self.body, self.content_type)

    @cached_property
    def text(self) -> str:
        """``decoded-text``."""
        return to_text(self.body[:MAX_DECODED], self.charset)

    @property
    def is_html(self) -> bool:
        """True for HTML and XHTML."""
        return self.media_type in _HTML_TYPES

    @property
    def is_xml(self) -> bool:
        """True for feeds, sitemaps and other XML that is not XHTML."""
        kind = self.media_type
        return not self.is_html and (kind.endswith(("/xml", "+xml")))

    @property
    def is_json(self) -> bool:
        """True for JSON documents."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")

    # -- the tree -----------------------------------------------------------------------------------

    @cached_property
    def root(self) -> Node | None:
        """The parsed tree; None when there is nothing to parse. libxml2's complaints go to ``notes``."""
        parser: etree.HTMLParser | etree.XMLParser
        if self.is_html:
            parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
        else:
            parser = etree.XMLParser(
                encoding="utf-8", huge_tree=True, no_network=True, recover=True, resolve_entities=False
            )
        # NUL ends libxml2's input; HTML §13.2.5 makes it U+FFFD. Lone surrogates cannot be encoded.
        source = self.text.replace("\0", "\ufffd").encode("utf-8", "replace")
        if not source.strip():
            return None
        if any(tag[0].count(b"=") > _MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(source)):
            # libxml2's time grows with the square of a tag's attributes.
            self.notes.append(f"a tag of more than {_MAX_ATTRIBUTES} attributes: the page was not parsed")
            return None
        try:
            root = etree.fromstring(source, parser)
        except etree.XMLSyntaxError as error:
            self.notes.append(f"no tree: {error}")
            return None
        fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
        self.notes.extend(f"libxml2 line {entry.line}: {entry.message}" for entry in fatal[:5])
        return root

    @cached_property
    def document_text(self) -> DocumentText:
        """``document-text`` with the place of every element in it."""
        return DocumentText(self.root if self.root is not None else etree.Element("html"))

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to: the first ``base`` element (HTML §4.2.3), else the page's URL."""
        base = self.root.find(".//base[@href]") if self.is_html and self.root is not None else None
        return (urls.join(self.url, base.get("href", "")) if base is not None else None) or self.url

    @cached_property
    def memo(self) -> Memo:
        """What selectors were found to select."""
        return Memo()

    @property
    def parser(self) -> Parser:
        """What built the tree (or, for plain text, decoded it)."""
        if self.is_html or self.is_xml:
            libxml2 = ".".join(map(str, etree.LIBXML_COMPILED_VERSION))
            return Parser(name="lxml", version=f"{etree.__version__} (libxml2 {libxml2})")
        return Parser(name="json" if self.is_json else "text", version="1")

    def xpath_of(self, node: Node) -> str:
        """A positional XPath 1.0 of an element, without namespaces."""
        path = str(node.getroottree().getpath(node))
        if self.is_html and _PLAIN_PATH.match(path):
            return path
        chain = [node, *node.iterancestors()]
        return "/" + "/".join(f"*[{_element_position(step)}]" for step in reversed(chain))

    # -- places -------------------------------------------------------------------------------------

    def at_span(self, start: int, end: int) -> Place:
        """Code points of ``decoded-text``."""
        quote = _quote(self.text, start, end)
        return Place((TextPositionSelector(start=start, end=end), quote), "decoded-text", quote.exact)

    def at_element(self, node: Node, start: int | None = None, end: int | None = None) -> Place:
        """An element's ``node-text``, or the code points ``start`` to ``end`` of it."""
        first, last = self.document_text.span(node)
        refined = None
        if start is not None and end is not None and (start, end) != (0, last - first):
            refined = TextPositionSelector(start=start, end=end)
            first, last = first + start, first + end
        quote = _quote(self.document_text.text, first, last)
        xpath = XPathSelector(value=self.xpath_of(node), refinedBy=refined)
        return Place((xpath, quote), "document-text", quote.exact)

    def at_attribute(self, node: Node, name: str, start: int = 0, end: int | None = None) -> Place:
        """An attribute's value verbatim, or a part of it."""
        value = str(node.get(name, ""))
        end = len(value) if end is None else end
        step = f"/@{name}" if re.fullmatch(r"[A-Za-z_][\w.-]*", name) else f"/@*[name()='{name}']"
        path = XPathSelector(
            value=self.xpath_of(node) + step, refinedBy=TextPositionSelector(start=start, end=end)
        )
        return Place((path,), "node-text", value[start:end])

    def at_nodes(self, nodes: Sequence[Node | str]) -> Place:
        """Several elements or text nodes (as lxml's XPath gives them) in document order, joined by line feeds."""
        paths = [self._node_path(node) for node in nodes]
        raw = node_text(list(nodes))
        path = XPathSelector(value=" | ".join(paths), refinedBy=TextPositionSelector(start=0, end=len(raw)))
        return Place((path,), "node-text", raw)

    def at_json(self, script: Node | None, document: Any, pointer: str) -> Place:
        """A value inside a JSON script, or (``script`` None) inside a JSON page."""
        raw = value_text(pointed(document, pointer))
        fragment = FragmentSelector(value=pointer, refinedBy=TextPositionSelector(start=0, end=len(raw)))
        if script is None:
            return Place((fragment,), "json-value", raw)
        return Place((XPathSelector(value=self.xpath_of(script), refinedBy=fragment),), "json-value", raw)

    def _node_path(self, node: Any) -> str:
        if isinstance(node, etree._Element):
            return self.xpath_of(node)
        holder: Any = node.getparent() if node.is_text else node.getparent().getparent()
        siblings = holder.xpath("text()")
        index = next(i for i, text in enumerate(siblings, 1) if _same_text(text, node))
        return f"{self.xpath_of(holder)}/text()[{index}]"

    # -- sources ------------------------------------------------------------------------------------

    def source(
        self,
        place: Place,
        method: Method,
        rule: str,
        *,
        transform: Transform = "verbatim",
        confidence: str = "stated",
        note: str | None = None,
        alternatives: Sequence[Alternative] = (),
        keep_raw: bool = True,
    ) -> Source:
        """The provenance of a value found at ``place``."""
        return Source(
            record=self.record,
            digest=self.digest,
            method=method,
            rule=rule,
            parser=self.parser,
            charset=self.charset.name,
            textForm=place.text_form,
            selectors=place.selectors,
            raw=place.raw if keep_raw else None,
            transform=transform,
            confidence=confidence,  # type: ignore[arg-type]
            note=note,
            alternatives=tuple(alternatives),
        )


def _same_text(one: Any, other: Any) -> bool:
    return one.getparent() is other.getparent() and one.is_text == other.is_text


def _element_position(node: Node) -> int:
    if node.getparent() is None:
        return 1  # comments before the root are not its siblings to XPath's element test
    return 1 + sum(1 for sibling in node.itersiblings(preceding=True) if isinstance(sibling.tag, str))


def _quote(text: str, start: int, end: int) -> TextQuoteSelector:
    return TextQuoteSelector(
        exact=text[start:end], prefix=text[max(0, start - CONTEXT) : start], suffix=text[end : end + CONTEXT]
    )


def _sniff(body: bytes) -> str:
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml"):
        return "text/html" if b"<html" in head else "application/xml"
    if re.match(rb"<(!doctype html|html|head|body|script|title|meta|h1|div|p|a)\b", head):
        return "text/html"
    if head.startswith((b"<rss", b"<feed", b"<urlset", b"<rdf:rdf")):
        return "application/xml"
    if b"\0" in head:
        return "application/octet-stream"
    try:
        body[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(body[:4096]) - 4 and any(byte < 9 for byte in head):
            return "application/octet-stream"
    return "text/plain"


__all__ = ["CONTEXT", "Page", "Place", "collapse"]
