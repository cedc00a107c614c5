"""What else on a page decides how its dates are written: other dates, its language, its country. Texts only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_TEXT = 300_000  # characters looked through
_NUMERIC = re.compile(r"(?<![0-9./-])([0-9]{1,2})([/-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![0-9/-])")
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9])")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}))?(?![a-z])", re.IGNORECASE)

# Languages that write the day first wherever they write a date in figures.
_DAY_FIRST = frozenset(
    """de fr es it pt nl da nb nn no sv fi pl cs sk sl hr bs sr bg ro el tr ru uk be id ms vi th ca gl eu et lv is mt
    sq mk az kk ky tg uz hy ka he ar hi bn ta te mr gu ur af sw zu xh st""".split()
)
# Countries by how English (and the languages of more than one custom) is written there.
_MONTH_FIRST_IN = frozenset({"us", "pr", "ph"})
_EITHER_IN = frozenset({"ca"})
_DAY_FIRST_IN = frozenset(
    "gb uk au nz ie in za ng ke gh ug tz zw zm bw ls na mw pk bd lk sg my mt jm tt".split()
)


class Evidence(NamedTuple):
    """``order`` is ``dmy``, ``mdy`` or empty; ``why`` says what decided; ``places`` are country codes,
    ``languages`` the primary tags the page states.
    """

    order: str = ""
    why: str = ""
    places: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def weigh(text: str, source: str, tags: Iterable[str], host: str) -> Evidence:
    """What the text, the source text, the language tags and the host's country say together.

    Other dates of the page decide before its language; where those of one kind disagree, nothing is decided.
    """
    spoken = [match.groups() for tag in tags if (match := _TAG.match(tag.strip()))]
    country = host.rsplit(".", 1)[-1].lower()
    country = country if len(country) == 2 else ""
    codes = {"gb" if c == "uk" else c for c in [*(str(r or "").lower() for _, r in spoken), country] if c}
    places = frozenset(codes)
    languages = frozenset(str(language).lower() for language, _ in spoken)
    for why, votes in (
        ("as other dates of the page", _by_dates(text, source)),
        ("as the page's language and country write", _by_custom(spoken, country)),
    ):
        if len(votes) == 1:
            order = votes.pop()
            first = "day" if order == "dmy" else "month"
            return Evidence(order, f"{first} first, {why}", places, languages)
        if votes:
            break
    return Evidence("", "", places, languages)


def _by_dates(text: str, source: str) -> set[str]:
    """Orders that dates of the page prove: a day above twelve, or a day that the page also states in ISO 8601."""
    found = list(_NUMERIC.finditer(text[:MAX_TEXT]))
    iso = {match.groups() for match in _ISO.finditer(source[:MAX_TEXT])} if found else set()
    return {vote for match in found for vote in _votes(match, iso)}


def _votes(match: re.Match[str], iso: set[tuple[str | int, ...]]) -> Iterator[str]:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if first > 12 >= second > 0 and first <= 31:
        yield "dmy"
    elif second > 12 >= first > 0 and second <= 31:
        yield "mdy"
    elif first != second:
        day_first = (year, f"{second:02}", f"{first:02}") in iso
        month_first = (year, f"{first:02}", f"{second:02}") in iso
        if day_first != month_first:
            yield "dmy" if day_first else "mdy"


def _by_custom(spoken: list[tuple[str, ...]], country: str) -> set[str]:
    votes: set[str] = set()
    for language, region in spoken:
        region = (region or "").lower()
        if region in _EITHER_IN:
            votes.update(("dmy", "mdy"))
        elif language.lower() in _DAY_FIRST and region not in _MONTH_FIRST_IN:
            votes.add("dmy")
        elif language.lower() == "en" and region in _DAY_FIRST_IN | _MONTH_FIRST_IN:
            votes.add("mdy" if region in _MONTH_FIRST_IN else "dmy")
    if country in _DAY_FIRST_IN:
        votes.add("dmy")
    return votes
