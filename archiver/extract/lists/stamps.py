"""When a headline was published: where its card, its line or a heading above it says so. Pure, bounded.

Each place is tried with the transform that ``verify`` applies again; what is no date there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, cast

from archiver.extract.draft import Draft
from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link, text_of, tokens, weight
from archiver.extract.lists.loose import Loose, loose_beside, loose_in
from archiver.extract.stated import Stating
from archiver.page.page import Node, Page, Place

_MAX_TEXT = 80
_MAX_PLAIN = 40  # code points of a text that is tried as a date for its digits alone
_LABEL_WORDS = 4  # before a date that a text ends with: "by Ann Lee", "published"
_MAX_CHILDREN = 2_000  # of one element that are looked at
_SHARED = 2  # a headline and the firm or series beside it may share a date
_LEVELS = 3  # ancestors beside which a heading with a date may stand
_CLOCK = re.compile(r"\s*[0-2]?[0-9][:.][0-5][0-9](?:\s*(?:[ap]\.?m\.?|uhr|h|ч))?\s*", re.I)
_ABOVE = "date that stands above the headline"


class Above(NamedTuple):
    """An element over headlines that is a date, and the date."""

    node: Node
    date: str


class Stamps:
    """The dates of one page's headlines."""

    def __init__(
        self, stating: Stating, units: Iterable[Node], runs: Mapping[Node, Sequence[Node]] | None = None
    ) -> None:
        self._stating = stating
        self._page: Page = stating.page
        self._units = set(units)
        self._runs = runs or {}
        self._owned = {node for run in self._runs.values() for node in run}
        self._current: dict[Node, dict[Node, Above | None]] = {}
        self._lines: dict[Node, bool] = {}
        self._dates: dict[Node, str | None] = {}
        above = {found.node for unit in self._units if (found := self._above(unit))}
        self._several = len(above) > 1

    def put(self, draft: Draft, parts: list[Node], link: Link, unit: Node) -> None:
        """Set ``datePublished`` from the best place that is a date, if there is one."""
        loose = loose_beside(self._page, self._runs[unit]) if unit in self._runs else ()
        for place, rule in _places(self._page, parts, link, self._lines, loose):
            if self._stating.put(draft, "datePublished", place, rule, "date"):
                return
        above = self._above(unit)
        if above is None or not (self._several or _is_heading(above.node)):
            return
        how = {"confidence": "inferred", "note": _ABOVE}
        clock = next((node for node in parts if is_clock(text_of(self._page, node))), None)
        if clock is not None and self._stating.put(
            draft,
            "datePublished",
            self._page.at_nodes([above.node, clock]),
            "date above and time",
            "date",
            **how,
        ):
            return
        self._stating.put(
            draft, "datePublished", self._page.at_element(above.node), "date above", "date", **how
        )

    def _above(self, unit: Node) -> Above | None:
        """The last element that is a date and nothing else, before the unit or a list that holds it."""
        node = unit
        for _ in range(_LEVELS):
            parent = node.getparent()
            if parent is None or node.tag == "body":
                return None
            if parent not in self._current:
                self._current[parent] = self._scanned(parent)
            found = self._current[parent].get(node)
            if found is not None:
                return found
            node = parent
        return None

    def _scanned(self, parent: Node) -> dict[Node, Above | None]:
        current: Above | None = None
        held: dict[Node, Above | None] = {}
        for child in islice(parent, _MAX_CHILDREN):
            if child in self._units:
                held[child] = current
                continue
            date = self._date(child) if child not in self._owned else None
            if date:
                current = Above(child, date)
            held[child] = current
        return held

    def _date(self, node: Node) -> str | None:
        if node not in self._dates:
            text = text_of(self._page, node) if isinstance(node.tag, str) else ""
            tried = 5 < len(text) <= _MAX_PLAIN and any(c.isdigit() for c in text)
            self._dates[node] = self._stating.value(self._page.at_element(node), "date") if tried else None
        return self._dates[node]


def drop_shared(drafts: Iterable[Draft]) -> None:
    """Take a date that several headlines would share from all: it stands beside them and is of none."""
    by_place: dict[str, list[Draft]] = {}
    for draft in drafts:
        source = draft.fields.get("/datePublished")
        if source is not None and source.note != _ABOVE:
            by_place.setdefault(source.selectors[0].model_dump_json(), []).append(draft)
    for several in by_place.values():
        for draft in several if len(several) > _SHARED else ():
            del draft.data["datePublished"], draft.fields["/datePublished"]


def is_clock(text: str) -> bool:
    """True for a time of day and nothing else."""
    return len(text) < 20 and bool(_CLOCK.fullmatch(text))


def _is_heading(node: Node) -> bool:
    return node.tag in rules.HEADINGS or node.tag in ("dt", "th", "caption")


