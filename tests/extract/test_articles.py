"""What a page states about its article, where it stands, and what lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract.articles import article_evidence, read_article
from archiver.extract.articles.names import spans
from archiver.extract.draft import Draft
from archiver.model.items import ArticleData
from archiver.page.check import check_source, value_at
from archiver.page.page import Page
from tests.extract import articles_pages as pages


def read(html: str, url: str = "https://steppe.example/news/crossings") -> Draft:
    """The article of a page, once every value of it is checked against a second parse of the same bytes."""
    draft = read_article(pages.page(html, url))
    assert draft is not None
    assert_resolves(pages.page(html, url), draft)
    return draft


def assert_resolves(again: Page, draft: Draft) -> None:
    ArticleData.model_validate(draft.data, strict=False)
    stated = {pointer: value_at(draft.data, pointer) for pointer in draft.fields}
    for pointer, source in draft.fields.items():
        assert check_source(again, source, stated[pointer]) == [], pointer
        for lost in source.alternatives:
            as_source = source.model_copy(
                update={name: getattr(lost, name) for name in ("textForm", "selectors", "raw", "transform")}
            )
            assert check_source(again, as_source, lost.value) == [], (pointer, lost.rule)


def test_json_ld_states_most_fields() -> None:
    data = dict(read(pages.JSON_LD).data)
    body, count = data.pop("articleBody"), data.pop("wordCount")
    assert body == "\n".join(pages.PARAGRAPHS)
    assert count == len(" ".join(pages.PARAGRAPHS).split())
    assert data == {
        "headline": "Parliament opens three border crossings for coal & copper",
        "alternativeHeadline": "Parliament opens three crossings",
        "author": [
            {
                "name": "Jane Q. Doe",
                "url": "https://steppe.example/people/jane",
                "description": "Covers mining & trade.",
            },
            {"name": "Б.Болормаа"},
        ],
        "publisher": "Steppe Post",
        "datePublished": "2026-01-29T08:00:00+08:00",
        "dateModified": "2026-01-30T10:15:00+08:00",
        "inLanguage": "en",
        "url": "https://steppe.example/news/2026/crossings?utm=1",
        "description": "Three crossings open in April.",
        "articleSection": "Economy",
        "keywords": ["coal", "border", "law"],
        "image": "https://steppe.example/img/lorry.jpg",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
    }


def test_every_value_has_a_source_of_its_own() -> None:
    draft = read(pages.JSON_LD)
    assert "/author/1/name" in draft.fields
    assert "/keywords/2" in draft.fields
    leaves = {f"/{name}" for name, value in draft.data.items() if not isinstance(value, list)}
    assert leaves <= set(draft.fields)


def test_what_lost_is_kept_with_the_rule_that_decided() -> None:
    draft = read(pages.JSON_LD)
    lost = {a.rule: (a.value, a.lost) for a in draft.fields["/headline"].alternatives}
    assert lost["meta:og:title"][0] == "Coal: you will not believe what parliament did"
    assert "JSON-LD before" in lost["meta:og:title"][1]
    (date,) = draft.fields["/datePublished"].alternatives
    assert (date.value, date.method) == ("2026-01-29T09:00:00+08:00", "opengraph")


def test_commenters_are_no_authors_and_their_dates_no_dates() -> None:
    text = str(read(pages.JSON_LD).fields) + str(read(pages.MICRODATA).fields)
    assert "Angry Reader" not in text
    assert "Troll" not in text
    assert "2026-01-31" not in text


def test_a_mongolian_page_without_any_markup() -> None:
    draft = read(pages.VISIBLE_MN, "https://jishee.mn/n/17")
    assert draft.data["headline"] == "Гурван боомтыг нээх хууль батлагдлаа"
    assert draft.data["author"] == [{"name": "Б.Болормаа"}]
    assert draft.data["datePublished"] == "2026-01-29T14:05"
    assert draft.data["dateModified"] == "2026-01-30"
    assert draft.data["articleBody"] == "\n".join(pages.MN_PARAGRAPHS)
    assert draft.data["inLanguage"] == "mn"
    language = draft.fields["/inLanguage"]
    assert (language.transform, language.confidence, language.raw) == ("detected-language", "inferred", None)


def test_microdata_of_the_articles_own_scope() -> None:
    draft = read(pages.MICRODATA)
    assert draft.data["headline"] == "A law for three crossings is passed"
    assert draft.data["author"] == [{"name": "Ann Other", "url": "https://steppe.example/p/ann"}]
    assert draft.data["datePublished"] == "2026-01-29"
    assert draft.data["inLanguage"] == "en-GB"
    assert draft.data["url"] == "https://steppe.example/a/1"
    assert draft.fields["/headline"].method == "microdata"


def test_a_body_that_only_a_script_holds() -> None:
    draft = read(pages.ONLY_SCRIPT)
    assert draft.data["articleBody"] == " ".join(pages.PARAGRAPHS)
    assert draft.fields["/articleBody"].method == "json-ld"


def test_a_field_nobody_stated_is_absent() -> None:
    data = read(pages.VISIBLE_MN, "https://jishee.mn/n/17").data
    assert {"publisher", "description", "image", "license", "isAccessibleForFree", "url"}.isdisjoint(data)


def test_modified_is_never_taken_for_published() -> None:
    html = pages.VISIBLE_MN.replace("Нийтэлсэн: 2026 оны 1-р сарын 29-ний өдөр 14:05", "")
    html = html.replace("<title>", '<meta property="og:type" content="article"><title>')
    data = read(html, "https://jishee.mn/n/17").data
    assert "datePublished" not in data
    assert data["dateModified"] == "2026-01-30"


def test_one_element_may_say_both_dates() -> None:
    both = "Нийтэлсэн: 2026 оны 1-р сарын 29 | Шинэчилсэн: 2026 оны 1-р сарын 30"
    html = pages.VISIBLE_MN.replace("Нийтэлсэн: 2026 оны 1-р сарын 29-ний өдөр 14:05", both)
    html = html.replace('<span class="date">Шинэчилсэн: 2026 оны 1-р сарын 30</span>', "")
    data = read(html, "https://jishee.mn/n/17").data
    assert (data["datePublished"], data["dateModified"]) == ("2026-01-29", "2026-01-30")


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("A law is passed | Steppe Post", "A law is passed"),
        ("Steppe Post: A law is passed", "A law is passed"),
        ("A law is passed - steppe.example", "A law is passed"),
        ("Mongolia - A law is passed", "Mongolia - A law is passed"),
        ("A law is passed | The facts", "A law is passed | The facts"),
    ],
)
def test_a_suffix_comes_off_a_title_only_if_it_is_the_sites_name(title: str, headline: str) -> None:
    html = f"""<html><head><title>{title}</title><meta property="og:site_name" content="Steppe Post">
    <meta property="og:type" content="article"></head><body>{pages.BODY}</body></html>"""
    assert read(html).data["headline"] == headline


EVIDENCE = {
    "json-ld NewsArticle": pages.JSON_LD,
    "microdata NewsArticle": pages.MICRODATA,
    "a heading": pages.VISIBLE_MN,
}


@pytest.mark.parametrize(("first", "html"), EVIDENCE.items())
def test_what_makes_a_page_an_article(first: str, html: str) -> None:
    assert article_evidence(pages.page(html))[0] == first


LISTS = {
    "a front page": ("https://steppe.example/", pages.FRONT),
    "a front page of headings": ("https://steppe.example/news/today", pages.FRONT),
    "a section that calls itself an article": ("https://steppe.example/economy", pages.SECTION),
    "a category": ("https://steppe.example/category/economy/", pages.SECTION),
    "nothing": ("https://steppe.example/a/1", "<html></html>"),
    "no bytes": ("https://steppe.example/a/1", ""),
}


@pytest.mark.parametrize(("url", "html"), LISTS.values(), ids=LISTS.keys())
def test_what_is_no_article(url: str, html: str) -> None:
    assert article_evidence(pages.page(html, url)) == ()
    assert read_article(pages.page(html, url)) is None


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Q. Doe", ["Jane Q. Doe"]),
        ("BY JANE DOE AND JOHN ROE", ["JANE DOE", "JOHN ROE"]),
        (
            "By Ann Other, Bo Third and Cy Fourth | The Desk",
            ["Ann Other", "Bo Third", "Cy Fourth"],
        ),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("Б.Болормаа", ["Б.Болормаа"]),
        ("Нийтэлсэн: Б.Болормаа", ["Б.Болормаа"]),
        ("Э.Бат-Үүл ба Д.Ган", ["Э.Бат-Үүл", "Д.Ган"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Van Jones", ["Van Jones"]),
        ("By Admin", []),
        ("https://www.facebook.com/someone", []),
        ("a.name@paper.example", []),
        ("January 29", []),
    ],
)
def test_names_in_bylines(byline: str, names: list[str]) -> None:
    assert [byline[start:end] for start, end in spans(byline)] == names


@pytest.mark.parametrize(
    "script",
    [
        "{",
        '{"@type": "NewsArticle", "headline": ' + "[" * 5000,
        '{"@type": "NewsArticle", "datePublished": NaN}',
        '{"@type": "NewsArticle", "headline": "\\ud800"}',
        "<!-- -->",
    ],
)
def test_a_script_that_is_no_json_is_noted_and_the_rest_is_read(script: str) -> None:
    html = pages.JSON_LD.replace("</head>", f'<script type="application/ld+json">{script}</script></head>')
    page = pages.page(html)
    draft = read_article(page)
    assert draft is not None
    assert draft.data["publisher"] == "Steppe Post"


WORDS = st.text(alphabet="ab ө.,“”–\u00a0\n&<>", max_size=30)
TAGS = st.sampled_from(
    ["p", "div", "b", "i", "br", "a", "h1", "h2", "time", "span", "blockquote", "li", "td", "script"]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Tag soup around real paragraphs."""
    pieces = [
        pages.PARAGRAPHS[0],
        *draw(st.lists(st.one_of(WORDS, TAGS.map("<{}>".format), TAGS.map("</{}>".format)))),
    ]
    return "".join(f"<p>{pages.PARAGRAPHS[n % 4]}{piece}</p>{piece}" for n, piece in enumerate(pieces))


