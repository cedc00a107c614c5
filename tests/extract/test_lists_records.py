"""What a list teaches about its items: rows, days over them, labels beside them, and the one that looks different."""

from __future__ import annotations

import pytest

from archiver.extract.draft import Draft
from archiver.extract.lists import read_lists
from archiver.extract.lists.headed import is_day
from tests.extract.sourced import page_of, problems_of

FIRST, SECOND, THIRD, FOURTH = TITLES = (
    "Change of office hours",
    "Holidays in the library",
    "Water cut off in the upper village",
    "Nativity contest decided",
)
DAYS = ("2 February 2026", "30 January 2026", "29 January 2026")
ISO = ["2026-02-02", "2026-01-30", "2026-01-30", "2026-01-29"]


def link(number: int) -> str:
    return f"<a href='/n/{number}'>{TITLES[number - 1]}</a>"


def drafts_of(body: str) -> list[Draft]:
    page = page_of(f"<html lang=en><head><title>News</title></head><body><h1>News</h1>{body}</body></html>")
    drafts = read_lists(page)[1].drafts
    assert not problems_of(page, drafts)
    return drafts


def titles(drafts: list[Draft]) -> list[str]:
    return [draft.data["headline"] for draft in drafts]


def days(drafts: list[Draft]) -> list[str | None]:
    return [draft.data.get("datePublished", "")[:10] or None for draft in drafts]


# -- several short lists -------------------------------------------------------------------------------


def under(heads: tuple[str, str, str], tag: str = "h3") -> str:
    one, two, three = (f"<{tag}>{head}</{tag}>" for head in heads)
    return (
        f"{one}<ul><li>{link(1)}</li></ul>{two}<ul><li>{link(2)}</li><li>{link(3)}</li></ul>"
        f"{three}<ul><li>{link(4)}</li></ul>"
    )


@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
def test_a_day_over_a_list_dates_its_items_and_is_none_itself(tag: str) -> None:
    drafts = drafts_of(under(DAYS, tag))
    assert titles(drafts) == list(TITLES)
    assert days(drafts) == ISO
    assert {draft.fields["/datePublished"].confidence for draft in drafts} == {"inferred"}


def test_terms_that_are_days_date_what_they_stand_over() -> None:
    rows = zip((DAYS[0], DAYS[1], DAYS[1], DAYS[2]), range(1, 5), strict=True)
    drafts = drafts_of("<dl>" + "".join(f"<dt>{day}</dt><dd>{link(n)}</dd>" for day, n in rows) + "</dl>")
    assert titles(drafts) == list(TITLES)
    assert days(drafts) == ISO


def test_a_time_beside_an_item_and_a_day_over_it_are_one_date() -> None:
    def row(clock: str, number: int) -> str:
        return f"<div><span>{clock}</span> {link(number)}</div>"

    drafts = drafts_of(
        f"<h4>{DAYS[0]}</h4>{row('12:41', 1)}<h4>{DAYS[1]}</h4>{row('18:00', 2)}{row('09:15', 3)}"
        f"<h4>{DAYS[2]}</h4>{row('08:00', 4)}"
    )
    assert titles(drafts) == list(TITLES)
    assert drafts[2].data["datePublished"] == "2026-01-30T09:15"


def test_lists_of_one_and_two_under_like_headings_are_one_list_of_news() -> None:
    assert titles(drafts_of(under(("Local", "World", "Art")))) == list(TITLES)


def test_links_that_are_days_are_an_archive_not_news() -> None:
    archive = "".join(
        f"<li><a href='/archives/2026-{n:02}.html'>2026年{n:02}月</a></li>" for n in range(1, 9)
    )
    news = "".join(f"<article><h3>{link(n)}</h3></article>" for n in range(1, 5))
    assert titles(drafts_of(f"{news}<h3>Archive</h3><ul>{archive}</ul>")) == list(TITLES)


@pytest.mark.parametrize(
    "text",
    [
        "2 February 2026",
        "Monday, 2 February 2026",
        "2. Februar 2026",
        "2026年2月3日(火)",
        "2016年03月",
        "29.01.2026",
    ],
)
def test_a_day_is_a_date_and_no_more_than_its_weekday(text: str) -> None:
    assert is_day(text, strict=True)
    assert not is_day(f"{text} at the town hall")


@pytest.mark.parametrize(
    "text", ["Top 10 films 2025", "2024年1月新车销量下降", "Budget 2 March 2026", "7 Tage 2026"]
)
def test_a_title_with_a_date_is_no_day(text: str) -> None:
    assert not is_day(text, strict=True)


