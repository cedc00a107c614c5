"""Where an article's values may be stated, one page for each place, and what is said of places that needed mending."""

from __future__ import annotations

import json

import pytest

from archiver.extract.articles import article_evidence, read_article
from archiver.extract.draft import Draft
from archiver.model.provenance import Source
from archiver.page.json_text import JsonError, parse_json, read_json
from tests.extract import articles_pages as pages
from tests.extract.sourced import problems_of

ARTICLE = {"@type": "NewsArticle", "headline": "Three crossings open in April", "datePublished": "2026-01-29"}


def read(head: str, body: str = pages.BODY, attributes: str = ' lang="en"') -> Draft:
    """The article of a page, every value of it resolved against a second parse."""
    html = f"<!doctype html><html{attributes}><head>{head}</head><body>{body}</body></html>"
    draft = read_article(pages.page(html))
    assert draft is not None
    assert problems_of(pages.page(html), [draft]) == []
    return draft


def script(text: str, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{text}</script>'


# -- JSON that needs mending ----------------------------------------------------------------------------

PLAIN = json.dumps(ARTICLE)
MENDED = {
    "commas before a closing bracket": PLAIN[:-1] + ",}",
    "raw line breaks or tabs inside strings": PLAIN.replace("open in", "open\n\tin"),
    "a comment, CDATA or semicolon around the JSON": f"//<![CDATA[\n{PLAIN};\n//]]>",
    "a comment after the JSON": f"{PLAIN}\n<!-- made in 0.1 s -->",
}


@pytest.mark.parametrize(("says", "text"), MENDED.items())
def test_broken_json_ld_is_mended_where_one_reading_is_left_and_the_source_says_so(
    says: str, text: str
) -> None:
    draft = read(script(text))
    assert draft.data["headline"] == ARTICLE["headline"]
    note = draft.fields["/headline"].note
    assert note is not None
    assert says in note
    assert draft.fields["/headline"].method == "json-ld"


def test_sound_json_ld_has_no_note() -> None:
    assert read(script(PLAIN)).fields["/headline"].note is None


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "he said "no" and left"}',
        "{'a': 1}",
        '{"a": 1}{"b": 2}',
        '{"a" 1}',
        "[1,,2]",
        '{"a": NaN}',
        "x = {a: 1}",
        'x = {"a": 1} + 2',
        "x = load()",
        "",
    ],
)
def test_json_with_more_than_one_reading_is_not_guessed_at(text: str) -> None:
    with pytest.raises(JsonError):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ('{"a": [1, 2, ], }', {"a": [1, 2]}),
        ('{"a": ",]", "b": "\\",}"}', {"a": ",]", "b": '",}'}),
        ('{"a": "// ; -->"}', {"a": "// ; -->"}),
        ('\ufeff{"a": 1};;', {"a": 1}),
        ('/* <![CDATA[ */ {"a": 1} /* ]]> */', {"a": 1}),
        ('window.__S__ = {"a": {"b": ";"}}; start();', {"a": {"b": ";"}}),
        ('window["__S__"]={"a": 1}', {"a": 1}),
    ],
)
def test_what_mending_leaves_alone(text: str, document: object) -> None:
    assert parse_json(text) == document


@pytest.mark.parametrize("text", ['{"a": 1}' + ";" * 900_000, "/*" * 400_000, "[1" + " ," * 450_000 + "]"])
def test_mending_takes_no_longer_than_reading(text: str) -> None:
    with pytest.raises(JsonError):
        read_json(text)


# -- RDFa -----------------------------------------------------------------------------------------------

RDFA = {
    "vocab": (
        'vocab="https://schema.org/" typeof="NewsArticle"',
        {"headline": "headline", "name": "name", "author": "author", "date": "datePublished"},
    ),
    "the known prefix": (
        'typeof="schema:NewsArticle"',
        {
            name: f"schema:{term}"
            for name, term in (
                ("headline", "headline"),
                ("name", "name"),
                ("author", "author"),
                ("date", "datePublished"),
            )
        },
    ),
    "a prefix of its own": (
        'prefix="s: http://schema.org/" typeof="s:NewsArticle"',
        {
            name: f"s:{term}"
            for name, term in (
                ("headline", "headline"),
                ("name", "name"),
                ("author", "author"),
                ("date", "datePublished"),
            )
        },
    ),
}


