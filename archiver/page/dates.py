"""Dates as pages state them → ISO 8601, as precise as stated, never a guess."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class ParsedDate(NamedTuple):
    """``iso`` as precise as the text (a day, or an instant); ``zone`` is True when the text names one."""

    iso: str
    zone: bool


def parse_date(text: str, *, captured: datetime | None = None) -> ParsedDate | None:
    """The date that ``text`` states, or None when it states none or more than one reading is possible."""
    raise NotImplementedError
