"""Lists of articles that markup names as such: microdata, RDFa, h-entry and hAtom. Pure, bounded.

One marked article is a page's own; three and more are a list. What stands inside another marked item is that item's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import text_of
from archiver.extract.stated import Stating
from archiver.model.provenance import Method, Transform, XPathSelector
from archiver.page.page import Node, Page, Place

LEAST = 3
_MAX_ITEMS = 2_000
_MAX_NODES = 300_000
_MAX_PARTS = 300
_MAX_TEXT = 400


class Vocabulary(NamedTuple):
    """How a kind of markup names an article, and the fields of one: names of properties, best first."""

    method: Method
    scope: str  # the attribute that begins an item
    property: str
    fields: tuple[tuple[str, Transform, tuple[str, ...]], ...]


_SCHEMA: tuple[tuple[str, Transform, tuple[str, ...]], ...] = (
    ("headline", "collapse-space", ("headline", "name", "alternativeheadline")),
    ("url", "absolute-url", ("url", "mainentityofpage", "sameas")),
    ("datePublished", "date", ("datepublished", "datecreated")),
    ("articleSection", "collapse-space", ("articlesection",)),
    ("image", "absolute-url", ("image", "thumbnailurl")),
    ("inLanguage", "language-tag", ("inlanguage",)),
)
_CLASSES: tuple[tuple[str, Transform, tuple[str, ...]], ...] = (
    ("headline", "collapse-space", ("p-name", "entry-title")),
    ("url", "absolute-url", ("u-url", "bookmark", "entry-title")),
    ("datePublished", "date", ("dt-published", "published", "updated")),
    ("articleSection", "collapse-space", ("p-category",)),
    ("image", "absolute-url", ("u-photo", "u-featured")),
)
VOCABULARIES = (
    Vocabulary("microdata", "itemtype", "itemprop", _SCHEMA),
    Vocabulary("rdfa", "typeof", "property", _SCHEMA),
    Vocabulary("html", "class", "class", _CLASSES),
)
_ADDRESSES = ("href", "src", "content", "data")


def read_marked(page: Page) -> list[tuple[Draft, Node]]:
    """Drafts without position, each with its element, in page order; empty where fewer than three are marked."""
    for vocabulary in VOCABULARIES:
        items = _items(page, vocabulary)
        if len(items) < LEAST:
            continue
        stating = Stating(page, vocabulary.method)
        found = [(draft, item) for item in items if (draft := _draft(stating, vocabulary, item))]
        if len({draft.data["headline"] for draft, _ in found}) >= LEAST:
            return found
    return []


def _items(page: Page, vocabulary: Vocabulary) -> list[Node]:
    found: list[Node] = []
    nodes = page.elements.stating(vocabulary.scope)[:_MAX_NODES] if page.root is not None else []
    if vocabulary.scope == "class":  # nearly all elements have one
        nodes = [node for node in nodes if "entry" in node.get("class", "")]
    for node in nodes:
        if _is_article(node, vocabulary) and len(found) < _MAX_ITEMS:
            found.append(node)
    held = set(found)
    return [node for node in found if not any(parent in held for parent in node.iterancestors())]


def _is_article(node: Node, vocabulary: Vocabulary) -> bool:
    stated = str(node.get(vocabulary.scope) or "")[:300]
    if not stated:
        return False
    if vocabulary.scope == "class":
        return not {"h-entry", "hentry"}.isdisjoint(stated.split())
    return any(rules.MARKED_ARTICLE.search(name) for name in stated.split())


def _draft(stating: Stating, vocabulary: Vocabulary, item: Node) -> Draft | None:
    draft = Draft("headline")
    named = list(_properties(item, vocabulary))
    for field, transform, names in vocabulary.fields:
        for wanted in names:
            holders = [node for names_of, node in named if wanted in names_of]
            if any(_put(stating, draft, field, transform, node, wanted) for node in holders):
                break
    if "headline" not in draft.data or len(draft.data["headline"]) > _MAX_TEXT:
        return None
    container = item.getparent()
    path = stating.page.xpath_of(item if container is None else container)
    stating.put_list(
        draft, f"#xpath={path}", Place((XPathSelector(value=path),), "node-text", ""), "marked articles"
    )
    return draft


def _properties(item: Node, vocabulary: Vocabulary) -> Iterator[tuple[frozenset[str], Node]]:
    """The item's own properties: those of items within it (an author, a publisher) are not."""
    waiting = [item]
    for number, node in enumerate(waiting):
        if number > _MAX_PARTS:
            return
        if node is not item:
            names = str(node.get(vocabulary.property) or "")[:500]
            if vocabulary.scope == "class" and "bookmark" in str(node.get("rel") or "").split():
                names += " bookmark"
            if names.strip():
                yield (
                    frozenset(name.rsplit(":", 1)[-1].rsplit("/", 1)[-1].lower() for name in names.split()),
                    node,
                )
            if vocabulary.scope != "class" and node.get(vocabulary.scope):
                continue
        waiting[number + 1 : number + 1] = [child for child in node if isinstance(child.tag, str)]


def _put(stating: Stating, draft: Draft, field: str, transform: Transform, node: Node, name: str) -> bool:
    page, holder = stating.page, node
    if field == "url" and node.get("href") is None:
        link = node.find(".//a[@href]")
        holder = link if link is not None else node
    if transform == "absolute-url":
        attributes: tuple[str, ...] = _ADDRESSES
    else:
        attributes = ("content", "datetime", "title") if field == "datePublished" else ("content",)
    for attribute in attributes:
        if str(holder.get(attribute) or "").strip() and stating.put(
            draft, field, page.at_attribute(holder, attribute), f"{name}@{attribute}", transform
        ):
            return True
    if transform == "absolute-url" or not text_of(page, node):
        return False
    return stating.put(draft, field, page.at_element(node), name, transform)
