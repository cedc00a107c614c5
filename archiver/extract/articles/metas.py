"""Values from the head: ``meta`` elements by name or property, ``link`` and ``html`` attributes, ``title``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.titles import core
from archiver.model.provenance import Transform
from archiver.page.page import Node, Page

_MAX_CONTENT = 5000
_MAX_NAME = 500
_PREFIX = re.compile(r"(?<!\S)(dc|dcterms):")  # in RDFa; in the name of a ``meta`` a full stop is usual


class Metas:
    """The ``meta`` elements of a page by lower-case name."""

    def __init__(self, page: Page) -> None:
        self._by_name: dict[str, list[Node]] = {}
        elements = page.elements.tagged("meta")
        if len(elements) > rules.MAX_METAS:
            page.notes.append(f"meta elements after the first {rules.MAX_METAS} not read")
        for meta in elements[: rules.MAX_METAS]:
            content = meta.get("content") or ""
            if content.strip() and len(content) <= _MAX_CONTENT:
                for name in _names(meta):
                    self._by_name.setdefault(name, []).append(meta)

    def named(self, name: str) -> list[Node]:
        """The elements of that name, in order."""
        return self._by_name.get(name, [])

    def content(self, name: str) -> str:
        """The first one's content; empty where there is none."""
        return next((str(meta.get("content")) for meta in self.named(name)), "")


def _names(meta: Node) -> Iterator[str]:
    """What a ``meta`` states, in lower case: its name, and each of its properties (RDFa Core §5: a list)."""
    for key in ("property", "name", "itemprop", "http-equiv"):
        stated = _PREFIX.sub(r"\1.", (meta.get(key) or "")[:_MAX_NAME].strip().lower())
        yield from stated.split() if key == "property" else filter(None, (stated,))


def read_metas(reader: Reader, regions: Regions, metas: Metas) -> Found:
    """What the head says."""
    found = Found()
    for row in rules.METAS:
        for name in row.names.split():
            for meta in metas.named(name)[:1]:
                found.add(row.field, _candidate(reader, regions, meta, name, row))
    for field, relation, attribute, transform, rule in _LINKS:
        node = _stating(regions, relation, attribute)
        if node is not None:
            found.add(
                field, reader.candidate(reader.page.at_attribute(node, attribute), "html", rule, transform)
            )
    for name in rules.META_AUTHORS:
        authors = [
            author
            for meta in metas.named(name)[: rules.MAX_AUTHORS]
            for author in _authors(reader, meta, name)
        ]
        if authors:
            found.authors.append(authors)
    for name in rules.META_KEYWORDS:
        if metas.named(name):
            found.keywords.append(_keywords(reader, metas.named(name), name))
    return found


_LINKS: tuple[tuple[str, str, str, Transform, str], ...] = (
    ("inLanguage", "", "lang", "language-tag", "html@lang"),
    ("inLanguage", "", "xml:lang", "language-tag", "html@xml:lang"),
    ("url", "canonical", "href", "absolute-url", "link[rel=canonical]"),
    ("license", "license", "href", "absolute-url", "link[rel=license]"),
    ("image", "image_src", "href", "absolute-url", "link[rel=image_src]"),
)


def _stating(regions: Regions, relation: str, attribute: str) -> Node | None:
    """The first ``link`` of a relation, or without one the root, that has the attribute."""
    root = [regions.root] if regions.root.tag == "html" else []
    nodes = (n for n in regions.elements.tagged("link") if n.get("rel") == relation) if relation else root
    return next((node for node in nodes if node.get(attribute) is not None), None)


def _candidate(
    reader: Reader, regions: Regions, meta: Node, name: str, row: rules.MetaRow
) -> Candidate | None:
    content = str(meta.get("content"))
    start, end = core(content, regions) if row.field == "headline" else (0, len(content))
    place = reader.page.at_attribute(meta, "content", start, end)
    return reader.candidate(place, row.method, f"meta:{name}", row.transform)


def _authors(reader: Reader, meta: Node, name: str) -> list[Author]:
    content = str(meta.get("content"))
    found = []
    turned = names.turned(content) if name in rules.TURNED_AUTHORS else []
    for start, end in turned or names.spans(content):
        place = reader.page.at_attribute(meta, "content", start, end)
        candidate = reader.candidate(place, "opengraph" if ":" in name else "meta", f"meta:{name}")
        if candidate:
            found.append(Author(candidate))
    return found


def _keywords(reader: Reader, elements: list[Node], name: str) -> list[Candidate]:
    found: list[Candidate | None] = []
    for meta in elements[: rules.MAX_KEYWORDS]:
        for match in re.finditer(r"[^,;\s][^,;]*", str(meta.get("content"))):
            end = match.start() + len(match[0].rstrip())
            place = reader.page.at_attribute(meta, "content", match.start(), end)
            found.append(reader.candidate(place, "opengraph" if ":" in name else "meta", f"meta:{name}"))
    return [candidate for candidate in found if candidate]
