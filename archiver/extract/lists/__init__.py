"""Lists of headlines in HTML pages: stated as JSON-LD, or shown as repeated structure. Pure.

``read_lists(page)`` gives one draft a link target, in page order, each list told apart by ``isPartOf``.
"""

from __future__ import annotations

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.cards import headline_draft
from archiver.extract.lists.groups import Group, accepted, score, segment
from archiver.extract.lists.links import Link, collect
from archiver.extract.stated import Stating
from archiver.model.provenance import XPathSelector
from archiver.page.page import Node, Page, Place

MAX_ITEMS = 2_000

__all__ = ["find_groups", "read_lists"]


def find_groups(page: Page) -> tuple[list[Group], list[str]]:
    """All groups of links with their scores, and notes on what was not looked at."""
    links, over = collect(page)
    groups = segment(links)
    for group in groups:
        score(page, group)
    return groups, [f"html: {over} links beyond the first {len(links)} were not looked at"] if over else []


def read_lists(page: Page) -> Reading:
    """The headlines that the page shows in lists."""
    groups, notes = find_groups(page)
    chosen = _one_each(accepted(groups))
    stating = Stating(page, "html")
    drafts: list[Draft] = []
    positions: dict[Node, int] = {}
    for link, card in chosen[:MAX_ITEMS]:
        draft = headline_draft(stating, link, card)
        if draft is None:
            continue
        container = card.getparent() if card.getparent() is not None else card
        positions[container] = positions.get(container, 0) + 1
        _place_in_list(stating, draft, positions[container], container)
        drafts.append(draft)
    if len(chosen) > MAX_ITEMS:
        notes.append(f"html: {len(chosen) - MAX_ITEMS} headlines beyond the first {MAX_ITEMS} were not read")
    notes.append(f"html: {len(drafts)} headlines in {len(positions)} lists")
    return Reading(drafts, notes)


def _one_each(groups: list[Group]) -> list[tuple[Link, Node]]:
    """One link a target: that of the best group, the first there; in page order."""
    best: dict[str, tuple[float, int, Link, Node]] = {}
    for group in groups:
        for link in group.links:
            known = best.get(link.target)
            rank = (-group.points, link.order)
            if known is None or rank < known[:2]:
                best[link.target] = (*rank, link, group.cards[link])
    ordered = sorted(best.values(), key=lambda entry: entry[2].order)
    return [(link, card) for _, _, link, card in ordered]


def _place_in_list(stating: Stating, draft: Draft, position: int, container: Node) -> None:
    headline = draft.fields["/headline"]
    stating.put_position(draft, position, Place(headline.selectors, headline.textForm, ""), "order in list")
    path = stating.page.xpath_of(container)
    stating.put_list(draft, f"#xpath={path}", Place((XPathSelector(value=path),), "node-text", ""), "repeated structure")
