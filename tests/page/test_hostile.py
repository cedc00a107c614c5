"""Pages and provenance documents that mean harm: what they cost is bounded, what they say is said or refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.extract.draft import Draft
from archiver.extract.read import read
from archiver.model.provenance import FragmentSelector, Selector, TextQuoteSelector, XPathSelector
from archiver.page import memo, selectors
from archiver.page.check import check_source, context_of, value_at
from archiver.page.json_text import JsonError, parse_json, pointed, value_text
from archiver.page.page import Page
from archiver.page.selectors import Unresolved, resolve


def page(body: str, kind: str = "text/html; charset=utf-8") -> Page:
    return Page.from_entity(body.encode(), url="https://example.org/a", record="<urn:x>", content_type=kind)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < seconds


# -- JSON -----------------------------------------------------------------------------------------------

BLANK = " " * 900_000
LONG_RUNS = {
    "inside a string": '{"a": "' + BLANK + '"}',
    "inside the document": '{"a":' + BLANK + "1}",
    "before what is no JSON": "//" + BLANK + "x",
    "before a wrapper's end": '{"a": 1}' + BLANK + "//",
    "of slashes": '{"a": 1}' + "//" * 400_000,
    "of comments that open": "<!--" * 200_000,
}


@pytest.mark.parametrize("text", LONG_RUNS.values(), ids=LONG_RUNS.keys())
def test_a_long_run_of_anything_costs_no_more_than_reading_it(text: str) -> None:
    with within(1), suppress(JsonError):
        parse_json(text)


WRAPPED = [
    '{"a": 1}',
    '  {"a": 1};\n',
    '<!-- {"a": 1} -->',
    '<!--\n{"a": 1}\n//-->',
    '// <!--\n{"a": 1}\n// -->;',
    '//<![CDATA[\n{"a": 1}\n//]]>',
    '<![CDATA[{"a": 1}]]>',
    '{"a": 1}\n<!-- made in 0.1 s -->',
]


@pytest.mark.parametrize("text", WRAPPED)
def test_the_wrappers_of_old_pages_come_off(text: str) -> None:
    assert parse_json(text) == {"a": 1}


def test_what_looks_like_a_wrapper_inside_a_value_stays() -> None:
    assert parse_json('"<!-- a -->;"') == "<!-- a -->;"


UNSTORABLE = {
    '"a \\ud800 b"': "a \ufffd b",
    '"a \\uDFFF"': "a \ufffd",
    '"\\ude00\\ud83d"': "\ufffd\ufffd",
    '"a \\u0000 b"': "a \ufffd b",
    '["\\ud800", {"k\\udc00": "\\u0000"}]': ["\ufffd", {"k\ufffd": "\ufffd"}],
    '"\\ud83d\\ude00"': "\U0001f600",
    '"\\\\ud800"': "\\ud800",
}


@pytest.mark.parametrize(("text", "value"), UNSTORABLE.items())
def test_half_characters_and_nul_become_the_replacement_character(text: str, value: object) -> None:
    assert parse_json(text) == value
    value_text(parse_json(text)).encode()


@given(st.text(st.characters(codec=None), max_size=20))
@example("\ud800\0")
def test_any_string_that_json_can_spell_can_be_stored(text: str) -> None:
    stored = parse_json(json.dumps({"a": text}))["a"]
    assert "\0" not in stored and len(stored.encode("utf-16")) > 0


@pytest.mark.parametrize("pointer", ["/-1", "/+1", "/ 1", "/0_1", "/\u0661", "/01", "/1e0", "/", "1", "x/0"])
def test_an_index_is_digits_and_a_pointer_starts_with_a_slash(pointer: str) -> None:
    with pytest.raises(KeyError):
        pointed([1, 2, 3], pointer)


def test_pointers_that_are_pointers() -> None:
    assert pointed([1, 2], "") == [1, 2]
    assert pointed([1, 2], "/0") == 1
    assert pointed({"": {"-1": 3}}, "//-1") == 3
    for pointer in ("zzz/a", "/a~2b", "/" + "9" * 5000):
        with pytest.raises(KeyError):
            pointed({"a": 1, "a~2b": 2}, pointer)


# -- extracted, and found again -------------------------------------------------------------------------


def check_all(here: Page, drafts: list[Draft]) -> int:
    """Every value of the drafts follows from a fresh parse; gives how many there are."""
    count = 0
    for draft in drafts:
        for pointer, source in draft.fields.items():
            assert check_source(here, source, value_at(draft.data, pointer)) == []
            source.model_dump_json().encode()
            count += 1
    return count


LD = '<html><head><script type="application/ld+json">{}</script></head><body><h1>x</h1></body></html>'
ARTICLE = r"""{"@type": "NewsArticle", "headline": "Snow \ud800 again", "datePublished": "2026-01-02",
    "author": {"name": "Bat \udfff Bold"}, "keywords": ["coal\u0000dust"]}"""
FEED = r"""{"version": "https://jsonfeed.org/version/1.1", "title": "t",
    "items": [{"id": "1", "url": "https://a.mn/1", "title": "head \ud800 line \u0000"}]}"""
DATE = "PUBLISHED:2026/01/29"
ENTITIES = {
    "JSON-LD": (LD.replace("{}", ARTICLE), "text/html", "Snow \ufffd again"),
    "JSON Feed": (FEED, "application/feed+json", "head \ufffd line \ufffd"),
    "a digest": (f"SNOW \0 AGAIN A.MN {DATE} ROAD OPENS B.MN {DATE}", "text/plain", "SNOW \ufffd AGAIN"),
}


@pytest.mark.parametrize(("body", "kind", "headline"), ENTITIES.values(), ids=ENTITIES.keys())
def test_values_no_encoding_holds_are_extracted_and_found_again(body: str, kind: str, headline: str) -> None:
    drafts = read(page(body, kind)).drafts
    assert drafts[0].data["headline"] == headline
    assert check_all(page(body, kind), drafts) >= 3


MANY = {
    "a list of 2,000": (
        "<html lang=en><body><h1>News</h1><ul>"
        + "".join(
            f'<li><h3><a href="/2026/01/02/story-{n}">Headline number {n} of this day in town</a></h3></li>'
            for n in range(2000)
        ),
        "text/html",
        2000,
    ),
    "a JSON feed of 1,000": (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [
                    {"id": str(n), "url": f"https://a.mn/{n}", "title": f"headline {n}"} for n in range(1000)
                ],
            }
        ),
        "application/feed+json",
        1000,
    ),
}


@pytest.mark.parametrize(("body", "kind", "count"), MANY.values(), ids=MANY.keys())
def test_a_page_of_many_items_is_read_once_not_once_an_item(body: str, kind: str, count: int) -> None:
    drafts = read(page(body, kind)).drafts
    assert len(drafts) == count
    with within(5):  # one reading an item would take several times that
        assert check_all(page(body, kind), drafts) >= 4 * count


def test_a_memo_over_its_budget_forgets_nothing_that_matters() -> None:
    asked: list[str] = []

    def work_out(text: str) -> str:
        asked.append(text[0])
        return text

    small = memo.Memo(budget=1000)
    for text in ("a" * 700, "b" * 700, "a" * 700, "b" * 700):
        assert small(("text", text[0]), partial(work_out, text), len) == text
    assert asked == ["a", "b", "b"]


def test_json_that_is_not_read_is_not_read_again_for_each_value() -> None:
    here = page("<script>" + "[" * 900_000 + "</script>")
    selector = XPathSelector(value="/html/head/script", refinedBy=FragmentSelector(value="/a"))
    with within(5):
        for _ in range(1000):
            with pytest.raises(Unresolved, match=r"too deep|not JSON"):
                resolve(here, selector, "json-value")


# -- XPath ----------------------------------------------------------------------------------------------

WRITTEN = [
    "/html/body/div[2]/p",
    "/*[1]/*[2]/*[13]",
    "/html/body/p[1]/text()[1] | /html/body/div[2]",
    "/html/body/p[1]/@data-x.y",
    "/html/body/p[1]/@*[name()='x:y']",
    "/html/body/p[1]/@*[local-name()='href' and namespace-uri()='http://www.w3.org/1999/xlink']",
]
HOSTILE = [
    "//*" + "[count(//*//*//*//*)>0]" * 4,
    "//p",
    "/html/body/p[1]\0",
    "/html/body/p[\u0661]",
    "/html/body/p[last()]",
    "/html/body/p[1]/..",
    "/html//p",
    "id('x')",
    "count(/html)",
    "/html/body/p['\ud800']",
    "/html/body/@*[name()='\ud800']",
    "/html/body/p\n",
    "",
    "][",
    " | ".join(["/html"] * (selectors.MAX_PATHS + 1)),
    "/html" + "/p[" * 100_000,
]


@pytest.mark.parametrize("xpath", WRITTEN)
def test_the_xpath_that_extractors_write_is_resolved(xpath: str) -> None:
    here = page("<p data-x.y=a x:y=a>a</p><div></div><div><p>b</p></div>")
    try:
        resolve(here, XPathSelector(value=xpath), "node-text")
    except Unresolved as error:
        assert str(error).endswith("selects nothing")


@pytest.mark.parametrize("xpath", HOSTILE, ids=range(len(HOSTILE)))
def test_other_xpath_never_reaches_the_engine(xpath: str) -> None:
    here = page("<p>a<p>b" * 1000)
    with within(1), pytest.raises(Unresolved) as refused:
        resolve(here, XPathSelector(value=xpath), "node-text")
    assert len(str(refused.value)) < 500
    str(refused.value).encode()


def test_as_many_paths_as_are_resolved_cost_little() -> None:
    here = page("<p>a" * 20_000)
    paths = " | ".join(f"/html/body/p[{20_000 - n}]" for n in range(selectors.MAX_PATHS))
    with within(10):
        assert resolve(here, XPathSelector(value=paths), "node-text").count("a") == selectors.MAX_PATHS


TAGS = st.sampled_from(["p", "div", "o:p", "x-y", "svg", "table", "tr", "td", "a", "b1", "e.f", "text", "h1"])
SOUP = st.lists(st.tuples(TAGS, st.sampled_from(["<{}>", "</{}>", "<{}/>", "t", "<!-- -->"])), max_size=30)


@given(SOUP, st.sampled_from(["text/html", "application/xml"]))
def test_every_node_of_any_soup_is_found_by_the_path_it_is_given(
    soup: list[tuple[str, str]], kind: str
) -> None:
    body = "<r>" + "".join(form.format(tag) for tag, form in soup)
    here = page(body, kind)
    nodes = [node for node in here.root.iter() if isinstance(node.tag, str)] if here.root is not None else []
    for node in nodes:
        texts: Any = node.xpath("text()")
        for place in (here.at_element(node), *(here.at_nodes([text]) for text in texts)):
            assert resolve(page(body, kind), place.selectors[0], place.text_form) == place.raw


@pytest.mark.parametrize(
    "selector",
    [
        XPathSelector(value="/html/body/p/@*[name()='a/@b']"),
        XPathSelector(value="/html/body/p/@empty"),
        TextQuoteSelector(exact="\ud800", prefix="", suffix=""),
    ],
)
def test_the_context_of_an_odd_selector_is_shown_or_refused(selector: Selector) -> None:
    here = page("<p a/@b=x empty=''>text</p>")
    place = here.at_element(here.root.find(".//p"))  # type: ignore[union-attr, arg-type]
    source = here.source(place.by((selector,)), "html", "test")
    try:
        assert len(context_of(here, source)) == 3
    except Unresolved as error:
        assert str(error)
