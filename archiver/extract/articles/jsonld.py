"""Values from JSON-LD scripts: the node that is the page's article, and what its properties say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from archiver.extract.articles import markup_rules as markup
from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader, json_part
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.titles import core
from archiver.model.provenance import Transform
from archiver.page.json_text import JsonError, escape, read_json
from archiver.page.page import Node, Page
from archiver.page.text import collapse, node_text
from archiver.urls import join

_TYPE = re.compile(r"ld\+json", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|/(?!/)", re.IGNORECASE)
_MAX_DEPTH = 12


class JsonNode(NamedTuple):
    """An object inside a script: where it stands and what it says."""

    script: Node
    document: Any
    pointer: str
    value: dict[str, Any]
    listed: bool  # stands inside a list of other pages
    note: str | None = None  # what had to be mended before the script was JSON

    def inner(self, pointer: str, value: dict[str, Any]) -> JsonNode:
        """An object inside this one, or referred to by it."""
        return self._replace(pointer=pointer, value=value, listed=False)

    @property
    def types(self) -> list[str]:
        """Its ``@type`` without the vocabulary."""
        stated = self.value.get("@type")
        stated = stated if isinstance(stated, list) else [stated]
        return [str(name).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in stated if name]

    @property
    def rank(self) -> int | None:
        """0 for news, 1 for articles, 2 for kin; None for anything else."""
        return min((markup.TYPE_RANK[name] for name in self.types if name in markup.TYPE_RANK), default=None)


_OWN = re.compile(r"(?:/@graph)?(?:/[0-9]+)?")


class Graph:
    """All objects of all JSON-LD scripts of a page, and those that others refer to by ``@id``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.nodes: list[JsonNode] = []
        for script in _scripts(page):
            self._read(script)
        self._by_id: dict[str, JsonNode] = {}
        for node in self.nodes:
            name = node.value.get("@id")
            if isinstance(name, str) and len(node.value) > 1:
                self._by_id.setdefault(name, node)

    def _read(self, script: Node) -> None:
        try:
            document, repairs = read_json(node_text([script]))
        except JsonError as error:
            self.page.notes.append(f"JSON-LD at {self.page.xpath_of(script)} not read: {str(error)[:120]}")
            return
        note = f"JSON mended: {'; '.join(repairs)}" if repairs else None
        for node in _objects(script, document, note):
            if len(self.nodes) >= rules.MAX_JSON_NODES:
                self.page.notes.append(f"JSON-LD objects after the first {rules.MAX_JSON_NODES} not read")
                return
            self.nodes.append(node)

    def follow(self, node: JsonNode, key: str) -> Iterator[tuple[JsonNode, str, Any]]:
        """The values of a property, lists opened and ``@id`` references followed: holder, pointer, value."""
        value = node.value.get(key)
        pointer = f"{node.pointer}/{escape(key)}"
        entries = enumerate(value[: rules.MAX_KEYWORDS]) if isinstance(value, list) else ((None, value),)
        for index, entry in entries:
            at = pointer if index is None else f"{pointer}/{index}"
            referred = self._by_id.get(str(entry.get("@id"))) if isinstance(entry, dict) else None
            if referred is not None and isinstance(entry, dict) and len(entry) <= 2:
                yield referred, referred.pointer, referred.value
            elif entry is not None:
                yield node, at, entry

    def article(self, headings: set[str]) -> JsonNode | None:
        """The node that describes this page's article: best type, then the page's own URL or heading."""
        articles = [node for node in self.nodes if node.rank is not None and not node.listed]
        articles = [node for node in articles if node.rank != 2 or self._says_article(node)]
        if not articles:
            return None
        return min(articles, key=lambda node: (not self._is_here(node, headings), node.rank))

    def other_page(self) -> bool:
        """True where an object of the page's own, inside no other, is of a type that is no article."""
        return any(
            _OWN.fullmatch(node.pointer) and not markup.OTHER_PAGES.isdisjoint(node.types)
            for node in self.nodes
        )

    def around(self) -> Iterator[tuple[str, str, JsonNode]]:
        """What the page's own object says of its dates and the site's of its name: field, key and object."""
        for node in self.nodes:
            if node.listed:
                continue
            if not markup.PAGE_TYPES.isdisjoint(node.types) and self._is_this_page(node):
                yield from ((key, key, node) for key in markup.PAGE_DATES)
            elif markup.SITE_TYPE in node.types:
                yield "publisher", "name", node

    def _is_this_page(self, node: JsonNode) -> bool:
        stated = (node.value.get("url"), node.value.get("@id"))
        if any(_same_page(self.page.url, address) for address in stated if isinstance(address, str)):
            return True
        name, title = node.value.get("name"), collapse(self.page.elements.text_of_first("title"))
        return isinstance(name, str) and len(title) >= rules.LEAST_TITLE and collapse(name) == title

    def _says_article(self, node: JsonNode) -> bool:
        return "headline" in node.value and ("datePublished" in node.value or "author" in node.value)

    def _is_here(self, node: JsonNode, headings: set[str]) -> bool:
        headline = node.value.get("headline") or node.value.get("name")
        if isinstance(headline, str) and names.flat(headline) in headings:
            return True
        addresses = [node.value.get("url"), node.value.get("@id"), node.value.get("mainEntityOfPage")]
        addresses += [a.get("@id") for a in addresses if isinstance(a, dict)]
        return any(_same_page(self.page.url, a) for a in addresses if isinstance(a, str))


