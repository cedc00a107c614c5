"""Which element of a page holds the article's text: what says so, checked against where the prose stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import NamedTuple

from archiver.extract.articles import body_rules as rules
from archiver.extract.articles.blocks import Block, Blocks, known
from archiver.page.page import Node

_FIGURES = re.compile(r"[0-9]+")
_ORDER = ("itemprop", "class", "article")


class Container(NamedTuple):
    """An element and what chose it: ``itemprop``, ``class``, ``article`` or ``density``.

    ``parts``: where the text is in several elements of one name, those; ``node`` is the one around them.
    """

    node: Node
    kind: str
    parts: tuple[Node, ...] = ()


class Masses:
    """How much prose each element holds."""

    def __init__(self, blocks: Blocks) -> None:
        self._spans = blocks.text.spans
        self.blocks = blocks.found
        self._starts = [block.start for block in self.blocks]
        self._sums = [0, *accumulate(block.weight for block in self.blocks)]

    def _range(self, node: Node) -> tuple[int, int]:
        start, end = self._spans.get(node, (0, 0))
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def of(self, node: Node) -> int:
        """Characters of prose in an element."""
        first, behind = self._range(node)
        return self._sums[behind] - self._sums[first] if behind > first else 0

    def inside(self, node: Node) -> list[Block]:
        """The blocks in an element."""
        first, behind = self._range(node)
        return self.blocks[first:behind]


def find_container(
    blocks: Blocks, masses: Masses, heading: Node | None, stated: Node | None = None
) -> Container | None:
    """The article's container; None where the page has no prose. ``stated``: what markup says is the article."""
    if not masses.of(blocks.root):
        return None
    around = list(heading.iterancestors()) if heading is not None else []
    base = _own_article(blocks, masses, around, stated)
    dense = _densest(masses, base, set(around))
    chosen = _known(blocks, masses, base, masses.of(dense))
    return _with_parts(masses, base, chosen) if chosen else Container(dense, "density")


def _own_article(blocks: Blocks, masses: Masses, around: list[Node], stated: Node | None) -> Node:
    """The ``article`` around the heading, or that of the markup, if it holds enough; else the page.

    Others are other stories.
    """
    least = max(rules.ARTICLE_LEAST, rules.ARTICLE * masses.of(blocks.root))
    own = [node for node in around if node.tag == "article"] + ([stated] if stated is not None else [])
    return next((node for node in own if masses.of(node) >= least), blocks.root)


def _with_parts(masses: Masses, base: Node, chosen: Container) -> Container:
    """With its like, where a text goes on in elements named alike: beside each other, or numbered."""
    if chosen.kind not in ("itemprop", "class"):
        return chosen
    node, name = chosen.node, _unnumbered(chosen.node)
    parts = [
        other
        for other in base.iter(str(node.tag))
        if other is node
        or (
            _unnumbered(other) == name
            and (other.get("class") != node.get("class") or other.getparent() is node.getparent())
            and masses.of(other)
        )
    ]
    if len(parts) == 1 or any(outer in other.iterancestors() for other in parts for outer in parts):
        return chosen
    above = [set(part.iterancestors()) for part in parts]
    return chosen._replace(
        node=next(n for n in node.iterancestors() if all(n in a for a in above)), parts=tuple(parts)
    )


def _unnumbered(node: Node) -> str:
    """Class and ``itemprop`` without figures."""
    return _FIGURES.sub("", f"{node.get('class', '')} {node.get('itemprop', '')}"[: rules.MAX_LABEL])


def _densest(masses: Masses, node: Node, around: set[Node]) -> Node:
    """Down the tree as long as one child holds nearly all of the prose, or a good part of it and the heading."""
    while True:
        children = [child for child in node if isinstance(child.tag, str) and child.tag != "p"]
        best = max(children, key=masses.of, default=None)
        if best is None:
            return node
        if masses.of(best) < rules.DENSE * masses.of(node):
            least = max(rules.HEADED_LEAST, rules.HEADED * masses.of(node))
            best = next((c for c in children if c in around and masses.of(c) >= least), None)
            if best is None:
                return node
        node = best


def _known(blocks: Blocks, masses: Masses, base: Node, dense: int) -> Container | None:
    """The best element that says it holds the text and holds enough of it; the inner of two alike."""
    best: tuple[int, int, Container] | None = None
    for node in base.iter("*"):
        kind = known(node)
        if kind is None or node not in blocks.text.spans:
            continue
        mass, rank = masses.of(node), _ORDER.index(kind)
        if mass < rules.KNOWN_SHARE[kind] * dense:
            continue
        stated = rank == 0 and best is not None and best[0] > 0
        if best is None or stated or (rank <= best[0] and mass >= rules.NESTED * best[1]):
            best = (rank, mass, Container(node, kind))
    return best[2] if best else None
