"""What a text states as a date, and what it does not."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.dates import MAX_LENGTH, parse_date
from archiver.page.dates.evidence import weigh
from archiver.page.dates.words import _MONTHS, MONTH_OF
from archiver.page.dates.zones import in_ulaanbaatar, offset_of

# A Monday evening in UTC, already Tuesday in Ulaanbaatar.
CAPTURED = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)

ISO = [
    ("2026-01-29", "2026-01-29", False),
    ("2026-01-29T08:00", "2026-01-29T08:00", False),
    ("2026-01-29T08:00Z", "2026-01-29T08:00Z", True),
    ("2026-01-29 08:00:00 +08:00", "2026-01-29T08:00:00+08:00", True),
    ("2026-01-29T08:00:00.123+0800", "2026-01-29T08:00:00.123+08:00", True),
    ("2026-01-29T08:00:00-05", "2026-01-29T08:00:00-05:00", True),
    ("20260129T101500Z", "2026-01-29T10:15:00Z", True),
    ("2026/01/29", "2026-01-29", False),
    ("2026.01.29", "2026-01-29", False),
    ("2026-1-9", "2026-01-09", False),
    ("2026/01/29 14:05", "2026-01-29T14:05", False),
]
WORDS = [
    ("January 29, 2026", "2026-01-29", False),
    ("Jan. 29th, 2026", "2026-01-29", False),
    ("29 Jan 2026", "2026-01-29", False),
    ("Thu, 29 Jan 2026 08:00:00 GMT", "2026-01-29T08:00:00Z", True),
    ("Thu, 29 Jan 2026 08:00:00 EST", "2026-01-29T08:00:00-05:00", True),
    ("Thu, 29 Jan 26 08:00:00 +0800", "2026-01-29T08:00:00+08:00", True),
    ("November 19, 2019 | 5:00 p.m. EST", "2019-11-19T17:00-05:00", True),
    ("Updated 10:28 PM ET, Tue November 19, 2019", "2019-11-19T22:28-05:00", True),
    ("29 января 2026", "2026-01-29", False),
    ("29 января 2026 г. в 14:05", "2026-01-29T14:05", False),
    ("14:05, 29 января 2026", "2026-01-29T14:05", False),
    ("29. Januar 2026, 14.05 Uhr", "2026-01-29T14:05", False),
    ("1er janvier 2026 à 14h05", "2026-01-01T14:05", False),
    ("13/02/2026", "2026-02-13", False),
    ("02/13/2026", "2026-02-13", False),
    ("01.02.2026", "2026-02-01", False),
]
MONGOLIAN = [
    ("2026 оны 1 сарын 29", "2026-01-29", False),
    ("2026 оны 1-р сарын 29-ний өдөр", "2026-01-29", False),
    ("2026 оны 01 дүгээр сарын 29-ний өдөр 14:05", "2026-01-29T14:05", False),
    ("2026 оны нэгдүгээр сарын 29", "2026-01-29", False),
    ("2026 оны арван хоёрдугаар сарын 5", "2026-12-05", False),
    ("2026 оны арваннэгдүгээр сарын 5-нд", "2026-11-05", False),
    ("2026 оны I сарын 29", "2026-01-29", False),
]
LANGUAGES = [
    ("29 stycznia 2026", "2026-01-29", False),
    ("29 ocak 2026 14:05", "2026-01-29T14:05", False),
    ("29 de janeiro de 2026", "2026-01-29", False),
    ("29. tammikuuta 2026", "2026-01-29", False),
    ("29 Ιανουαρίου 2026", "2026-01-29", False),
    ("ngày 29 tháng 1 năm 2026", "2026-01-29", False),
    ("2026年1月29日（木）14時05分", "2026-01-29T14:05", False),
    ("2026년 1월 29일 오후 2:05", "2026-01-29T14:05", False),
    ("1-р сарын 29, 2026", "2026-01-29", False),
]
NAMED_ZONES = [
    ("2015-07-01 14:05 Asia/Ulaanbaatar", "2015-07-01T14:05+09:00", True),
    ("2026-07-01 14:05 Asia/Ulaanbaatar", "2026-07-01T14:05+08:00", True),
    ("2026-01-29 14:05 (Ховдын цагаар)", "2026-01-29T14:05+07:00", True),
    ("July 1, 2026 2:05 PM ET", "2026-07-01T14:05-04:00", True),
    ("January 1, 2026 2:05 p.m. PT", "2026-01-01T14:05-08:00", True),
    ("2026-07-01 14:05 Europe/Berlin", "2026-07-01T14:05+02:00", True),
    ("22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25+07:00", True),
    ("1er janvier 2026 14:05 et plus", "2026-01-01T14:05", False),  # "and", not Eastern
    ("2026-07-01 14:05 BST", "2026-07-01T14:05", False),  # British or Bangladeshi: no country says
]
LABELLED = [
    ("Published Date: 2026-01-29", "2026-01-29", False),
    ("PUBLISHED:2026/01/29", "2026-01-29", False),
    ("Нийтэлсэн: 2026.01.29 14:05", "2026-01-29T14:05", False),
]


@pytest.mark.parametrize(
    ("text", "iso", "zone"), ISO + WORDS + MONGOLIAN + LANGUAGES + NAMED_ZONES + LABELLED
)
def test_a_stated_date_is_read_as_precisely_as_it_is_stated(text: str, iso: str, zone: bool) -> None:
    found = parse_date(text)
    assert found is not None
    assert found[:2] == (iso, zone)


NONE = {
    "two readings": "01/02/2026",
    "no such day": "2026-02-30",
    "no such month": "2026-13-01",
    "no such day in words": "30 February 2026",
    "no such day in Mongolian": "2026 оны 13 сарын 1",
    "no such hour": "2026-01-29T25:00:00",
    "two dates": "29 Jan 2026, updated 30 Jan 2026",
    "a year": "© 2026",
    "software's word for no date": "0001-01-01T00:00:00",
    "longer than any date": "2026-01-29" + " " * MAX_LENGTH,
    "nothing": "",
    "a day without its year, and no time of capture": "1-р сарын 29",
    "a relative word, and no time of capture": "yesterday",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_date_is_better_than_a_guess(text: str) -> None:
    assert parse_date(text) is None


RELATIVE = [
    ("1-р сарын 29", "2026-01-29"),
    ("12-р сарын 29 14:05", "2025-12-29T14:05"),  # the most recent one past
    ("yesterday", "2026-11-22"),
    ("вчера", "2026-11-22"),
    ("өчигдөр", "2026-11-23"),  # Ulaanbaatar is a day ahead at that hour
    ("өнөөдөр 14:05", "2026-11-24T14:05"),
    ("2 hours ago", "2026-11-23T15:30Z"),
    ("3 цагийн өмнө", "2026-11-23T22:30+08:00"),
    ("2 өдрийн өмнө", "2026-11-22"),
    ("3 часа назад", "2026-11-23T14:30Z"),
    ("vor 14 Minuten", "2026-11-23T17:16Z"),
    ("il y a 2 heures", "2026-11-23T15:30Z"),
    ("hace 3 días", "2026-11-20"),
    ("3小时前", "2026-11-23T14:30Z"),
    ("gestern 14:05", "2026-11-22T14:05"),
]


@pytest.mark.parametrize(("text", "iso"), RELATIVE)
def test_relative_dates_count_back_from_the_capture(text: str, iso: str) -> None:
    found = parse_date(text, captured=CAPTURED)
    assert found is not None
    assert (found.iso, found.zone) == (iso, False)


def test_a_headline_with_a_word_for_a_day_is_no_date() -> None:
    assert parse_date("Yesterday the parliament met", captured=CAPTURED) is None


@given(st.datetimes(datetime(2000, 1, 2), datetime(2030, 1, 1)))
def test_ulaanbaatars_hours_are_those_of_the_tz_database(moment: datetime) -> None:
    try:
        zone = ZoneInfo("Asia/Ulaanbaatar")
    except ZoneInfoNotFoundError:
        pytest.skip("no tz database on this machine")
    aware = moment.replace(tzinfo=UTC)
    assert in_ulaanbaatar(aware).utcoffset() == aware.astimezone(zone).utcoffset()


PLACES = ["Asia/Hovd", "America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Athens"]


@given(st.datetimes(datetime(2002, 1, 2), datetime(2030, 1, 1)), st.sampled_from(PLACES))
def test_the_hours_of_places_are_those_of_the_tz_database(local: datetime, place: str) -> None:
    try:
        zone = ZoneInfo(place)
    except ZoneInfoNotFoundError:
        pytest.skip("no tz database on this machine")
    possible = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    assert offset_of(place.lower(), local, frozenset()) in possible


def test_no_spelling_means_two_months() -> None:
    cells = [
        (name.replace("_", " "), n)
        for row in _MONTHS.values()
        for n, names in enumerate(row.split("|"), 1)
        for name in names.split()
    ]
    assert {name: {n for other, n in cells if other == name} for name, _ in cells} == {
        name: {number} for name, number in MONTH_OF.items()
    }


ZONES = st.one_of(st.none(), st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))))


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 1, 1), timezones=ZONES), st.sampled_from("T "))
def test_iso_8601_survives_the_round_trip(moment: datetime, separator: str) -> None:
    found = parse_date(moment.isoformat(separator))
    assert found is not None
    assert datetime.fromisoformat(found.iso) == moment
    assert found.zone == (moment.tzinfo is not None)


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_survives_the_round_trip_in_mongolian(day: date) -> None:
    assert parse_date(f"{day.year} оны {day.month}-р сарын {day.day}") == (day.isoformat(), False, None)


DATE_LIKE = st.text(alphabet="0123456789 -/.:,+TZ()апрсынjan янв оны", max_size=MAX_LENGTH)


@given(st.one_of(st.text(max_size=200), DATE_LIKE))
def test_any_text_is_read_quickly_and_without_an_error(text: str) -> None:
    started = time.perf_counter()
    parse_date(text, captured=CAPTURED)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("unit", ["1", " ", "1 ", "1-", "1:", "jan ", "1 jan ", "2026-", "(", "арван "])
def test_repetition_does_not_slow_it_down(unit: str) -> None:
    text = (unit * MAX_LENGTH)[:MAX_LENGTH]
    started = time.perf_counter()
    for _ in range(20):
        parse_date(text, captured=CAPTURED)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("unit", ["1", " ", "1/", "2026-01-", "1/2/2026 ", "2026-01-29", "en-"])
def test_a_page_of_repetition_is_weighed_quickly(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    started = time.perf_counter()
    weigh(text, text, [text], text[:1000])
    assert time.perf_counter() - started < 2
