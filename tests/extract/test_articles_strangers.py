"""Principles that pages of strangers taught: mastheads, kickers, boxes at the end, forms around a page, agreement."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from archiver.extract.articles import read_article
from archiver.extract.draft import Draft
from archiver.extract.read import read
from archiver.page.check import check_source, value_at
from archiver.page.page import Page
from tests.extract import articles_pages as pages

X = "Ferry strands forty islanders overnight"
PROSE = (
    "The evening ferry ran onto the sandbank at low water, and the lifeboat could not reach her before dawn.",
    "Forty islanders slept on the car deck under blankets that the crew had found in the forward store.",
    "“We sang until the lamps went out,” said one of them, a baker who missed his first shift in years.",
    "The harbour office says that the buoy at the bend had drifted in the gales of the week before.",
)
TEXT = "\n".join(PROSE)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
HEAD = f"<title>{X} - The Strait Post</title>"
WHEN = "<div class=date>3 May 2024</div>"


def article_of(html: str, url: str = "https://strait.example/news/ferry-strands") -> dict[str, Any]:
    """The article's values, every one found again by its own selectors; empty where there is no article."""
    page = page_of(html, url)
    draft: Draft | None = read_article(page)
    if draft is None:
        return {}
    for pointer, source in draft.fields.items():
        assert check_source(page, source, value_at(draft.data, pointer)) == [], pointer
    return draft.data


def page_of(html: str, url: str = "https://strait.example/news/ferry-strands") -> Page:
    return pages.page(f"<html lang=en>{html}</html>", url=url)


def with_body(inner: str, head: str = HEAD) -> str:
    return f"<head>{head}</head><body>{inner}</body>"


# -- headline ---------------------------------------------------------------------------------------------

MASTHEADS = {
    "a link home": "<h1><a href='/'>The Strait Post</a></h1>",
    "an absolute link home": "<h1><a href='https://strait.example'>The Strait Post</a></h1>",
    "a heading around a link's words": "<a href='/'><h1>The Strait Post</h1></a>",
    "first, with no story behind it": "<h1>The Strait Post</h1>",
}


@pytest.mark.parametrize("masthead", MASTHEADS.values(), ids=MASTHEADS.keys())
def test_the_masthead_is_no_headline(masthead: str) -> None:
    found = article_of(with_body(f"{masthead}<h1>{X}</h1>{WHEN}{BODY}"))
    assert (found["headline"], found["articleBody"]) == (X, TEXT)


def test_a_second_heading_behind_the_story_is_not_the_headline() -> None:
    html = with_body(f"<h1>{X}</h1>{WHEN}{BODY}<h1>The Strait Post</h1>")
    assert article_of(html)["headline"] == X


KICKERS = {
    "apart": "<h1><span>Transport</span> <span>{}</span></h1>",
    "with no space between": "<h1><b>Transport</b><em>{}</em></h1>",
    "inside an element of its own": "<h1><div><span>Transport</span></div><div><span>{}</span></div></h1>",
}


@pytest.mark.parametrize("heading", KICKERS.values(), ids=KICKERS.keys())
def test_a_kicker_inside_the_heading_is_no_part_of_it(heading: str) -> None:
    assert article_of(with_body(f"{heading.format(X)}{WHEN}{BODY}"))["headline"] == X


def test_a_kicker_that_the_title_repeats_is_left() -> None:
    whole = f"Transport: {X}"
    html = f"<h1><span>Transport:</span> <span>{X}</span></h1>{WHEN}{BODY}"
    assert article_of(with_body(html, f"<title>{whole} | The Strait Post</title>"))["headline"] == whole


# -- body -------------------------------------------------------------------------------------------------

