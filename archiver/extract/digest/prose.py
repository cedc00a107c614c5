"""Find the articles that stand in a plain text beside its digest. Pure.

A title is a line that ends in the domain it was published at, with prose below it. Author, description
and date stand on lines of their own. A line that fits none of these is left unread, not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from archiver.extract.digest.anchors import Span, last_token, trimmed
from archiver.extract.digest.labels import AUTHOR_LINE, DOMAIN, TAIL

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_MAX_TITLE = 300
_MAX_NAME = 100
_NAME_WORDS = 6
_PROSE_WORDS = 20  # a paragraph of prose somewhere in it, else it is no article
_NEARBY = 200  # how far back a line may begin; longer lines are no labels

Kind = Literal["prose", "author-label", "author", "description", "date"]


class Line(NamedTuple):
    """A line and what it is."""

    span: Span
    kind: Kind


@dataclass
class Passage:
    """An article in a text, every part where it stands."""

    headline: Span
    domain: Span | None
    body: Span
    author: Span | None = None
    description: Span | None = None
    date: Span | None = None
    labels: list[Span] = field(default_factory=list)


def find_articles(text: str, regions: list[Span]) -> list[Passage]:
    """The articles in the regions of ``text`` that no list covers, in order."""
    return [passage for region in regions for passage in _in_region(text, region)]


def _in_region(text: str, region: Span) -> Iterator[Passage]:
    lines = [trimmed(text, *match.span()) for match in _LINE.finditer(text, *region)]
    lines = [line for line in lines if line.start < line.end]
    titles = [index for index, line in enumerate(lines) if _title(text, line)]
    if not titles and len(lines) > 2 and _length(lines[0]) <= _MAX_TITLE and _signed(text, lines[1:]):
        titles = [0]
    for index, following in pairwise([*titles, len(lines)]):
        passage = _passage(text, lines[index], lines[index + 1 : following])
        if passage:
            yield passage


def _length(span: Span) -> int:
    return span.end - span.start


def _title(text: str, line: Span) -> Span | None:
    """The domain at the end of a title line."""
    if _length(line) > _MAX_TITLE:
        return None
    domain = last_token(text, *line)
    return domain if domain.start > line.start and DOMAIN.fullmatch(text, *domain) else None


def _signed(text: str, lines: list[Span]) -> bool:
    """A text whose title names no outlet counts as an article only if it names its author or date."""
    return any(line.kind in ("author", "date") for line in _classified(text, lines))


def _passage(text: str, title: Span, rest: list[Span]) -> Passage | None:
    lines = list(_classified(text, rest))
    body = _body(text, lines)
    if body is None:
        return None
    domain = _title(text, title)
    headline = trimmed(text, title.start, domain.start) if domain else title
    passage = Passage(headline, domain, body)
    for line in lines:
        if line.kind == "author":
            passage.author = passage.author or line.span
        elif line.kind == "description":
            passage.description = passage.description or line.span
        elif line.kind == "author-label":
            passage.labels.append(line.span)
        elif line.kind == "date" and passage.date is None:
            tail = TAIL.match(text, *line.span)
            passage.date = Span(*tail.span("date")) if tail else None
            passage.labels.append(Span(*tail.span("label")) if tail else line.span)
    return passage


def _classified(text: str, lines: list[Span]) -> Iterator[Line]:
    expected: Kind | None = None
    name = ""
    for line in lines:
        short = _length(line) <= _NEARBY
        label = AUTHOR_LINE.fullmatch(text, *line) if short else None
        if label:
            yield Line(Span(*label.span("label")), "author-label")
            expected = "author"
            if label["name"] and _is_name(label["name"]):
                name, expected = label["name"], "description"
                yield Line(Span(*label.span("name")), "author")
        elif short and TAIL.fullmatch(text, *line):
            yield Line(line, "date")
            expected = None
        elif expected == "author" and _is_name(text[slice(*line)]):
            name, expected = text[slice(*line)], "description"
            yield Line(line, "author")
        elif expected == "description" and text.startswith(name, line.start):
            yield Line(line, "description")
            expected = None
        else:
            yield Line(line, "prose")
            expected = None


def _is_name(line: str) -> bool:
    return len(line) <= _MAX_NAME and len(line.split()) <= _NAME_WORDS and line[-1:] not in "?!:;,"


def _body(text: str, lines: list[Line]) -> Span | None:
    """The longest run of prose lines, from its first character to its last."""
    runs: list[list[Span]] = [[]]
    for line in lines:
        if line.kind == "prose":
            runs[-1].append(line.span)
        elif runs[-1]:
            runs.append([])
    longest = max(runs, key=lambda run: run[-1].end - run[0].start if run else 0)
    if not any(len(text[slice(*span)].split(None, _PROSE_WORDS)) >= _PROSE_WORDS for span in longest):
        return None
    return Span(longest[0].start, longest[-1].end)