# -- rows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["[<a href='/c/{0}/'>{0}</a>] ", "<a href='/c/{0}/'>{0}</a> "])
def test_a_row_has_one_headline_whatever_label_some_rows_have(label: str) -> None:
    labels = ("", label.format("Town"), "", label.format("Sport"))
    rows = "".join(
        f"<li>{before}{link(n)}<em>{day}</em></li>"
        for n, (before, day) in enumerate(zip(labels, ISO, strict=True), 1)
    )
    drafts = drafts_of(f"<ul>{rows}</ul>")
    assert titles(drafts) == list(TITLES)
    assert days(drafts) == ISO


def card(number: int, lead: str) -> str:
    return f"<article><h3><a href='/n/{number}'><span>{lead}</span>{TITLES[number - 1]}</a></h3></article>"


def test_a_label_that_returns_before_the_titles_is_no_part_of_them() -> None:
    cards = "".join(card(n, lead) for n, lead in enumerate(("Town", "Town", "Sport", "Sport"), 1))
    assert titles(drafts_of(cards)) == list(TITLES)


def test_what_begins_a_title_each_time_anew_belongs_to_it() -> None:
    leads = ("Mayor ", "School ", "River ", "Winter ")
    cards = "".join(card(n, lead) for n, lead in enumerate(leads, 1))
    assert titles(drafts_of(cards)) == [lead + title for lead, title in zip(leads, TITLES, strict=True)]


def test_a_label_with_a_colon_is_a_part_of_the_sentence() -> None:
    cards = "".join(card(n, "Live: ") for n in range(1, 5))
    assert titles(drafts_of(cards)) == [f"Live: {title}" for title in TITLES]


# -- the one that looks different ----------------------------------------------------------------------

GRID = "<div>" + "".join(f"<div><h3>{link(n)}</h3></div>" for n in (2, 3, 4)) + "</div>"


@pytest.mark.parametrize(
    "lead",
    [
        f"<article><div><h3>{link(1)}</h3><p>The office opens at nine.</p></div></article>",
        f"<div class=hero><div class=hero-title>{link(1)}</div><p>The office opens at nine.</p></div>",
        f"<div>BREAKING {link(1)}</div>",
        f"<div class=slide><a href='/n/1'><img alt='{FIRST}' src=x></a></div>",
    ],
)
def test_a_lead_is_known_by_where_it_leads(lead: str) -> None:
    assert titles(drafts_of(lead + GRID)) == list(TITLES)


@pytest.mark.parametrize(
    "beside",
    [
        f"<footer>{link(1)}</footer>",
        f"<nav>{link(1)}</nav>",
        "<div><a href='/services/land-register'>Order a copy of the land register</a></div>",
        f"<div class=thumb><a href='/n/1'><img alt='{FIRST}' src=x></a></div>",  # not before the headlines
    ],
)
def test_what_leads_elsewhere_or_stands_in_another_place_is_no_lead(beside: str) -> None:
    assert titles(drafts_of(GRID + beside)) == [SECOND, THIRD, FOURTH]


def test_news_in_folders_of_its_own_is_known_by_the_number_that_ends_its_address() -> None:
    def story(place: str, number: int, tag: str) -> str:
        return f"<{tag}><a href='/{place}/article_{number}.html'>{TITLES[number - 9001]}</a></{tag}>"

    body = "".join(f"<article>{story(p, n, 'h3')}</article>" for p, n in (("town", 9002), ("sport", 9003)))
    assert titles(
        drafts_of(f"<div>BREAKING {story('weather', 9001, 'b')}</div><section>{body}</section>")
    ) == [
        FIRST,
        SECOND,
        THIRD,
    ]


# -- sums and spelled times ----------------------------------------------------------------------------


def test_a_sum_in_millions_is_no_price() -> None:
    cards = "".join(
        f"<article><h3>{link(n)}</h3><p>It costs $2.{n} million.</p></article>" for n in range(1, 5)
    )
    assert titles(drafts_of(cards)) == list(TITLES)


def test_how_long_ago_may_be_told_without_a_figure() -> None:
    cards = "".join(
        f"<article><h3>{link(n)}</h3><p><small>منذ ساعتين</small></p></article>" for n in range(1, 5)
    )
    assert days(drafts_of(cards)) == ["2026-01-31"] * 4
