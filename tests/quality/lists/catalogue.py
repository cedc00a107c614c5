"""Every labelled list page: which structure is filled with which site's stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from tests.quality.lists import cards, rows, stated
from tests.quality.lists.chrome import Site
from tests.quality.lists.model import Listing
from tests.quality.lists.none import pages_without

Structure = Callable[[Site, int], Listing]

_TAL = Site("talyn-medee.example", "Талын мэдээ", "mn")
_UUL = Site("uul-us.example", "Уул ус", "mn", "/niigem/")
_HOT = Site("hot.example", "Хотын сонин", "mn", "/latest")
_SUM = Site("www.sumyn-tsag.example", "Сумын цаг", "mn")
_RU = Site("baikal-listok.example", "Байкальский листок", "ru", "/news/")
_EN = Site("harbour-echo.example", "Harbour Echo", "en")
_EN2 = Site("www.valley-post.example", "The Valley Post", "en", "/news/")
_DE = Site("elbblatt.example", "Elbblatt", "de", "/aktuell/")
_AR = Site("mina.example", "ميناء اليوم", "ar")
_JA = Site("minato.example", "みなと新報", "ja")
_ZH = Site("chengbei.example", "城北晚报", "zh", "/xinwen/")

FILLED: tuple[tuple[Structure, tuple[tuple[Site, int], ...]], ...] = (
    (cards.cards, ((_TAL, 0), (_UUL, 12), (_EN, 0))),
    (cards.rows_with_attributes, ((_TAL, 24), (_SUM, 38), (_HOT, 52))),
    (cards.rows_relative, ((_UUL, 5), (_HOT, 19), (_EN2, 11))),
    (cards.hashed, ((_HOT, 31), (_EN, 22), (_AR, 0))),
    (cards.pictures, ((_TAL, 44), (_RU, 9), (_ZH, 2))),
    (cards.lead_and_list, ((_TAL, 10), (_EN2, 3), (_RU, 0))),
    (cards.crowded, ((_SUM, 20), (_EN, 29), (_AR, 4))),
    (rows.by_day, ((_UUL, 0), (_RU, 1), (_DE, 0))),
    (rows.in_table, ((_SUM, 7), (_RU, 12), (_JA, 0))),
    (rows.definitions, ((_UUL, 33), (_ZH, 0), (_DE, 3))),
    (rows.ticker, ((_HOT, 3), (_DE, 8), (_EN, 13))),
    (rows.topics, ((_TAL, 48), (_EN2, 18), (_JA, 5))),
    (rows.named, ((_HOT, 8), (_SUM, 40), (_EN, 5))),
    (stated.item_list, ((_UUL, 26), (_EN2, 25), (_ZH, 3))),
    (stated.h_feed, ((_TAL, 15), (_EN, 8), (_DE, 5))),
    (stated.state, ((_HOT, 36), (_EN2, 0), (_JA, 1))),
    (rows.fonts, ((_RU, 5), (_EN2, 30))),
    (partial(rows.fonts, encoding="windows-1251"), ((replace(_SUM, path="/old/index.htm"), 14),)),
)


@cache
def listings() -> tuple[Listing, ...]:
    """All pages: fifty-one with a list, seven without."""
    made = []
    for structure, filled in FILLED:
        for number, (site, first) in enumerate(filled, 1):
            page = structure(site, first)
            name = f"{page.structure.replace(' ', '-').lower()}-{site.language}-{number}"
            made.append(replace(page, name=name))
    return (*made, *pages_without())
