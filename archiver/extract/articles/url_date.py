"""The date in a page's address: what the site filed the article under. Less sure than what the page says."""

from __future__ import annotations

import re

from archiver.extract.articles.candidate import Candidate, Reader
from archiver.model.provenance import TextPositionSelector, TextQuoteSelector
from archiver.page.page import CONTEXT, Place

MAX_URL = 2000
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:19|20)[0-9]{2}"
# Rows, best first: 2026/01/29, 2026-1-29, 2026/jan/29, 2026-01/29, 2026/0129, 20260129.
_FORMS = tuple(
    re.compile(rf"(?<![0-9])({form})(?![0-9])(?=[/_.?&#a-z-]|$)", re.IGNORECASE)
    for form in (
        rf"{_YEAR}/{_MONTH}/{_DAY}|{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_YEAR}([/-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12][0-9]|3[01])",
        rf"{_YEAR}/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/{_DAY}",
        rf"{_YEAR}-?{_MONTH}/{_DAY}|{_YEAR}/{_MONTH}{_DAY}",
        rf"{_YEAR}{_MONTH}{_DAY}",
    )
)


def url_date(reader: Reader) -> Candidate | None:
    """The date in the page's address; None where there is none, or where it has several."""
    url = reader.page.url[:MAX_URL]
    for form in _FORMS:
        found = list(form.finditer(url))
        if found:
            return _candidate(reader, url, found[0]) if len({match[1] for match in found}) == 1 else None
    return None


def _candidate(reader: Reader, url: str, match: re.Match[str]) -> Candidate | None:
    start, end = match.span(1)
    quote = TextQuoteSelector(
        exact=match[1], prefix=url[max(0, start - CONTEXT) : start], suffix=url[end : end + CONTEXT]
    )
    place = Place((TextPositionSelector(start=start, end=end), quote), "url", match[1])
    return reader.candidate(
        place,
        "url",
        "date in the path",
        "date",
        confidence="inferred",
        note="the day the address files it under",
    )