def rdfa(attributes: str, words: dict[str, str]) -> str:
    return f"""<div {attributes}><h2 property="{words["headline"]}">A law for three crossings</h2>
    <div property="{words["author"]}" typeof="{words["author"].replace("author", "Person")}">
    <a property="{words["name"].replace("name", "url")}" href="/p/ann"></a>
    <span property="{words["name"]}">Ann Other</span></div>
    <time property="{words["date"]}" datetime="2026-01-29">Thursday</time>{pages.BODY}</div>"""


@pytest.mark.parametrize(("attributes", "words"), RDFA.values(), ids=RDFA.keys())
def test_rdfa_of_the_articles_own_item(attributes: str, words: dict[str, str]) -> None:
    draft = read("<title>Steppe</title>", rdfa(attributes, words))
    assert draft.data["headline"] == "A law for three crossings"
    assert draft.data["author"] == [{"name": "Ann Other", "url": "https://steppe.example/p/ann"}]
    assert draft.data["datePublished"] == "2026-01-29"
    assert draft.fields["/headline"].method == "rdfa"
    assert draft.fields["/headline"].rule == "property:headline"


def test_rdfa_of_another_vocabulary_is_not_schema_org() -> None:
    body = rdfa('vocab="https://other.example/" typeof="NewsArticle"', RDFA["vocab"][1])
    assert "rdfa NewsArticle" not in article_evidence(pages.page(f"<html><body>{body}"))
    assert "rdfa NewsArticle" in article_evidence(pages.page(f"<html><body>{rdfa(*RDFA['vocab'])}"))


# -- the state of scripts -------------------------------------------------------------------------------

