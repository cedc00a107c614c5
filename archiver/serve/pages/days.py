"""Days: which there are, and one as a digest of headlines by outlet."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.archive.typed import a_language
from archiver.errors import BadInput
from archiver.model import views
from archiver.serve.render import document, page, reading

_MOST = 500  # headlines of a day's page
_MANY = 50  # items of a day, from which on its mark in the calendar is a full one


def days(request: Request, archive: Archive) -> Response:
    """``/days``: every day with something in it, in calendars; ``?year=`` for one year."""
    found = browsing.days(archive)
    years = sorted({day.day[:4] for day in found}, reverse=True)
    wanted = request.query_params.get("year", "")
    year = wanted if wanted in years else next(iter(years), "")
    marks = [
        Mark(day.day, f"/day/{day.day}", day.items, is_much=day.items >= _MANY)
        for day in found
        if day.day.startswith(year)
    ]
    return page(request, archive, "days.html", years=years, year=year, months=calendars(marks))


def days_json(request: Request, archive: Archive) -> Response:
    """``/days.json``."""
    del request
    counts = (views.DayCount(day=d.day, items=d.items, captures=d.captures) for d in browsing.days(archive))
    return document(views.Days(days=tuple(counts)).document())


def day(request: Request, archive: Archive) -> Response:
    """``/day/2026-01-29``: its digest; ``?in=mn`` for one language."""
    chosen = _day(request)
    language = _language(request)
    view = digest_view(archive, chosen, language)
    before, after = browsing.days_beside(archive, chosen)
    return page(
        request,
        archive,
        "day.html",
        view=view,
        sections=view.sections,
        language=language,
        before=before,
        after=after,
        tongues=_languages(view.sections if language is None else digest_view(archive, chosen).sections),
        count=sum(len(section.items) for section in view.sections),
    )


def day_json(request: Request, archive: Archive) -> Response:
    """``/day/2026-01-29.json``."""
    return document(digest_view(archive, _day(request), _language(request)).document())


def digest_view(
    archive: Archive, chosen: str, language: str | None = None, limit: int = _MOST
) -> views.Digest:
    """The digest of a day."""
    sections = browsing.digest(archive, chosen, language=language, limit=limit)
    parts = (views.Part(outlet=section.outlet, items=section.headlines) for section in sections)
    return views.Digest(day=chosen, sections=tuple(parts))


def _day(request: Request) -> str:
    text = request.path_params["day"]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no day: write it as 2026-01-29") from None


def _language(request: Request) -> str | None:
    return a_language(request.query_params.get("in", "").strip() or None)


def _languages(sections: Sequence[views.Part]) -> list[str]:
    tags = {
        item.data.inLanguage.partition("-")[0] for s in sections for item in s.items if item.data.inLanguage
    }
    return sorted(tags)


# -- calendars ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """A day in a calendar that leads somewhere."""

    day: str
    path: str
    count: int
    is_much: bool = False
    is_failed: bool = False


@dataclass(frozen=True)
class Month:
    """A month in weeks, Monday first; None where a day is another month's."""

    name: str
    weeks: list[list[tuple[int, Mark | None] | None]]


def calendars(marks: Sequence[Mark]) -> list[Month]:
    """The months in which there is a mark, newest first."""
    by_day = {mark.day: mark for mark in marks if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", mark.day)}
    months = sorted({day[:7] for day in by_day if _is_month(day[:7])}, reverse=True)
    return [Month(month, _weeks(month, by_day)) for month in months]


def _is_month(text: str) -> bool:
    return text >= "0001" and "01" <= text[5:] <= "12"


def _weeks(month: str, by_day: dict[str, Mark]) -> list[list[tuple[int, Mark | None] | None]]:
    weeks = calendar.Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
    return [
        [(number, by_day.get(f"{month}-{number:02}")) if number else None for number in week]
        for week in weeks
    ]


ROUTES = [
    Route("/days", reading(days)),
    Route("/days.json", reading(days_json)),
    Route("/day/{day}.json", reading(day_json)),
    Route("/day/{day}", reading(day)),
]
