"""Dates in citations: as precise as they were stated, in the day of their own zone, never converted.

English month names whatever the item's language: the citation's own words are English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
# MLA Handbook 9, appendix 1
_SHORT = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]


@dataclass(frozen=True)
class Stated:
    """A calendar date; ``month`` and ``day`` are None where nobody stated them."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def parts(self) -> list[int]:
        """``[2026]``, ``[2026, 11]`` or ``[2026, 11, 3]``."""
        return [part for part in (self.year, self.month, self.day) if part is not None]

    @property
    def iso(self) -> str:
        """``2026``, ``2026-11`` or ``2026-11-03``."""
        return "-".join(f"{part:0{width}}" for part, width in zip(self.parts, (4, 2, 2), strict=False))

    @property
    def month_first(self) -> str:
        """``November 3, 2026``, ``November 2026`` or ``2026``."""
        if self.day:
            return f"{self._month(_MONTHS)} {self.day}, {self.year}"
        return self.day_first

    @property
    def day_first(self) -> str:
        """``3 November 2026``."""
        return self._joined(_MONTHS)

    @property
    def short(self) -> str:
        """``3 Nov. 2026``."""
        return self._joined(_SHORT)

    @property
    def year_first(self) -> str:
        """``2026, November 3``, as APA has it."""
        day = f" {self.day}" if self.day else ""
        return f"{self.year}, {self._month(_MONTHS)}{day}" if self.month else str(self.year)

    def _month(self, names: list[str]) -> str:
        return names[self.month - 1] if self.month else ""

    def _joined(self, names: list[str]) -> str:
        day = str(self.day) if self.day else ""
        return " ".join(part for part in (day, self._month(names), str(self.year)) if part)


def stated(iso: str | None) -> Stated | None:
    """The day of an ISO 8601 date or instant; a month or day out of range counts as not stated."""
    if not iso:
        return None
    numbers = [int(part) for part in iso[:10].split("-")]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        del numbers[1:]
    if len(numbers) > 2 and not 1 <= numbers[2] <= 31:
        del numbers[2:]
    return Stated(*numbers)


@lru_cache(maxsize=64)  # every style of one citation asks for the same
def instant_day(instant: str) -> Stated:
    """The UTC day of an instant."""
    year, month, day = (int(part) for part in instant[:10].split("-"))
    return Stated(year, month, day)


def instant_text(instant: str) -> str:
    """``2026-11-23 07:15:29 UTC`` for an RFC 3339 instant in UTC; parts of a second left off."""
    return f"{instant[:10]} {instant[11:19]} UTC"
