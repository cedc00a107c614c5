"""Values from schema.org microdata (HTML §5): itemprops of the article's itemscope."""

from __future__ import annotations

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Author, Candidate, Found, Reader
from archiver.extract.articles.regions import Regions
from archiver.model.provenance import Method
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
_NAME = ".//*[@itemprop='name']"
_MAX_TEXT = 1000


def article_scope(regions: Regions) -> tuple[Node, str] | None:
    """The element that is the page's article by its ``itemtype``, best type first, and that type."""
    best: tuple[int, Node, str] | None = None
    count = 0
    for node in regions.select("//*[@itemscope and @itemtype]", rules.MAX_VISIBLE):
        name = node.get("itemtype", "").strip().rstrip("/").rsplit("/", 1)[-1]
        rank = rules.TYPE_RANK.get(name)
        if rank is not None and rank < 2 and (best is None or rank < best[0]):
            best, count = (rank, node, name), 1
        elif best is not None and rank == best[0]:
            count += 1
    # Several alike are a list, unless one stands around the heading.
    around = [n for h in regions.headings for n in (h, *h.iterancestors()) if n.get("itemtype")]
    if best is None or (count > 2 and best[1] not in around):
        return None
    return best[1:]


def read_microdata(reader: Reader, regions: Regions, scope: Node | None) -> Found:
    """What the itemprops of ``scope`` say; without a scope, the few that speak for themselves."""
    found = Found()
    props: dict[str, list[Node]] = {}
    for node in regions.select("//*[@itemprop]", rules.MAX_ITEMPROPS):
        if regions.is_outside(node) or _scope_of(node) is not scope:
            continue
        for name in node.get("itemprop", "").split():
            props.setdefault(name, []).append(node)
    for row in rules.MICRODATA:
        if scope is None and row.path not in _LOOSE:
            continue
        for node in props.get(row.path, [])[:3]:
            rule = f"itemprop:{row.path}" + ("" if scope is not None else " without itemscope")
            found.add(row.field, _value(reader, regions, node, row, rule))
    authors = [
        a for node in props.get("author", [])[: rules.MAX_AUTHORS] for a in _authors(reader, regions, node)
    ]
    if authors:
        found.authors.append(authors)
    return found


def _scope_of(node: Node) -> Node | None:
    current = node.getparent()
    while current is not None and current.get("itemscope") is None:
        current = current.getparent()
    return current


def _value(reader: Reader, regions: Regions, node: Node, row: rules.PathRow, rule: str) -> Candidate | None:
    if row.path == "publisher" and node.get("itemscope") is not None:
        inner = regions.select(_NAME, 1, node)
        if not inner:
            return None
        node = inner[0]
    place = _place(reader, regions, node, row.transform == "absolute-url")
    return reader.candidate(place, "microdata", rule, row.transform) if place else None


def _place(reader: Reader, regions: Regions, node: Node, is_url: bool) -> Place | None:
    attribute = _URL_ATTRIBUTES.get(str(node.tag)) if is_url else None
    for name in ("content", attribute, "datetime" if node.tag in ("time", "span", "p", "div") else None):
        if name and (node.get(name) or "").strip():
            return reader.page.at_attribute(node, name)
    text = regions.text(node)
    return reader.page.at_element(node) if text and len(text) <= _MAX_TEXT and not is_url else None


def _authors(reader: Reader, regions: Regions, node: Node) -> list[Author]:
    inner = regions.select(_NAME, rules.MAX_AUTHORS, node) if node.get("itemscope") is not None else []
    return [
        author
        for holder in inner or [node]
        for author in named(reader, regions, holder, "microdata", "itemprop:author")
    ]


def named(reader: Reader, regions: Regions, node: Node, method: Method, rule: str) -> list[Author]:
    """The names in an element (or its ``content``), each where it stands, with the link around it."""
    attribute = "content" if (node.get("content") or "").strip() else None
    text = node.get("content", "") if attribute else regions.text(node)
    authors = []
    for start, end in names.spans(text) if len(text) <= _MAX_TEXT else []:
        place = (
            reader.page.at_attribute(node, "content", start, end)
            if attribute
            else reader.page.at_element(node, start, end)
        )
        name = reader.candidate(place, method, rule)
        if name:
            authors.append(Author(name, _link(reader, regions, node, str(name.value), method, rule)))
    return authors


def _link(
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
