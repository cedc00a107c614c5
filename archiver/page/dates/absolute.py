"""Days and times of day that a text states in full. Patterns are rows of ``_DAYS``; the names in them stand in
``words`` and ``zones``. Leans on nothing but the text, and says so where it had to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from archiver.page.dates import zones
from archiver.page.dates.evidence import Evidence
from archiver.page.dates.words import (
    ERAS,
    IRANIAN_MONTH_OF,
    MN_ORDINALS,
    MONTH_OF,
    MONTHS,
    ROMAN,
    alternatives,
)

_BUDDHIST, _LEAST_BUDDHIST = 543, 2400
_EARLIEST_YEAR = 1000  # 0001-01-01 is how some software writes "no date"


class ParsedDate(NamedTuple):
    """``iso`` as precise as the text (a day, or an instant); ``zone`` is True when the text names one.

    ``note`` says what besides the text was needed to read it; None where the text says it all.
    """

    iso: str
    zone: bool
    note: str | None = None


Groups = dict[str, str | None]


@dataclass
class Reading:
    """One reading of one text: what it may lean on, and what it did lean on."""

    captured: datetime | None
    weigh: Callable[[], Evidence]
    notes: list[str] = field(default_factory=list)

    def order(self) -> str:
        """``dmy`` or ``mdy`` if the page decides it."""
        evidence = self.weigh()
        if evidence.order and evidence.why not in self.notes:
            self.notes.append(evidence.why)
        return evidence.order


class ImpossibleError(ValueError):
    """The text has the form of a date, and no such date exists or two readings do."""


# Not ``\\b``: vowel signs of Indian scripts are no letters to it.
MONTH = rf"(?P<m>{MONTHS})(?!\w)\.?"
DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|\.|-?го)?"
_Y = r"(?P<y>[0-9]{4})(?![0-9])"
_CLOCK_WORDS = ("kl", r"kl\.", "klo", "alle", "ore", "om", r"godz\.", "jam", "pukul", "kell", "ob", "at")
_START, _END = r"(?<![0-9]:)(?<![\w./-])", r"(?![0-9])(?![./-][0-9])"
_MN_M = (
    rf"(?:(?P<o>{alternatives(MN_ORDINALS)})"
    r"|(?P<n>[0-9]{1,2}|[ivx]{1,4})(?: ?-? ?(?:р|дугаар|дүгээр))?)"
)
MN_REST = _MN_M + r" ?-?р? сар(?:ын)? ?(?P<d>[0-9]{1,2})(?![0-9])(?:-?(?:ний|ны|нд|ноос|нөөс))?(?: өдөр)?"
_CLOCK = (
    r"(?:(?P<pre>午前|上午|오전|午後|下午|오후) ?)?"
    r"(?:(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,12}))?)?"
    r"|(?P<h5>[0-9]{1,2}) ?[時时点點시] ?(?P<min5>[0-9]{1,2}) ?[分분])"
)
_OFFSET = r"[+−-](?:[0-9]{2}:?[0-9]{2}|[0-9]{1,2})(?![0-9:])"
_ZONE = rf"(?:[(\[]?(?P<z>{'|'.join(map(re.escape, zones.NAMES))})\b[)\]]?)?(?: ?(?P<off>{_OFFSET}))?"
# ``klo 7.40``: a dot parts hours from minutes only behind one of these.
_AFTER_JOIN = f"(?:{'|'.join(f'(?<={word} )' for word in _CLOCK_WORDS)})"
_TIME = (
    r"(?:" + _CLOCK + r"|(?P<h2>[0-9]{1,2}) ?(?:h|цаг) ?(?P<min2>[0-9]{2})(?: ?мин[а-я]*)?(?![0-9])"
    rf"|(?P<h3>[0-9]{{1,2}})\.(?P<min3>[0-9]{{2}})(?= ?(?:uhr|[ap]\.?m|{'|'.join(map(re.escape, zones.NAMES))})\b)"
    rf"|{_AFTER_JOIN}(?P<h6>[0-9]{{1,2}})\.(?P<min6>[0-9]{{2}})(?![0-9]|\.[0-9])|(?P<h4>[0-9]{{1,2}})(?= ?[ap]\.?m\b))"
    r"(?: ?(?:(?P<ap>[ap])\.? ?m\b\.?|(?P<half>صباحا|مساء|ص|م)(?!\w)))?(?: uhr)?(?: ?" + _ZONE + ")"
)
_GAP = r"[ ,،.;|/·•—–()-]{0,4}"
_JOIN = r"(?:t|at|um|в|kl\.?|klo|à|a las|ore|alle|om|às|os|saat|on|το|godz\.?|o|lúc|pukul|jam|kell|ob|u|الساعة|בשעה)?"
WEEKDAY = r"(?:[^\W\d_]{2,12}\.?[,،]? ?)?"
_CJK_DAY = (
    r"(?: ?[(（]?(?:(?:星期|周|週)[一二三四五六日天]|[月火水木金土日](?:曜日?)?"
    r"|[월화수목금토일](?:요일)?)[)）]?)?"
)
AFTER = re.compile(
    rf"(?:-?(?:ний|ны)? ?өдрийн| ?г\.| ?года| ?р\.| ?r\.)?{_CJK_DAY}{_GAP}{_JOIN}{_GAP}{_TIME}"
)
_BEFORE = re.compile(rf"(?<![0-9:]){_TIME}(?: ?[ecmp]t)?\)?{_GAP}(?:on |, )?{WEEKDAY}$")
_FIGURE = re.compile("[0-9]")  # in every row
# Rows: what it is, and its pattern. The first row that matches a stretch of text reads it.
_DAYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "era",
            rf"(?P<era>{alternatives(ERAS)}) ?(?P<y>[0-9]{{1,3}}|元) ?年 ?(?P<m>[0-9]{{1,2}})"
            r" ?月 ?(?P<d>[0-9]{1,2}) ?日",
        ),
        (
            "iranian",
            rf"{_START}(?P<d>[0-9]{{1,2}}) (?P<ir>{alternatives(IRANIAN_MONTH_OF)})(?: ماه)?[ ,،]{{1,2}}{_Y}",
        ),
        ("croatian october", rf"{_START}(?P<d>[0-9]{{1,2}})\. listopada {_Y}"),
        ("month-day-clock-year", rf"\b{MONTH} {DAY} {_TIME},? {_Y}"),
        ("rfc822", rf"{_START}{DAY} {MONTH} (?P<yy>[0-9]{{2}}) (?=[0-9]{{1,2}}:[0-9]{{2}})"),
        (
            "year-month-day",
            rf"{_START}{_Y}(?P<sep>[-/.]) ?(?P<m>[0-9]{{1,2}})(?P=sep) ?(?P<d>[0-9]{{1,2}}){_END}",
        ),
        (
            "numeric",
            rf"{_START}(?P<a>[0-9]{{1,2}})(?P<sep>[-/.]) ?(?P<b>[0-9]{{1,2}})(?P=sep) ?{_Y}(?![./-][0-9])",
        ),
        (
            "numeric, short year",
            rf"{_START}(?P<a>[0-9]{{1,2}})(?P<sep>[-/.])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<yy>[0-9]{{2}})(?![\w/-])(?!\.[0-9])",
        ),
        ("basic", r"^(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?=$|t?[0-9]{6}(?:z|[+-][0-9]{4})?$)"),
        (
            "path",
            r"^(?P<y>[12][0-9]{3})(?:[/-]?(?P<m>[0-9]{2})[/-]?|[/-](?P<w>[a-z]{3})[/-])(?P<d>[0-9]{2})$",
        ),
        ("mongolian", rf"{_START}{_Y} ?он(?:ы)?,? ?{MN_REST}"),
        ("mongolian", rf"{_START}{MN_REST},? ?{_Y}"),
        ("day-month-year", rf"{_START}{DAY}[ /-]?(?:de |of |d')?{MONTH}[ /,-]{{0,2}}(?:de |del )?{_Y}"),
        ("month-day-year", rf"\b{MONTH}[ -]?{DAY}[ ,-]{{1,3}}{_Y}"),
        ("year-month-day", rf"{_START}{_Y}[,. ]{{1,2}}{MONTH} {DAY}(?![\w:])"),
        (
            "year-day-month",
            rf"{_START}{_Y}\.?[ -]?(?:жылғы|жылы|ж\.|gada|йил|yil),? {DAY}[ -]?{MONTH}",
        ),
        ("lithuanian", rf"{_START}{_Y} ?m\. {MONTH} {DAY}(?: ?d\.)?"),
        (
            "vietnamese",
            rf"{_START}(?P<d>[0-9]{{1,2}}),? (?:tháng|thg) (?P<m>[0-9]{{1,2}})(?:,? năm |[ ,/-]{{1,2}}){_Y}",
        ),
        (
            "year-month-day",
            rf"(?<![0-9]){_Y} ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월] ?(?P<d>[0-9]{{1,2}}) ?[日일号]",
        ),
    )
)
# What stands in every text that a rarer row reads: quicker to look for than the row.
_NEEDS = {
    "era": re.compile("年"),
    "iranian": re.compile("[\u0600-\u06ff]"),
    "croatian october": re.compile("listopada"),
    "year-day-month": re.compile("жыл|ж\\.|gada|йил|yil"),
    "lithuanian": re.compile(r"m\. "),
    "mongolian": re.compile("сар"),
    "vietnamese": re.compile("th"),
}
_BASIC_CLOCK = re.compile(
    r"t?(?P<h>[0-9]{2})(?P<min>[0-9]{2})(?P<s>[0-9]{2})(?:(?P<z>z)|(?P<off>[+-][0-9]{4}))?$"
)


def absolute(line: str, reading: Reading) -> ParsedDate | None:
    """The one date that a lower-case line states. Raises ``ImpossibleError`` where it states several."""
    if not _FIGURE.search(line):
        return None
    found = {date for name, match in _stretches(line) if (date := _with_time(line, name, match, reading))}
    longest = max(found, key=lambda date: len(date.iso), default=None)
    if longest and not all(longest.iso.startswith(other.iso) for other in found):
        raise ImpossibleError("several dates")
    return longest


def _stretches(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for name, pattern in _DAYS:
        if name in _NEEDS and not _NEEDS[name].search(line):
            continue
        for match in pattern.finditer(line):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield name, match


def _with_time(line: str, name: str, match: re.Match[str], reading: Reading) -> ParsedDate | None:
    day = _READERS.get(name, _year_month_day)(match.groupdict(), reading)
    if day is None:
        return None
    if name == "month-day-clock-year":
        return joined(day, match.groupdict(), reading)
    after = (_BASIC_CLOCK if name == "basic" else AFTER).match(line, match.end())
    return joined(day, (after or _BEFORE.search(line[: match.start()])), reading)


def _year_month_day(groups: Groups, reading: Reading) -> date:
    year = _number(groups["y"])
    if year > _LEAST_BUDDHIST and "\u0e00" < (groups.get("m") or "")[:1] < "\u0e7f":
        reading.notes.append(f"the Buddhist year {year} read as {year - _BUDDHIST}")
        year -= _BUDDHIST
    return day_of(year, month_of(groups), _number(groups["d"]))


def _in_era(groups: Groups, reading: Reading) -> date:
    year = ERAS[str(groups["era"])] + (1 if groups["y"] == "元" else _number(groups["y"]))
    reading.notes.append(f"the year {groups['era']}{groups['y']} read as {year}")
    return day_of(year, month_of(groups), _number(groups["d"]))


def _croatian_october(groups: Groups, _: Reading) -> date:
    return day_of(_number(groups["y"]), 10, _number(groups["d"]))


def _iranian(groups: Groups, reading: Reading) -> date:
    """A day of the Iranian calendar, by the rule of eight leap years in 33 that holds from 1244 to 1472 (1865-2094)."""
    year, month, day = _number(groups["y"]), IRANIAN_MONTH_OF[str(groups["ir"])], _number(groups["d"])
    longest = 31 if month <= 6 else 30 if month < 12 or _is_iranian_leap(year) else 29
    if not 1244 <= year <= 1472 or not 1 <= day <= longest:
        raise ImpossibleError("no such day of the Iranian calendar")
    first, last = sorted((year, 1404))
    days = sum(366 if _is_iranian_leap(y) else 365 for y in range(first, last)) * (1 if year >= 1404 else -1)
    days += 31 * (month - 1) - max(0, month - 7) + day - 1
    reading.notes.append("a date of the Iranian calendar")
    return date(2025, 3, 21) + timedelta(days=days)


def _is_iranian_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


def _two_digit_year(groups: Groups, _: Reading) -> date:
    return day_of(_full_year(groups["yy"]), month_of(groups), _number(groups["d"]))


def _full_year(digits: str | None) -> int:
    short = _number(digits)  # RFC 5322 §4.3
    return short + (2000 if short < 50 else 1900)


def _path(groups: Groups, _: Reading) -> date:
    month = MONTH_OF.get(groups["w"] or "") or _number(groups["m"])
    return day_of(_number(groups["y"]), month, _number(groups["d"]))


def _numeric(groups: Groups, reading: Reading) -> date:
    first, second, year = _number(groups["a"]), _number(groups["b"]), _number(groups["y"])
    day_first = True
    if max(first, second) > 12:
        day_first = second <= 12
    elif first != second and groups["sep"] != ".":
        order = reading.order()
        if not order:
            raise ImpossibleError("day first or month first")
        day_first = order == "dmy"
    return day_of(year, second, first) if day_first else day_of(year, first, second)


def _short_numeric(groups: Groups, reading: Reading) -> date | None:
    """Three pairs of digits are a date only where the page says in which order it writes them."""
    first, second = _number(groups["a"]), _number(groups["b"])
    order = reading.order()
    if not order:
        return None
    first, second = (first, second) if order == "dmy" else (second, first)
    return day_of(_full_year(groups["yy"]), second, first)


_READERS: dict[str, Callable[[Groups, Reading], date | None]] = {
    "rfc822": _two_digit_year,
    "numeric": _numeric,
    "numeric, short year": _short_numeric,
    "path": _path,
    "era": _in_era,
    "iranian": _iranian,
    "croatian october": _croatian_october,
}


def _number(digits: str | None) -> int:
    return int(digits or 0)


def month_of(groups: Groups) -> int:
    """The month that a match names, in words, ordinals, Roman or Arabic figures; 0 for none."""
    if ordinal := groups.get("o"):
        return MN_ORDINALS[ordinal]
    stated = groups.get("m") or groups.get("n") or ""
    return MONTH_OF.get(stated) or ROMAN.get(stated) or (int(stated) if stated.isdecimal() else 0)


def day_of(year: int, month: int, day: int) -> date:
    """The day. Raises ``ImpossibleError`` when there is none such."""
    if year < _EARLIEST_YEAR:
        raise ImpossibleError(year)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleError(error) from None


def joined(day: date, time: re.Match[str] | Groups | None, reading: Reading) -> ParsedDate:
    """The day, with the time of day where one stands beside it."""
    if time is None:
        return ParsedDate(day.isoformat(), False)
    groups = time if isinstance(time, dict) else time.groupdict()
    hour = _number(next((groups[k] for k in ("h", "h2", "h3", "h4", "h5", "h6") if groups.get(k)), None))
    minute = _number(
        next((groups[k] for k in ("min", "min2", "min3", "min5", "min6") if groups.get(k)), None)
    )
    half = groups.get("ap") or _HALVES.get(groups.get("pre") or groups.get("half") or "")
    hour = _of_24(hour, half)
    if hour > 23 or minute > 59 or _number(groups.get("s")) > 59:
        raise ImpossibleError("no such time of day")
    seconds = f":{groups['s']}" if groups.get("s") else ""
    fraction = f".{(groups.get('f') or '')[:9]}" if groups.get("f") else ""
    zone = _zone(groups, datetime(day.year, day.month, day.day, hour, minute), half, reading)
    return ParsedDate(f"{day.isoformat()}T{hour:02}:{minute:02}{seconds}{fraction}{zone}", bool(zone))


_HALVES = {
    "午前": "a",
    "上午": "a",
    "오전": "a",
    "午後": "p",
    "下午": "p",
    "오후": "p",
    "ص": "a",
    "صباحا": "a",
    "م": "p",
}
_HALVES["مساء"] = "p"


def _of_24(hour: int, half: str | None) -> int:
    if half is None or (hour > 12 and half == "p"):  # 下午 15:00
        return hour
    if not 1 <= hour <= 12:
        raise ImpossibleError("no such hour of twelve")
    return hour % 12 + (12 if half == "p" else 0)


def _zone(groups: Groups, local: datetime, half: str | None, reading: Reading) -> str:
    """``Z``, ``±hh:mm``, or nothing where the text names no zone."""
    name, offset = groups.get("z"), groups.get("off")
    if offset and (name is None or zones.is_utc(name)):
        return _offset(offset)
    if name is None or (name in zones.ONLY_AFTER_HALF and half is None):
        return ""
    places = reading.weigh().places if zones.is_guess(name) else frozenset[str]()
    found = zones.offset_of(name, local, places)
    if found is None:
        return ""
    if zones.is_guess(name):
        reading.notes.append(f"{name.upper()} read as {_written(found)} from UTC")
    return _written(found) if found or not zones.is_utc(name) else "Z"


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(offset: str) -> str:
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        raise ImpossibleError("no such offset")
    # RFC 5322 §3.3: -0000 is UTC of a clock that does not know its zone.
    return "Z" if offset[0] == "-" and not hours and not minutes else f"{offset[0]}{hours:02}:{minutes:02}"
