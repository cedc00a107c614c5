"""Lists without elements around their items: lines and blank lines say what belongs together, and words say when.

Pages of the early web put a date, a title and a teaser behind each other in one paragraph.
"""

# ruff: noqa: E501  (rows of markup are read whole)
from __future__ import annotations

import pytest

from archiver.extract.draft import Draft
from archiver.extract.lists import read_lists
from archiver.extract.read import read
from tests.extract.sourced import page_of, problems_of

TITLES = [
    "City marathon moves to October",
    "Police name man found in canal",
    "Water",
    "Gas leak closes the high street",
    "Poll puts the two candidates level",
    "12 villages without power",
]
DAYS = [f"{31 - number}.01.2026" for number in range(6)]
AGO = ["1 hour ago", "3 hours ago", "5 hours ago", "Yesterday at 23:51", "2 days ago", "3 days ago"]
SINCE = ["2026-01-31", "2026-01-31", "2026-01-31", "2026-01-31", "2026-01-30", "2026-01-29"]
TEASER = "Residents said on Thursday that they had been waiting for an answer from the council since autumn."
MENU = " | ".join(
    f"<a href=/c{n}.htm>{name}</a>" for n, name in enumerate("Home Politics Sport World Culture".split())
)
FOOT = "<a href=p0.htm>About us</a> | <a href=p1.htm>Contact the newsroom</a> | <a href=p2.htm>Advertise with us</a>"


def page(body: str) -> str:
    return f"<html><body><center>{MENU}</center>{body}<hr><center>{FOOT}</center></body></html>"


def listed(item: str, before: str = "<p>", after: str = "</p>", when: list[str] = DAYS) -> str:
    """``item`` for each title, with its D(ay), H(eadline) and T(easer) filled in."""
    rows = (
        item.replace("D", day)
        .replace("H", f"<a href=news{number}.htm>{title}</a>")
        .replace("T", TEASER)
        .replace("U", f"news{number}.htm")
        for number, (title, day) in enumerate(zip(TITLES, when, strict=True), 20)
    )
    return page(before + "".join(rows) + after)


def drafts_of(body: str, url: str = "https://old.example/archive.htm") -> list[Draft]:
    there = page_of(body, url=url)
    drafts = read_lists(there)[1].drafts
    assert not problems_of(there, drafts)
    return drafts


def dated(drafts: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.data["headline"], draft.data.get("datePublished", "")[:10]) for draft in drafts]


FLAT = [
    pytest.param(item, id=name)
    for name, item in {
        "date before": "D H<br>T<br><br>",
        "fonts": "<font size=1>D</font> <font size=2><b>H</b></font><br><font size=1>T</font><br><br>",
        "one font": "<font>D H<br>T<br><br></font>",
        "date after": "H (D)<br>T<br><br>",
        "lines only": "H <i>D</i><br>",
        "date above": "<small>D</small><br><b>H</b><br>T<br><br>",
        "bare date above": "D<br><b>H</b><br>T<br><br>",
        "no blank line": "<small>D</small><br><b>H</b><br>T<br>",
        "date below": "<b>H</b><br>T<br><i>D</i><br>",
        "bare date below": "<b>H</b><br>T<br>D<br><br>",
        "more": "<b>H</b><br>T <a href=U>more...</a> D<br><br>",
        "bullets": "• H <small>D</small><br>",
    }.items()
]


@pytest.mark.parametrize("item", FLAT)
def test_a_line_belongs_to_the_headline_in_it(item: str) -> None:
    days = [f"2026-01-{31 - number}" for number in range(6)]
    assert dated(drafts_of(listed(item))) == list(zip(TITLES, days, strict=True))


@pytest.mark.parametrize("item", FLAT)
def test_a_cell_of_a_table_is_no_different(item: str) -> None:
    drafts = drafts_of(listed(item, "<table><tr><td>", "</table>"))
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert all("datePublished" in draft.data for draft in drafts)


def test_rules_part_headlines() -> None:
    body = listed("<small>D</small><br><b>H</b><br>T<hr>", "<div>", "</div>")
    assert [day for _, day in dated(drafts_of(body))] == [f"2026-01-{31 - number}" for number in range(6)]


def test_a_headline_without_a_date_takes_none_from_its_neighbour() -> None:
    body = listed("<font>D</font> H<br>").replace(f"<font>{DAYS[2]}</font>", "")
    assert [day for _, day in dated(drafts_of(body))] == [
        "2026-01-31",
        "2026-01-30",
        "",
        "2026-01-28",
        "2026-01-27",
        "2026-01-26",
    ]


@pytest.mark.parametrize(
    ("before", "between"),
    [("", ""), ("", "<br>"), ("<br>", "<br>")],
    ids=["lines", "blank line before a day", "blank lines around a day"],
)
def test_a_day_over_several_headlines_is_of_them_all(before: str, between: str) -> None:
    lines = [f"<a href=news{n}.htm>{title}</a><br>" for n, title in enumerate(TITLES)]
    body = (
        f"<p><b>30.01.2026</b><br>{before}{''.join(lines[:3])}{between}"
        f"<b>29.01.2026</b><br>{before}{''.join(lines[3:])}"
    )
    drafts = drafts_of(page(body))
    assert [day for _, day in dated(drafts)] == ["2026-01-30"] * 3 + ["2026-01-29"] * 3
    assert {draft.fields["/datePublished"].confidence for draft in drafts} == {"inferred"}


