"""Dates that readers see: in ``time`` elements and attributes, beside the heading, behind a label, in the title.

What says update gives ``dateModified``, never ``datePublished``. May not decide between methods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from archiver.extract.articles import rules
from archiver.extract.articles.anchor import AFTER, Anchor
from archiver.extract.articles.candidate import Candidate, Reader
from archiver.extract.articles.date_places import IN_SIGHT, IN_TITLE, DatePlaces
from archiver.extract.articles.filed import filed
from archiver.extract.articles.labels import label, labelled
from archiver.extract.articles.regions import Regions
from archiver.page.dates import MAX_LENGTH
from archiver.page.page import Node, Place

_DATE = re.compile(rules.DATE_CLASS)  # of lower-case words
_MODIFIED = re.compile(rules.MODIFIED_WORDS, re.IGNORECASE)
_PUBLISHED = re.compile(rules.PUBLISHED_WORDS, re.IGNORECASE)
_LABELLED = re.compile(
    rf"^(?:{rules.PUBLISHED_WORDS}|(?:{rules.DATE_LABELS}))(?: (?:on|am|le|el|em|il))?(?: ?[:：]| (?=[0-9]))\s*",
    re.IGNORECASE,
)
# Cheaper, for most texts begin with neither: without ``re.IGNORECASE`` a wrong first letter ends the search.
_MAY_LABEL = re.compile(f"{rules.PUBLISHED_WORDS}|{rules.DATE_LABELS}")
_LABEL_END = re.compile(r"[:：0-9]")
# A word, or two characters of a script that puts no space between words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_\u3040-\u30ff\u3400-\u9fff]{3,}")
_ROWS = ("li", "p", "div", "span", "td", "dd")
_RIGHTS = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[-–—|·•]\s|[|｜]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_]")
_MAX_BESIDE = 20  # dates looked at beside the heading
_MAX_ROWS = 10 * rules.MAX_VISIBLE
_MAX_LABELLED = 60
_MOST_WORDS = {"class:date": 12, "beside h1": 6}  # words around a date in a text that is about the date
_LABEL_REACH = 40
_TITLED = ("abbr", "span", "time")
_STAMP = re.compile(r"\s*(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")

Dated = tuple[str, Candidate]


def shown_dates(reader: Reader, regions: Regions, anchor: Anchor) -> Iterator[Dated]:
    """Field and candidate: by their place, and in one place the best rule first."""
    places = DatePlaces(regions, anchor)
    rooms = (_attributes, _times, _classes, _beside_heading, _labelled_rows, _title, _filed)
    found = [
        row for room in rooms for row in room(reader, places) if row[2] is not None and row[0] is not None
    ]
    for _, field, candidate in sorted(found, key=lambda row: row[0] or 0):
        if candidate is not None:
            yield field, candidate


# The rank of the place, the field, and what stands there.
_Maybe = Iterator[tuple[int | None, str, Candidate | None]]


def _attributes(reader: Reader, places: DatePlaces) -> _Maybe:
    regions, anchor = places.regions, places.anchor
    for node, name in _dating(regions):
        if not anchor.is_near(node) or not anchor.belongs(node):
            continue
        candidate = reader.candidate(
            reader.page.at_attribute(node, name), "html", f"{node.tag}@{name}", "date"
        )
        if not candidate:
            continue
        text = reader.candidate(reader.page.at_element(node), "html", str(node.tag), "date")
        rank = places.rank(node, labelled=_is_labelled(regions, node))
        if text and _says_zone_too(candidate, text):
            yield rank, field_of(regions, node), text
        yield rank, field_of(regions, node), candidate


def _dating(regions: Regions) -> Iterator[tuple[Node, str]]:
    """Elements with an attribute that dates them: one made for it, or ``title`` (``<abbr title="2026-01-29T…">``)."""
    for node in regions.elements.stating_in_body(*rules.DATE_ATTRIBUTES)[: rules.MAX_VISIBLE]:
        yield node, next(name for name in rules.DATE_ATTRIBUTES if node.get(name) is not None)
    stating = (node for node in regions.elements.stating_in_body("title") if node.tag in _TITLED)
    dated = (node for node in stating if _STAMP.match(node.get("title", "")[:_LABEL_REACH]))
    yield from ((node, "title") for node in islice(dated, rules.MAX_VISIBLE))


def _says_zone_too(attribute: Candidate, text: Candidate) -> bool:
    """The text states the attribute's day and minute, and the zone that the attribute leaves out."""
    one, other = str(attribute.value), str(text.value)
    return len(one) in (16, 19) and other[:16] == one[:16] and len(other) > 19


