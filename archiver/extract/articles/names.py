"""Bylines → the positions of the names in them. Texts only; knows nothing of pages."""

from __future__ import annotations

import re

from archiver.extract.articles import rules

_BY = re.compile(
    rf"^[\s\-–—|•:]*(?:(?:{rules.BY})\s*[:：]?\s+(?=\S)|(?:{rules.BY}|{rules.BY_LABEL})\s*[:：]\s*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(rf"\s*[;,|•·\n]\s*(?:(?:{rules.AND})\s+)?|\s+(?:{rules.AND}|/)\s+", re.IGNORECASE)
_NOT_NAME = re.compile(rules.NOT_IN_NAMES, re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:https?:|www\.|/|@|mailto:|\S+@\S+\s*$)", re.IGNORECASE)
_TITLES = re.compile(r"^(?:jr|sr|phd|md|m\.?d|ph\.?d|ii|iii|esq)\.?$", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:\(.{0,60}\)|[|•–—,:;-])\s*$")
_EDGE = ' \t\r\n\u00a0,;:|•·–—-*"“”«»()'
_MAX_WORDS = 6


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each name in a byline, in order; ``By A, B and C`` has three."""
    if len(text) > rules.MAX_BYLINE or _ADDRESS.match(text):
        return []
    start = 0
    while match := _BY.match(text[start:]):
        start += match.end()
    found: list[tuple[int, int]] = []
    at = start
    for separator in [*_SEPARATOR.finditer(text, start), None]:
        end = separator.start() if separator else len(text)
        first, last = _trimmed(text, at, end)
        if _TITLES.match(text[first:last]) and found:
            found[-1] = (found[-1][0], last)
        elif is_name(text[first:last]):
            found.append((first, last))
        at = separator.end() if separator else len(text)
    return found[: rules.MAX_AUTHORS]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def is_name(text: str) -> bool:
    """True when the text may be a person's or a desk's name: letters, few words, no menu word."""
    flat = " ".join(text.split())
    return (
        2 <= len(flat) <= rules.MAX_NAME
        and any(character.isalpha() for character in flat)
        and len(flat.split()) <= _MAX_WORDS
        and flat.lower().strip(".:") not in rules.NOT_NAMES
        and not _NOT_NAME.search(flat)
    )


def flat(text: str) -> str:
    """Letters and digits only, for comparing names."""
    return re.sub(r"[\W_]+", "", text.casefold())