STATE = {
    "props": {
        "menu": [{"title": "Economy"}],
        "story": {
            "title": "Three crossings open in April",
            "publishedAt": "2026-01-29T08:00:00+08:00",
            "authors": [{"name": "Ann Other"}],
            "section": {"name": "Economy"},
        },
        "related": [{"title": "Another story of the day", "publishedAt": "2025-12-01"}],
    }
}
STATES = {
    "__NEXT_DATA__": f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>',
    "an assignment": f"<script>window.__INITIAL_STATE__ = {json.dumps(STATE)};</script>",
    "an assignment before more": f"<script>window.__NUXT__={json.dumps(STATE)};(function(){{}}())</script>",
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_the_state_of_scripts_fills_what_nothing_else_states(state: str) -> None:
    draft = read(
        "<title>Three crossings open in April</title>" + state,
        f"<h1>Three crossings open in April</h1>{pages.BODY}",
    )
    assert draft.data["datePublished"] == "2026-01-29T08:00:00+08:00"
    assert draft.data["author"] == [{"name": "Ann Other"}]
    assert draft.data["articleSection"] == "Economy"
    date = draft.fields["/datePublished"]
    assert (date.method, date.rule, date.confidence) == ("state", "state:publishedAt", "inferred")
    assert date.note is not None
    assert "no vocabulary" in date.note
    assert draft.fields["/headline"].method == "html"


def test_the_state_comes_after_everything_else() -> None:
    draft = read(
        '<title>Three crossings open in April</title><meta name="dc.date.issued" content="2026-01-28">'
        + STATES["__NEXT_DATA__"],
        f"<h1>Three crossings open in April</h1>{pages.BODY}",
    )
    assert draft.data["datePublished"] == "2026-01-28"
    assert [a.method for a in draft.fields["/datePublished"].alternatives] == ["state"]


def test_a_state_of_other_stories_is_not_this_one() -> None:
    draft = read(
        "<title>A law is passed at night</title>" + STATES["__NEXT_DATA__"],
        f"<h1>A law is passed at night</h1>{pages.BODY}",
    )
    assert "state" not in {source.method for source in draft.fields.values()}


def test_a_program_is_not_run_to_get_a_state() -> None:
    program = f"<script>window.__NUXT__=(function(a){{return {json.dumps(STATE)}}}(1));</script>"
    draft = read(
        "<title>Three crossings open in April</title>" + program,
        f"<h1>Three crossings open in April</h1>{pages.BODY}",
    )
    assert "datePublished" not in draft.data


# -- fields ---------------------------------------------------------------------------------------------


def fields(**stated: object) -> Draft:
    return read(script(json.dumps({**ARTICLE, **stated})))


def test_an_authors_address_and_description() -> None:
    author = {
        "@type": "Person",
        "name": "Ann Other",
        "sameAs": ["https://steppe.example/ann"],
        "description": "Mines.",
    }
    assert fields(author=author).data["author"] == [
        {"name": "Ann Other", "url": "https://steppe.example/ann", "description": "Mines."}
    ]


def test_an_author_of_microdata_has_an_address_and_a_description() -> None:
    draft = read(
        "",
        f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">A law is passed</h1>
        <div itemprop="author" itemscope><meta itemprop="name" content="Ann Other"><link itemprop="url" href="/p/ann">
        <p itemprop="description">Covers mines.</p></div><meta itemprop="keywords" content="coal, copper">
        {pages.BODY}</div>""",
    )
    assert draft.data["author"] == [
        {"name": "Ann Other", "url": "https://steppe.example/p/ann", "description": "Covers mines."}
    ]
    assert draft.data["keywords"] == ["coal", "copper"]


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("Steppe Post", "Steppe Post"),
        ({"name": "Steppe Post"}, "Steppe Post"),
        ({"legalName": "Steppe LLC"}, "Steppe LLC"),
    ],
)
def test_a_publisher_may_be_a_name_or_an_organization(publisher: object, name: str) -> None:
    assert fields(publisher=publisher).data["publisher"] == name


def test_keywords_may_be_terms() -> None:
    assert fields(keywords=[{"@type": "DefinedTerm", "name": "coal"}, {"name": "copper"}]).data[
        "keywords"
    ] == [
        "coal",
        "copper",
    ]


HIGHWIRE = """<meta name="citation_title" content="Three crossings open in April">
<meta name="citation_journal_title" content="Steppe Review"><meta name="citation_author" content="Ann Other">
<meta name="citation_publication_date" content="2026/01/29"><meta name="citation_keywords" content="coal; copper">
<meta name="citation_language" content="en"><meta name="og:type" content="article">
<meta name="citation_public_url" content="https://steppe.example/c/1">"""


def test_highwire_tags() -> None:
    data = read(HIGHWIRE, attributes="").data
    assert (data["headline"], data["publisher"]) == ("Three crossings open in April", "Steppe Review")
    assert (data["datePublished"], data["keywords"]) == ("2026-01-29", ["coal", "copper"])
    assert (data["inLanguage"], data["url"]) == ("en", "https://steppe.example/c/1")


# -- language -------------------------------------------------------------------------------------------


def language(tag: str, expected: str, head: str = script(PLAIN), body: str = pages.MN_BODY) -> Source:
    draft = read(head, f"<article>{body}</article>", f' lang="{tag}"')
    assert draft.data["inLanguage"] == expected
    return draft.fields["/inLanguage"]


def test_a_stated_language_that_the_text_contradicts_is_kept_and_said() -> None:
    source = language("ru", "ru")
    assert source.note == "html@lang says ru, the text reads like mn"
    assert [(a.value, a.method) for a in source.alternatives] == [("mn", "derived")]


def test_a_stated_language_of_another_script_than_the_text_loses() -> None:
    source = language("en", "mn")
    assert (source.method, source.confidence) == ("derived", "inferred")
    assert source.rule == "language of articleBody, in another script than stated"
    assert source.note == "html@lang says en, the text reads like mn"
    assert [(a.value, a.rule, a.lost) for a in source.alternatives] == [
        (
            "en",
            "html@lang",
            "the stated language is not written in the script of nearly all of the text's letters",
        )
    ]


def test_another_statement_in_the_script_of_the_text_comes_before_what_is_detected() -> None:
    source = language("en-US", "mn", script(json.dumps({**ARTICLE, "inLanguage": "mn"})))
    assert (source.method, source.confidence) == ("json-ld", "stated")
    assert [a.value for a in source.alternatives] == ["en-US"]


def test_a_stated_script_counts_and_a_text_in_two_scripts_is_left() -> None:
    assert language("en-Cyrl", "en-Cyrl").method == "html"
    mixed = pages.MN_BODY + pages.BODY
    assert language("en", "en", body=mixed).method == "html"


def test_a_stated_language_that_the_text_confirms_has_no_note() -> None:
    assert language("mn", "mn").note is None
    assert language("mn", "mn").alternatives == ()