def _same_page(here: str, address: str) -> bool:
    there = join(here, address)
    return bool(there) and _bare(str(there)) == _bare(here) and _bare(here).count("/") > 0


def _bare(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|[?#].*$", "", url).rstrip("/")


def _scripts(page: Page) -> list[Node]:
    found = [s for s in page.elements.tagged("script") if _TYPE.search(s.get("type", ""))]
    if len(found) > rules.MAX_SCRIPTS:
        page.notes.append(f"JSON-LD scripts after the first {rules.MAX_SCRIPTS} not read")
    return found[: rules.MAX_SCRIPTS]


def _objects(script: Node, document: Any, note: str | None) -> Iterator[JsonNode]:
    stack: list[tuple[str, Any, bool, int]] = [("", document, False, 0)]
    while stack:
        pointer, value, listed, depth = stack.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, dict):
            yield JsonNode(script, document, pointer, value, listed, note)
            children = [(k, v, listed or k in markup.LIST_KEYS) for k, v in value.items()]
        elif isinstance(value, list):
            children = [(str(i), v, listed) for i, v in enumerate(value[: rules.MAX_JSON_NODES])]
        else:
            continue
        stack.extend(
            (f"{pointer}/{escape(key)}", child, inside, depth + 1)
            for key, child, inside in reversed(children)
            if isinstance(child, (dict, list))
        )


def read_jsonld(reader: Reader, regions: Regions, graph: Graph, node: JsonNode) -> Found:
    """What the article's node says."""
    found = Found()
    for row in markup.JSON_PATHS:
        for holder, pointer, value in _at_path(graph, node, row.path):
            if isinstance(value, (str, int, float, bool)):
                found.add(row.field, _leaf(reader, regions, holder, pointer, row))
                break
    for key in markup.JSON_AUTHORS:
        authors = [a for entry in graph.follow(node, key) for a in _authors(reader, graph, key, *entry)]
        if authors:
            found.authors.append(authors)
    found.keywords.extend(filter(None, [_keywords(reader, graph, node)]))
    return found


def read_page_object(reader: Reader, regions: Regions, graph: Graph) -> Found:
    """The dates of the object that is this page, and the name of the site: for where no article's markup says them."""
    found = Found()
    for name, key, node in islice(graph.around(), rules.MAX_KEYWORDS):
        value = node.value.get(key)
        if isinstance(value, str) and value.strip():
            row = markup.PathRow(name, key, "date" if key in markup.PAGE_DATES else None)
            candidate = _leaf(reader, regions, node, f"{node.pointer}/{escape(key)}", row)
            kind = markup.PAGE_RULE if row.transform else f"json-ld:{markup.SITE_TYPE}/"
            found.add(name, candidate and replace(candidate, rule=f"{kind}{key}"))
    return found


def _at_path(graph: Graph, node: JsonNode, path: str) -> Iterator[tuple[JsonNode, str, Any]]:
    key, _, rest = path.partition("/")
    for holder, pointer, value in graph.follow(node, key):
        if not rest:
            yield holder, pointer, value
        elif isinstance(value, dict):
            yield from _at_path(graph, holder.inner(pointer, value), rest)


def _leaf(
    reader: Reader, regions: Regions, node: JsonNode, pointer: str, row: markup.PathRow
) -> Candidate | None:
    place = reader.page.at_json(node.script, node.document, pointer)
    if row.field == "headline":
        place = json_part(reader.page, node.script, node.document, pointer, *core(place.raw, regions))
    if row.path == "mainEntityOfPage" and "/" not in place.raw:
        return None
    return reader.candidate(place, "json-ld", f"json-ld:{row.path}", row.transform, note=node.note)


def _authors(
    reader: Reader, graph: Graph, key: str, node: JsonNode, pointer: str, value: Any
) -> Iterator[Author]:
    if isinstance(value, str):
        yield from _named(reader, node, pointer, value, f"json-ld:{key}")
    if not isinstance(value, dict):
        return
    person = node.inner(pointer, value)
    url = _part(reader, graph, person, key, markup.JSON_PERSON_URL, "absolute-url")
    description = _part(reader, graph, person, key, markup.JSON_PERSON_DESCRIPTION, None)
    for holder, at, name in graph.follow(person, "name"):
        if isinstance(name, str):
            is_one = not markup.ORGANIZATIONS.isdisjoint(holder.types)
            for author in _named(reader, holder, at, name, f"json-ld:{key}/name", is_one=is_one):
                yield Author(author.name, url, description)


def _part(
    reader: Reader,
    graph: Graph,
    node: JsonNode,
    key: str,
    parts: tuple[str, ...],
    transform: Transform | None,
) -> Candidate | None:
    """What an author's object says besides the name; an address only where it is one."""
    for part in parts:
        for holder, pointer, value in graph.follow(node, part):
            if not isinstance(value, str) or (transform == "absolute-url" and not _ADDRESS.match(value)):
                continue
            place = reader.page.at_json(holder.script, holder.document, pointer)
            found = reader.candidate(place, "json-ld", f"json-ld:{key}/{part}", transform, note=holder.note)
            if found:
                return found
    return None


def _named(
    reader: Reader, node: JsonNode, pointer: str, text: str, rule: str, *, is_one: bool = False
) -> Iterator[Author]:
    """``is_one``: the text is the name of one author."""
    for start, end in names.whole(text) if is_one else names.spans(text):
        place = json_part(reader.page, node.script, node.document, pointer, start, end)
        candidate = reader.candidate(place, "json-ld", rule, note=node.note)
        if candidate:
            yield Author(candidate)


def _keywords(reader: Reader, graph: Graph, node: JsonNode) -> list[Candidate]:
    found: list[Candidate | None] = []
    for path in markup.JSON_KEYWORDS:
        for holder, pointer, value in _at_path(graph, node, path):
            for match in re.finditer(r"[^,;]+", value if isinstance(value, str) else ""):
                first, last = _stripped(value, *match.span())
                place = json_part(reader.page, holder.script, holder.document, pointer, first, last)
                found.append(reader.candidate(place, "json-ld", f"json-ld:{path}", note=holder.note))
    return [candidate for candidate in found if candidate]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()) if piece.strip() else start


__all__ = ["Graph", "JsonNode", "read_jsonld", "read_page_object"]
