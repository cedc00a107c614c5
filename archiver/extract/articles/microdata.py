"""Values from schema.org microdata (HTML §5): itemprops of the article's itemscope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from archiver.extract.articles import markup_rules as markup
from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.titles import without_site
from archiver.model.provenance import Method, Transform
from archiver.page.page import Node, Place

_URL_ATTRIBUTES = {
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "iframe": "src",
    "object": "data",
}
_LOOSE = frozenset({"headline", "datePublished", "dateModified"})  # readable without their itemscope
_MAX_TEXT = 1000


class Syntax(NamedTuple):
    """One way of marking elements up: microdata's attributes, or those of RDFa (see ``rdfa``)."""

    method: Method
    scope: str  # the attribute that starts an item
    type: str
    property: str
    word: str  # how rules name it
    name_of: Callable[
        [Node, str], str | None
    ]  # a type or property as schema.org names it; None: not schema.org's


def _last_step(_: Node, name: str) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1]


MICRODATA = Syntax("microdata", "itemscope", "itemtype", "itemprop", "itemprop", _last_step)


def article_scope(regions: Regions, syntax: Syntax = MICRODATA) -> tuple[Node, str] | None:
    """The element that is the page's article by its type, best type first, and that type."""
    best: tuple[int, Node, str] | None = None
    count = 0
    scopes = (n for n in regions.elements.stating(syntax.scope) if n.get(syntax.type) is not None)
    for node in islice(scopes, rules.MAX_VISIBLE):
        known = [(markup.TYPE_RANK[name], name) for name in _types(node, syntax) if name in markup.TYPE_RANK]
        rank, name = min(known, default=(2, ""))
        if rank < 2 and (best is None or rank < best[0]):
            best, count = (rank, node, name), 1
        elif best is not None and rank == best[0]:
            count += 1
    # Several alike are a list, unless one stands around the heading.
    around = [n for h in regions.headings for n in (h, *h.iterancestors()) if n.get(syntax.type)]
    if best is None or (count > 2 and best[1] not in around):
        return None
    return best[1:]


def _types(node: Node, syntax: Syntax) -> list[str]:
    stated = node.get(syntax.type, "")[:_MAX_TEXT].split()
    return [name for name in (syntax.name_of(node, each) for each in stated) if name]


def read_microdata(reader: Reader, regions: Regions, scope: Node | None, syntax: Syntax = MICRODATA) -> Found:
    """What the properties of ``scope`` say; without a scope, the few that speak for themselves."""
    found = Found()
    props = _properties(regions, scope, syntax)
    for row in markup.MICRODATA:
        if scope is None and row.path not in _LOOSE:
            continue
        for node in props.get(row.path, [])[:3]:
            rule = f"{syntax.word}:{row.path}" + ("" if scope is not None else " without itemscope")
            found.add(row.field, _value(reader, regions, node, row, rule, syntax))
    authors = [
        author
        for key in markup.MICRODATA_AUTHORS
        for node in props.get(key, [])[: rules.MAX_AUTHORS]
        for author in _authors(reader, regions, node, key, syntax)
    ]
    if authors:
        found.authors.append(authors)
    keywords = [
        candidate
        for node in (props.get("keywords", []) if scope is not None else [])[: rules.MAX_KEYWORDS]
        for candidate in _keywords(reader, regions, node, syntax)
    ]
    if keywords:
        found.keywords.append(keywords)
    return found


def _properties(regions: Regions, scope: Node | None, syntax: Syntax) -> dict[str, list[Node]]:
    """The elements that state a property of ``scope`` itself, by the property's name."""
    props: dict[str, list[Node]] = {}
    for node in regions.elements.stating(syntax.property)[: rules.MAX_ITEMPROPS]:
        if regions.is_outside(node) or _scope_of(node, syntax) is not scope:
            continue
        for stated in node.get(syntax.property, "")[:_MAX_TEXT].split():
            name = syntax.name_of(node, stated)
            if name:
                props.setdefault(name, []).append(node)
    return props


def _scope_of(node: Node, syntax: Syntax) -> Node | None:
    current = node.getparent()
    while current is not None and current.get(syntax.scope) is None:
        current = current.getparent()
    return current


