"""What says that a page is an article: markup, or a heading over enough words with a date."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from archiver.extract.articles import rules

# A heading with so many of: a date, a frame (one article element, or a title that the heading repeats) → words
# of text that make it an article.
WORDS_BY_SIGNS = {2: 20, 1: 60, 0: 240}
_FRONT = re.compile(r"^/?(?:index\.\w+|home|en|mn|ru|zh|ja|ko|de|fr|es|it|pt|kk)?/?$", re.IGNORECASE)
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
    framed: bool  # one article element, or a heading that the title repeats
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
    if not signs.heading:
        return ("a date", f"{signs.words} words") if signs.dated and signs.words >= WORDS_BY_SIGNS[0] else ()
    more = [text for holds, text in ((signs.dated, "a date"), (signs.framed, "a frame")) if holds]
    return ("a heading", *more, f"{signs.words} words") if signs.words >= WORDS_BY_SIGNS[len(more)] else ()


def count_words(text: str) -> int:
    """Words, about: for telling a story from a caption."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
