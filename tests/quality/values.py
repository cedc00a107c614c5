"""The transforms of docs/format.md §4.3, written from that text alone: does a value follow from the selected
text?

Dates are read by rules of our own here, coarser than the extractor's: every number of the value must stand in
the text, its month as a number or by its name, and words like *yesterday* must count back to it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.quality.forms import collapsed

_TAGS = re.compile(r"<[^<>]{0,2000}>")
POSITIONAL = ("extent", "ordinal")
LABELS = {"published": "en", "нийтэлсэн": "mn"}
_YESTERDAY = re.compile(r"өчигдөр|yesterday|вчера|gestern|hier|ayer|أمس|昨日|昨天", re.I)
_DAY_BEFORE = re.compile(r"уржигдар|позавчера|vorgestern", re.I)
_TODAY = re.compile(r"өнөөдөр|today|сегодня|heute|aujourd|hoy|اليوم|今日|今天", re.I)
_AGO = re.compile(r"өмнө|ago\b|назад|\bvor\b|il y a|hace|منذ|前", re.I)
_UNITS: tuple[tuple[str, timedelta], ...] = (
    (r"мин|min|分", timedelta(minutes=1)),
    (r"цаг|hour|hr|час|\bч\b|ч\.|stund|heure|hora|ساع|時間|小时|\dh\b", timedelta(hours=1)),
    (r"өдөр|хоног|day|дн|ден|tag|jour|d[ií]a|يوم|日|天|\dd\b", timedelta(days=1)),
    (r"week|недел|woche|semaine|semana|أسبوع|週|周", timedelta(weeks=1)),
)
_MONTHS = (
    "jan янв ene gen нэгдүгээр يناير sty led sij oca τζ ιαν",
    "feb фев fév fev хоёрдугаар فبراير lut úno velj şub φεβ",
    "mar мар mär гуравдугаар مارس bře ožu μαρ mrt",
    "apr апр avr abr дөрөвдүгээр أبريل kwi dub tra nis απρ",
    "may май мая mai mag тавдугаар مايو maj kvě svi μαΐ μαι mei",
    "jun июн juin giu зургаадугаар يونيو cze čer lip haz ιουν",
    "jul июл juil lug долдугаар يوليو lip črv srp tem ιουλ",
    "aug авг aoû ago наймдугаар أغسطس sie srp kol ağu αυγ",
    "sep сен set есдүгээр سبتمبر wrz zář ruj eyl σεπ",
    "oct окт okt out ott аравдугаар أكتوبر paź říj lis eki οκτ",
    "nov ноя арван нэгдүгээр نوفمبر lis stu kas νοε",
    "dec дек dez déc dic арван хоёрдугаар ديسمبر gru pro ara δεκ",
)


def follows(transform: str, text: str, value: Any, *, base: str, captured: datetime) -> bool:
    """Whether the transform of the selected text is the value."""
    if transform == "absolute-url":
        return _plain_url(joined(base, text.strip())) == _plain_url(str(value))
    if transform == "date":
        return date_agrees(str(value), text, captured)
    if transform == "detected-language":
        return bool(re.fullmatch(r"[a-z]{2,3}", str(value))) and any(c.isalpha() for c in text)
    return bool(TRANSFORMS[transform](text) == value)


def joined(base: str, reference: str) -> str:
    """A reference against a base (RFC 3986 §5.2); ``urllib`` would drop empty segments of the path."""
    start = urlsplit(base)
    if re.match(r"[a-zA-Z][\w+.-]*:", reference):
        return reference
    if reference.startswith("//"):
        return f"{start.scheme}:{reference}"
    origin = f"{start.scheme}://{start.netloc}"
    path, mark, query = reference.partition("#")[0].partition("?")
    if not path:
        return origin + start.path + (f"?{query}" if mark else f"?{start.query}")
    whole = path if path.startswith("/") else f"{start.path.rpartition('/')[0]}/{path}"
    kept: list[str] = []
    for segment in (segments := whole.split("/")[1:]):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    ending = "/" if segments[-1] in (".", "..") and kept else ""
    return f"{origin}/{'/'.join(kept)}{ending}{mark}{query}"


def _plain_url(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path, query = (
        quote(unquote(part), safe="/%&=+;,:@!$'()*~?") for part in (parts.path or "/", parts.query)
    )
    return f"{parts.scheme}://{host}{port}{path}?{query}"


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.strip().rsplit("/", 1)[-1].lower())


def _language(text: str) -> str:
    primary, _, rest = text.strip().replace("_", "-").partition("-")
    return primary.lower() + (f"-{rest}" if rest else "")


def _host(text: str) -> str:
    return (urlsplit(text.strip()).hostname or "").encode("idna").decode()


TRANSFORMS: dict[str, Callable[[str], Any]] = {
    "verbatim": lambda text: text,
    "collapse-space": collapsed,
    "html-text": lambda text: collapsed(html.unescape(_TAGS.sub(" ", text))),
    "lower-case": str.lower,
    "host-name": _host,
    "language-tag": _language,
    "label-language": lambda text: LABELS.get(text.strip(" :").lower()),
    "integer": int,
    "boolean": _boolean,
    "word-count": lambda text: len(text.split()),
}


def date_agrees(value: str, text: str, captured: datetime) -> bool:
    """Whether a text states the day, time or instant ``value``."""
    stated = _machine(text.strip())
    if stated is not None:
        return _same(value, stated)
    return _relative(value, text, captured) or _numbers_agree(value, text, captured)


def _machine(text: str) -> datetime | None:
    """A date in a format for machines: ISO 8601 or RFC 5322."""
    if not re.match(r"\d{4}-\d|(?:\w{3}, ?)?\d{1,2} \w{3} \d{4} \d\d:", text):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text)
        except (ValueError, TypeError, IndexError):
            continue
    return None


def _same(value: str, stated: datetime) -> bool:
    if len(value) < 10:
        return stated.isoformat().startswith(value)
    given = datetime.fromisoformat(value)
    if len(value) == 10:
        return given.date() == stated.date()
    if given.tzinfo and stated.tzinfo:
        return abs((given - stated).total_seconds()) < 61
    return abs((given.replace(tzinfo=None) - stated.replace(tzinfo=None)).total_seconds()) < 61


def _relative(value: str, text: str, captured: datetime) -> bool:
    """Words that count back from the capture; a day either side, as zones are not known."""
    back: timedelta | None = None
    if _DAY_BEFORE.search(text):
        back = timedelta(days=2)
    elif _YESTERDAY.search(text):
        back = timedelta(days=1)
    elif _TODAY.search(text):
        back = timedelta()
    elif _AGO.search(text):
        number = int((re.findall(r"\d+", text) or ["1"])[0])
        back = next((unit * number for pattern, unit in _UNITS if re.search(pattern, text, re.I)), None)
    if back is None or len(value) < 10:
        return False
    return abs((datetime.fromisoformat(value[:10]).date() - (captured - back).date()).days) <= 1


def _numbers_agree(value: str, text: str, captured: datetime) -> bool:
    numbers = [int(digits) for digits in re.findall(r"\d+", text)]
    parts = [int(part) for part in re.findall(r"\d+", value.partition("T")[0])]
    year_there = (
        parts[0] in numbers or parts[0] % 100 in numbers or str(parts[0]) in "".join(map(str, numbers))
    )
    year_assumed = abs(parts[0] - captured.year) <= 1 and not any(1900 < n < 2100 for n in numbers)
    joined = value[:10].replace("-", "") in text
    month = len(parts) < 2 or parts[1] in numbers or _named(parts[1], text)
    day = len(parts) < 3 or parts[2] in numbers
    return joined or ((year_there or year_assumed) and month and day and _clock_agrees(value, numbers))


def _named(month: int, text: str) -> bool:
    return any(name in text.casefold() for name in _MONTHS[month - 1].split())


def _clock_agrees(value: str, numbers: list[int]) -> bool:
    clock = re.search(r"T(\d\d):(\d\d)", value)
    if not clock:
        return True
    hour, minute = int(clock[1]), int(clock[2])
    return bool({hour, hour % 12, hour % 12 or 12} & set(numbers)) and (minute in numbers or minute == 0)
