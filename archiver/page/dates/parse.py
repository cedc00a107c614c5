"""Texts → dates. Work is bounded by the length of a text; what is relative is relative to ``captured``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from unicodedata import decimal

from archiver.page.dates.absolute import ImpossibleError, ParsedDate, Reading, absolute
from archiver.page.dates.evidence import Evidence
from archiver.page.dates.relative import relative

MAX_LENGTH = 100
_DIGIT = re.compile(r"(?![0-9])\d")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def parse_date(
    text: str, *, captured: datetime | None = None, evidence: Callable[[], Evidence] = Evidence
) -> ParsedDate | None:
    """The date that ``text`` states, or None when it states none or more than one reading is possible.

    ``1/2/2026`` and ``1.2.26`` have two readings and give None, unless ``evidence`` (asked only then) decides the
    order; ``1.2.2026`` is day first wherever dots are used. Days without a year and relative words need
    ``captured`` and count back from it, the Mongolian ones in Ulaanbaatar's time. Texts of more than 100
    characters state no date.
    """
    if len(text) > MAX_LENGTH:
        return None
    line = " ".join(_plain(text).replace("−", "-").lower().split())
    reading = Reading(_aware(captured), evidence)
    try:
        found = absolute(line, reading) or relative(line, reading)
    except (ImpossibleError, OverflowError):
        return None
    return found._replace(note="; ".join(reading.notes) or None) if found else None


def _plain(text: str) -> str:
    """The text with the decimal digits of any script as ASCII ones, and without marks of direction."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda match: str(decimal(match[0])), _DIRECTION.sub("", text))


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
