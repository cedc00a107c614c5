"""Dates as pages state them → ISO 8601, as precise as stated, never a guess.

Patterns are rows of ``_DAYS``; month names rows of ``_MONTHS``. May not read the clock or zone files: what
is relative is relative to ``captured``. Work is bounded by the length of the text (100 characters).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

MAX_LENGTH = 100
_EARLIEST_YEAR = 1000  # 0001-01-01 is how some software writes "no date"


class ParsedDate(NamedTuple):
    """``iso`` as precise as the text (a day, or an instant); ``zone`` is True when the text names one."""

    iso: str
    zone: bool


# Names and abbreviations of January to December, lower case, by language.
_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
    "|october oct|november nov|december dec",
    "ru": "января январь янв|февраля февраль фев февр|марта март мар|апреля апрель апр|мая май|июня июнь июн"
    "|июля июль июл|августа август авг|сентября сентябрь сен сент|октября октябрь окт|ноября ноябрь ноя нояб"
    "|декабря декабрь дек",
    "uk": "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    "de": "januar jänner|februar|märz mär maerz|april|mai|juni|juli|august|september|oktober okt|november"
    "|dezember dez",
    "fr": "janvier janv|février févr fév fevrier|mars|avril avr|mai|juin|juillet juil|août aout|septembre"
    "|octobre|novembre|décembre déc decembre",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre"
    "|noviembre|diciembre dic",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre set"
    "|ottobre ott|novembre|dicembre",
    "pt": "janeiro|fevereiro fev|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|novembro"
    "|dezembro",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december des",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "tr": "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
}
_MONTH_OF = {
    name: number
    for row in _MONTHS.values()
    for number, names in enumerate(row.split("|"), 1)
    for name in names.split()
}
# Mongolian months are ordinals, first to twelfth: written out, in digits or in Roman numerals.
_MN_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "нэгдүгээр",
            "хоёрдугаар",
            "гуравдугаар|гурвадугаар",
            "дөрөвдүгээр",
            "тавдугаар",
            "зургаадугаар|зургадугаар",
            "долоодугаар|долдугаар",
            "наймдугаар",
            "есдүгээр",
            "аравдугаар",
            "арваннэгдүгээр|арван нэгдүгээр",
            "арванхоёрдугаар|арван хоёрдугаар",
        ),
        1,
    )
    for name in names.split("|")
}
_ROMAN = {
    n: i for i, n in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}

# Hours from UTC. RFC 5322 §4.3 fixes the American ones; names that mean several zones (IST, BST) are absent.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "мск": 3,
    "ulat": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
# Summers in which Ulaanbaatar stood at +09:00: first and last instant in UTC (tz database, Asia/Ulaanbaatar).
_ULAANBAATAR_SUMMERS = (
    ("2001-04-27T18", "2001-09-28T17"),
    ("2002-03-29T18", "2002-09-27T17"),
    ("2003-03-28T18", "2003-09-26T17"),
    ("2004-03-26T18", "2004-09-24T17"),
    ("2005-03-25T18", "2005-09-23T17"),
    ("2006-03-24T18", "2006-09-29T17"),
    ("2015-03-27T18", "2015-09-25T15"),
    ("2016-03-25T18", "2016-09-23T15"),
)

_M = "(?P<m>" + "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True)) + r")\b\.?"
_D = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|\.|-?го)?"
_Y = r"(?P<y>[0-9]{4})(?![0-9])"
_START, _END = r"(?<![0-9]:)(?<![\w./-])", r"(?![0-9])(?![./-][0-9])"
_MN_M = (
    "(?:(?P<o>" + "|".join(sorted(_MN_ORDINALS, key=len, reverse=True)) + ")"
    "|(?P<n>[0-9]{1,2}|[ivx]{1,4})(?: ?-? ?(?:р|дугаар|дүгээр))?)"
)
_MN_REST = _MN_M + r" ?-?р? сар(?:ын)? ?(?P<d>[0-9]{1,2})(?![0-9])(?:-?(?:ний|ны|нд|ноос|нөөс))?(?: өдөр)?"
_CLOCK = r"(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,](?P<f>[0-9]{1,12}))?)?"
_OFFSET = r"[+−-](?:[0-9]{2}:?[0-9]{2}|[0-9]{1,2})(?![0-9:])"
_ZONE = (
    r"(?:\(?(?P<z>"
    + "|".join(sorted(_ZONES, key=len, reverse=True))
    + r")\b)?(?: ?(?P<off>"
    + _OFFSET
    + "))?"
)
_TIME = (
    r"(?:" + _CLOCK + r"|(?P<h2>[0-9]{1,2}) ?(?:h|цаг) ?(?P<min2>[0-9]{2})(?: ?мин[а-я]*)?(?![0-9])"
    r"|(?P<h3>[0-9]{1,2})\.(?P<min3>[0-9]{2})(?= ?uhr)|(?P<h4>[0-9]{1,2})(?= ?[ap]\.?m\b))"
    r"(?: ?(?P<ap>[ap])\.?m\b\.?)?(?: uhr)?(?: ?" + _ZONE + ")"
)
_GAP = r"[ ,.;|/·•—–()-]{0,4}"
_JOIN = r"(?:t|at|um|в|kl\.?|klo|à|a las|ore|alle|om|às|os|saat|on|το)?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? ?)?"
_AFTER = re.compile(r"(?:-?(?:ний|ны)? ?өдрийн| ?г\.| ?года)?" + _GAP + _JOIN + _GAP + _TIME)
_BEFORE = re.compile(r"(?<![0-9:])" + _TIME + r"(?: ?[ecmp]t)?\)?" + _GAP + r"(?:on |, )?" + _WEEKDAY + r"$")
# Rows: what it is, and its pattern. The first row that matches a stretch of text reads it.
_DAYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("month-day-clock-year", rf"\b{_M} {_D} {_TIME},? {_Y}"),
        ("rfc822", rf"{_START}{_D} {_M} (?P<yy>[0-9]{{2}}) (?=[0-9]{{1,2}}:[0-9]{{2}})"),
        (
            "year-month-day",
            rf"{_START}{_Y}(?P<sep>[-/.]) ?(?P<m>[0-9]{{1,2}})(?P=sep) ?(?P<d>[0-9]{{1,2}}){_END}",
        ),
        (
            "numeric",
            rf"{_START}(?P<a>[0-9]{{1,2}})(?P<sep>[-/.]) ?(?P<b>[0-9]{{1,2}})(?P=sep) ?{_Y}(?![./-][0-9])",
        ),
        ("basic", r"^(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?=$|t?[0-9]{6}(?:z|[+-][0-9]{4})?$)"),
        ("mongolian", rf"{_START}{_Y} ?он(?:ы)?,? ?{_MN_REST}"),
        ("day-month-year", rf"{_START}{_D}[ /-]?(?:de |of |d')?{_M}[ /,-]{{0,2}}(?:de |del )?{_Y}"),
        ("month-day-year", rf"\b{_M}[ -]?{_D}[ ,-]{{1,3}}{_Y}"),
        ("year-month-day", rf"{_START}{_Y}[, ]{{1,2}}{_M} {_D}\b"),
        (
            "year-month-day",
            rf"{_START}{_Y} ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월] ?(?P<d>[0-9]{{1,2}}) ?[日일]",
        ),
    )
)
# A day without its year: only as the whole text, but for a label, a weekday and a time.
_YEARLESS = tuple(
    re.compile(pattern)
    for pattern in (rf"^{_MN_REST}", rf"^{_WEEKDAY}{_D} (?:de |of )?{_M}", rf"^{_WEEKDAY}{_M} {_D}\b")
)
_BASIC_CLOCK = re.compile(
    r"t?(?P<h>[0-9]{2})(?P<min>[0-9]{2})(?P<s>[0-9]{2})(?:(?P<z>z)|(?P<off>[+-][0-9]{4}))?$"
)
_LABEL = re.compile(r"^[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2} ?[:：] ?")
# Words for days: days back, and whether the day is Ulaanbaatar's.
_DAY_WORDS = {
    "today": (0, False), "yesterday": (1, False), "сегодня": (0, False), "вчера": (1, False),
    "позавчера": (2, False), "өнөөдөр": (0, True), "өчигдөр": (1, True), "уржигдар": (2, True),
}  # fmt: skip
_UNITS = {
    "minute": ("minute minutes min mins m", "минуту минуты минут мин", "минутын минут мин"),
    "hour": ("hour hours hr hrs h", "час часа часов ч", "цагийн цаг"),
    "day": ("day days d", "день дня дней", "өдрийн өдөр хоногийн хоног"),
    "week": ("week weeks w", "неделю недели недель", "долоо_хоногийн"),
}
_UNIT_OF = {
    word.replace("_", " "): (unit, language == 2)
    for unit, row in _UNITS.items()
    for language, words in enumerate(row)
    for word in words.split()
}
_AGO = re.compile(
    r"^(?:about |over )?(?P<count>[0-9]{1,4}|an?|нэг) ?(?P<unit>"
    + "|".join(sorted(_UNIT_OF, key=len, reverse=True))
    + r")\.? (?:ago|назад|өмнө)$"
)
_DAY_WORD = re.compile(rf"^(?P<word>{'|'.join(_DAY_WORDS)})\b(?P<rest>.*)$")


class _ImpossibleError(ValueError):
    """The text has the form of a date, and no such date exists or two readings do."""


def parse_date(text: str, *, captured: datetime | None = None) -> ParsedDate | None:
    """The date that ``text`` states, or None when it states none or more than one reading is possible.

    ``1/2/2026`` has two readings and gives None; ``1.2.2026`` is day first wherever dots are used. Days
    without a year and relative words need ``captured`` and count back from it, the Mongolian ones in
    Ulaanbaatar's time. Texts of more than 100 characters state no date.
    """
    if len(text) > MAX_LENGTH:
        return None
    line = " ".join(text.replace("−", "-").lower().split())
    try:
        return _absolute(line) or (_relative(line, _aware(captured)) if captured else None)
    except (_ImpossibleError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _absolute(line: str) -> ParsedDate | None:
    found = {_with_time(line, name, match) for name, match in _stretches(line)}
    longest = max(found, key=lambda date: len(date.iso), default=None)
    if longest and not all(longest.iso.startswith(other.iso) for other in found):
        raise _ImpossibleError("several dates")
    return longest


def _stretches(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    for name, pattern in _DAYS:
        for match in pattern.finditer(line):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield name, match


def _with_time(line: str, name: str, match: re.Match[str]) -> ParsedDate:
    day = _READERS.get(name, _year_month_day)(match.groupdict())
    if name == "month-day-clock-year":
        return _joined(day, match.groupdict())
    after = (_BASIC_CLOCK if name == "basic" else _AFTER).match(line, match.end())
    return _joined(day, (after or _BEFORE.search(line[: match.start()])))


def _year_month_day(groups: dict[str, str | None]) -> date:
    return _day(_number(groups["y"]), _month(groups), _number(groups["d"]))


def _two_digit_year(groups: dict[str, str | None]) -> date:
    short = _number(groups["yy"])  # RFC 5322 §4.3
    return _day(short + (2000 if short < 50 else 1900), _month(groups), _number(groups["d"]))


def _numeric(groups: dict[str, str | None]) -> date:
    first, second, year = _number(groups["a"]), _number(groups["b"]), _number(groups["y"])
    if first != second and max(first, second) <= 12 and groups["sep"] != ".":
        raise _ImpossibleError("day first or month first")
    return _day(year, first, second) if second > 12 else _day(year, second, first)


_READERS: dict[str, Callable[[dict[str, str | None]], date]] = {
    "rfc822": _two_digit_year,
    "numeric": _numeric,
}


def _number(digits: str | None) -> int:
    return int(digits or 0)


def _month(groups: dict[str, str | None]) -> int:
    if ordinal := groups.get("o"):
        return _MN_ORDINALS[ordinal]
    stated = groups.get("m") or groups.get("n") or ""
    return _MONTH_OF.get(stated) or _ROMAN.get(stated) or (int(stated) if stated.isdecimal() else 0)


def _day(year: int, month: int, day: int) -> date:
    if year < _EARLIEST_YEAR:
        raise _ImpossibleError(year)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _ImpossibleError(error) from None


def _joined(day: date, time: re.Match[str] | dict[str, str | None] | None) -> ParsedDate:
    """The day, with the time of day where one stands beside it."""
    if time is None:
        return ParsedDate(day.isoformat(), False)
    groups = time if isinstance(time, dict) else time.groupdict()
    hour = _number(next((groups[k] for k in ("h", "h2", "h3", "h4") if groups.get(k)), None))
    minute = _number(next((groups[k] for k in ("min", "min2", "min3") if groups.get(k)), None))
    hour = _of_24(hour, groups.get("ap"))
    if hour > 23 or minute > 59 or _number(groups.get("s")) > 59:
        raise _ImpossibleError("no such time of day")
    seconds = f":{groups['s']}" if groups.get("s") else ""
    fraction = f".{(groups.get('f') or '')[:9]}" if groups.get("f") else ""
    zone = _zone(groups)
    return ParsedDate(f"{day.isoformat()}T{hour:02}:{minute:02}{seconds}{fraction}{zone}", bool(zone))


def _of_24(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise _ImpossibleError("no such hour of twelve")
    return hour % 12 + (12 if half == "p" else 0)


def _zone(groups: dict[str, str | None]) -> str:
    """``Z``, ``±hh:mm``, or nothing where the text names no zone."""
    name, offset = groups.get("z"), groups.get("off")
    if offset and (name is None or _ZONES[name] == 0):
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
        if hours > 14 or minutes > 59:
            raise _ImpossibleError("no such offset")
        # RFC 5322 §3.3: -0000 is UTC of a clock that does not know its zone.
        return (
            "Z" if offset[0] == "-" and not hours and not minutes else f"{offset[0]}{hours:02}:{minutes:02}"
        )
    if name is None:
        return ""
    return f"{'-' if _ZONES[name] < 0 else '+'}{abs(_ZONES[name]):02}:00" if _ZONES[name] else "Z"


def _relative(line: str, captured: datetime) -> ParsedDate | None:
    line = _LABEL.sub("", line)
    for reader in (_ago, _day_word, _without_year):
        found = reader(line, captured)
        if found:
            return found
    return None


def _ago(line: str, captured: datetime) -> ParsedDate | None:
    match = _AGO.match(line)
    if not match:
        return None
    unit, mongolian = _UNIT_OF[match["unit"]]
    mongolian = mongolian and line.endswith("өмнө")
    count = int(match["count"]) if match["count"].isdecimal() else 1
    moment = (_in_ulaanbaatar(captured) if mongolian else captured) - timedelta(**{unit + "s": count})
    if unit in ("day", "week"):
        return ParsedDate(moment.date().isoformat(), False)
    return ParsedDate(moment.isoformat(timespec="minutes").replace("+00:00", "Z"), False)


def _day_word(line: str, captured: datetime) -> ParsedDate | None:
    match = _DAY_WORD.match(line)
    if not match:
        return None
    back, mongolian = _DAY_WORDS[match["word"]]
    day = (_in_ulaanbaatar(captured) if mongolian else captured).date() - timedelta(days=back)
    return _whole(day, match["rest"])


def _without_year(line: str, captured: datetime) -> ParsedDate | None:
    for index, pattern in enumerate(_YEARLESS):
        match = pattern.match(line)
        if match:
            today = (_in_ulaanbaatar(captured) if index == 0 else captured).date()
            day = _most_recent(_month(match.groupdict()), _number(match["d"]), today)
            return _whole(day, line[match.end() :])
    return None


def _whole(day: date, rest: str) -> ParsedDate | None:
    """The day with the time in ``rest``; None when anything else stands there."""
    if not rest.strip(" ,.|-"):
        return ParsedDate(day.isoformat(), False)
    time = _AFTER.fullmatch(rest)
    return _joined(day, time) if time else None


def _most_recent(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise _ImpossibleError("no such day")


def _in_ulaanbaatar(moment: datetime) -> datetime:
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H")
    summer = any(start <= stamp < end for start, end in _ULAANBAATAR_SUMMERS)
    return moment.astimezone(timezone(timedelta(hours=9 if summer else 8)))
