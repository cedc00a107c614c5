"""What a labelled list page is, and the stories that the pages are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from html import escape
from pathlib import Path

CAPTURED = datetime(2026, 1, 30, 4, 0, tzinfo=UTC)
"""When all pages were captured: noon in Ulaanbaatar, and the same day everywhere from Lisbon to Tokyo."""
LOCAL = timezone(timedelta(hours=8))
NEWEST = datetime(2026, 1, 30, 11, 10, tzinfo=LOCAL)
STEP = timedelta(minutes=97)


@dataclass(frozen=True)
class Story:
    """An invented story. ``number`` tells the stories of a language apart; ``at`` is when it was published."""

    headline: str
    number: int
    at: datetime

    @property
    def html(self) -> str:
        """The headline as it stands in HTML."""
        return escape(self.headline, quote=False)


@dataclass(frozen=True)
class Entry:
    """One labelled headline. ``url`` absolute or None; ``date`` a day, a local time or an instant, or None
    where the page shows none; ``section`` names the list it stands in, on
    a page of several named ones. What one may argue about stands in
    ``also_…``: with dates there and none in ``date``, a date counts neither way.
    """

    headline: str
    url: str | None = None
    date: str | None = None
    section: str = ""
    also_headlines: tuple[str, ...] = ()
    also_dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A page and its truth: ``entries`` in page order; ``optional`` ones count neither way; without any, the page
    holds no list."""

    name: str
    structure: str
    url: str
    html: str
    entries: tuple[Entry, ...] = ()
    optional: tuple[Entry, ...] = ()
    encoding: str = "utf-8"

    @property
    def body(self) -> bytes:
        """The page's bytes."""
        return self.html.encode(self.encoding, "xmlcharrefreplace")


@cache
def headlines(language: str) -> tuple[str, ...]:
    """The invented headlines of a language."""
    file = Path(__file__).parent / "stories" / f"{language}.txt"
    return tuple(file.read_text("utf-8").splitlines())


def stories(language: str, first: int, count: int) -> list[Story]:
    """``count`` stories (or all there are) from number ``first`` on, round the end, newest first."""
    lines = headlines(language)
    numbers = [(first + place) % len(lines) for place in range(min(count, len(lines)))]
    return [Story(lines[n], n, NEWEST - STEP * place) for place, n in enumerate(numbers)]


def day(story: Story) -> str:
    """The truth where a page shows the day."""
    return f"{story.at:%Y-%m-%d}"


def utc_day(story: Story) -> str:
    """The day in UTC: what "5 hours ago" gives where the site's zone is not known."""
    return f"{story.at.astimezone(UTC):%Y-%m-%d}"


def minute(story: Story) -> str:
    """The truth where a page shows day and time without a zone."""
    return f"{story.at:%Y-%m-%dT%H:%M}"


def instant(story: Story) -> str:
    """The truth where a page states the zone, too."""
    return story.at.isoformat(timespec="seconds")