BOXES = {
    "comments": "<div><h3>Comments (1)</h3><p>sailor</p><p>4 May 2024, 18:40</p><p>All the best to the crew.</p></div>",
    "comments, Polish": "<div class=k><h3>Komentarze (1)</h3><p>ola</p><p>4.05.2024</p><p>Dobrze, że wszyscy"
    " zdrowi.</p></div>",
    "comments of a language nobody listed": "<div><h4>Xyzzyx (2)</h4><p>ab</p><p>4 May 2024</p><p>Qwe rty uio"
    " pas.</p></div>",
    "an appeal to subscribe": "<div><h2>This content is for subscribers</h2><p>1€ a month for 3 months, then 5,99€."
    " Cancel"
    " whenever you like and read everything.</p><a href=/s>Go on</a></div>",
    "a form with its words": "<div><h3>News from the strait</h3><p>Every morning we send you what happened at sea.</p>"
    "<form><input type=email><button>Send</button></form></div>",
    "a label and a link": "<div><span>Bunu da okuyun</span><a href=/o>Olive oil prices have fallen</a></div>",
    "the record of changes": "<section><h2>Updates to this page</h2><p>Published 3 May 2024</p><ol><li><time>4 May"
    " 2024</time>"
    "<p>Added the name of the ferry.</p></li></ol></section>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_a_box_at_the_end_is_no_part_of_the_body(box: str) -> None:
    html = with_body(f"<article><h1>{X}</h1>{WHEN}<div>{BODY}</div>{box}</article>")
    assert article_of(html)["articleBody"] == TEXT


LINES = {
    "a line of names and dates": "<div><span>By <a href=/a>Ann Lee</a> (with wires)</span><span>Published 3 May 2024 at"
    " 07:40, updated 4 May 2024 at 09:15</span><span>Reading 3 min</span></div>",
    "the page's record": "<dl><dt>From:</dt><dd>The harbour office</dd><dt>Published</dt><dd>3 May 2024</dd></dl>",
    "the time it takes to read": "<div>3 minutes de lecture</div>",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_line_about_the_text_is_no_part_of_it(line: str) -> None:
    standfirst = "<p>Nobody was hurt, but the bread came late to every table on the island.</p>"
    html = with_body(f"<main><h1>{X}</h1>{standfirst}{line}<div>{BODY}</div></main>")
    body = article_of(html)["articleBody"]
    assert body.endswith(TEXT)
    assert "3 " not in body and "From" not in body


SECTIONS = {
    "a section called Discussion": "<h2>Discussion</h2><p>The sandbank has moved by two hundred metres since the"
    " last survey.</p>",
    "a timeline": "<h3>4 May 2024</h3><p>The divers went down and found the keel whole, and said so at noon.</p>",
    "a section that ends with a link": "<h2>What comes next</h2><p>The <a href=/c>council</a> will hear the captain"
    " in June.</p>",
}


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS.keys())
def test_a_section_of_the_text_stays(section: str) -> None:
    words = section.split("<p>")[1].replace("</p>", "").replace("<a href=/c>", "").replace("</a>", "")
    html = with_body(f"<article><h1>{X}</h1>{WHEN}<div class=entry-content>{BODY}{section}</div></article>")
    assert words in article_of(html)["articleBody"]


# -- article or not ---------------------------------------------------------------------------------------


def test_a_form_around_the_whole_page_is_no_form() -> None:
    links = ("Minister promises new ring road", "Two held for cutting old trees")
    latest = (
        "<td>" + "<br>".join(f"<a href=d.aspx?id={n}>{link}</a>" for n, link in enumerate(links)) + "</td>"
    )
    text = "<br><br>".join(PROSE)
    html = (
        f"<form id=aspnetForm><table><tr>{latest}<td><span class=heading>{X}</span><br><span>3 May 2024</span>"
        f"<div>{text}</div></td></tr></table></form>"
    )
    found = read(page_of(with_body(html), "https://strait.example/Detail.aspx?NewsID=7"))
    assert [(draft.kind, draft.data["headline"]) for draft in found.drafts] == [("article", X)]
    assert found.drafts[0].data["articleBody"] == TEXT


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_four_paragraphs_under_a_confirmed_heading_need_no_date(tag: str) -> None:
    assert article_of(with_body(f"<{tag}>{X}</{tag}>{BODY}"))["headline"] == X


NO_ARTICLES = {
    "a table": "<h1>Weather for the strait</h1><table><tr><th>Date</th><th>Day</th></tr>"
    + "".join(f"<tr><td>0{n}.05.2024</td><td>{n + 9}° W 4 m/s, gusts 9 m/s</td></tr>" for n in range(1, 9))
    + "</table><p>Other places: <a href=/w/1>North</a> <a href=/w/2>South</a></p>",
    "an address": "<h1>Contact</h1><p>The Strait Post, 12 Quay, Straitmouth</p><p>Telephone: 0700 000</p>",
}


@pytest.mark.parametrize("inner", NO_ARTICLES.values(), ids=NO_ARTICLES.keys())
def test_what_has_no_sentence_is_no_article_whatever_a_plugin_says(inner: str) -> None:
    head = "<title>Contact | The Strait Post</title><meta property=og:type content=article>"
    if "table" in inner:
        head = "<title>Weather for the strait | The Strait Post</title>"
    assert article_of(with_body(inner, head)) == {}


def test_markup_that_says_news_needs_no_prose() -> None:
    stated = json.dumps({"@type": "NewsArticle", "headline": X})
    script = f"<script type='application/ld+json'>{stated}</script>"
    assert article_of(with_body(f"<h1>{X}</h1><p>Gallery</p>", HEAD + script))["headline"] == X


# -- what two statements agree on ---------------------------------------------------------------------------

SECONDS = {
    "a link home": "<header><a href=/>The Strait Post</a></header>",
    "a logo": "<header><a href=/index.html><img src=l alt='The Strait Post'></a></header>",
    "a picture above": "<img src=b alt='The Strait Post'>",
    "a copyright line": "",
}


@pytest.mark.parametrize(("name", "masthead"), SECONDS.items(), ids=SECONDS.keys())
def test_the_title_and_one_more_statement_name_the_publisher(name: str, masthead: str) -> None:
    foot = "<footer>© 2009–2024 The Strait Post. All rights reserved.</footer>" if "copyright" in name else ""
    found = article_of(with_body(f"{masthead}<h1>{X}</h1>{WHEN}{BODY}{foot}"))
    assert found["publisher"] == "The Strait Post"


ALONE = {
    "the title alone": (HEAD, ""),
    "another name": (HEAD, "<a href=/>Harbour Times</a>"),
    "a word of menus": (f"<title>{X} | Home</title>", "<a href=/>Home</a>"),
    "a part of the copyright line's name": (
        f"<title>{X} | Strait</title>",
        "<footer>© Northern Strait Ltd</footer>",
    ),
}


@pytest.mark.parametrize(("head", "inner"), ALONE.values(), ids=ALONE.keys())
def test_one_statement_names_no_publisher(head: str, inner: str) -> None:
    assert "publisher" not in article_of(with_body(f"{inner}<h1>{X}</h1>{WHEN}{BODY}", head))


TRAILS = {
    "a breadcrumb": "<div class=breadcrumb><a href=/>Home</a> <a href=/news>News</a> <a href=/news/sea>Sea</a></div>",
    "a breadcrumb that ends with the page": "<ol class=breadcrumbs><li><a href=/>Home</a><li><a href=/sea>Sea</a><li>"
    "<a href=/news/ferry-strands>Ferry</a></ol>",
    "a link above, in the page's path": "<a href=/news>Sea</a>",
    "a link above, in the menu too": "<ul><li><a href=/c/3>Sea</a><li><a href=/c/4>Air</a></ul><div><a"
    " href=/c/3>Sea</a></div>",
    "a menu's link that the page's path goes on from": "<ul><li><a href=/>Home</a><li><a href=/news>Sea</a><li>"
    "<a href=/sport>Sport</a></ul><p>Rain</p>",
    "JSON-LD": '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"position":1,"item":'
    '{"@id":"/","name":"Home"}},{"position":2,"name":"Sea","item":"https://strait.example/sea"}]}</script>',
}


@pytest.mark.parametrize("trail", TRAILS.values(), ids=TRAILS.keys())
def test_the_place_of_the_page_names_the_section(trail: str) -> None:
    assert article_of(with_body(f"{trail}<h1>{X}</h1>{WHEN}{BODY}"))["articleSection"] == "Sea"


NO_TRAILS = {
    "a way home only": "<div class=breadcrumb><a href=/>Home</a></div>",
    "a link above that nothing confirms": "<a href=/offer>Subscribe now</a>",
    "a menu of languages": "<a href=/news/en>English</a> <a href=/en>English</a>",
    "a menu above": "<ul><li><a href=/c/3>Sea</a><li><a href=/c/4>Air</a></ul>",
}


@pytest.mark.parametrize("trail", NO_TRAILS.values(), ids=NO_TRAILS.keys())
def test_no_section_is_made_up(trail: str) -> None:
    assert "articleSection" not in article_of(with_body(f"{trail}<h1>{X}</h1>{WHEN}{BODY}"))


def test_boxes_are_looked_for_in_bounded_time() -> None:
    rows = "<h2>Comments</h2><div><span>3 May 2024, 1, 2, 3</span><span>x</span></div>" * 20_000
    began = time.perf_counter()
    assert article_of(with_body(f"<h1>{X}</h1>{WHEN}<div>{BODY}</div>{rows}"))["headline"] == X
    assert time.perf_counter() - began < 10
