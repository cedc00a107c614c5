"""What may stand as a date of the article: nothing after the capture, and a date of making only with a note."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archiver.extract.articles.candidate import Candidate, Found
from archiver.page.dates.relative import YEAR_NOTE, is_other_weekday
from archiver.page.page import Page

_STATED = ("json-ld", "microdata", "rdfa", "opengraph", "meta")
MODIFIED = "an earlier publication before one that is stated as the last change as well"
CHANGED = "no publication comes after the last change"
FIELDS = ("datePublished", "dateModified")
_CREATED = re.compile(r"datecreated|uploaddate|[.:]created$|date\.created$", re.IGNORECASE)
_CREATED_NOTE = "stated as the date of creation; no date of publication comes before it"
_CLOCKS = timedelta(hours=1)  # by how much two machines' clocks may differ
_APART = timedelta(days=2)  # two dates that are, whatever their zones
_ZONES = timedelta(hours=14)  # by how much the day somewhere may be ahead of UTC's


def check_dates(page: Page, found: Found) -> Found:
    """The same candidates without what cannot be, in the order that the address's date confirms.

    That is a date after the capture, and a day whose year is not stated and was another.
    """
    for name in FIELDS:
        if name in found.fields:
            found.fields[name] = [_noted(c) for c in found.fields[name] if not _is_future(page, name, c)]
    filed = next((str(c.value)[:10] for c in found.fields.get("datePublished", []) if c.method == "url"), "")
    for name in FIELDS:
        if name in found.fields:
            found.fields[name] = [
                c for c in found.fields[name] if not _is_of_other_year(page, name, c, filed)
            ]
    published = found.fields.get("datePublished", [])
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
    _put_before_change(page, found)
    return found


def _put_before_change(page: Page, found: Found) -> None:
    """No publication comes after the last change: an earlier one goes first; one that is only shown is left out."""
    published, modified = (found.fields.get(name, []) for name in FIELDS)
    if not published or not modified or _moment(published[0]) < _moment(modified[0]) + _APART:
        return
    earlier = [c for c in published if _moment(c) < _moment(modified[0]) + _APART]
    if earlier:
        found.fields["datePublished"] = [*earlier, *(c for c in published if c not in earlier)]
        found.lost["datePublished"] = CHANGED
    elif all(c.method == "html" for c in published):
        del found.fields["datePublished"]
        page.notes.append(f"datePublished {published[0].value} ({published[0].rule}) left out: {CHANGED}")


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


def _is_of_other_year(page: Page, name: str, candidate: Candidate, filed: str) -> bool:
    """A day without its year that was no such weekday in the year of the capture, or that is filed under another."""
    if YEAR_NOTE not in (candidate.note or ""):
        return False
    day = datetime.fromisoformat(_full(candidate)).date()
    if filed[:4] in ("", str(day.year)) and not is_other_weekday(candidate.place.raw, day):
        return False
    page.notes.append(f"{name} {candidate.value} ({candidate.rule}) left out: its year is another")
    return True


def _full(candidate: Candidate) -> str:
    """The value with at most six digits of a second, as the standard library reads it; of an address the day."""
    if candidate.method == "url":
        return str(candidate.value)[:10]
    return re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", str(candidate.value))
