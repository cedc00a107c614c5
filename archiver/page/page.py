"""``Page``: one entity, decoded and parsed once, that says where its values stand."""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

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
    TextPositionSelector,
    TextQuoteSelector,
    Transform,
    XPathSelector,
)
from archiver.page.bounds import parsable
from archiver.page.dates.evidence import Evidence, weigh
from archiver.page.decode import (
    MAX_DECODED,
    Charset,
    find_charset,
    stated_charset,
    to_text,
    undo_codings,
)
from archiver.page.elements import Elements
from archiver.page.json_text import pointed, value_text
from archiver.page.memo import Memo
from archiver.page.place import Place
from archiver.page.sniff import begins_feed, sniffed
from archiver.page.text import SKIPPED, DocumentText, collapse, node_text

CONTEXT = 32  # code points of prefix and suffix in a quote
MAX_DEPTH = 2_048  # of elements: libxml2's own limit, without ``huge_tree`` 256
_MAX_ERRORS = 100  # libxml2 counts no further
_TOO_DEEP = "/" + "/".join("*" * (MAX_DEPTH - 1))
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_PLAIN_PATH = re.compile(r"^[/\w\[\]()-]+$", re.ASCII)
MAX_METAS = 2_000
_LANGUAGE_METAS = frozenset({"og:locale", "content-language"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
Node = etree._Element


@dataclass(frozen=True, eq=False)
class Page:
    """One entity of a stored record. ``body`` has its content codings undone, and ends after ``MAX_DECODED`` bytes.

    ``refresh``: what the header field of that name says (HTML, "shared declarative refresh steps"), where it is there.
    """

    url: str
    record: str
    digest: str
    body: bytes
    content_type: str | None = None
    captured: datetime | None = None
    notes: list[str] = field(default_factory=list)
    refresh: str | None = None

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
        digest: str | None = None,
        refresh: str | None = None,
    ) -> Page:
        """A page from an entity as it was sent: transfer coding removed, content codings still on.

        ``digest``: the entity's, where it is known already.
        """
        decoded = undo_codings(entity, list(content_encodings))
        digest = digest or "sha256:" + hashlib.sha256(entity).hexdigest()
        body, notes = decoded.body[:MAX_DECODED], list(decoded.notes)
        if len(body) < len(decoded.body):
            notes.append(f"read in part: the first {MAX_DECODED:,} of {len(decoded.body):,} bytes")
        return cls(url, record, digest, body, content_type, captured, notes, refresh)

    # -- what it is ---------------------------------------------------------------------------------

    @cached_property
    def media_type(self) -> str:
        """The stated media type; sniffed from the first bytes where none is stated."""
        stated = media_type(self.content_type)
        if stated in (None, "text/html") and begins_feed(self.body):
            return "application/xml"
        if stated and stated not in ("application/octet-stream", "application/unknown"):
            return stated
        return sniffed(self.body)

    @cached_property
    def charset(self) -> Charset:
        """The encoding and what stated it."""
        return find_charset(self.body, self.content_type)

    @property
    def as_stated(self) -> Page:
        """The same page in the charset it states, even where its bytes are UTF-8; itself where that is the same.

        Readings before 2026-11-23 obeyed it: their selectors work on this text.
        """
        return self._otherwise or self

    @cached_property
    def _otherwise(self) -> Page | None:
        # None for the page itself: what refers to itself is freed only when the collector comes by.
        stated = stated_charset(self.body, self.content_type)
        if stated.name == self.charset.name:
            return None
        other = replace(self, notes=[])
        other.__dict__["charset"] = stated
        return other

    @cached_property
    def text(self) -> str:
        """``decoded-text``."""
        return to_text(self.body, self.charset)

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
    def markup(self) -> bytes:
        """What is parsed: ``text`` in UTF-8, without what would keep a parser busy; that goes to ``notes``."""
        if self.charset.name == "utf-8" and "\ufffd" not in self.text and not self.body.startswith(BOM_UTF8):
            source = self.body  # nothing was replaced: encoding the text gives these bytes again
        else:
            # NUL ends libxml2's input: ``text`` has U+FFFD for it (HTML §13.2.5). Lone surrogates cannot be encoded.
            source = self.text.encode("utf-8", "replace")
        if not self.is_html:
            return source
        source, notes = parsable(source)
        self.notes.extend(notes)
        return source

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
        source = self.markup
        if not source.strip():
            return None
        try:
            root = etree.fromstring(source, parser)
        except etree.XMLSyntaxError as error:
            self.notes.append(f"no tree: {error}")
            return None
        errors = list(parser.error_log)
        fatal = (entry for entry in errors if entry.level == etree.ErrorLevels.FATAL)
        self.notes.extend(f"libxml2 line {entry.line}: {entry.message}" for entry in islice(fatal, 5))
        self.notes.extend(_dropped(root, errors))
        return root

    @cached_property
    def document_text(self) -> DocumentText:
        """``document-text`` with the place of every element in it."""
        return DocumentText(self.root if self.root is not None else etree.Element("html"))

    @cached_property
    def elements(self) -> Elements:
        """Its elements by tag and by attribute."""
        return Elements(self.document_text)

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to: the first ``base`` element (HTML §4.2.3), else the page's URL."""
        base = self.root.find(".//base[@href]") if self.is_html and self.root is not None else None
        return (urls.join(self.url, base.get("href", "")) if base is not None else None) or self.url

    @cached_property
    def date_evidence(self) -> Evidence:
        """How the page writes dates in figures, and in which country: its other dates, its language, its address."""
        tags = [self.root.get("lang", "")] if self.root is not None else []
        if self.root is not None:
            tags += [
                meta.get("content", "")
                for meta in islice(self.root.iter("meta"), MAX_METAS)
                if (meta.get("property") or meta.get("http-equiv") or "").lower() in _LANGUAGE_METAS
            ]
        text = self.document_text.text if self.root is not None else self.text
        return weigh(text, self.text, tags, urls.host_of(self.url))

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
        return "/" + "/".join(f"*[{self._element_position(step)}]" for step in reversed(chain))

    @cached_property
    def signs_of(self) -> dict[Node, tuple[str, ...]]:
        """What was seen of single elements; kept as long as the page."""
        return {}

    @cached_property
    def _positions(self) -> dict[Node, int]:
        return {}

    def _element_position(self, node: Node) -> int:
        """The place among its siblings, counted once for all of them."""
        parent = node.getparent()
        if parent is None:
            return 1  # comments before the root are not its siblings to XPath's element test
        if node not in self._positions:
            elements = (child for child in parent if isinstance(child.tag, str))
            self._positions.update((child, place) for place, child in enumerate(elements, 1))
        return self._positions[node]

    # -- places -------------------------------------------------------------------------------------

    def at_span(self, start: int, end: int) -> Place:
        """Code points of ``decoded-text``."""
        return Place(
            lambda: (TextPositionSelector(start=start, end=end), _quote(self.text, start, end)),
            "decoded-text",
            self.text[start:end],
        )

    def at_element(self, node: Node, start: int | None = None, end: int | None = None) -> Place:
        """An element's ``node-text``, or the code points ``start`` to ``end`` of it."""
        first, last = self.document_text.span(node)
        text = self.document_text.text
        if start is None or end is None or (start, end) == (0, last - first):
            start = end = None
        else:
            first, last = first + start, first + end

        def selectors() -> tuple[Selector, ...]:
            refined = None if start is None or end is None else TextPositionSelector(start=start, end=end)
            return XPathSelector(value=self.xpath_of(node), refinedBy=refined), _quote(text, first, last)

        return Place(selectors, "document-text", text[first:last])

    def at_attribute(self, node: Node, name: str, start: int = 0, end: int | None = None) -> Place:
        """An attribute's value verbatim, or a part of it."""
        value = str(node.get(name, ""))
        last = len(value) if end is None else end

        def selectors() -> tuple[Selector, ...]:
            step = f"/@{name}" if _NAME.fullmatch(name) else f"/@*[name()='{name}']"
            part = TextPositionSelector(start=start, end=last)
            return (XPathSelector(value=self.xpath_of(node) + step, refinedBy=part),)

        return Place(selectors, "node-text", value[start:last])

    def at_nodes(self, nodes: Sequence[Node | str]) -> Place:
        """Several elements or text nodes (as lxml's XPath gives them) in document order, joined by line feeds."""
        nodes = list(nodes)
        raw = "\n".join(map(self._node_text, nodes))

        def selectors() -> tuple[Selector, ...]:
            known: dict[Node, dict[tuple[Node, bool], int]] = {}
            paths = [self._node_path(node, known) for node in nodes]
            whole = TextPositionSelector(start=0, end=len(raw))
            return (XPathSelector(value=" | ".join(paths), refinedBy=whole),)

        return Place(selectors, "node-text", raw)

    def at_json(self, script: Node | None, document: Any, pointer: str) -> Place:
        """A value inside a JSON script, or (``script`` None) inside a JSON page."""
        raw = value_text(pointed(document, pointer))

        def selectors() -> tuple[Selector, ...]:
            whole = TextPositionSelector(start=0, end=len(raw))
            fragment = FragmentSelector(value=pointer, refinedBy=whole)
            return (
                (fragment,)
                if script is None
                else (XPathSelector(value=self.xpath_of(script), refinedBy=fragment),)
            )

        return Place(selectors, "json-value", raw)

    def _node_text(self, node: Node | str) -> str:
        """Its ``node-text``: what ``document_text`` has of an element, unless it is hidden there or has no text."""
        if isinstance(node, etree._Element) and node.tag not in SKIPPED and node in self.document_text.spans:
            first, last = self.document_text.span(node)
            if last > first:
                return self.document_text.text[first:last]
        return node_text([node])

    def _node_path(self, node: Any, known: dict[Node, dict[tuple[Node, bool], int]]) -> str:
        """``known`` keeps the text nodes of each element asked about: by what they stand in or behind, their number."""
        if isinstance(node, etree._Element):
            return self.xpath_of(node)
        holder: Any = node.getparent() if node.is_text else node.getparent().getparent()
        if holder not in known:
            places = known[holder] = {}
            for index, text in enumerate(holder.xpath("text()"), 1):
                places.setdefault((text.getparent(), text.is_text), index)
        return f"{self.xpath_of(holder)}/text()[{known[holder][node.getparent(), node.is_text]}]"

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


def _dropped(root: Node | None, errors: Sequence[etree._LogEntry]) -> list[str]:
    """What libxml2 left out of a tree, in words. It says so itself, unless it said too much before."""
    if root is None:
        return ["no tree: the page holds no element"]
    said = next((entry for entry in errors if entry.message.startswith("Excessive depth")), None)
    if said is None and (len(errors) < _MAX_ERRORS or not root.xpath(f"boolean({_TOO_DEEP})")):
        return []
    where = f" from line {said.line} on" if said is not None else ""
    return [
        f"read in part: elements are nested more than {MAX_DEPTH:,} deep, and what follows{where} was dropped"
    ]


def _quote(text: str, start: int, end: int) -> TextQuoteSelector:
    return TextQuoteSelector(
        exact=text[start:end], prefix=text[max(0, start - CONTEXT) : start], suffix=text[end : end + CONTEXT]
    )


__all__ = ["CONTEXT", "Page", "Place", "collapse"]
