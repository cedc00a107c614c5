"""Titles without the site's name, by position."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.extract.articles import names, rules
from archiver.extract.articles.regions import Regions

_SEPARATOR = re.compile(r"\s+[-–—|·•:»«/~]+\s+|\s*[|»«：:]\s*")


def core(title: str, regions: Regions) -> tuple[int, int]:
    """A title without the site's name before or after it, by position.

    A part is taken off only if it is the site's name or host, or what is left equals a heading.
    """
    start, end = 0, len(title)
    if end > rules.MAX_TITLE:
        return start, end
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        left, right = title[: separator.start()], title[separator.end() : end]
        if left.strip() and (
            names.flat(right) in regions.site_names or names.flat(left) in regions.heading_names
        ):
            end = separator.start()
    for separator in _SEPARATOR.finditer(title, 0, end):
        left, right = title[start : separator.start()], title[separator.end() : end]
        if right.strip() and (
            names.flat(left) in regions.site_names or names.flat(right) in regions.heading_names
        ):
            start = separator.end()
    return start, end


def likeness(text: str, titles: Iterable[str]) -> float:
    """The share of the letter pairs of ``text`` that stand in any of ``titles``: 0 to 1, any script."""
    pairs = _pairs(text)
    known = set().union(*map(_pairs, titles))
    return len(pairs & known) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    flat = names.flat(text[: rules.MAX_TITLE])
    return {flat[i : i + 2] for i in range(len(flat) - 1)}
