"""Times of captures in the forms that Memento has: RFC 1123 dates, 14 digits, ISO 8601. Pure.

All are whole seconds, as RFC 7089 §2.1.1 knows no parts of one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime

from archiver import urls
from archiver.errors import BadInput

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC1123 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([0-9]{2}) "
    rf"({'|'.join(_MONTHS)}) ([0-9]{{4}}) ([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]) GMT"
)
_SECONDS = len("2026-01-29T07:40:00")


def parse(text: str) -> datetime:
    """The value of Accept-Datetime, by the grammar of RFC 7089 §2.1.1 and no other.

    A day of the week that does not fit the date satisfies that grammar, and is passed over. Raises BadInput.
    """
    if match := _RFC1123.fullmatch(text):
        day, month, year, hour, minute, second = match.groups()
        date = int(year), _MONTHS.index(month) + 1, int(day)
        try:
            return datetime(*date, int(hour), int(minute), int(second), tzinfo=UTC)
        except ValueError:  # a 31 February, a year 0
            pass
    raise BadInput(
        f"Accept-Datetime {_shown(text)} is no date of RFC 7089: send one in GMT, as in Thu, 29 Jan 2026 07:40:00 GMT"
    )


def second_of(captured: str) -> datetime:
    """The second in which a capture was made, of an instant such as ``2026-01-29T07:40:00.123456Z``."""
    return datetime.fromisoformat(captured[:_SECONDS]).replace(tzinfo=UTC)


def http_date(captured: str) -> str:
    """``Thu, 29 Jan 2026 07:40:00 GMT``."""
    return format_datetime(second_of(captured), usegmt=True)


def iso_date(captured: str) -> str:
    """``2026-01-29T07:40:00Z``."""
    return f"{captured[:_SECONDS]}Z"


def digits(captured: str) -> str:
    """``20260129074000``."""
    return urls.timestamp14(second_of(captured))


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:80]}…")
