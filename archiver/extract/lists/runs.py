"""Headlines without an element of their own around them: a flat run of inline elements and line breaks. Pure, bounded.

Blank lines part paragraphs, breaks lines; blocks and rules end a run. What holds one headline is that headline's:
a paragraph, else a line. What holds none goes on with the headline before it where the run begins with a headline and
most are followed so; it belongs to the one after it where every headline is led so; else it is nobody's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from archiver.extract.lists.links import text_of
from archiver.page.page import Node, Page
from archiver.page.text import BLOCKS

_MAX_CHILDREN = 20_000
_MOST = 24  # elements that are one headline's
_LEAST = 3  # headlines in a run

Line = list[Node]
Paragraph = list[Line]


def runs_of(page: Page, container: Node, units: Collection[Node]) -> dict[Node, list[Node]]:
    """For each unit the elements that belong to it, breaks included; empty where units are not inline or few."""
    children = [child for child in islice(container, _MAX_CHILDREN) if isinstance(child.tag, str)]
    own = [child for child in children if child in units]
    breaks = sum(1 for child in children if child.tag == "br")
    if len(own) < _LEAST or breaks < len(own) - 1 or any(unit.tag in BLOCKS for unit in own):
        return {}
    found: dict[Node, list[Node]] = {}
    for stretch in _stretches(children):
        paragraphs = list(_paragraphs(page, stretch))
        _share_out(found, [list(chain.from_iterable(lines)) for lines in paragraphs], units)
        for lines in paragraphs:
            if not any(unit in found for unit in _held(chain.from_iterable(lines), units)):
                _share_out(found, lines, units)
    return found


def _share_out(found: dict[Node, list[Node]], parts: Sequence[list[Node]], units: Collection[Node]) -> None:
    """Give each part with one unit to it, and parts without any to their neighbour."""
    held = [_held(part, units) for part in parts]
    places = [place for place, there in enumerate(held) if there]
    if not places:
        return
    steps = [after - place for place, after in pairwise(places)]
    most = max(steps, default=1)
    below = places[0] == 0 and sum(step > 1 for step in steps) * 2 >= len(steps)
    above = places[-1] == len(parts) - 1 and {places[0] + 1, *steps} == {most}
    for before, place, after in zip([-1, *places], places, [*places[1:], len(parts)], strict=False):
        first = before + 1 if above else place
        last = min(after, place + most) if below else place + 1
        run = [node for part in parts[first:last] for node in part]
        if len(held[place]) == 1 and len(run) <= _MOST:
            found[held[place][0]] = run


def _held(nodes: Iterable[Node], units: Collection[Node]) -> list[Node]:
    return [node for node in nodes if node in units]


def _stretches(children: Iterable[Node]) -> Iterator[list[Node]]:
    """The children between blocks and rules."""
    stretch: list[Node] = []
    for child in children:
        if child.tag != "br" and child.tag in BLOCKS:
            yield stretch
            stretch = []
        else:
            stretch.append(child)
    yield stretch


def _paragraphs(page: Page, stretch: Sequence[Node]) -> Iterator[Paragraph]:
    """What stands between blank lines, as lines; a break belongs to the line that it ends."""
    paragraph: Paragraph = []
    line: Line = []
    said = bool(stretch and _before(stretch[0]).strip())
    for child in stretch:
        line.append(child)
        if child.tag != "br":
            said = said or bool(text_of(page, child)) or child.tag == "img"
        elif said:
            paragraph.append(line)
            line, said = [], False
        else:
            line = []
            if paragraph:
                yield paragraph
            paragraph = []
        said = said or bool((child.tail or "").strip())
    if line:
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _before(node: Node) -> str:
    """The text right before an element."""
    previous, parent = node.getprevious(), node.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text or "") if parent is not None else ""
