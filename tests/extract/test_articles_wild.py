"""Principles that pages of the open web taught: texts in parts and unfolded, hidden copies, stray links and labels."""

from __future__ import annotations

import json

import pytest

from archiver.extract.articles import article, body, body_rules
from archiver.extract.read import read
from tests.extract.test_articles_strangers import (
    BODY,
    HEAD,
    PROSE,
    TEXT,
    WHEN,
    X,
    article_of,
    page_of,
    with_body,
)

TITLED = f"<h1>{X}</h1>{WHEN}"
PARAGRAPHS = [f"<p>{paragraph}</p>" for paragraph in PROSE]
ADVERT = "<div class='ad'>Advertisement</div>"


def in_parts(first: str, second: str) -> str:
    """The text in two elements of a name, apart."""
    return f"{first}{PARAGRAPHS[0]}</div>{ADVERT}{second}{''.join(PARAGRAPHS[1:])}</div>"


# -- the body ---------------------------------------------------------------------------------------------

BODIES = {
    "in parts beside each other": f"{TITLED}{in_parts('<div class=article-text>', '<div class=article-text>')}",
    "in a part that readers unfold": f"{TITLED}<div class='story-body'>{PARAGRAPHS[0]}{PARAGRAPHS[1]}"
    f"<div id='read-more'>{PARAGRAPHS[2]}{PARAGRAPHS[3]}</div></div>",
    "behind a copy of its beginning that nobody sees": f"<div style='display: none'>{PROSE[0]}</div>{TITLED}{BODY}",
    "around what nobody sees": f"{TITLED}<article>{BODY}<p style='visibility: hidden'>{PROSE[0]} Again!</p></article>",
    "in an element named article": f"{TITLED}<div class='article' id='Content'>{BODY}</div>"
    f"<div class='foot'><p>{PROSE[1].replace('Forty', 'Fifty')}</p><p>{PROSE[2].replace('baker', 'cook')}</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("inner", BODIES.values(), ids=BODIES.keys())
def test_the_body_is_whole_and_alone(inner: str) -> None:
    assert article_of(with_body(inner))["articleBody"] == TEXT


MORE = [paragraph.replace("the", "each").replace("Forty", "Fifty") for paragraph in PROSE]


def test_the_body_goes_on_in_a_numbered_part() -> None:
    second = "".join(f"<p>{paragraph}</p>" for paragraph in (*PROSE[1:], *MORE))
    first = f"<div><div class='story-body story-body-1'>{PARAGRAPHS[0]}</div></div>"
    inner = f"<article>{TITLED}{first}{ADVERT}<div><div class='story-body story-body-2'>{second}</div></div></article>"
    assert article_of(with_body(inner))["articleBody"] == "\n".join((*PROSE, *MORE))


def test_the_body_is_in_what_markup_says_is_the_article() -> None:
    told = f"<meta itemprop=headline content='{X}'>{BODY}{''.join(f'<p>{text}</p>' for text in MORE)}"
    others = "".join(f"<div><p>{text.replace('a', 'o')}</p></div>" for text in (*PROSE, *MORE) * 2)
    inner = f"<main><section itemscope itemtype='https://schema.org/Article'>{told}</section>{others}</main>"
    assert article_of(with_body(inner))["articleBody"] == "\n".join((*PROSE, *MORE))


def test_links_that_unfold_nothing_are_still_beside_the_text() -> None:
    more = "".join(f"<p><a href='/{n}'>{text}</a></p>" for n, text in enumerate(PROSE * 3))
    data = article_of(
        with_body(f"{TITLED}<div class='story-body'>{BODY}<div class='read-more'>{more}</div></div>")
    )
    assert data["articleBody"] == TEXT


def test_a_text_of_more_elements_than_are_named_says_so_with_every_value_that_follows_from_it() -> None:
    most = body_rules.MAX_NODES
    html = with_body(
        TITLED + "<article>" + "".join(f"<p>{PROSE[0]} {n}.</p>" for n in range(most + 9)) + "</article>"
    )
    draft = read(page := page_of(html)).drafts[0]
    said = f"cut after {most:,} of {most + 9:,} elements"
    assert draft.data["articleBody"].count("\n") == most - 1
    assert {draft.fields[f"/{name}"].note for name in ("articleBody", "wordCount")} == {said}
    assert f"read in part: the text of the article is {said}" in page.notes


def test_parts_of_other_stories_are_not_taken_for_parts_of_this_one() -> None:
    other = "".join(f"<p>{paragraph.replace('the', 'some')}</p>" for paragraph in PROSE[:2])
    inner = f"<article>{TITLED}<div class='story-body'>{BODY}</div></article><article><h2><a href='/2'>Ice"
    data = article_of(
        with_body(f"{inner} road opens</a></h2><div class='story-body'>{other}</div></article>")
    )
    assert data["articleBody"] == TEXT


# -- is it an article? ------------------------------------------------------------------------------------

SECTIONS = (
    "The sandbank",
    "The night on deck",
    "The morning after",
    "What the office says",
    "What comes next",
)
HEADINGS = {
    "with a link to edit them": "<h2>{} <span>[<a href='/edit?section=1'>edit</a>]</span></h2>",
    "that lead to their own place": "<h2><a href='#here'>{}</a></h2>",
    "with a sign that does": "<h2>{}<a href='#here'>¶</a></h2>",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS.keys())
def test_sections_of_a_story_are_no_entries_of_a_list(heading: str) -> None:
    inner = "".join(
        heading.format(name) + f"<p>{text}</p>" for name, text in zip(SECTIONS, PROSE * 2, strict=False)
    )
    assert article_of(with_body(TITLED + inner)).get("headline") == X


def test_entries_that_lead_away_are_a_list_whatever_stands_over_them() -> None:
    inner = "".join(
        f"<h2><a href='/{n}'>{name}</a></h2><p>{text}</p>"
        for n, (name, text) in enumerate(zip(SECTIONS, PROSE * 2, strict=False))
    )
    assert article_of(with_body(TITLED + inner)) == {}


def test_a_lone_link_does_not_make_the_story_around_it_its_card() -> None:
    beside = "<h3><a href='/2024/05/02/ice-road-opens-100234.html'>The ice road opens a week before its time</a></h3>"
    others = "".join(
        f"<li><a href='/2024/05/02/story-{n}-10023{n}.html'>What the harbour said on day {n} of the storm</a></li>"
        for n in range(9)
    )
    inner = f"<div class=main>{TITLED}{BODY * 3}{beside}</div><ul>{others}</ul>"
    drafts = read(page_of(with_body(inner), "https://strait.example/x")).drafts
    assert [draft.kind for draft in drafts] == ["article"]


def test_a_parameter_behind_the_number_of_an_article_does_not_make_it_a_listing() -> None:
    html = with_body(TITLED + BODY)
    assert article_of(html, "https://strait.example/news-20014053-266.html?tag=topStories1")["headline"] == X
    assert article_of(html, "https://strait.example/news?tag=ferries") == {}


LISTINGS = (
    *("l/16", "t/58", "c/137/", "mn/more/8", "en/more/302?class=list&page=2", "categorized/1/"),
    *("categories/view/3/", "?cat=5", "lifestyle/4?catId=9612"),
)


@pytest.mark.parametrize("address", LISTINGS)
def test_an_address_of_a_room_and_its_number_is_a_listing(address: str) -> None:
    assert article_of(with_body(TITLED + BODY), f"https://strait.example/{address}") == {}


@pytest.mark.parametrize("address", ["n/2abc", "r/2512345/", "a/273456", "mn/read/351", "12fc", "i/31234"])
def test_an_address_of_an_article_s_number_is_none(address: str) -> None:
    assert article_of(with_body(TITLED + BODY), f"https://strait.example/{address}")["headline"] == X


# -- headline, author, dates ------------------------------------------------------------------------------


def test_what_markup_calls_the_page_wins_with_its_heading_and_title_over_a_headline() -> None:
    stated = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article",'
        ' "name": "Baga Nuur", "headline": "lake in the east of a country"}</script>'
    )
    inner = f"<h1>Baga Nuur</h1>{WHEN}{BODY}"
    data = article_of(with_body(inner, f"<title>Baga Nuur - Steppe Lexicon</title>{stated}"))
    assert data["headline"] == "Baga Nuur"
    assert data["alternativeHeadline"] == "lake in the east of a country"


