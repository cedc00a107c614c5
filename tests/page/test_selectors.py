"""What a place is called, it is found by; what changed, is not found; every text form is what it says."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model.provenance import FragmentSelector, TextPositionSelector, TextQuoteSelector, XPathSelector
from archiver.page.check import check_source, context_of
from archiver.page.json_text import JsonError, parse_json, pointed
from archiver.page.page import Page, Place
from archiver.page.selectors import Unresolved, resolve

HTML = """<!doctype html><html lang="mn"><head><title>Нүүр &amp; мэдээ</title>
<meta property="og:title" content="  Шинэ  мэдээ ">
<script type="application/ld+json">{"@graph": [{"a/b": {"headline": "Coal \\u2014 again"}}]}</script>
<style>p { color: red }</style></head>
<body><h1>Нэг<br>хоёр <b>гурав</b></h1><!-- between --><p>First<span> part</span></p>loose text
<noscript>hidden</noscript><p>Second</p><o:p>odd name</o:p></body></html>"""


def page(text: str = HTML, kind: str = "text/html; charset=utf-8") -> Page:
    return Page.from_entity(text.encode(), url="https://example.org/a", record="<urn:x>", content_type=kind)


def every_place(here: Page) -> dict[str, Place]:
    root = here.root
    assert root is not None
    script = root.find(".//script")
    document = parse_json(script.text or "")  # type: ignore[union-attr]
    return {
        "an element": here.at_element(root.find(".//h1")),  # type: ignore[arg-type]
        "a part of one": here.at_element(root.find(".//h1"), 4, 8),  # type: ignore[arg-type]
        "an attribute": here.at_attribute(root.find(".//meta"), "content"),  # type: ignore[arg-type]
        "a part of one attribute": here.at_attribute(root.find(".//meta"), "content", 2, 6),  # type: ignore[arg-type]
        "several nodes": here.at_nodes(root.xpath("//body/p | //body/text()[contains(., 'loose')]")),  # type: ignore[arg-type]
        "a JSON value": here.at_json(script, document, "/@graph/0/a~1b/headline"),
        "an odd element": here.at_element(root.xpath("//*[name()='o:p']")[0]),  # type: ignore[index, arg-type]
    }


EXPECTED = {
    "an element": "Нэг хоёр гурав",
    "a part of one": "хоёр",
    "an attribute": "  Шинэ  мэдээ ",
    "a part of one attribute": "Шинэ",
    "several nodes": "First part\nloose text\nSecond",
    "a JSON value": "Coal — again",
    "an odd element": "odd name",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_selector_of_a_place_finds_it_again_in_a_fresh_parse(name: str) -> None:
    place = every_place(page())[name]
    fresh = page()
    assert place.raw == EXPECTED[name]
    for selector in place.selectors:
        assert resolve(fresh, selector, place.text_form) == place.raw
    source = fresh.source(place, "html", "test")
    assert check_source(fresh, source, place.raw) == []
    assert context_of(fresh, source)[1] == place.raw


def test_document_text_leaves_out_what_no_reader_sees_and_parts_blocks() -> None:
    text = page().document_text.text
    assert "hidden" not in text and "color" not in text and "headline" not in text and "between" not in text
    assert "Нэг хоёр гурав First part loose text Second odd name" in text


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        (XPathSelector(value="/html/body/h2"), "selects nothing"),
        (XPathSelector(value="]["), "XPath"),
        (
            XPathSelector(value="/html/body/h1", refinedBy=TextPositionSelector(start=5, end=99)),
            "characters 5-99",
        ),
        (TextQuoteSelector(exact="Нэг", prefix="other ", suffix=""), "is not in the text"),
        (
            XPathSelector(value="/html/head/script", refinedBy=FragmentSelector(value="/no")),
            "selects nothing",
        ),
        (XPathSelector(value="/html/body/h1", refinedBy=FragmentSelector(value="/no")), "not JSON"),
    ],
)
def test_what_is_not_there_is_said(selector: XPathSelector | TextQuoteSelector, why: str) -> None:
    with pytest.raises(Unresolved, match=why):
        resolve(page(), selector, "document-text")


def test_a_page_that_says_something_else_no_longer_holds_the_value() -> None:
    here = page()
    place = every_place(here)["an element"]
    source = here.source(place, "html", "h1")
    assert check_source(here, source, "Нэг хоёр гурав") == []
    assert check_source(here, source, "Нэг") != []
    changed = page(HTML.replace("хоёр", "дөрөв"))
    problems = check_source(changed, source, "Нэг хоёр гурав")
    assert len(problems) == 3  # the digest, the XPath's text, the quote


@given(st.text(max_size=200), st.data())
def test_spans_of_any_plain_text_resolve(text: str, data: st.DataObject) -> None:
    here = page(text.encode("utf-8", "replace").decode(), "text/plain; charset=utf-8")
    end = data.draw(st.integers(0, len(here.text)))
    start = data.draw(st.integers(0, end))
    place = here.at_span(start, end)
    assert all(resolve(here, s, place.text_form) == here.text[start:end] for s in place.selectors)


@given(st.text(max_size=300))
def test_any_text_as_html_has_a_document_text_in_which_elements_have_their_place(text: str) -> None:
    here = page(f"<div><p>{text}</p><p>x</p></div>")
    if here.root is None:
        return
    for node in here.root.iter("p"):
        place = here.at_element(node)
        assert all(
            resolve(page(f"<div><p>{text}</p><p>x</p></div>"), s, place.text_form) == place.raw
            for s in place.selectors
        )


def test_xml_elements_are_named_without_namespaces() -> None:
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><!-- c --><x:a xmlns:x="urn:x"/><title>T</title></feed>'
    here = page(feed, "application/atom+xml")
    title = here.root[-1]  # type: ignore[index]
    place = here.at_element(title)
    assert place.raw == "T"
    assert resolve(page(feed, "application/atom+xml"), place.selectors[0], place.text_form) == "T"


def test_no_entity_and_no_file_is_ever_loaded() -> None:
    feed = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><title>a&x;b</title></rss>'
    assert "root:" not in page(feed, "application/rss+xml").document_text.text


def test_a_tag_of_a_million_attributes_costs_nothing() -> None:
    started = time.monotonic()
    here = page("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">text</p>")
    assert here.root is not None
    assert here.document_text.text.strip() == "text"
    assert here.notes == ["read in part: a tag has too many attributes: 1,000,000 were left out"]
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "start", ["<html lang='mn' />", "<HTML/>", "<html / >", "<head><title>t</title></head><html/>"]
)
def test_a_page_does_not_end_at_an_html_tag_that_closes_itself(start: str) -> None:
    here = page(f"<!doctype html>{start}<script>x = '<html/>'</script><p>text</p>")
    assert here.document_text.text.split()[-1] == "text"
    assert b"'<html/>'" in here.markup  # what only looks like it stays
    assert here.notes == []


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": NaN}', "{'a': 1}", '"' + "x" * 2_000_000 + '"', ""])
def test_json_that_is_not_read(text: str) -> None:
    with pytest.raises(JsonError):
        parse_json(text)


def test_a_json_string_that_does_not_end_is_gone_through_once() -> None:
    started = time.monotonic()
    with pytest.raises(JsonError):
        parse_json('{"a": [1,], "b": "' + '\\"' * 150_000)
    assert time.monotonic() - started < 5


def test_json_in_old_wrappers_and_pointers() -> None:
    assert parse_json('<!--\n{"a": [1, {"b/c": "~"}]}\n//-->;') == {"a": [1, {"b/c": "~"}]}
    assert pointed({"a": [1, {"b/c~": 2}]}, "/a/1/b~1c~0") == 2
    for pointer in ("/b", "/a/2", "/a/x", "/a/0/z"):
        with pytest.raises(KeyError):
            pointed({"a": [1]}, pointer)
