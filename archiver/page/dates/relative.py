"""Dates that a text states in relation to the moment of capture: words for days, spans of time, days without a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from archiver.page.dates import absolute
from archiver.page.dates.absolute import ImpossibleError, ParsedDate, Reading
from archiver.page.dates.words import (
    AGO_AFTER,
    AGO_BEFORE,
    AGO_LABELS,
    DAY_WORDS,
    DUALS,
    UNIT_OF,
    WEEKDAY_OF,
)
from archiver.page.dates.zones import in_ulaanbaatar

NOTE = "relative to the time of capture"
YEAR_NOTE = "the year is that of the capture, or the one before"
# A day without its year: only as the whole text, but for a label, a weekday and a time.
_YEARLESS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{absolute.MN_REST}",
        rf"^{absolute.WEEKDAY}{absolute.DAY} (?:de |of )?{absolute.MONTH}",
        rf"^{absolute.WEEKDAY}{absolute.MONTH} {absolute.DAY}(?![\w:])",
        r"^(?P<n>[0-9]{1,2}) ?[月월] ?(?P<d>[0-9]{1,2}) ?[日일号]",
        rf"^{absolute.WEEKDAY}(?P<d>[0-9]{{1,2}}) (?:tháng|thg) (?P<n>[0-9]{{1,2}})(?![\w/-])",
        r"^(?P<n>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?= ?[(（][月火水木金土日])",
        r"^(?P<n>[01][0-9])(?P<east>[-/])(?P<d>[0-3][0-9])(?= [0-9]{2}:[0-9]{2}$)",
    )
)
_MONTH_FIRST = frozenset({"zh", "ja", "ko"})  # languages that write 01-29 for a day without its year
_LABEL = re.compile(r"^[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2} ?[:：] ?")
_WORDS = re.compile(r"[^\W\d_]+")
_UNIT = "|".join(sorted(map(re.escape, UNIT_OF), key=len, reverse=True))
_AGO = re.compile(
    rf"^(?:(?:{AGO_LABELS}) )?(?:about |over )?(?:(?P<before>{AGO_BEFORE}) )?"
    r"(?P<count>[0-9]{1,4}|an?|one|een|ein(?:er)?|une?|una|uma?|нэг)"
    rf" ?(?P<unit>{_UNIT})\.?(?: ?(?P<after>{AGO_AFTER}))?$"
)
_ONE_OR_TWO = re.compile(
    rf"^(?:(?:{AGO_LABELS}) )?(?:منذ|قبل) (?:(?P<two>{'|'.join(DUALS)})|(?P<one>دقيقة|ساعة|يوم|أسبوع))$"
)
_DAY_WORD = re.compile(
    rf"^(?P<word>{'|'.join(sorted(map(re.escape, DAY_WORDS), key=len, reverse=True))})(?![^\W\d_])(?P<rest>.*)$"
)


def relative(line: str, reading: Reading) -> ParsedDate | None:
    """The date that a lower-case line states relative to ``reading.captured``; None when it states none."""
    captured = reading.captured
    if captured is None:
        return None
    line = _LABEL.sub("", line)
    for reader, note in ((_ago, NOTE), (_day_word, NOTE), (_without_year, YEAR_NOTE)):
        found = reader(line, captured, reading)
        if found:
            reading.notes.append(note)
            return found
    return None


def is_other_weekday(text: str, day: date) -> bool:
    """True for a text that names one weekday, and the day is another."""
    named = {WEEKDAY_OF[word] for word in _WORDS.findall(text.lower()) if word in WEEKDAY_OF}
    return len(named) == 1 and day.weekday() not in named


def _ago(line: str, captured: datetime, _: Reading) -> ParsedDate | None:
    match = _AGO.match(line)
    if few := _ONE_OR_TWO.match(line):
        unit = DUALS[few["two"]] if few["two"] else UNIT_OF[few["one"]]
        return _past(captured, unit, 2 if few["two"] else 1)
    if not match or not (match["before"] or match["after"]):
        return None
    unit = UNIT_OF[match["unit"]]
    count = int(match["count"]) if match["count"].isdecimal() else 1
    here = in_ulaanbaatar(captured) if match["after"] == "өмнө" else captured
    return _past(here, unit, count)


def _past(here: datetime, unit: str, count: int) -> ParsedDate:
    moment = here - timedelta(**{unit + "s": count})
    if unit in ("day", "week"):
        return ParsedDate(moment.date().isoformat(), False)
    return ParsedDate(moment.isoformat(timespec="minutes").replace("+00:00", "Z"), False)


def _day_word(line: str, captured: datetime, reading: Reading) -> ParsedDate | None:
    match = _DAY_WORD.match(line)
    if not match:
        return None
    back, mongolian = DAY_WORDS[match["word"]]
    day = (in_ulaanbaatar(captured) if mongolian else captured).date() - timedelta(days=back)
    return _whole(day, match["rest"], reading)


def _without_year(line: str, captured: datetime, reading: Reading) -> ParsedDate | None:
    for index, pattern in enumerate(_YEARLESS):
        match = pattern.match(line)
        if match:
            if match.groupdict().get("east") and not reading.weigh().languages & _MONTH_FIRST:
                continue
            today = (in_ulaanbaatar(captured) if index == 0 else captured).date()
            day = _most_recent(absolute.month_of(match.groupdict()), int(match["d"]), today)
            return _whole(day, line[match.end() :], reading)
    return None


def _whole(day: date, rest: str, reading: Reading) -> ParsedDate | None:
    """The day with the time in ``rest``; None when anything else stands there."""
    if not rest.strip(" ,.|-"):
        return ParsedDate(day.isoformat(), False)
    time = absolute.AFTER.fullmatch(rest)
    return absolute.joined(day, time, reading) if time else None


def _most_recent(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ImpossibleError("no such day")
