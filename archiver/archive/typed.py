"""What people type to narrow a list, made ready for the catalog."""

from __future__ import annotations

import contextlib
import re
from datetime import date

from archiver.errors import BadInput


def a_day(text: str | None) -> str | None:
    """A date of the form YYYY, YYYY-MM or YYYY-MM-DD. Raises BadInput."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        with contextlib.suppress(ValueError):
            date.fromisoformat(text + "-01-01"[len(text) - 4 :])
            return text
    raise BadInput(f"{text!r} is not a date: write it as 2026-01-29, 2026-01 or 2026")


def a_span(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day that are asked for, either of them perhaps left open. Raises BadInput."""
    first, last = a_day(since), a_day(until)
    if first and last and first > last and not first.startswith(last):
        raise BadInput(f"{first} is after {last}: nothing was published since the one and until the other")
    return first, last


def a_verdict(text: str | None) -> str | None:
    """A verdict that captures have. Raises BadInput."""
    from archiver.model.capture import VERDICT

    if text is None or re.fullmatch(VERDICT, text):
        return text
    raise BadInput(
        f"{text!r} is no verdict: choose complete, partial, truncated, blocked, empty or http-NNN, as in http-404"
    )


def a_language(text: str | None) -> str | None:
    """A language tag (BCP 47). Raises BadInput."""
    from archiver.model.base import LANGUAGE_TAG

    if text is None or re.fullmatch(LANGUAGE_TAG, text):
        return text
    raise BadInput(f"{text!r} is no language tag: write it as mn, en or en-GB")


def stored_url(text: str | None) -> str | None:
    """A URL as captures have it. Raises BadUrl."""
    from archiver.urls import normalize

    return text if text is None or text.startswith("ni:") else normalize(text)


def wanted_url(text: str) -> str:
    """A URL as people type it into a form, its scheme left out perhaps. Raises BadInput for none, BadUrl."""
    text = text.strip()
    if not text:
        raise BadInput("no URL is named: write it whole, as https://example.org/news")
    if not text.startswith("ni:") and "://" not in text:
        text = f"https://{text}"
    return stored_url(text) or text
