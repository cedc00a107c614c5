"""Which list each shown headline belongs to, and which elements show it. Pure.

A list is an element that holds several units as children. A lead, alone in its own place directly before a list and
in the same section, is the first of that list; the list is then the smallest element that holds both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from archiver.extract.lists.links import Link, text_of
from archiver.extract.lists.list_rules import HEADINGS, SECTIONS
from archiver.extract.lists.runs import runs_of
from archiver.page.page import Node, Page

_FOLLOWERS = 4  # elements after a unit that are looked at
_BETWEEN = frozenset({"br", "hr", "script", "style"})
_DEPTH = 50  # ancestors of a unit that are looked at


class Shown(NamedTuple):
    """A headline on the page: its link, and its unit (see ``groups.Group``)."""

    link: Link
    unit: Node

    @property
    def container(self) -> Node:
        """What holds the unit."""
        parent = self.unit.getparent()
        return self.unit if parent is None else parent


class Extents:
    """The lists that headlines in page order form."""

    def __init__(self, page: Page, shown: Sequence[Shown]) -> None:
        self._page = page
        self._members = Counter(each.container for each in shown)
        self._held = Counter(
            node for each in shown for node in (each.unit, *islice(each.unit.iterancestors(), _DEPTH))
        )
        units = {each.unit for each in shown}
        self._after = _followers(self._members, units)
        self._runs = {
            unit: run for container in self._members for unit, run in runs_of(page, container, units).items()
        }
        self._led: dict[Node, Node] = {}  # list after a lead → what holds both
        for lead, first in pairwise(shown):
            if self._leads(lead, first):
                self._led[first.container] = lead.container

    def list_of(self, shown: Shown) -> Node:
        """The element that is the headline's list."""
        return self._led.get(shown.container, shown.container)

    @property
    def runs(self) -> dict[Node, list[Node]]:
        """For each unit in a flat run of inline elements, what belongs to it there."""
        return self._runs

    def around(self, shown: Shown) -> Iterable[Node]:
        """The elements that show the headline: the unit; where it is a bare title, its neighbours as well.

        In a list of pairs (term and text, row and row) what follows each unit is part of it. A bare title is a title
        that has other headlines below it and shares its parent with its date and picture.
        """
        unit, parent = shown.unit, shown.unit.getparent()
        if unit in self._runs:
            return self._runs[unit]
        if unit in self._after:
            return [unit, *self._after[unit]]
        if parent is None or parent.tag in ("body", "html", "main") or not self._is_bare(shown):
            return [unit]
        if self._members[parent] > 1 or self._held[parent] == 1:
            return [unit]
        found: list[Node] = []
        for child in parent:
            if child is unit or not self._held[child]:
                found.append(child)
            elif unit in found:
                break
            else:
                found.clear()
        return found

    def _is_bare(self, shown: Shown) -> bool:
        return (
            text_of(self._page, shown.unit) == text_of(self._page, shown.link.title)
            and shown.unit.find(".//img") is None
        )

    def _leads(self, lead: Shown, first: Shown) -> bool:
        common, following = lead.container, first.container
        return (
            self._members[common] == 1
            and self._members[following] > 1
            and self._held[common] == self._members[following] + 1
            and any(node is common for node in following.iterancestors())
            and _section(common) is _section(following)
            and not _heading_between(lead, first)
        )


def _followers(containers: Iterable[Node], units: set[Node]) -> dict[Node, list[Node]]:
    """What stands between each unit and the next, in containers where every unit, the last too, is followed so."""
    found: dict[Node, list[Node]] = {}
    for container in containers:
        runs: list[tuple[Node, list[Node]]] = []
        for child in container:
            if child in units:
                runs.append((child, []))
            elif (
                runs
                and isinstance(child.tag, str)
                and child.tag not in _BETWEEN
                and len(runs[-1][1]) < _FOLLOWERS
            ):
                runs[-1][1].append(child)
        tags = Counter(str(run[1][0].tag) for run in runs if run[1])
        if len(runs) < 2 or not tags or not runs[-1][1]:
            continue
        usual, count = tags.most_common(1)[0]
        if count * 5 >= 4 * len(runs) and runs[-1][1][0].tag == usual:
            most = Counter(len(run) for _, run in runs).most_common(1)[0][0]
            found.update((unit, run[: max(1, most)]) for unit, run in runs if run)
    return found


def _section(container: Node) -> Node | None:
    return next((node for node in (container, *container.iterancestors()) if node.tag in SECTIONS), None)


def _heading_between(lead: Shown, first: Shown) -> bool:
    """A heading after the lead and before the first of the list names a section of its own."""
    own = set(lead.unit.iter())
    after = False
    for node in lead.container.iter():
        if node is first.unit:
            break
        after = after or node is lead.unit
        if after and node.tag in HEADINGS and node not in own:
            return True
    return False
