"""What says that a page is an article: markup, or a heading over enough words with a date."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from archiver.extract.addresses import says_listing, tells_of_site
from archiver.extract.articles import rules

# A heading with so many of: a date, a frame (one article element, or a title that the heading repeats) → words
# of text that make it an article.
WORDS_BY_SIGNS = {2: 20, 1: 60, 0: 240}
# Under a heading that the title repeats, so many paragraphs of so many words tell a story without a date too.
TOLD_SENTENCES = 4
TOLD_WORDS = 45
_FRONT = re.compile(r"^/?(?:index\.\w+|home|en|mn|ru|zh|ja|ko|de|fr|es|it|pt|kk)?/?$", re.IGNORECASE)
_LIST = re.compile(rules.LIST_URL, re.IGNORECASE)
_NUMBERED = re.compile(r"/[^/?]*[0-9]{5,}[^/?]*/?$")
# Chinese, Japanese and Thai put no space between words: two characters count as one.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


class Signs(NamedTuple):
    """What was seen of a page."""

    json_type: str | None
    item_type: str | None  # with the markup it stands in: ``microdata NewsArticle``
    og_type: str
    published: bool  # a meta element says when the article was published
    heading: bool
    words: int
    dated: bool
    framed: bool  # one article element, or a heading that the title repeats
    other_page: bool  # JSON-LD says that the page is something else
    linked_headings: int  # in the body's stretch of the page
    sentences: int = 3  # lines of the body that end as sentences do
    authored: bool = False


def is_front(url: str) -> bool:
    """True for the address of a site's front page."""
    parts = urlsplit(url)
    return bool(_FRONT.match(parts.path)) and not parts.query


def weigh(url: str, signs: Signs) -> tuple[str, ...]:
    """The evidence in words, strongest first; empty when nothing says article."""
    if signs.json_type:
        return (f"json-ld {signs.json_type}", *_markup(signs))
    if is_front(url) or says_listing(url, _LIST, _NUMBERED):
        return ()
    if signs.other_page and signs.item_type is None and signs.og_type not in rules.OG_ARTICLE:
        return ()
    if signs.linked_headings >= rules.LIST_HEADINGS and not signs.published:
        room = signs.words / signs.linked_headings
        if room >= rules.SECTION_WORDS and signs.framed and (signs.dated or signs.authored):
            return _markup(signs) or _sight(signs)
        return _markup(signs) if room >= rules.LIST_WORDS else ()
    return _markup(signs) or (() if tells_of_site(urlsplit(url).path) else _sight(signs))


def needs_body(url: str, signs: Signs, headings: int) -> bool:
    """False where neither the body's words nor the linked headings in it (``headings``: on the page) decide."""
    if signs.json_type or is_front(url) or says_listing(url, _LIST, _NUMBERED):
        return False
    stated = _markup(signs._replace(sentences=0))
    if not stated or stated != _markup(signs._replace(sentences=1)):
        return True
    return headings >= rules.LIST_HEADINGS and not signs.published


def _markup(signs: Signs) -> tuple[str, ...]:
    rows = (
        (signs.item_type is not None, str(signs.item_type)),
        (signs.og_type in rules.OG_ARTICLE and _is_told(signs), f"og:type={signs.og_type}"),
        (signs.published, "article:published_time"),
    )
    return tuple(text for holds, text in rows if holds)


def _is_told(signs: Signs) -> bool:
    """Plugins say article of every page: a date, an author or a sentence has to be there as well."""
    return signs.dated or signs.authored or signs.published or signs.sentences > 0


def _sight(signs: Signs) -> tuple[str, ...]:
    if not signs.sentences:
        return ()  # a table or a list of addresses under a heading
    if not signs.heading:
        return ("a date", f"{signs.words} words") if signs.dated and signs.words >= WORDS_BY_SIGNS[0] else ()
    more = [text for holds, text in ((signs.dated, "a date"), (signs.framed, "a frame")) if holds]
    least = WORDS_BY_SIGNS[len(more)]
    if signs.framed and signs.sentences >= TOLD_SENTENCES:
        least = min(least, TOLD_WORDS)
    return ("a heading", *more, f"{signs.words} words") if signs.words >= least else ()


def count_words(text: str) -> int:
    """Words, about: for telling a story from a caption."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
