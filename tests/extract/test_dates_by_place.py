"""Which of the dates on a page is the article's: by place and label before syntax; and dates of many languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import archiver
from archiver.page.dates import Evidence, parse_date

URL = "https://paper.example/a/gale-closes-schools-in-two-towns"
TITLE = "Gale closes schools in two towns"
CAPTURED = datetime(2026, 2, 3, 12, tzinfo=UTC)
PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The gale tore up trees and cut the power lines to five villages in the hills above the coast.",
        "Schools will stay closed on Friday in both towns, by decision of the governor, until it drops.",
        "The ferries will not sail before Sunday, and the bridge is open to one car at a time until then.",
    )
)
LINK = '<a href="/x">Olive oil prices have fallen again</a> <time datetime="2026-02-01">1 Feb</time>'


def _dates(beside: str, behind: str = "", head: str = "") -> tuple[str | None, str | None]:
    html = (
        f'<html><head><title>{TITLE}</title><meta property="og:type" content="article">{head}</head><body>'
        f"<h1>{TITLE}</h1>{beside}<div class=text>{PROSE}</div>{behind}</body></html>"
    ).encode()
    (item,) = archiver.extract(html, url=URL, content_type="text/html; charset=utf-8", captured_at=CAPTURED)
    data = item.model_dump(mode="json", exclude_none=True)["data"]
    return data.get("datePublished"), data.get("dateModified")


OTHERS = [
    "<p>It began on <time>27 January 2026</time> at sea.</p>",
    f"<ul><li>{LINK}</li></ul>",
    f"<div><h3>More</h3><div>{LINK}</div></div>",
    "<div><b>sailor</b> <time>31 January 2026</time> Well done, all of the crews.</div>",
    "<div class=komentarze><p>sailor</p><p>31.01.2026, 18:40</p><p>All the best.</p></div>",
]


@pytest.mark.parametrize("other", OTHERS)
def test_a_date_elsewhere_gives_way_to_the_one_at_the_headline_and_is_none_alone(other: str) -> None:
    assert _dates("<p>Published: 29 January 2026</p>", other)[0] == "2026-01-29"
    assert _dates("<div class=x>29 January 2026</div>", other)[0] == "2026-01-29"
    assert _dates("", other)[0] is None


def test_a_labelled_date_counts_wherever_it_stands() -> None:
    assert _dates("", "<p>Published: 29 January 2026</p>")[0] == "2026-01-29"


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("29 January 2026 <span>Updated: 30 January 2026</span>", ("2026-01-29", "2026-01-30")),
        ("29 January 2026, updated 30 January 2026", ("2026-01-29", "2026-01-30")),
        ("29/01/2026 07h40 Atualizado há 4 dias", ("2026-01-29T07:40", "2026-01-30")),
        ("29 January 2026 (updated)", (None, "2026-01-29")),
        ("Stand: 29.01.2026", (None, "2026-01-29")),
    ],
)
def test_a_label_is_that_of_the_date_behind_it(line: str, dates: tuple[str, str]) -> None:
    assert _dates(f"<div class=meta>{line}</div>") == dates


def test_what_the_object_of_this_page_says_comes_before_what_is_shown() -> None:
    page = (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","@id":"%s","datePublished":'
        '"2026-01-29T05:40:00Z"},{"@type":"WebSite","name":"The Paper"}]}</script>'
    )
    assert _dates("<p>29 January 2026</p>", head=page % URL)[0] == "2026-01-29T05:40:00Z"
    other = page % "https://paper.example/other"
    assert _dates("<p>29 January 2026</p>", head=other)[0] == "2026-01-29"


@pytest.mark.parametrize(
    "text",
    """٢٩ يناير ٢٠٢٦|29 كانون الثاني 2026|۹ بهمن ۱۴۰۴|令和8年1月29日|1月29日|29 जनवरी 2026|29 ม.ค. 2569
    |29. siječnja 2026.|2026 m. sausio 29 d.|2026. gada 29. janvārī|29. jaanuar 2026|29 בינואר 2026|29 იანვარი 2026
    |29 հունվարի 2026|29 yanvar 2026|2026 жылғы 29 қаңтар|29. јануар 2026.|29 Oca 2026|29 tháng 1""".split(
        "|"
    ),
)
def test_days_of_many_languages(text: str) -> None:
    found = parse_date(text, captured=CAPTURED)
    assert found is not None
    assert found.iso == "2026-01-29"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("29 يناير 2026 07:40 م", "2026-01-29T19:40"),
        ("Thu 29 Jan 2026 21.05 GMT", "2026-01-29T21:05Z"),
        ("29.1.2026 klo 7.40", "2026-01-29T07:40"),
        ("29 januari 2026 kl 07.40", "2026-01-29T07:40"),
        ("منذ ساعتين", "2026-02-03T10:00Z"),
        ("2 giờ trước", "2026-02-03T10:00Z"),
        ("1/29(木) 7:40", "2026-01-29T07:40"),
        ("29 listopada 2025", "2025-11-29"),
        ("29. listopada 2025.", "2025-10-29"),
    ],
)
def test_times_and_spans_of_many_languages(text: str, iso: str) -> None:
    found = parse_date(text, captured=CAPTURED)
    assert found is not None
    assert found.iso == iso


def test_other_calendars_say_so() -> None:
    for text in ("29 ม.ค. 2569", "۹ بهمن ۱۴۰۴", "令和8年1月29日"):
        found = parse_date(text)
        assert found is not None
        assert found.note


def test_figures_without_a_year_are_read_only_where_the_page_writes_the_month_first() -> None:
    assert parse_date("01-29 07:40", captured=CAPTURED) is None
    east = Evidence(languages=frozenset({"zh"}))
    found = parse_date("01-29 07:40", captured=CAPTURED, evidence=lambda: east)
    assert found is not None
    assert found.iso == "2026-01-29T07:40"