def _times(reader: Reader, places: DatePlaces) -> _Maybe:
    regions, anchor = places.regions, places.anchor
    for node in regions.elements.in_body("time")[: rules.MAX_VISIBLE]:
        if anchor.is_near(node) and anchor.belongs(node):
            yield from _segments(reader, places, node, "time")


def _classes(reader: Reader, places: DatePlaces) -> _Maybe:
    regions, anchor = places.regions, places.anchor
    for node in labelled(regions, _DATE, outside=True):
        if anchor.is_near(node) and anchor.belongs(node):
            yield from _segments(reader, places, node, "class:date")


def _beside_heading(reader: Reader, places: DatePlaces) -> _Maybe:
    """Short elements after the heading that state a date and little else."""
    regions, anchor = places.regions, places.anchor
    if anchor.heading is None or anchor.start is None:
        return
    seen = 0
    behind = regions.elements.after(anchor.heading, rules.MAX_VISIBLE, anchor.start + AFTER)
    for node in regions.page.document_text.measuring(behind, 6, MAX_LENGTH):
        if regions.position(node) > anchor.start + AFTER:
            continue
        text = regions.text(node)
        if 6 <= len(text) <= MAX_LENGTH and _has_figure(text) and anchor.belongs(node):
            seen += 1
            yield from _segments(reader, places, node, "beside h1")
        if seen > _MAX_BESIDE:
            return


def _labelled_rows(reader: Reader, places: DatePlaces) -> _Maybe:
    """``Date: 29 January 2026`` anywhere in the article's part of the page."""
    regions, anchor = places.regions, places.anchor
    seen = 0
    document = regions.page.document_text
    for node in document.measuring(regions.elements.in_body(*_ROWS)[:_MAX_ROWS], 8, MAX_LENGTH):
        start, end = document.span(node)
        if not 8 <= end - start <= MAX_LENGTH or seen > _MAX_LABELLED:
            continue
        text = regions.text(node)
        may = _LABEL_END.search(text) and _MAY_LABEL.match(text[:_LABEL_REACH].lower())
        match = _LABELLED.match(text) if may else None
        if match and not _MODIFIED.search(text) and anchor.belongs(node) and not regions.is_outside(node):
            seen += 1
            place = reader.page.at_element(node, match.end(), len(text))
            if len(_WORD.findall(place.raw)) <= _MOST_WORDS["beside h1"]:
                rank = places.rank(node, labelled=_PUBLISHED.match(text) is not None)
                at = IN_SIGHT if rank is None else rank
                yield at, "datePublished", reader.candidate(place, "html", "labelled date", "date")


def _title(reader: Reader, places: DatePlaces) -> _Maybe:
    """A date as a part of its own in the page's title."""
    regions = places.regions
    titles = (node for node in regions.elements.tagged("title") if _is_in_head(node))
    for node in islice(titles, 1):
        text = regions.text(node)[: rules.MAX_TITLE]
        cuts = [0, *(edge for match in _TITLE_PARTS.finditer(text) for edge in match.span()), len(text)]
        for start, end in reversed(list(zip(cuts[::2], cuts[1::2], strict=True))):
            if any(c.isdigit() for c in text[start:end]) and not _WORD.search(
                _without_month(text[start:end])
            ):
                place = reader.page.at_element(node, start, end)
                yield (
                    IN_TITLE,
                    "datePublished",
                    reader.candidate(
                        place,
                        "html",
                        "date in the title",
                        "date",
                        confidence="inferred",
                        note="a date in the title",
                    ),
                )


