"""What may stand as a date of the article: nothing after the capture, and a date of making only with a note."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.extract.articles.candidate import Candidate, Found
from archiver.page.page import Page

_STATED = ("json-ld", "microdata", "rdfa", "opengraph", "meta")
MODIFIED = "an earlier publication before one that is stated as the last change as well"
FIELDS = ("datePublished", "dateModified")
_CREATED = re.compile(r"datecreated|uploaddate|[.:]created$|date\.created$", re.IGNORECASE)
_CREATED_NOTE = "stated as the date of creation; no date of publication comes before it"
_CLOCKS = timedelta(hours=1)  # by how much two machines' clocks may differ
_ZONES = timedelta(hours=14)  # by how much the day somewhere may be ahead of UTC's


def check_dates(page: Page, found: Found) -> Found:
    """The same candidates without those after the capture, in the order that the address's date confirms."""
    for name in FIELDS:
        if name in found.fields:
            found.fields[name] = [_noted(c) for c in found.fields[name] if not _is_future(page, name, c)]
    published = found.fields.get("datePublished", [])
    filed = next((str(c.value)[:10] for c in published if c.method == "url"), None)
    if filed:
        shown = sorted((c for c in published if c.method == "html"), key=lambda c: str(c.value)[:10] != filed)
        rest = iter(shown)
        found.fields["datePublished"] = [next(rest) if c.method == "html" else c for c in published]
    if published and _is_modified(published[0], found.fields.get("dateModified", [])):
        first = _moment(published[0])
        earlier = [c for c in published if c.method in _STATED and _moment(c) < first]
        if earlier:
            found.fields["datePublished"] = [earlier[0], *(c for c in published if c is not earlier[0])]
            found.lost["datePublished"] = MODIFIED
    return found


def _is_modified(published: Candidate, modified: list[Candidate]) -> bool:
    """True for a publication with a time that is also stated as that of the last change: one of the two is wrong."""
    return len(str(published.value)) > len("2026-01-29") and any(
        c.method in _STATED and _moment(c) == _moment(published) for c in modified
    )


def _moment(candidate: Candidate) -> datetime:
    """The instant; without a zone, as if in UTC."""
    stated = datetime.fromisoformat(_full(candidate))
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _noted(candidate: Candidate) -> Candidate:
    if not _CREATED.search(candidate.rule):
        return candidate
    note = "; ".join(filter(None, (candidate.note, _CREATED_NOTE)))
    return replace(candidate, note=note, confidence="inferred")


def _is_future(page: Page, name: str, candidate: Candidate) -> bool:
    if page.captured is None:
        return False
    captured = page.captured if page.captured.tzinfo else page.captured.replace(tzinfo=UTC)
    slack = _CLOCKS if datetime.fromisoformat(_full(candidate)).tzinfo else _ZONES
    if _moment(candidate) <= captured + slack:
        return False
    page.notes.append(f"{name} {candidate.value} ({candidate.rule}) left out: after the capture")
    return True


def _full(candidate: Candidate) -> str:
    """The value with at most six digits of a second, as the standard library reads it; of an address the day."""
    if candidate.method == "url":
        return str(candidate.value)[:10]
    return re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", str(candidate.value))
