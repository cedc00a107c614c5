"""Which date of a page is the article's, what the page had to decide, and what is never taken for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from archiver.extract.articles import read_article
from archiver.extract.draft import Draft
from archiver.model.provenance import Source
from archiver.page.page import Page
from tests.extract.articles_pages import BODY
from tests.extract.sourced import problems_of

URL = "https://steppe.example/news/crossings"
CAPTURED = datetime(2026, 2, 5, 3, 0, tzinfo=UTC)


def page(html: str, url: str = URL, captured: datetime | None = CAPTURED) -> Page:
    return Page.from_entity(
        html.encode(),
        url=url,
        record="<urn:uuid:0>",
        content_type="text/html; charset=utf-8",
        captured=captured,
    )


def story(above: str = "", *, below: str = "", head: str = "", lang: str = "") -> str:
    """An article with ``above`` between its heading and its body."""
    return (
        f'<html lang="{lang}"><head><title>Parliament opens three crossings</title>{head}</head><body>'
        f"<article><h1>Parliament opens three crossings</h1>{above}{BODY}{below}</article></body></html>"
    )


def read(html: str, url: str = URL, captured: datetime | None = CAPTURED) -> Draft:
    """The article; every value of it is resolved again in a second parse."""
    draft = read_article(page(html, url, captured))
    assert draft is not None
    assert problems_of(page(html, url, captured), [draft]) == []
    return draft


def published(
    html: str, url: str = URL, captured: datetime | None = CAPTURED
) -> tuple[str | None, Source | None]:
    draft = read(html, url, captured)
    return draft.data.get("datePublished"), draft.fields.get("/datePublished")


SHOWN = {
    "in a time element": (
        '<time datetime="2026-01-29T08:00:00+08:00">Thursday</time>',
        "2026-01-29T08:00:00+08:00",
    ),
    "in Mongolian": ('<div class="info">2026 оны 1-р сарын 29, 14:05</div>', "2026-01-29T14:05"),
    "in Russian": ('<div class="info">29 января 2026, 14:05</div>', "2026-01-29T14:05"),
    "in Japanese": ("<p>2026年1月29日（木）14:05</p>", "2026-01-29T14:05"),
    "in Polish": ("<p>29 stycznia 2026, godz. 14:05</p>", "2026-01-29T14:05"),
    "yesterday": ('<span class="date">өчигдөр</span>', "2026-02-04"),
    "with the zone that the attribute leaves out": (
        '<time datetime="2026-01-29 17:05:00">January 29, 2026 5:05 PM EST</time>',
        "2026-01-29T17:05-05:00",
    ),
    "behind a label in the middle of other words": (
        '<div class="author">Written by Ann Other in Mining on 29 January 2026 at 08:34 PM EST. 5 Comments</div>',
        "2026-01-29T20:34-05:00",
    ),
}


@pytest.mark.parametrize(("above", "iso"), SHOWN.values(), ids=SHOWN.keys())
def test_a_date_beside_the_heading_is_read_as_it_is_stated(above: str, iso: str) -> None:
    assert published(story(above))[0] == iso


@pytest.mark.parametrize(
    "label",
    [
        "Updated",
        "Last updated:",
        "Шинэчилсэн:",
        "Обновлено",
        "Aktualisiert am",
        "Mis à jour le",
        "最終更新日：",
        "수정",
    ],
)
def test_an_update_is_never_the_publication(label: str) -> None:
    draft = read(story(f"<p>{label} 30 Jan 2026</p>".replace("30 Jan 2026", "2026-01-30")))
    assert "datePublished" not in draft.data
    assert draft.data["dateModified"] == "2026-01-30"


def test_an_element_that_is_both_is_the_publication() -> None:
    draft = read(story('<time class="entry-date published updated" datetime="2026-01-29">29 Jan</time>'))
    assert draft.data["datePublished"] == "2026-01-29"
    assert "dateModified" not in draft.data


def test_two_labels_in_one_line_are_two_dates() -> None:
    draft = read(story('<p class="date">Published 29 January 2026 Updated 30 January 2026</p>'))
    assert (draft.data["datePublished"], draft.data["dateModified"]) == ("2026-01-29", "2026-01-30")


NOT_ITS_OWN = {
    "a footer's year": "<footer>© 2026 Steppe Post, 29 January 2026</footer>",
    "a caption": "<figure><figcaption>A lorry near Khanbogd, 24 January 2026</figcaption></figure>",
    "an embedded post": '<blockquote class="tweet"><time datetime="2026-01-20">20 Jan</time></blockquote>',
    "a comment": '<div class="comments"><time datetime="2026-01-31">31 Jan</time></div>',
    "another story": '<div><h3><a href="/2">Dust in the Gobi</a></h3><time datetime="2026-01-12">12</time></div>',
    "a sentence": "<p>The last such vote was held in the old palace on 3 March 2019, they said.</p>",
    "a day after the capture": '<time datetime="2027-01-29">soon</time>',
}


@pytest.mark.parametrize("html", NOT_ITS_OWN.values(), ids=NOT_ITS_OWN.keys())
def test_dates_of_other_things_are_not_the_articles(html: str) -> None:
    draft = read(story(html))
    assert "datePublished" not in draft.data
    assert "dateModified" not in draft.data


def test_a_stated_date_after_the_capture_is_left_out_and_noted() -> None:
    html = story(head='<meta property="article:published_time" content="2026-03-01T00:00:00Z">')
    seen = page(html)
    draft = read_article(seen)
    assert draft is not None
    assert "datePublished" not in draft.data
    assert any("after the capture" in note for note in seen.notes)


def test_a_date_of_creation_says_that_it_is_one() -> None:
    script = '{"@type": "NewsArticle", "headline": "Parliament opens three crossings", "dateCreated": "2026-01-28"}'
    value, source = published(story(head=f'<script type="application/ld+json">{script}</script>'))
    assert value == "2026-01-28"
    assert source is not None
    assert source.confidence == "inferred"
    assert "creation" in str(source.note)


# 1/2 has two readings: the page decides or nobody does.
DECIDED = {
    "the language of one country": (story("<p>01/02/2026</p>", lang="en-GB"), "2026-02-01", "language"),
    "the language of another": (story("<p>01/02/2026</p>", lang="en-US"), "2026-01-02", "language"),
    "a language that has one custom": (story("<p>01/02/2026</p>", lang="fr"), "2026-02-01", "language"),
    "another date of the page": (
        story("<p>01/02/2026</p>", below="<p>21/01/2026</p>", lang="en-US"),
        "2026-02-01",
        "other dates",
    ),
    "the same day in ISO 8601": (
        story("<p>01/02/2026</p>", head='<meta name="x" content="2026-01-02T10:00:00Z">'),
        "2026-01-02",
        "other dates",
    ),
    "a short year": (story("<p>Do 29.01.26 | 14:07 Uhr</p>", lang="de"), "2026-01-29T14:07", "language"),
}


@pytest.mark.parametrize(("html", "iso", "why"), DECIDED.values(), ids=DECIDED.keys())
def test_the_page_decides_between_day_and_month_and_the_note_says_how(html: str, iso: str, why: str) -> None:
    value, source = published(html)
    assert value == iso
    assert source is not None
    assert source.confidence == "inferred"
    assert why in str(source.note)


MANY = "<p>In the old house they met on 21/01/2026, in the new one on 01/21/2026, and all of them spoke.</p>"
UNDECIDED = {
    "no language": story("<p>01/02/2026</p>"),
    "English of nowhere": story("<p>01/02/2026</p>", lang="en"),
    "a country of both customs": story("<p>01/02/2026</p>", lang="en-CA"),
    "a short year and no language": story("<p>29.01.26 | 14:07</p>"),
    "other dates that disagree": story("<p>01/02/2026</p>", below=MANY, lang="fr"),
}


@pytest.mark.parametrize("html", UNDECIDED.values(), ids=UNDECIDED.keys())
def test_nobody_else_does(html: str) -> None:
    assert published(html)[0] is None


def test_an_abbreviation_means_what_the_pages_country_means_by_it() -> None:
    above = "<p>29 July 2025 14:05 BST</p>"
    british, source = published(story(above, lang="en-GB"))
    assert british == "2025-07-29T14:05+01:00"
    assert "BST" in str(source.note if source else "")
    assert published(story(above, lang="en"))[0] == "2025-07-29T14:05"


def test_relative_dates_need_the_time_of_capture() -> None:
    html = story('<span class="date">3 цагийн өмнө</span>')
    value, source = published(html)
    assert value == "2026-02-05T08:00+08:00"
    assert "capture" in str(source.note if source else "")
    assert published(html, captured=None)[0] is None


SHORT = "<p>The river rose overnight and closed the bridge to lorries. Crews were sent to clear it.</p>" * 2


@pytest.mark.parametrize(
    "shown",
    ["<time>2 hours ago</time>", '<span class="date">3 цагийн өмнө</span>', "<p>yesterday, 14:05</p>"],
)
def test_a_date_that_cannot_be_counted_back_still_says_article(shown: str) -> None:
    html = f"<title>Bridge closed to lorries</title><body><h1>Bridge closed to lorries</h1>{shown}{SHORT}"
    assert "datePublished" not in read(html, captured=None).data
    assert read(html).data["datePublished"].startswith("2026-02-0")


def test_without_any_date_so_few_words_are_no_article() -> None:
    html = f"<title>Bridge closed to lorries</title><body><h1>Bridge closed to lorries</h1>{SHORT}"
    assert read_article(page(html, captured=None)) is None


@pytest.mark.parametrize("captured", [CAPTURED, None])
@pytest.mark.parametrize("element", ["article", "main", "header", "section"])
def test_a_body_begins_where_html_says_so_with_its_tag_or_without(
    element: str, captured: datetime | None
) -> None:
    date = '<time datetime="2026-01-29T07:40:00+08:00">2 hours ago</time>'
    html = (
        f"<title>Bridge closed</title><meta charset=utf-8><{element}><h1>Bridge closed</h1>{date}</{element}>"
    )
    for written in ("", "<body>"):
        value, _ = published(html.replace(f"<{element}>", f"{written}<{element}>") + SHORT, captured=captured)
        assert value == "2026-01-29T07:40:00+08:00"


ADDRESSES = [
    ("/news/2026/01/29/crossings", "2026-01-29"),
    ("/news/crossings-20260129-1.html", "2026-01-29"),
    ("/news/2026/jan/29/crossings", "2026-01-29"),
    ("/2026-01/29/c_112.htm", "2026-01-29"),
    ("/news/2026/0129/1.htm", "2026-01-29"),
    ("/a/112026012999/crossings", None),
    ("/a/20269999/crossings", None),
    ("/2026/01/29/and-2026/01/30/crossings", None),
]


@pytest.mark.parametrize(("path", "iso"), ADDRESSES)
def test_the_address_is_the_last_resort(path: str, iso: str | None) -> None:
    value, source = published(story(), f"https://steppe.example{path}")
    assert value == iso
    if iso:
        assert source is not None
        assert (source.method, source.confidence) == ("url", "inferred")


def test_the_address_decides_between_dates_that_the_page_shows_alike() -> None:
    above = '<span class="date">12 January 2026</span><span class="date">29 January 2026</span>'
    assert published(story(above))[0] == "2026-01-12"
    assert published(story(above), "https://steppe.example/2026/01/29/crossings")[0] == "2026-01-29"


def test_a_label_far_from_the_heading_and_a_title_are_sources_too() -> None:
    far = "<p>" + "Lorries wait. " * 300 + "</p><ul><li><strong>Datum</strong> 29.01.2026</li></ul>"
    value, source = published(story(far))
    assert value == "2026-01-29"
    assert source is not None
    assert source.rule == "labelled date"
    titled = story().replace("</title>", " | Steppe | 29.01.2026</title>")
    assert published(titled)[0] == "2026-01-29"


HOSTILE = {
    "digits": "1" * 100_000,
    "white space": " \t\n" * 33_000,
    "separators": "1/2/" * 25_000,
    "months": "jan " * 25_000,
    "ordinals": "арван " * 17_000,
    "clocks": "12:" * 33_000,
    "labels": "updated published " * 6_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hundred_thousand_characters_are_no_date_and_take_no_time(text: str) -> None:
    html = story(
        f'<time datetime="{text}">{text}</time><p class="date">{text}</p><p>29 {text}</p>',
        head=f'<meta name="date" content="{text}">',
        lang=text[:1000],
    )
    seen = page(html, f"{URL}/{text[:50_000]}")
    started = time.perf_counter()
    draft = read_article(seen)
    assert time.perf_counter() - started < 5
    assert draft is None or "datePublished" not in draft.data


DATELINES = {
    "Улаанбаатар, 2025 оны есдүгээр сарын 7 /МОНЦАМЭ/. ": "2025-09-07",
    "Улаанбаатар, 2026 оны 1 дүгээр сарын 29 /МОНЦАМЭ/. ": "2026-01-29",
    "ULAANBAATAR, January 29, 2026 /MONTSAME/. ": "2026-01-29",
    "LONDON, Ontario, 29 January 2026 (Reuters) - ": "2026-01-29",
    "УЛАН-БАТОР, 29 января 2026 г. /ТАСС/. ": "2026-01-29",
    "ULAANBAATAR, January 29 /MONTSAME/. ": None,  # of which year?
    "On Thursday, January 29, 2026 (a holiday) ": None,
    "In 2025, January 29, 2026 (Reuters) ": None,
    "January 29, 2026 (Reuters) - ": None,
}


@pytest.mark.parametrize(("line", "day"), DATELINES.items())
def test_the_day_in_an_agencys_dateline(line: str, day: str | None) -> None:
    """Where the page states no other; a date that it shows is believed before it."""
    body = (
        f"<p>{line}The road over the pass is closed, the ministry said.</p>"
        + "<p>It snowed all night.</p>" * 20
    )
    bare = f"<title>A road is closed in the snow</title><h1>A road is closed in the snow</h1>{body}"
    assert read(bare).data.get("datePublished") == day
    assert read(bare.replace("</h1>", "</h1><time>2026-01-30</time>")).data["datePublished"] == "2026-01-30"