def test_a_headline_stated_as_the_name_of_the_site_is_none_the_less_the_headline() -> None:
    head = f'<title>{X}</title><meta property="og:site_name" content="{X} and one more word of it">'
    head += f'<meta property="og:title" content="{X} and one more word of it">'
    inner = f"<header><h1>strait post back to the home of news</h1></header>{WHEN}{BODY}"
    assert article_of(with_body(inner, head))["headline"] == f"{X} and one more word of it"


def test_a_masthead_over_a_long_menu_is_no_headline_where_og_title_is_the_next_heading() -> None:
    menu = "".join(f"<li><a href='/{n}'>Harbours of the northern coast {n}</a></li>" for n in range(12))
    head = f'<title>{X} | Ferry news of the strait</title><meta property="og:title" content="{X}">'
    inner = f"<h1>Ferry news of the strait</h1><ul>{menu}</ul>{TITLED}{BODY}"
    assert article_of(with_body(inner, head))["headline"] == X


def test_a_publication_stated_as_the_last_change_too_gives_way_to_an_earlier_one() -> None:
    head = (
        HEAD + '<meta property="article:published_time" content="2024-05-03T08:00:00Z">'
        '<meta property="article:modified_time" content="2025-01-01T10:00:00+02:00">'
    )
    stated = "<meta itemprop=datePublished content='2025-01-01T08:00:00Z'>"
    inner = f"<div itemscope itemtype='https://schema.org/NewsArticle'>{stated}<h1>{X}</h1>{BODY}</div>"
    page = page_of(with_body(inner, head))
    draft = read(page).drafts[0]
    assert draft.data["datePublished"] == "2024-05-03T08:00:00Z"
    assert [a.lost for a in draft.fields["/datePublished"].alternatives] == [
        "an earlier publication before one that is stated as the last change as well"
    ]