def _filed(reader: Reader, places: DatePlaces) -> _Maybe:
    yield IN_TITLE, "datePublished", filed(reader, places.regions, places.anchor)


def _is_in_head(node: Node) -> bool:
    above = node.getparent()
    return above is not None and above.tag == "head"


def _without_month(text: str) -> str:
    return _WORD.sub("", text, count=1)


# -- which field ----------------------------------------------------------------------------------------


def field_of(regions: Regions, node: Node) -> str:
    """dateModified where the element, the words in it or the label before it say so."""
    marked = _marked(node)
    if marked:
        return marked
    parent = node.getparent()
    text = regions.text(node)
    if parent is not None and len(regions.text(parent)) <= len(text) + _LABEL_REACH:
        marked = _marked(parent)
    said = _last_label(text[:MAX_LENGTH]) or _last_label(regions.before(node, _LABEL_REACH))
    return said or marked or "datePublished"


def _marked(node: Node) -> str | None:
    """What class, id and itemprop say; an element that is both (``published updated``) is published."""
    words = _CAMEL.sub(" ", f"{label(node)} {node.get('itemprop', '')} {node.get('data-testid', '')}"[:500])
    if _PUBLISHED.search(words):
        return "datePublished"
    return "dateModified" if _MODIFIED.search(words) else None


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


@lru_cache(maxsize=512)
def _cuts(text: str) -> list[int]:
    """Where labels stand in a text, and its ends."""
    found = {m.start() for pattern in (_MODIFIED, _PUBLISHED) for m in pattern.finditer(text)}
    return sorted(found | {0, len(text)})


@lru_cache(maxsize=512)
def _last_label(text: str) -> str | None:
    """The field that the last label in a text names: the one next to what follows."""
    last = {
        field: max((match.start() for match in pattern.finditer(text)), default=-1)
        for field, pattern in (("dateModified", _MODIFIED), ("datePublished", _PUBLISHED))
    }
    field = max(last, key=lambda name: last[name])
    return field if last[field] >= 0 else None


def _is_labelled(regions: Regions, node: Node) -> bool:
    """The element, its words or those right before it say published or updated."""
    before = regions.before(node, _LABEL_REACH)
    return bool(_marked(node) or _last_label(regions.text(node)[:MAX_LENGTH]) or _last_label(before))


def _segments(reader: Reader, places: DatePlaces, node: Node, rule: str) -> _Maybe:
    """The dates of an element's text, cut where a label says published or updated.

    A label is that of the date behind it, and of the one before it only if none follows.
    """
    regions = places.regions
    text = regions.text(node)
    if len(text) > 2 * MAX_LENGTH or (len(text) > _LABEL_REACH and not _has_figure(text)):
        return
    wordy = len(_WORD.findall(text)) > _MOST_WORDS.get(rule, len(text)) and not _PUBLISHED.search(text)
    if wordy or _RIGHTS.search(text):
        return
    parts = list(pairwise(_cuts(text)))
    found = [_dated(reader, reader.page.at_element(node, start, end), rule) for start, end in parts]
    if not any(found):
        return
    rank = places.rank(node, labelled=_is_labelled(regions, node))
    for (start, end), candidate, following in zip(parts, found, [*found[1:], None], strict=True):
        said = _last_label(text[start:end])
        if said is None and following:
            said = _last_label(regions.before(node, _LABEL_REACH)) or "datePublished"
        yield rank, said or (field_of(regions, node) if start == 0 else "datePublished"), candidate


def _dated(reader: Reader, place: Place, rule: str) -> Candidate | None:
    return reader.candidate(place, "html", rule, "date") if place.raw.strip() else None
