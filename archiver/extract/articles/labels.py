"""Elements by the words of their ``class`` and ``id``: what authors of pages call their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.extract.articles import rules
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node


def label(node: Node) -> str:
    """Class and id of an element."""
    return f"{node.get('class', '')} {node.get('id', '')}"[:500]


def labelled(
    regions: Regions, pattern: re.Pattern[str], tags: tuple[str, ...] = (), *, outside: bool = False
) -> Iterator[Node]:
    """Elements whose class or id has a token the pattern knows, in order; comments and menus only if asked for."""
    count = 0
    for node in regions.with_word(pattern):
        if not tags or node.tag in tags:
            count += 1
            if count > rules.MAX_VISIBLE:
                return
            if outside or not regions.is_outside(node):
                yield node