def test_a_meta_element_may_have_several_properties() -> None:
    head = (
        HEAD
        + '<meta property="x:who dc:creator" content="Jane Doe"><meta property="dcterms:title" content="T">'
    )
    draft = read(page_of(with_body(TITLED + BODY, head))).drafts[0]
    assert draft.data["author"] == [{"name": "Jane Doe"}]
    assert draft.fields["/author/0/name"].rule == "meta:dc.creator"


def test_a_surname_before_a_comma_is_of_one_person_where_guidelines_ask_for_that() -> None:
    stated = [
        ("citation_author", "Doe, Jane"),
        ("citation_author", "Jong, Michiel de"),
        ("author", "Bo Third, Li Wei"),
    ]
    head = HEAD + "".join(f'<meta name="{name}" content="{content}">' for name, content in stated[:2])
    data = article_of(with_body(TITLED + BODY, head))
    assert [author["name"] for author in data["author"]] == ["Doe, Jane", "Jong, Michiel de"]
    head = HEAD + '<meta name="dc.creator" content="Doe, Jane; Roe, Ann Lee ">'
    data = article_of(with_body(TITLED + BODY, head))
    assert [author["name"] for author in data["author"]] == ["Doe, Jane", "Roe, Ann Lee"]
    head = HEAD + f'<meta name="{stated[2][0]}" content="{stated[2][1]}">'
    data = article_of(with_body(TITLED + BODY, head))
    assert [author["name"] for author in data["author"]] == ["Bo Third", "Li Wei"]


ORGANIZATIONS = (
    "Barnes & Noble",
    "Simon and Schuster",
    "Процтер ба Гэмбл",
    "Standard & Poor's, Inc.",
    "Johnson & Johnson",
)


@pytest.mark.parametrize("name", ORGANIZATIONS)
def test_what_markup_calls_an_organization_has_one_name(name: str) -> None:
    node = {"@type": "NewsArticle", "headline": X, "author": {"@type": "Organization", "name": name}}
    stated = (
        f"<script type='application/ld+json'>{json.dumps(node).replace(chr(39), chr(92) + 'u0027')}</script>"
    )
    assert article_of(with_body(TITLED + BODY, HEAD + stated))["author"] == [{"name": name}]
    marked = (
        "<article itemscope itemtype='https://schema.org/NewsArticle'><span itemprop=author itemscope"
        f' itemtype="https://schema.org/Organization"><b itemprop=name>{name}</b></span>{TITLED}{BODY}</article>'
    )
    assert article_of(with_body(marked))["author"] == [{"name": name}]


def test_a_person_s_name_that_is_two_is_still_parted() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": X,
        "author": {"@type": "Person", "name": "Jane Doe and Bo Third"},
    }
    stated = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    found = article_of(with_body(TITLED + BODY, HEAD + stated))["author"]
    assert [author["name"] for author in found] == ["Jane Doe", "Bo Third"]


@pytest.mark.parametrize(
    "nothing", ["nil", "null", "undefined", "None", " N/A ", "{{ section }}", "${title}", "%author_name%"]
)
def test_what_a_template_leaves_where_it_has_nothing_to_say_is_no_value(nothing: str) -> None:
    names = ("article:section", "og:title", "og:site_name", "author", "description", "keywords")
    head = HEAD + "".join(f'<meta property="{name}" content="{nothing}">' for name in names)
    data = article_of(with_body(TITLED + BODY, head))
    assert data["headline"] == X
    assert not {"articleSection", "author", "description", "keywords", "publisher"} & data.keys()


def test_what_the_page_is_about_is_not_its_author() -> None:
    card = "<table class=vcard><tr><th class=fn>Baga Nuur</th></tr><tr><td>A lake</td></tr></table>"
    html = with_body(f"<h1>Baga Nuur</h1>{WHEN}{card}{BODY}", "<title>Baga Nuur - Steppe Lexicon</title>")
    assert "author" not in article_of(html)


def test_a_text_behind_a_comment_stands_in_what_is_around_both() -> None:
    page = page_of(with_body(f"{TITLED}<div>{PROSE[0]}<!-- an advertisement -->{PROSE[1]}</div>"))
    assert page.root is not None
    texts = page.root.xpath("//div[not(@class)]/text()")
    assert isinstance(texts, list)
    spans = {body._span(page, text) for text in texts}
    assert [page.document_text.text[start:end] for start, end in spans] == [f"{PROSE[0]}{PROSE[1]}"]


def test_what_cannot_be_read_takes_nothing_else_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(article, "read_visible", fails)
    reading = read(
        page := page_of(with_body(f"{TITLED}{BODY}", HEAD + '<meta property="og:type" content="article">'))
    )
    assert reading.drafts[0].data["headline"] == X
    assert "html article: what is shown could not be read (IndexError)" in page.notes
