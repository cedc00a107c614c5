"""The score of a reading of articles against their truth: each field right, wrong or missing; the body by runs
of four words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.quality.articles.model import Labelled
from tests.quality.compare import address, harmonic, names, overlap, same_moment, same_title, title
from tests.quality.tally import Tally

SAME_BODY = 0.98
"""A body is right when this much of the runs of four words, as F1, is the same."""


def _titles(value: object) -> frozenset[str]:
    return frozenset(map(title, value if isinstance(value, (list, tuple)) else [value]))


def same_body(found: object, truth: object) -> bool:
    """Whether two texts are the same but for a little."""
    both, extra, missing = overlap(found, truth)
    return bool(both) and harmonic(both / (both + extra), both / (both + missing)) >= SAME_BODY


RULES: dict[str, Callable[[Any, Any], bool]] = {
    "headline": same_title,
    "author": lambda found, truth: names(found) == names(truth),
    "datePublished": same_moment,
    "dateModified": same_moment,
    "publisher": lambda found, truth: names(found) == names(truth),
    "inLanguage": lambda found, truth: str(found).partition("-")[0] == truth,
    "articleSection": lambda found, truth: _titles(found) == _titles(truth),
    "keywords": lambda found, truth: _titles(found) == _titles(truth),
    "url": lambda found, truth: address(found) == address(truth),
    "description": same_title,
    "articleBody": same_body,
    "wordCount": lambda found, truth: found == truth,
}


def score_articles(read: Sequence[tuple[Labelled, Sequence[dict[str, Any]]]]) -> Tally:
    """The score of a set; ``items`` counts the articles themselves, and headlines of boxes beside them count
    neither way.
    """
    tally = Tally()
    for page, found in read:
        articles = [item for item in found if item["kind"] == "article"]
        tally.add(page.name, "items", page.truth["headline"], None, bool(articles))
        data = articles[0] if articles else {}
        for name, truth in page.truth.items():
            given = data.get(name)
            if given in (None, [], "") and name in page.optional:
                continue
            absent = given in (None, [], "")
            tally.add(
                page.name, name, truth, None if absent else given, not absent and RULES[name](given, truth)
            )
    return tally
