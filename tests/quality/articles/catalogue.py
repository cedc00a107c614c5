"""Every labelled article page: which structure is filled with which text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from tests.quality.articles import structures
from tests.quality.articles.around import HOT, NUUR, SUM, TAL, UUL
from tests.quality.articles.model import Labelled, Text, texts
from tests.quality.lists.chrome import Site

Structure = Callable[[Site, Text, int], Labelled]

FILLED: tuple[tuple[Structure, tuple[Site, ...]], ...] = (
    (structures.json_ld, (TAL, UUL, NUUR)),
    (structures.open_graph, (HOT, TAL, NUUR)),
    (structures.plain, (UUL, SUM, HOT)),
    (structures.table, (SUM, SUM)),
    (structures.microdata, (NUUR, UUL)),
    (structures.spoken, (TAL, HOT, SUM)),
    (structures.blog, (UUL, NUUR)),
)


@cache
def articles() -> tuple[Labelled, ...]:
    """All eighteen."""
    sites = [(structure, site, place) for structure, several in FILLED for place, site in enumerate(several)]
    made = []
    for (structure, site, place), text in zip(sites, texts(), strict=True):
        page = structure(site, text, 5100 + place)
        made.append(replace(page, name=f"{page.structure.replace(' ', '-').lower()}-{place + 1}"))
    return tuple(made)
