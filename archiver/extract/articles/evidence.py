"""What says that a page is an article: markup, or a heading over enough words with a date."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from archiver.extract.articles import rules

MIN_WORDS = 80
MANY_WORDS = 240
_FRONT = re.compile(r"^/?(?:index\.\w+|home|[a-z]{2})?/?$", re.IGNORECASE)
_LIST = re.compile(rules.LIST_URL, re.IGNORECASE)
# Chinese, Japanese and Thai put no space between words: two characters count as one.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


class Signs(NamedTuple):
    """What was seen of a page."""

    json_type: str | None
    item_type: str | None
    og_type: str
    published: bool  # a meta element says when the article was published
    heading: bool
    words: int
    dated: bool
    linked_headings: int  # in the body's stretch of the page


def is_front(url: str) -> bool:
    """True for the address of a site's front page."""
    parts = urlsplit(url)
    return bool(_FRONT.match(parts.path)) and not parts.query


def weigh(url: str, signs: Signs) -> tuple[str, ...]:
    """The evidence in words, strongest first; empty when nothing says article."""
    if signs.json_type:
        return (f"json-ld {signs.json_type}", *_markup(signs))
    if is_front(url) or _LIST.search(url):
        return ()
    if signs.linked_headings >= rules.LIST_HEADINGS and not signs.published:
        roomy = signs.words >= rules.LIST_WORDS * signs.linked_headings
        return _markup(signs) if roomy else ()
    return _markup(signs) or _sight(signs)


def _markup(signs: Signs) -> tuple[str, ...]:
    rows = (
        (signs.item_type is not None, f"microdata {signs.item_type}"),
        (signs.og_type in rules.OG_ARTICLE, f"og:type={signs.og_type}"),
        (signs.published, "article:published_time"),
    )
    return tuple(text for holds, text in rows if holds)


def _sight(signs: Signs) -> tuple[str, ...]:
    seen = [text for holds, text in ((signs.heading, "a heading"), (signs.dated, "a date")) if holds]
    enough = MIN_WORDS if len(seen) == 2 else MANY_WORDS
    return (*seen, f"{signs.words} words") if seen and signs.words >= enough else ()


def count_words(text: str) -> int:
    """Words, about: for telling a story from a caption."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
