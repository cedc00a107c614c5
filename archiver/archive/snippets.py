"""Where the words of a search stand in an item: a short stretch of its text with the hits marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.catalog.queries import searchable, terms
from archiver.model.capture import Capture
from archiver.model.items import Article, Item

LONGEST = 200  # characters, without the marks
_BEFORE = 60  # of them at most before the first hit
_READ = 50_000  # characters of a text that are looked at
_HITS = 50  # in them
_WHOLE, _ANY_ENDING = r"(?![^\W_])", r"[^\W_]{0,50}"
_MARKS = str.maketrans({"\x02": None, "\x03": None})


def snippet(found: Capture | Item, words: str) -> str | None:
    """The stretch with most of the words: of the article's text, else of what else is searched.

    A hit stands between U+0002 and U+0003, a cut end is "…". None where no word is found.
    """
    pattern = _pattern(words)
    if pattern is None or isinstance(found, Capture):
        return None
    for text in _texts(found):
        flat = " ".join(searchable(text[:_READ]).translate(_MARKS).split())
        hits = [hit for hit, _ in zip(pattern.finditer(flat), range(_HITS), strict=False)]
        if hits:
            return _cut(flat, hits)
    return None


def _texts(item: Item) -> Iterator[str]:
    data = item.data
    if isinstance(item, Article):
        yield from filter(None, (item.data.articleBody, item.data.description))
        yield from item.data.keywords or ()
        yield from (author.name for author in item.data.author or ())
    yield data.headline
    if isinstance(item, Article) and item.data.alternativeHeadline:
        yield item.data.alternativeHeadline
    yield from filter(None, (data.articleSection, data.publisher))


def _pattern(words: str) -> re.Pattern[str] | None:
    """The same rule as that of ``match_expression``: a word is a beginning, a quoted phrase is whole."""
    parts = []
    for tokens, is_whole in terms(words):
        text = r"[\W_]{1,20}".join(map(re.escape, tokens))
        parts.append(f"({text}{_WHOLE if is_whole else _ANY_ENDING})")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})", re.IGNORECASE) if parts else None


def _cut(text: str, hits: list[re.Match[str]]) -> str:
    best = max(hits, key=lambda hit: _different(hits, hit.start()))
    start, end = _bounds(text, best)
    made, at = ["…" if start else ""], start
    for hit in hits:
        if start <= hit.start() and hit.end() <= end:
            made += [text[at : hit.start()], "\x02", hit[0], "\x03"]
            at = hit.end()
    return "".join([*made, text[at:end], "…" if end < len(text) else ""])


def _different(hits: list[re.Match[str]], start: int) -> int:
    """How many of the words stand in the stretch that begins shortly before."""
    end = start + LONGEST - _BEFORE
    return len({hit.lastindex for hit in hits if start <= hit.start() and hit.end() <= end})


def _bounds(text: str, hit: re.Match[str]) -> tuple[int, int]:
    """From where to where, at the ends of words; the signs of the cuts counted in."""
    if len(text) <= LONGEST:
        return 0, len(text)
    start = max(0, hit.start() - _BEFORE)
    if start:
        start = text.find(" ", start, hit.start()) + 1 or hit.start()
    end = start + LONGEST - 2
    if end >= len(text):
        return start, len(text)
    return start, max(text.rfind(" ", start, end), hit.end()) if hit.end() <= end else end
