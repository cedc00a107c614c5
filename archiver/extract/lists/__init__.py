"""Lists of headlines in HTML pages: stated as JSON-LD, or shown as repeated structure. Pure.

One draft a link target, in page order, each list told apart by ``isPartOf``. Stages: collect links, segment them into
groups of one shape, score the groups, weigh whether the page is a list at all, extract.
"""

from __future__ import annotations

from collections import Counter

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.cards import headline_draft
from archiver.extract.lists.evidence import Standing, weigh
from archiver.extract.lists.extents import Extents, Shown
from archiver.extract.lists.groups import Group, accepted, score, segment
from archiver.extract.lists.item_list import read_item_lists
from archiver.extract.lists.links import Link, collect, target_of
from archiver.extract.lists.outlet import name_outlet
from archiver.extract.lists.scripts import json_ld
from archiver.extract.lists.tongue import name_languages
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
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
    scripts, unread = json_ld(page)
    stated = read_item_lists(page, scripts)
    standing = weigh(page, shown, article, len(stated.drafts))
    notes.append(f"html: {standing}")
    if not standing.is_list:
        if count := len(_one_each(shown)):
            notes[-1] += f"; {counted(count, 'link')} to other news were not read"
        return standing, Reading([], notes)
    found = _shown(page, shown, notes)
    drafts = [draft for draft, _ in found]
    drafts += _merge(drafts, stated.drafts)
    notes += name_languages(page, found)
    name_outlet(page, drafts, scripts)
    return standing, Reading(drafts, notes + unread + stated.notes)


def _shown(page: Page, groups: list[Group], notes: list[str]) -> list[tuple[Draft, Link]]:
    """The headlines that the page shows with their links, in page order."""
    chosen = _one_each(groups)
    extents = Extents(page, chosen[:MAX_ITEMS])
    stating = Stating(page, "html")
    found: list[tuple[Draft, Link]] = []
    positions: Counter[Node] = Counter()
    for shown in chosen[:MAX_ITEMS]:
        draft = headline_draft(stating, shown.link, extents.around(shown))
        if draft is None:
            continue
        container = extents.list_of(shown)
        positions[container] += 1
        _place_in_list(stating, draft, positions[container], container)
        found.append((draft, shown.link))
    if over := len(chosen[MAX_ITEMS:]):
        notes.append(f"html: {counted(over, 'headline')} beyond the first {MAX_ITEMS} were not read")
    notes.append(f"html: {counted(len(found), 'headline')} in {counted(len(positions), 'list')}")
    return found


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


def _one_each(groups: list[Group]) -> list[Shown]:
    """One link a target: that of the best group, the first there; in page order."""
    best: dict[str, tuple[float, int, Shown]] = {}
    for group in groups:
        for link in group.links:
            known = best.get(link.target)
            rank = (-group.points, link.order)
            if known is None or rank < known[:2]:
                best[link.target] = (*rank, Shown(link, group.units[link]))
    return [shown for _, _, shown in sorted(best.values(), key=lambda entry: entry[1])]


def _place_in_list(stating: Stating, draft: Draft, position: int, container: Node) -> None:
    headline = draft.fields["/headline"]
    stating.put_position(draft, position, Place(headline.selectors, headline.textForm, ""), "order in list")
    path = stating.page.xpath_of(container)
    stating.put_list(
        draft, f"#xpath={path}", Place((XPathSelector(value=path),), "node-text", ""), "repeated structure"
    )
