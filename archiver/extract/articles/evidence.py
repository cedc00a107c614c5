"""What says that a page is an article: markup, or a heading over enough words with a date."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.extract.articles import rules

MIN_WORDS = 80
_FRONT = re.compile(r"^/?(?:index\.\w+|home|[a-z]{2})?/?$", re.IGNORECASE)


def is_front(url: str) -> bool:
    """True for the address of a site's front page."""
    parts = urlsplit(url)
    return bool(_FRONT.match(parts.path)) and not parts.query


def gather(
    *, url: str, json_type: str | None, item_type: str | None, og_type: str, published: bool, headings: int, words: int, dated: bool
) -> tuple[str, ...]:
    """The evidence in words, strongest first; empty when nothing says article."""
    found = []
    if json_type:
        found.append(f"json-ld {json_type}")
    if item_type:
        found.append(f"microdata {item_type}")
    if og_type in rules.OG_ARTICLE:
        found.append(f"og:type={og_type}")
    if published:
        found.append("article:published_time")
    if is_front(url) and not json_type:
        return ()
    if found:
        return tuple(found)
    if og_type in rules.OG_OTHER:
        return ()
    if headings and words >= MIN_WORDS and dated:
        return (f"{headings} h1, {words} words, a date",)
    if headings == 1 and words >= 3 * MIN_WORDS:
        return (f"one h1, {words} words",)
    return ()