PROSE = "The council met on Thursday for four hours and heard more than twenty residents speak about the road and the school."


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "<br><br>".join(f"<a href=news{n}.htm>The council met</a> {PROSE}" for n in range(5)),
        f"<b>Marathon</b><br><br>{PROSE * 4}<br><br>{PROSE * 4}<br><br><b>Related:</b><br>"
        + "".join(f"<a href=news{n}.htm>Another story of this week {n}</a><br>" for n in range(5)),
    ],
    ids=["links in prose", "related links below an article"],
)
def test_an_article_in_lines_is_no_list(body: str) -> None:
    assert not drafts_of(page(body), "https://old.example/story7.htm")


def test_an_article_is_not_the_card_of_the_one_link_beside_it() -> None:
    aside = "".join(
        f"<div><h4><a href=/n/a-story-of-{n}-{n}000>{title}</a></h4></div>"
        for n, title in enumerate(TITLES[:2], 1)
    )
    alone = "<h3>Latest news</h3><ul><li><a href=/n/the-story-of-9-9000>Trains late again after storm</a></li></ul>"
    body = f"<div><p>{PROSE * 30}</p>{alone}</div><aside>{aside}</aside>"
    assert not drafts_of(page(body), "https://paper.example/why-trains-are-late-so-often")


@pytest.mark.parametrize(
    "beside",
    [
        '<i class="eye"></i> 432 <i class="clock"></i> D',
        "1,204 views · D",
        "1,204 views - D",
        "Politics | D | 12 comments",
        "by Ann Lee, D",
        "D<br>15 comments",
        "<b>Politics</b> 2013 reads <span>D</span>",
    ],
)
def test_a_time_from_now_is_found_beside_what_else_is_counted(beside: str) -> None:
    item = f"<div><h3>H</h3><div>{beside}</div></div>"
    drafts = drafts_of(listed(item, "<div>", "</div>", when=AGO))
    assert dated(drafts) == list(zip(TITLES, SINCE, strict=True))
    assert {draft.fields["/datePublished"].confidence for draft in drafts} == {"inferred"}


def test_a_date_in_an_attribute_makes_links_news() -> None:
    """Neither the address of the page nor those of the links say that this is news; the times do."""
    rows = "".join(
        f'<div><a href="/n/{word}">{title}</a><span rawdate="2026-01-30 11:10:00">now</span></div>'
        for word, title in zip("abcdef", TITLES, strict=True)
    )
    assert len(drafts_of(page(rows), "https://old.example/people")) == len(TITLES)
    assert not drafts_of(page(rows.replace("2026-01-30 11:10:00", "soon")), "https://old.example/people")


TOPICS = "<ol><li>Mayor apologises for bus chaos</li><li>Fishing talks end without a deal</li><li>Rail strike called off at the last hour</li></ol>"
NEWS_MENU = "<nav><a href=/p>Politics</a> <a href=/b>Business</a> <a href=/s>Sport</a></nav>"


def topics_of(body: str, url: str) -> list[str]:
    there = page_of(f"<html><body>{body}</body></html>", url=url)
    reading = read(there)
    assert not problems_of(there, reading.drafts)
    return [draft.data["headline"] for draft in reading.drafts if draft.kind == "headline"]


@pytest.mark.parametrize(
    "day", ["30 January 2026", "Friday, 30 January 2026", "2026年1月30日", "2026 оны 1 дүгээр сарын 30"]
)
def test_texts_under_a_day_are_news_where_the_site_is_one_of_news(day: str) -> None:
    assert len(topics_of(f"{NEWS_MENU}<h2>{day}</h2>{TOPICS}", "https://paper.example/brief/7")) == 3
    assert len(topics_of(f"<h2>{day}</h2>{TOPICS}", "https://paper.example/")) == 3


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f"<h1>Parish</h1><h2>30 January 2026</h2>{TOPICS}", "https://parish.example/agenda/7"),
        (f"{NEWS_MENU}<h2>Minutes of 30 January 2026</h2>{TOPICS}", "https://paper.example/staff"),
        (f"{NEWS_MENU}<h2>House rules</h2>{TOPICS}", "https://paper.example/rules"),
        (
            "<h1>Changes</h1>"
            + "".join(f"<h2>2026-01-{d}</h2><ul><li>Fixed a crash</li></ul>" for d in (28, 21, 14)),
            "https://tool.example/changes",
        ),
    ],
    ids=["agenda", "minutes", "rules of a newspaper", "days are no headlines"],
)
def test_texts_under_a_day_alone_are_no_news(body: str, url: str) -> None:
    assert topics_of(body, url) == []