def _places(
    page: Page, parts: list[Node], link: Link, lines: dict[Node, bool], loose: Iterable[Loose]
) -> Iterator[tuple[Place, str]]:
    """Where a date may stand, best first: attributes made for it, elements named for it, short texts like one."""
    yield from _attributes(page, parts)
    # What holds the title as well is no date, whatever it is named and whatever the title says.
    holders = {link.title, link.node, *link.title.iterancestors()}
    short = [node for node in parts if node not in holders and 3 < len(text_of(page, node)) <= _MAX_TEXT]
    for node in short:
        if node.tag == "time" or tokens(node) & rules.A_DATE:
            yield page.at_element(node), "element named for a date"
    for node in short:
        if rules.DATE_LOOK.search(text_of(page, node)):
            yield page.at_element(node), "text that is a date"
    for node in parts:
        for text in cast("list[Any]", node.xpath("text()")):
            if len(text) <= _MAX_TEXT and rules.DATE_LOOK.search(text) and not _within(text, link):
                yield page.at_nodes([text]), "text that is a date"
    yield from _line(page, link, lines)
    for node in short:
        yield from _plain(page, node)
    inner = (node for node in parts if node is not link.title and (node not in short or node.tag != "a"))
    for text in (*loose, *(text for node in inner for text in loose_in(page, node))):
        yield from _statements(page, text)
    for node in parts:
        text = text_of(page, node) if node not in holders else ""
        start = rules.DATE_LOOK.match(text[:_MAX_PLAIN]) if len(text) > _MAX_TEXT else None
        if start:
            yield page.at_element(node, *start.span()), "date that begins the text"


def _attributes(page: Page, parts: list[Node]) -> Iterator[tuple[Place, str]]:
    for node in parts:
        for name in rules.DATE_ATTRIBUTES:
            if node.get(name):
                yield page.at_attribute(node, name), f"@{name}"
    for node in parts:
        for key, value in list(node.attrib.items())[:30]:
            name = str(key)
            if name in rules.NO_DATE_ATTRIBUTES or not rules.ISO_STAMP.fullmatch(str(value)[:60]):
                continue
            if name == "content" and not rules.PUBLISHED.search(
                f"{node.get('itemprop')} {node.get('property')}"
            ):
                continue
            if re.fullmatch(r"[a-z][\w.-]*", name):
                yield page.at_attribute(node, name), f"@{name}"


def _plain(page: Page, node: Node) -> Iterator[tuple[Place, str]]:
    """A short text with a digit, read as a whole; or its parts, where a page shows day and month apart."""
    text = text_of(page, node)
    told = any(c.isdigit() for c in text) or (weight(text) <= 5 and rules.SPELLED_AGO.fullmatch(text))
    if len(text) > _MAX_PLAIN or not told or node.tag == "a":
        return
    yield page.at_element(node), "short text that is a date"
    children = [child for child in node if isinstance(child.tag, str) and text_of(page, child)]
    if (
        2 <= len(children) <= 4
        and not (node.text or "").strip()
        and not any((c.tail or "").strip() for c in children)
    ):
        yield page.at_nodes(children), "parts that are a date"


def _statements(page: Page, text: Loose) -> Iterator[tuple[Place, str]]:
    """A short text whole; what points or bars part in it; and how long ago, where it ends with that."""
    whole = page.document_text.text[text.start : text.end]
    offset = text.start - page.document_text.span(text.holder)[0]
    if len(whole) > _MAX_TEXT or not any(c.isdigit() for c in whole):
        return

    def at(start: int, end: int) -> Place:
        return page.at_element(text.holder, offset + start, offset + end)

    start = 0
    for end, following in [*(found.span() for found in rules.PARTS.finditer(whole)), (len(whole),) * 2]:
        part = whole[start:end]
        if 3 < len(part) <= _MAX_PLAIN and any(c.isdigit() for c in part):
            yield at(start, end), "part of a text that is a date"
        start = following
    for found in rules.AGO_LOOK.finditer(whole):
        others = weight(whole[: found.start()])
        if others <= _LABEL_WORDS and not any(c.isalnum() for c in whole[found.end() :]):
            yield at(*found.span()), "end of a text that is a date"


def _line(page: Page, link: Link, lines: dict[Node, bool]) -> Iterator[tuple[Place, str]]:
    """The text before and after a link in its line, between line breaks."""
    node = link.node
    parent = node.getparent()
    while (
        parent is not None
        and parent.tag in _INLINE
        and node.getnext() is None
        and node.getprevious() is None
        and not (parent.text or "").strip()
    ):
        node, parent = parent, parent.getparent()
    if parent is not None and parent not in lines:  # counting children takes a walk over them
        lines[parent] = len(parent) <= _MAX_CHILDREN and parent.find("br") is not None
    if parent is None or not lines.get(parent, False):
        return
    texts = cast("list[Any]", parent.xpath("text()"))
    near = [
        text for text in texts if text.strip() and len(text) <= _MAX_TEXT and _is_beside(text, node, parent)
    ]
    for text in near:
        if rules.DATE_LOOK.search(text) or (
            len(text.strip()) <= _MAX_PLAIN and any(c.isdigit() for c in text)
        ):
            yield page.at_nodes([text]), "date in the line of the link"


_INLINE = ("font", "b", "strong", "span", "i", "em", "big", "small", "u")


def _is_beside(text: Any, node: Node, parent: Node) -> bool:
    """A text right after the link, or right before it; a line break between parts them."""
    if text.is_tail and text.getparent() is node:
        return True
    previous = node.getprevious()
    holder = previous if previous is not None else parent
    return bool(text.getparent() is holder and (text.is_tail if previous is not None else text.is_text)) and (
        previous is None or previous.tag in ("br", "img", "hr")
    )


def _within(text: Any, link: Link) -> bool:
    parent: Node = text.getparent()
    holder = parent if text.is_text else parent.getparent()
    if holder is None:
        return False
    return holder is link.title or any(node is link.title for node in holder.iterancestors())
