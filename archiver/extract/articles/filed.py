"""The day on which an agency filed a story: ``ULAANBAATAR, 29 January 2026 /MONTSAME/.`` at its very beginning.

Many pages of agencies state no other date. It is that of the story and may be a day before it was put on the page;
so it is believed after every date that the page shows. May not take a day out of a sentence: a place must stand before
it, and an agency in brackets behind it, before anything else is said; nor one without its year, for stories are read
years later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.candidate import Candidate, Reader
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

RULE = "dateline"
_NOTE = "the day in the dateline"
_MAX_ELEMENTS = 200  # behind the heading that are looked at
_TEXTS = ("p", "div", "span", "td", "section", "article", "strong", "b", "em", "i")
_LEAST = 20  # characters of a text with a dateline
_REACH = 160  # characters in which a dateline ends
_AGENCY = re.compile(r"\s*([^/()\n]{6,100}?)[\s.,]*[/(]\s?([^\W\d_][\w .-]{1,30})\s?[/)]")
_PART = re.compile(r"[,.]\s*")
_PLACE = re.compile(r"[^\W\d_][^\d]{0,60}")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def filed(reader: Reader, regions: Regions, anchor: Anchor) -> Candidate | None:
    """The day in the dateline of the article; None where it begins with none."""
    if anchor.heading is None:
        return None
    document = regions.page.document_text
    behind = regions.elements.after(anchor.heading, _MAX_ELEMENTS)
    for node in document.measuring(behind, _LEAST, len(document.text)):
        if node.tag not in _TEXTS:
            continue
        at, last = document.span(node)
        for start, end in _days(document.text[at : min(last, at + _REACH)]):
            candidate = _candidate(reader, node, start, end)
            if candidate is not None and anchor.belongs(node):
                return candidate
    return None


def _candidate(reader: Reader, node: Node, start: int, end: int) -> Candidate | None:
    place = reader.page.at_element(node, start, end)
    return reader.candidate(place, "html", RULE, "date", confidence="inferred", note=_NOTE)


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Where in the beginning of a text a day may stand: behind a place and before an agency."""
    head = _AGENCY.match(text)
    if head and head[2][0].isupper() and _YEAR.search(head[1]):
        for part in _PART.finditer(text, *head.span(1)):
            if _PLACE.fullmatch(text, head.start(1), part.start()):
                yield part.end(), head.end(1)
