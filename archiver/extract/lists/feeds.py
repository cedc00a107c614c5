"""RSS 0.9x, 1.0 and 2.0, Atom, and sitemaps with Google News titles, from the page's own tree. Pure.

Elements are matched by local name; which ones count is the table in ``feed_rules``. Items beyond ``MAX_ITEMS`` are
counted in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.feed_rules import FEED_RULES, FEEDS, HTTP, ITEM_RULES, OTHER_MEANING, Rule
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
from archiver.model.provenance import Method, TextPositionSelector, Transform, XPathSelector
from archiver.page.page import Node, Page, Place

MAX_ITEMS = 10_000
_LOOK = 200  # elements in which the feed's own element must stand


def local_name(node: Node) -> str:
    """The name without its namespace; empty for comments, instructions and entities."""
    return _parted(node.tag)[1] if isinstance(node.tag, str) else ""


def _parted(name: str) -> tuple[str, str]:
    """Namespace and local name. ``etree.QName`` raises for names such as ``media:``, which damaged feeds have."""
    namespace, closed, local = name.rpartition("}")
    return (namespace.removeprefix("{"), local) if closed else ("", name)


def read_feed(page: Page) -> Reading:
    """The items of a feed or news sitemap in their order; an empty Reading with a note for other XML."""
    root = page.root
    kind = _kind(root) if root is not None else None
    if root is None or kind is None:
        return Reading(notes=[_other(root)])
    method: Method = "sitemap" if kind == "url" else "feed"
    stating = Stating(page, method)
    drafts: list[Draft] = []
    feeds: dict[Node, Draft] = {}
    untitled = over = 0
    for item in root.iter():
        if local_name(item).lower() != kind:
            continue
        if len(drafts) >= MAX_ITEMS:
            over += 1
            continue
        container = _container(item)
        if container not in feeds:
            feeds[container] = _of_feed(stating, item)
        draft = _draft(stating, item, feeds[container], len(drafts) + 1)
        if draft is None:
            untitled += 1
            continue
        drafts.append(draft)
    unlinked = sum("url" not in draft.data for draft in drafts)
    return Reading(drafts, _notes(method, len(drafts), untitled, over, unlinked))


def _other(root: Node | None) -> str:
    """What XML is that lists no items."""
    if root is not None and local_name(root).lower() == "sitemapindex":
        further = sum(1 for node in root if local_name(node).lower() == "sitemap")
        return f"sitemap: an index of {counted(further, 'sitemap')}; capture those to read what they list"
    return "xml: neither a feed nor a sitemap"


def _container(item: Node) -> Node:
    parent = item.getparent()
    return item if parent is None else parent


def _kind(root: Node) -> str | None:
    for number, node in enumerate(root.iter()):
        name = local_name(node).lower()
        if name in FEEDS:
            return FEEDS[name]
        if number > _LOOK:
            break
    return None


def _notes(method: str, found: int, untitled: int, over: int, unlinked: int) -> list[str]:
    notes = [f"{method}: {found} items"]
    if untitled:
        notes.append(f"{method}: {untitled} entries state no title and are not items")
    if unlinked:
        notes.append(f"{method}: {unlinked} items without a link")
    if over:
        notes.append(f"read in part: {over} items beyond the first {MAX_ITEMS:,}")
    return notes


def _of_feed(stating: Stating, item: Node) -> Draft:
    """What the feed around an item says for all its items."""
    said = Draft("headline")
    for holder in _holders(item):
        for name, transform, rules in FEED_RULES:
            if name not in said.data:
                _first(stating, said, name, transform, holder, rules)
    return said


def _draft(stating: Stating, item: Node, of_feed: Draft, position: int) -> Draft | None:
    draft, page = Draft("headline"), stating.page
    for name, transform, rules in ITEM_RULES:
        _first(stating, draft, name, transform, item, rules)
        if name == "headline" and name not in draft.data:
            return None
    for name, value in of_feed.data.items():
        if name not in draft.data:
            draft.put(name, value, of_feed.fields[f"/{name}"])
    headline = draft.fields["/headline"]
    stating.put_position(draft, position, Place(headline.selectors, headline.textForm, ""), "order in feed")
    path = page.xpath_of(_container(item))
    stating.put_list(draft, f"#xpath={path}", Place((XPathSelector(value=path),), "node-text", ""), "feed")
    return draft


def _holders(item: Node) -> list[Node]:
    parent, root = _container(item), item.getroottree().getroot()
    return [parent] if parent is root else [parent, root]


def _first(
    stating: Stating, draft: Draft, name: str, transform: Transform, item: Node, rules: tuple[Rule, ...]
) -> None:
    for rule in rules:
        for node in _matches(item, rule.path):
            place = _place(stating.page, node, rule)
            if place is None or (name == "url" and not _is_link(rule, place.raw)):
                continue
            said = "/".join(rule.path) + (f"@{rule.attribute}" if rule.attribute else "")
            confidence = "inferred" if rule.inferred else "stated"
            if stating.put(draft, name, place, said, transform, confidence=confidence, note=rule.inferred):
                return


def _matches(item: Node, path: tuple[str, ...]) -> Iterator[Node]:
    """Elements down a path of local names, those in the item's own namespace first."""
    if not path:
        yield item
        return
    own = _parted(str(item.tag))[0]
    found = [
        child for child in item.iterchildren() if local_name(child) == path[0] and _means(child, own, path)
    ]
    found.sort(key=lambda child: _parted(str(child.tag))[0] != own)
    for child in found:
        yield from _matches(child, path[1:])


def _means(child: Node, own: str, path: tuple[str, ...]) -> bool:
    namespace = _parted(str(child.tag))[0]
    if namespace == own or path[0] not in ("title", "link"):
        return True
    return not any(part in namespace for part in OTHER_MEANING)


def _place(page: Page, node: Node, rule: Rule) -> Place | None:
    if rule.having and not _has(node, *rule.having):
        return None
    if not rule.attribute:
        place = page.at_element(node)
        return place if place.raw else None
    for name, value in node.attrib.items():
        if _parted(str(name))[1] == rule.attribute and str(value).strip():
            return _attribute(page, node, str(name), str(value))
    return None


def _attribute(page: Page, node: Node, name: str, value: str) -> Place | None:
    namespace, local = _parted(name)
    if not namespace:
        return page.at_attribute(node, local)
    if "'" in namespace:
        return None
    step = f"/@*[local-name()='{local}' and namespace-uri()='{namespace}']"
    whole = TextPositionSelector(start=0, end=len(value))
    return Place((XPathSelector(value=page.xpath_of(node) + step, refinedBy=whole),), "node-text", value)


def _has(node: Node, attribute: str, values: tuple[str, ...]) -> bool:
    stated = node.get(attribute)
    if stated is None:
        return "" in values
    return any(value and stated.lower().startswith(value) for value in values)


def _is_link(rule: Rule, text: str) -> bool:
    """An address a reader can follow: absolute, or relative where it is said to be a link."""
    return text.strip().startswith(HTTP) or rule.path == ("link",)
