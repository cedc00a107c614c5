"""Find the headlines of a digest by the regular tail of each entry, ``DOMAIN LABEL:DATE``. Pure, one pass.

From each tail the text is read backwards to the end of the previous one. A leading number counts only
when it is the one that comes next, because headlines themselves start with numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from archiver.extract.digest.labels import BULLETS, DOMAIN, NUMBER, TAIL

MAX_ENTRIES = 5_000
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r]*\r")
_MAX_DOMAIN = 253  # RFC 1035 §2.3.4


class Span(NamedTuple):
    """Code points of ``decoded-text``, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """One headline of a digest, every part where it stands. ``fresh``: other text stands before it."""

    headline: Span
    domain: Span
    label: Span
    date: Span
    number: Span | None = None
    fresh: bool = False

    @property
    def start(self) -> int:
        return self.number.start if self.number else self.headline.start

    @property
    def end(self) -> int:
        return self.date.end


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def last_token(text: str, start: int, end: int) -> Span:
    """The last run of characters that are not white space, at most as long as a host name may be."""
    end = trimmed(text, start, end).end
    first = end
    while first > start and end - first <= _MAX_DOMAIN and not text[first - 1].isspace():
        first -= 1
    return Span(first, end)


def find_lists(text: str) -> tuple[list[list[Entry]], int]:
    """The digest's lists in order, and how many entries over the limit were not read."""
    entries: list[Entry] = []
    over = 0
    for entry in _entries(text):
        if len(entries) == MAX_ENTRIES:
            over += 1
            continue
        entries.append(entry)
    return _numbered(text, _split(text, entries)), over


def _entries(text: str) -> Iterator[Entry]:
    previous = 0
    for tail in TAIL.finditer(text):
        domain = last_token(text, previous, tail.start())
        if not DOMAIN.fullmatch(text, *domain) or domain.end == tail.start():
            continue
        headline, fresh = _headline(text, previous, domain.start)
        if headline.start < headline.end:
            yield Entry(headline, domain, Span(*tail.span("label")), Span(*tail.span("date")), fresh=fresh)
        previous = tail.end()


def _headline(text: str, start: int, end: int) -> tuple[Span, bool]:
    whole = trimmed(text, start, end)
    first, last = whole
    for blank in _BLANK_LINE.finditer(text, first, last):
        first = blank.end()
    first = trimmed(text, first, last).start
    fresh = first != whole.start
    if last - first > 2 and text[first] in BULLETS and text[first + 1].isspace():
        first = trimmed(text, first + 1, last).start
    if last - first > 2 and text[last - 1] in BULLETS and text[last - 2].isspace():
        last = trimmed(text, first, last - 1).end
    return Span(first, last), fresh


def _leading(text: str, entry: Entry) -> tuple[int, Span, Span] | None:
    match = NUMBER.match(text, *entry.headline)
    if not match:
        return None
    return int(match["number"]), Span(*match.span("number")), Span(match.end(), entry.headline.end)


def _split(text: str, entries: list[Entry]) -> list[list[Entry]]:
    """Split where the label (and so the language) changes, numbering starts again, or text intervenes."""
    lists: list[list[Entry]] = []
    numbers = [found[0] if (found := _leading(text, entry)) else 0 for entry in entries]
    for index, entry in enumerate(entries):
        same = lists and _label(text, lists[-1][-1]) == _label(text, entry) and not entry.fresh
        if not same or _starts_run(numbers, index):
            lists.append([])
        lists[-1].append(entry)
    return lists


def _starts_run(numbers: list[int], index: int) -> bool:
    return numbers[index] == 1 and numbers[index + 1 : index + 2] == [2]


def _label(text: str, entry: Entry) -> str:
    return " ".join(text[slice(*entry.label)].casefold().split())


def _numbered(text: str, lists: list[list[Entry]]) -> list[list[Entry]]:
    """Take the leading number where it is the previous one plus 1; one "1" alone is part of its headline."""
    result = []
    for entries in lists:
        taken: list[Entry] = []
        found = [_leading(text, entry) for entry in entries]
        running = _starts_run([number[0] if number else 0 for number in found[:2]], 0)
        following = 1
        for entry, number in zip(entries, found, strict=True):
            if running and number and number[0] == following:
                entry = replace(entry, number=number[1], headline=number[2])
                following += 1
            taken.append(entry)
        result.append(taken)
    return result
