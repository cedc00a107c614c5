"""Lists of headlines in HTML pages: stated as JSON-LD, or shown as repeated structure. Pure.

One draft a link target, in page order, each list told apart by ``isPartOf``. Stages: collect links, segment them into
groups of one shape, score the groups, weigh whether the page is a list at all, extract.
"""

from __future__ import annotations

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.cards import headline_draft
from archiver.extract.lists.evidence import Standing, weigh
from archiver.extract.lists.groups import Group, accepted, score, segment
from archiver.extract.lists.item_list import read_item_lists
from archiver.extract.lists.links import Link, collect, target_of
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


def read_lists(page: Page, article: tuple[str, ...] = ()) -> tuple[Standing, Reading]:
    """Whether the page is a list of headlines, and its headlines if it is.

    ``article`` is what says that the page is an article; links beside an article are not read as a list.
    """
    groups, notes = find_groups(page)
    shown = accepted(groups)
    stated = read_item_lists(page)
    standing = weigh(page, shown, article, len(stated.drafts))
    if not standing.is_list:
        count = len(_one_each(shown))
        notes.append(f"html: {standing}" + (f"; {count} links to other news were not read" if count else ""))
        return standing, Reading([], notes)
    notes.append(f"html: {standing}")
    drafts = _shown(page, shown, notes)
    added = _merge(drafts, stated.drafts)
    return standing, Reading([*drafts, *added], notes + stated.notes)


def _shown(page: Page, groups: list[Group], notes: list[str]) -> list[Draft]:
    """The headlines that the page shows, in page order."""
    chosen = _one_each(groups)
    stating = Stating(page, "html")
    drafts: list[Draft] = []
    positions: dict[Node, int] = {}
    for link, card in chosen[:MAX_ITEMS]:
        draft = headline_draft(stating, link, card)
        if draft is None:
            continue
        parent = card.getparent()
        container = card if parent is None else parent
        positions[container] = positions.get(container, 0) + 1
        _place_in_list(stating, draft, positions[container], container)
        drafts.append(draft)
    if len(chosen) > MAX_ITEMS:
        notes.append(f"html: {len(chosen) - MAX_ITEMS} headlines beyond the first {MAX_ITEMS} were not read")
    notes.append(f"html: {len(drafts)} headlines in {len(positions)} lists")
    return drafts


def _merge(shown: list[Draft], stated: list[Draft]) -> list[Draft]:
    """Give shown headlines what the page states about them as data; what it only states is returned."""
    by_target = {target_of(draft.data["url"]): draft for draft in shown if "url" in draft.data}
    rest = []
    for draft in stated:
        known = by_target.get(target_of(draft.data["url"])) if "url" in draft.data else None
        if known is None:
            rest.append(draft)
            continue
        for name, value in draft.data.items():
            if name not in known.data:
                known.put(name, value, draft.fields[f"/{name}"])
    return rest


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
    stating.put_list(
        draft, f"#xpath={path}", Place((XPathSelector(value=path),), "node-text", ""), "repeated structure"
    )
