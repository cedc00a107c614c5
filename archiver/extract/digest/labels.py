"""The words of plain-text digests, as data. A new outlet's wording is a new row here, never new code."""

from __future__ import annotations

import re

# What stands between a source's domain and a date, or before a date on a line of its own.
DATE_LABELS = (
    "PUBLISHED DATE",
    "DATE PUBLISHED",
    "PUBLICATION DATE",
    "PUBLISHED ON",
    "PUBLISHED",
    "POSTED ON",
    "POSTED",
    "НИЙТЭЛСЭН ОГНОО",
    "НИЙТЛЭГДСЭН ОГНОО",
    "НИЙТЛЭГДСЭН",
    "НИЙТЭЛСЭН",
    "ОГНОО",
    "ДАТА ПУБЛИКАЦИИ",
    "ОПУБЛИКОВАНО",
    "ДАТА",
    "DATE",
)
# A line of its own (or with the name after a colon): who wrote the article above it.
AUTHOR_LABELS = (
    "GUEST AUTHOR",
    "CONTRIBUTING AUTHOR",
    "ABOUT THE AUTHOR",
    "AUTHOR",
    "WRITTEN BY",
    "BY",
    "ЗОЧИН НИЙТЛЭЛЧ",
    "НИЙТЛЭЛЧ",
    "ЗОХИОГЧ",
    "СЭТГҮҮЛЧ",
    "ПРИГЛАШЕННЫЙ АВТОР",
    "ПРИГЛАШЁННЫЙ АВТОР",
    "АВТОР",
)
# Date shapes; what a date means is archiver.page.dates' business.
DATE_SHAPES = (
    r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    r"[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}",
    r"[0-9]{4}\s?оны\s[0-9]{1,2}(?:\s|\s?-\s?р\s|\sд[уү]г[аэ]{1,2}р\s)сарын\s[0-9]{1,2}",
    r"[0-9]{1,2}\s[^\W\d_]{3,12}\.?\s[0-9]{4}",
    r"[^\W\d_]{3,12}\.?\s[0-9]{1,2},?\s[0-9]{4}",
)
BULLETS = "•·▪■●◦*–—-|"


def _any(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s".join(map(re.escape, word.split())) for word in ordered)


# LABEL:DATE, wherever it stands.
TAIL = re.compile(
    rf"(?i)(?<!\w)(?P<label>{_any(DATE_LABELS)})\s?[::]\s*(?P<date>{'|'.join(DATE_SHAPES)})(?!\w)"
)
AUTHOR_LINE = re.compile(rf"(?i)\s*(?P<label>{_any(AUTHOR_LABELS)})\s*(?:[::]\s*(?P<name>\S.*?))?\s*")
# A host name with a top-level domain, as a token of its own; letters of any script (монгол.мон).
DOMAIN = re.compile(r"(?i)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})")
NUMBER = re.compile(r"(?P<number>[0-9]{1,3})[.)]?\s+(?=\S)")