@settings(max_examples=60)
@given(markup(), WORDS)
def test_whatever_the_markup_every_value_resolves(soup: str, title: str) -> None:
    html = f"""<title>{title}</title><meta property="og:type" content="article"><meta name="author" content="{title}">
    <meta property="og:title" content="{title} x"><div class="byline">{title}</div><h1>{title}</h1>{soup}"""
    draft = read_article(pages.page(html))
    if draft is not None:
        assert_resolves(pages.page(html), draft)


HOSTILE = {
    "a title of separators": f"<title>{'a - ' * 50_000}</title>",
    "a byline of separators": f'<meta name="author" content="{"a , " * 50_000}">',
    "a headline of separators": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
    + "a - " * 50_000
    + '"}</script>',
    "200,000 meta elements": "<meta name=author content='A B'>" * 200_000,
    "20,000 articles in a script": '<script type="application/ld+json">['
    + '{"@type": "NewsArticle", "headline": "x"},' * 20_000
    + "{}]</script>",
    "50,000 properties of RDFa": "</head><div vocab='https://schema.org/' typeof='NewsArticle'>"
    + "<i property='headline'>x</i>" * 50_000,
    "a thousand items of RDFa in one another": "</head>"
    + "<div vocab='https://schema.org/' typeof='NewsArticle' property='author'>" * 1_000,
    "a state of 15,000 titles": "<title>A law is passed</title><script>window.__S__ = ["
    + '{"title": "A law is passed", "publishedAt": "x"},' * 15_000
    + "0];</script>",
    "30 large states": '<script>window.__S__ = {"title": 1, "byline": ['
    + "1," * 100_000
    + "1]};</script>" * 30,
    "100,000 bylines": "</head><a rel=author href=/x>By Bob Roe</a> " * 100_000,
}


@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_take_seconds_not_minutes(head: str) -> None:
    page = pages.page(f'<html><head>{head}<meta property="og:type" content="article">{pages.BODY}')
    started = time.perf_counter()
    read_article(page)
    assert time.perf_counter() - started < 10
