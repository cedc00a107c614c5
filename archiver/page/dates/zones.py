"""Names of time zones → hours from UTC. Rows and rules of the tz database, so that nothing is read from the machine.

Names that mean several zones (BST, IST, CST) count only where the page says which country it is written in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

# Minutes from UTC are sixty times these. RFC 5322 §4.3 fixes the American ones.
_FIXED = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "sast": 2, "eet": 2,
    "eest": 3, "msk": 3, "мск": 3, "trt": 3, "wib": 7, "ict": 7, "ulat": 8, "wita": 8, "hkt": 8, "sgt": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "asia/tokyo": 9, "asia/seoul": 9, "asia/shanghai": 8, "asia/hong_kong": 8, "asia/singapore": 8,
    "asia/kolkata": 5.5,
}  # fmt: skip
# Names that several countries use: what they mean in one.
_IN_COUNTRY = {
    ("bst", "gb"): 1, ("ist", "in"): 5.5, ("ist", "ie"): 1, ("cst", "cn"): 8, ("cst", "tw"): 8,
    ("est", "au"): None, ("gst", "ae"): 4, ("pkt", "pk"): 5, ("bst", "bd"): 6, ("wat", "ng"): 1,
}  # fmt: skip
# Names of a place's time, summer or not: the standard hours, and whose rule of summers.
_WITH_SUMMERS = {
    "et": (-5, "us"), "ct": (-6, "us"), "mt": (-7, "us"), "pt": (-8, "us"),
    "america/new_york": (-5, "us"), "america/chicago": (-6, "us"), "america/denver": (-7, "us"),
    "america/los_angeles": (-8, "us"),
    "asia/ulaanbaatar": (8, "mn"), "улаанбаатарын цагаар": (8, "mn"), "улаанбаатарын цаг": (8, "mn"),
    "asia/hovd": (7, "mn"), "ховдын цагаар": (7, "mn"), "ховдын цаг": (7, "mn"),
    "europe/london": (0, "eu"), "europe/dublin": (0, "eu"), "europe/lisbon": (0, "eu"),
    **{f"europe/{city}": (1, "eu") for city in (
        "berlin", "paris", "madrid", "rome", "vienna", "zurich", "amsterdam", "brussels", "warsaw", "prague",
        "budapest", "stockholm", "oslo", "copenhagen")},
    **{f"europe/{city}": (2, "eu") for city in ("helsinki", "kyiv", "kiev", "athens", "sofia", "bucharest")},
}  # fmt: skip
# Two letters that are words of other languages: zones only behind a time of twelve hours, as Americans write.
ONLY_AFTER_HALF = frozenset({"et", "ct", "mt", "pt"})
NAMES = sorted({*_FIXED, *(name for name, _ in _IN_COUNTRY), *_WITH_SUMMERS}, key=len, reverse=True)
# Summers in which Mongolia stood an hour ahead: first and last instant in UTC at Ulaanbaatar (tz database).
_MN_SUMMERS = (
    ("2001-04-27T18", "2001-09-28T17"),
    ("2002-03-29T18", "2002-09-27T17"),
    ("2003-03-28T18", "2003-09-26T17"),
    ("2004-03-26T18", "2004-09-24T17"),
    ("2005-03-25T18", "2005-09-23T17"),
    ("2006-03-24T18", "2006-09-29T17"),
    ("2015-03-27T18", "2015-09-25T15"),
    ("2016-03-25T18", "2016-09-23T15"),
)
_SUNDAY = 6


def is_utc(name: str) -> bool:
    """True for the names of UTC itself."""
    return _FIXED.get(name) == 0


def offset_of(name: str, local: datetime, places: frozenset[str]) -> timedelta | None:
    """Hours from UTC that ``name`` means at a local time, in a page of these countries; None if it is not known."""
    for place in sorted(places):
        if (name, place) in _IN_COUNTRY:
            hours = _IN_COUNTRY[name, place]
            return None if hours is None else timedelta(hours=hours)
    if name in _FIXED:
        return timedelta(hours=_FIXED[name])
    if name not in _WITH_SUMMERS:
        return None
    standard, rule = _WITH_SUMMERS[name]
    summer = _is_summer(rule, local, standard)
    return None if summer is None else timedelta(hours=standard + summer)


def is_guess(name: str) -> bool:
    """True for names whose meaning was looked up by custom or by the page's country: the source says so."""
    return name in ONLY_AFTER_HALF or any(known == name for known, _ in _IN_COUNTRY)


def _is_summer(rule: str, local: datetime, standard: int) -> bool | None:
    """None for years before the rule held."""
    if rule == "mn":
        return _mn_summer(local - timedelta(hours=8))  # at Khovd's clock as at Ulaanbaatar's
    if rule == "eu" and local.year >= 1996:
        moment = local - timedelta(hours=standard)
        first, last = (_sunday(local.year, month, -1) for month in (3, 10))
        return _at(first, 1) <= moment < _at(last, 2)
    if rule == "us" and local.year >= 2007:
        return _at(_sunday(local.year, 3, 2), 2) <= local < _at(_sunday(local.year, 11, 1), 2)
    if rule == "us" and local.year >= 1987:
        return _at(_sunday(local.year, 4, 1), 2) <= local < _at(_sunday(local.year, 10, -1), 2)
    return None


def _sunday(year: int, month: int, which: int) -> date:
    """The first, second or (-1) last Sunday of a month."""
    if which < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - _SUNDAY) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7 + 7 * (which - 1))


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def _mn_summer(moment: datetime) -> bool:
    stamp = moment.strftime("%Y-%m-%dT%H")
    return any(start <= stamp < end for start, end in _MN_SUMMERS)


def in_ulaanbaatar(moment: datetime) -> datetime:
    """An aware instant at Ulaanbaatar's clock."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.astimezone(timezone(timedelta(hours=9 if _mn_summer(utc) else 8)))