def _value(
    reader: Reader, regions: Regions, node: Node, row: markup.PathRow, rule: str, syntax: Syntax
) -> Candidate | None:
    if row.path == "publisher" and node.get(syntax.scope) is not None:
        inner = _inside(regions, node, "name", syntax, 1)
        if not inner:
            return None
        node = inner[0]
    place = _place(reader, regions, node, row.transform == "absolute-url")
    if row.field == "headline" and place is not None and place.raw == node.get("content"):
        place = reader.page.at_attribute(node, "content", *without_site(place.raw, regions))
    return reader.candidate(place, syntax.method, rule, row.transform) if place else None


def _inside(regions: Regions, node: Node, name: str, syntax: Syntax, limit: int) -> list[Node]:
    """The elements inside an item that state the property ``name``, in order."""
    found = regions.elements.stating(syntax.property, node)[: rules.MAX_VISIBLE]
    said = (n for n in found if name in (syntax.name_of(n, s) for s in n.get(syntax.property, "").split()))
    return list(islice(said, limit))


def _place(reader: Reader, regions: Regions, node: Node, is_url: bool) -> Place | None:
    attribute = _URL_ATTRIBUTES.get(str(node.tag)) if is_url else None
    times = "datetime" if node.tag in ("time", "span", "p", "div") else None
    for name in ("content", attribute, times, *(("resource", "itemid") if is_url else ())):
        if name and (node.get(name) or "").strip():
            return reader.page.at_attribute(node, name)
    text = regions.text(node)
    return reader.page.at_element(node) if text and len(text) <= _MAX_TEXT and not is_url else None


def _keywords(reader: Reader, regions: Regions, node: Node, syntax: Syntax) -> Iterator[Candidate]:
    attribute = "content" if (node.get("content") or "").strip() else None
    text = node.get("content", "") if attribute else regions.text(node)
    for match in re.finditer(r"[^,;\s][^,;]*", text if len(text) <= _MAX_TEXT else ""):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        place = (
            reader.page.at_attribute(node, "content", start, end)
            if attribute
            else reader.page.at_element(node, start, end)
        )
        candidate = reader.candidate(place, syntax.method, f"{syntax.word}:keywords")
        if candidate:
            yield candidate


def _authors(reader: Reader, regions: Regions, node: Node, key: str, syntax: Syntax) -> list[Author]:
    rule = f"{syntax.word}:{key}"
    if node.get(syntax.scope) is None:
        return named(reader, regions, node, syntax.method, rule)
    url, description = (
        next(
            (
                candidate
                for inner in _inside(regions, node, part, syntax, 3)
                if (place := _place(reader, regions, inner, transform is not None))
                and (candidate := reader.candidate(place, syntax.method, f"{rule}/{part}", transform))
            ),
            None,
        )
        for part, transform in _PERSON
    )
    is_one = not markup.ORGANIZATIONS.isdisjoint(_types(node, syntax))
    return [
        Author(author.name, author.url or url, description)
        for holder in _inside(regions, node, "name", syntax, rules.MAX_AUTHORS) or [node]
        for author in named(reader, regions, holder, syntax.method, rule, is_one=is_one)
    ]


_PERSON: tuple[tuple[str, Transform | None], ...] = (("url", "absolute-url"), ("description", None))


def named(
    reader: Reader, regions: Regions, node: Node, method: Method, rule: str, *, is_one: bool = False
) -> list[Author]:
    """The names in an element (or its ``content``), each where it stands, with the link around it.

    ``is_one``: all of it is the name of one author.
    """
    attribute = "content" if (node.get("content") or "").strip() else None
    text = node.get("content", "") if attribute else regions.text(node)
    authors = []
    found = names.whole(text) if is_one else names.spans(text)
    for start, end in found if len(text) <= _MAX_TEXT else []:
        place = (
            reader.page.at_attribute(node, "content", start, end)
            if attribute
            else reader.page.at_element(node, start, end)
        )
        name = reader.candidate(place, method, rule)
        if name:
            authors.append(Author(name, link_of(reader, regions, node, str(name.value), method, rule)))
    return authors


def link_of(
    reader: Reader, regions: Regions, node: Node, name: str, method: Method, rule: str
) -> Candidate | None:
    around = [node, *node.iterancestors("a")] if node.tag != "a" else [node]
    for anchor in [a for a in around if a.tag == "a"] + list(node.iter("a"))[:20]:
        href = anchor.get("href", "")
        if href.startswith(("http", "/")) and names.flat(regions.text(anchor)) == names.flat(name):
            return reader.candidate(
                reader.page.at_attribute(anchor, "href"),
                method,
                f"{rule}/@href",
                "absolute-url",
            )
    return None
