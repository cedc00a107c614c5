"""Lists of headlines in HTML pages: stated as JSON-LD, or shown as repeated structure. Pure.

One draft a link target, in page order, each list told apart by ``isPartOf``. Stages: collect links, segment them into
groups of one shape, score the groups, weigh whether the page is a list at all, extract.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.cards import headline_draft
from archiver.extract.lists.evidence import Standing, ruled_out, weigh
from archiver.extract.lists.extents import Extents, Shown
from archiver.extract.lists.groups import accepted, score, segment, told_apart
from archiver.extract.lists.headings import name_of
from archiver.extract.lists.item_list import read_item_lists
from archiver.extract.lists.kin import Group
from archiver.extract.lists.links import Link, collect, target_of, weight
from archiver.extract.lists.marked import read_marked
from archiver.extract.lists.outlet import name_outlet
from archiver.extract.lists.scripts import json_ld
from archiver.extract.lists.stamps import Stamps, drop_shared
from archiver.extract.lists.states import read_states
from archiver.extract.lists.tongue import name_languages
from archiver.extract.lists.topics import find_topics
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
from archiver.model.provenance import XPathSelector
from archiver.page.page import Node, Page, Place

MAX_ITEMS = 2_000

__all__ = ["find_groups", "read_lists"]


def find_groups(page: Page) -> tuple[list[Group], list[str]]:
    """All groups of links with their scores, and notes on what was not looked at."""
    links, over = collect(page)
    groups = segment(page, links)
    for group in groups:
        score(page, group)
    groups = told_apart(page, groups)
    return groups, [
        f"read in part: {over} links beyond the first {len(links)} were not looked at"
    ] if over else []


def read_lists(page: Page, article: tuple[str, ...] = ()) -> tuple[Standing, Reading]:
    """Whether the page is a list of headlines, and its headlines if it is.

    ``article`` is what says that the page is an article; links beside an article are not read as a list.
    """
    scripts, unread = json_ld(page)
    stated = read_item_lists(page, scripts)
    marked = read_marked(page)
    standing = ruled_out(page, article, len(stated.drafts) + len(marked)) if article else None
    if standing and not find_topics(page, article):
        return standing, Reading(notes=[f"html: {standing}; its links were not weighed"])
    groups, notes = find_groups(page)
    shown = accepted(page, groups)
    if not (shown or stated.drafts or marked or article):
        stated = read_states(page)
    chosen = _one_each(shown)
    extents = Extents(page, chosen[:MAX_ITEMS])
    runs = {node for run in extents.runs.values() for node in run}
    standing = weigh(page, shown, article, len(stated.drafts) + (0 if shown else len(marked)), runs)
    notes.append(f"html: {standing}")
    if standing.is_list:
        found = _shown(page, chosen, extents, notes)
    else:
        if count := len(chosen):
            notes[-1] += f"; {counted(count, 'link')} to other news were not read"
        standing, found = _unlinked(page, standing, article, notes)
        if not found:
            return standing, Reading([], notes)
    drafts = _in_page_order(page, found, _merge([draft for draft, _ in found], marked))
    drafts += [draft for draft, _ in _merge(drafts, [(draft, None) for draft in stated.drafts])]
    for position, draft in enumerate(drafts, 1):
        _number(page, draft, position)
    notes += name_languages(page, found)
    name_outlet(page, drafts, scripts)
    return standing, Reading(drafts, notes + unread + stated.notes)


def _in_page_order(
    page: Page, found: list[tuple[Draft, Link]], marked: Iterable[tuple[Draft, Node | None]]
) -> list[Draft]:
    """What links show and what is only marked, by where it begins."""
    spans = page.document_text.spans
    placed = [(spans.get(link.node, (0, 0))[0], draft) for draft, link in found]
    only = [(spans.get(node, (0, 0))[0], draft) for draft, node in marked if node is not None]
    return (
        [draft for _, draft in sorted(placed + only, key=lambda entry: entry[0])]
        if only
        else [d for _, d in placed]
    )


def _number(page: Page, draft: Draft, position: int) -> None:
    headline = draft.fields["/headline"]
    Stating(page, headline.method).put_position(
        draft, position, Place(headline.selectors, headline.textForm, ""), "order in page"
    )


def _unlinked(
    page: Page, standing: Standing, article: tuple[str, ...], notes: list[str]
) -> tuple[Standing, list[tuple[Draft, Link]]]:
    """Headlines without links, of a page that shows none with links."""
    topics = [] if standing.headlines else find_topics(page, article)
    if not topics:
        return standing, []
    signs = tuple(dict.fromkeys(sign for each in topics for sign in each.signs))
    points = max(each.points for each in topics)
    notes.append(f"html: headlines without links ({points:+.1f}: {', '.join(signs)})")
    shown = sorted((entry for each in topics for entry in each.shown), key=lambda entry: entry.link.order)
    listed = int(sum(weight(entry.link.text) for entry in shown))
    found = _shown(page, shown, Extents(page, shown[:MAX_ITEMS]), notes)
    return Standing(signs, points, 0, listed, len(found)), found


def _shown(page: Page, chosen: list[Shown], extents: Extents, notes: list[str]) -> list[tuple[Draft, Link]]:
    """The headlines that the page shows, in page order."""
    stating = Stating(page, "html")
    stamps = Stamps(stating, (shown.unit for shown in chosen[:MAX_ITEMS]), extents.runs)
    found: list[tuple[Draft, Link]] = []
    names: dict[Node, str | None] = {}
    for shown in chosen[:MAX_ITEMS]:
        draft = headline_draft(stating, stamps, shown.link, shown.unit, extents.around(shown))
        if draft is None:
            continue
        container = extents.list_of(shown)
        if container not in names:
            names[container] = _name(page, container)
        _put_list(stating, draft, container, names[container])
        found.append((draft, shown.link))
    drop_shared(draft for draft, _ in found)
    if over := len(chosen[MAX_ITEMS:]):
        notes.append(f"read in part: {counted(over, 'headline')} beyond the first {MAX_ITEMS:,}")
    notes.append(f"html: {counted(len(found), 'headline')} in {counted(len(names), 'list')}")
    return found


def _name(page: Page, container: Node) -> str | None:
    name = name_of(page, container)
    return f"under “{name}”" if name else None


def _merge(
    shown: list[Draft], stated: Sequence[tuple[Draft, Node | None]]
) -> list[tuple[Draft, Node | None]]:
    """Give shown headlines what the page states about them as data; what it only states is returned."""
    by_target = {target_of(draft.data["url"]): draft for draft in shown if "url" in draft.data}
    by_text = {draft.data["headline"]: draft for draft in shown}
    rest = []
    for draft, node in stated:
        known = (
            by_target.get(target_of(draft.data["url"]))
            if "url" in draft.data
            else by_text.get(draft.data["headline"])
        )
        if known is None:
            rest.append((draft, node))
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


def _put_list(stating: Stating, draft: Draft, container: Node, name: str | None) -> None:
    path = stating.page.xpath_of(container)
    stating.put_list(
        draft,
        f"#xpath={path}",
        Place((XPathSelector(value=path),), "node-text", ""),
        "repeated structure",
        name,
    )
