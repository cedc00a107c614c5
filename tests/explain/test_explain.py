"""What ``explain`` says about each value, on a page small enough to check by eye."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import NotFound
from archiver.explain import Explained, Lost, explain, readable, render
from archiver.model.items import Article, Headline
from archiver.model.provenance import (
    Alternative,
    FragmentSelector,
    Source,
    TextPositionSelector,
    TextQuoteSelector,
    XPathSelector,
)
from archiver.page.page import Page

RECORD = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
HTML = """<!doctype html><meta charset=utf-8><title>t</title>
<script type="application/ld+json">{"headline": "Coal, they said", "author": [{"name": "Jane Doe"}]}</script>
<p>Politics</p><h1>Coal is <b>over</b></h1><p>Ministers said so.</p>"""
ARTICLE = "ark:99999/fk4article00000000"


def page(html: str = HTML) -> Page:
    return Page.from_entity(
        html.encode(), url="https://example.org/", record=RECORD, content_type="text/html; charset=utf-8"
    )


def article(fields: dict[str, Source], **data: Any) -> Article:
    provenance = {"extractor": {"name": "archiver", "version": "1"}, "fields": fields}
    document = {"id": ARTICLE, "capture": ARTICLE, "data": data, "provenance": provenance}
    return Article.model_validate(document, strict=False)


def example(of: Page) -> Article:
    """A headline from the ``h1`` over one from JSON-LD, and an author from JSON-LD."""
    root = of.root
    assert root is not None
    stated = {"headline": "Coal, they said", "author": [{"name": "Jane Doe"}]}
    script = root.find(".//script")
    lost = of.at_json(script, stated, "/headline")
    alternative = Alternative(
        value="Coal, they said",
        method="json-ld",
        rule="ld-headline",
        selectors=lost.selectors,
        textForm=lost.text_form,
        raw=lost.raw,
        lost="displayed-first",
    )
    heading = of.source(
        of.at_element(root.find(".//h1")), "html", "h1", alternatives=[alternative], note="as shown"
    )
    author = of.source(of.at_json(script, stated, "/author/0/name"), "json-ld", "ld-author")
    fields = {"/headline": heading, "/author/0/name": author}
    return article(fields, headline="Coal is over", author=[{"name": "Jane Doe"}])


def test_a_value_with_its_selectors_and_the_quote_in_its_context() -> None:
    here = page()
    headline, author = explain(example(here), here)
    assert headline == Explained(
        pointer="/headline",
        value="Coal is over",
        method="html",
        rule="h1",
        transform="verbatim",
        confidence="stated",
        note="as shown",
        selectors=("XPath /html/body/h1", "quote “Coal is over”"),
        before="t Politics ",
        exact="Coal is over",
        after=" Ministers said so. ",
        raw="Coal is over",
        resolves=True,
        problems=(),
        alternatives=(Lost("Coal, they said", "json-ld", "ld-headline", "displayed-first"),),
    )
    assert author.selectors == ("XPath /html/head/script, JSON Pointer /author/0/name, characters 0–8",)
    assert (author.exact, author.resolves) == ("Jane Doe", True)


def test_a_page_that_changed_is_said_field_by_field() -> None:
    changed = page(HTML.replace("over", "here to stay"))
    headline, author = explain(example(page()), changed)
    assert not headline.resolves and not author.resolves
    assert any("XPathSelector selects 'Coal is here to stay'" in problem for problem in headline.problems)
    assert all("entity is sha256:" in problem for problem in author.problems)


def test_a_selector_that_finds_nothing_has_no_quote_and_says_so() -> None:
    here = page()
    gone = here.source(here.at_attribute(here.root, "lang"), "html", "lang")  # type: ignore[arg-type]
    [one] = explain(article({"/headline": gone}, headline="x"), here)
    assert (one.exact, one.resolves) == ("", False)
    assert "selects nothing" in one.problems[0]


def test_a_source_without_a_value_is_a_problem_and_no_crash() -> None:
    here = page()
    extra = example(here).provenance.fields["/headline"]
    [one] = explain(article({"/keywords/3": extra}, headline="x"), here)
    assert one.problems == ("the item has no value there",)


@pytest.mark.parametrize(
    ("field", "pointers"),
    [
        ("headline", ["/headline"]),
        ("/headline", ["/headline"]),
        ("author", ["/author/0/name"]),
        ("/author/0", ["/author/0/name"]),
        ("author/0/name", ["/author/0/name"]),
        (None, ["/headline", "/author/0/name"]),
    ],
)
def test_a_field_is_a_name_or_a_pointer(field: str | None, pointers: list[str]) -> None:
    here = page()
    assert [one.pointer for one in explain(example(here), here, field)] == pointers


@pytest.mark.parametrize("field", ["head", "", "/", "author/1", "publisher", "\x1b[2J"])
def test_an_unknown_field_names_those_there_are(field: str) -> None:
    here = page()
    with pytest.raises(NotFound, match=r"has no field .*: it has headline, author") as error:
        explain(example(here), here, field)
    assert str(error.value).isprintable()


def test_a_headline_in_plain_text_is_a_span_of_characters() -> None:
    text = "1 COAL IS OVER GOGO.MN PUBLISHED:2026/01/29"
    here = Page.from_entity(
        text.encode(), url="https://example.org/d", record=RECORD, content_type="text/plain"
    )
    source = here.source(here.at_span(2, 14), "text", "digest")
    item = Headline.model_validate(
        {
            "id": ARTICLE,
            "capture": ARTICLE,
            "data": {"headline": "COAL IS OVER"},
            "provenance": {
                "extractor": {"name": "archiver", "version": "1"},
                "fields": {"/headline": source},
            },
        },
        strict=False,
    )
    [one] = explain(item, here)
    assert one.selectors[0] == "characters 2–14"
    assert (one.before, one.exact, one.after) == ("1 ", "COAL IS OVER", " GOGO.MN PUBLISHED:2026/01/29")
    assert one.resolves


@pytest.mark.parametrize(
    ("selector", "line"),
    [
        (XPathSelector(value="/html/body/h1"), "XPath /html/body/h1"),
        (TextPositionSelector(start=10, end=85), "characters 10–85"),
        (TextQuoteSelector(exact="x" * 100), "quote “" + "x" * 60 + "… (100 characters)”"),
        (FragmentSelector(value=""), "JSON Pointer (whole)"),
    ],
)
def test_selectors_read_on_one_line(selector: Any, line: str) -> None:
    assert readable(selector) == line


# -- render ---------------------------------------------------------------------------------------------


def test_render_is_a_calm_block_a_field() -> None:
    here = page()
    assert (
        render(explain(example(here), here), width=72)
        == """\
/headline
  value       Coal is over
  found       html, rule h1; taken verbatim; stated
  where       XPath /html/body/h1
              quote “Coal is over”
  quote       t Politics ⟦Coal is over⟧ Ministers said so.
  note        as shown
  resolves    yes, every selector
  also found  Coal, they said (json-ld, rule ld-headline) lost:
              displayed-first

/author/0/name
  value       Jane Doe
  found       json-ld, rule ld-author; taken verbatim; stated
  where       XPath /html/head/script, JSON Pointer /author/0/name,
              characters 0–8
  quote       {"headline": "Coal, they said", "author": [{"name": "⟦Jane
              Doe⟧"}]}
  resolves    yes, every selector"""
    )


def test_render_says_no_and_why() -> None:
    text = render(explain(example(page()), page(HTML + " "), "headline"), width=80)
    assert re.search(r"resolves    NO\n {14}the record's entity is sha256:", text)


def test_render_cuts_what_is_long_and_says_how_long_it_is() -> None:
    here = page(f"<p>{'coal ' * 1000}</p>")
    source = here.source(here.at_element(here.root.find(".//p")), "html", "p")  # type: ignore[union-attr]
    text = render(
        explain(article({"/articleBody": source}, headline="x", articleBody="coal " * 999 + "coal"), here)
    )
    assert "… (4,999 characters)" in text
    assert len(text) < 3000


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(0, 200))
def test_render_gives_a_terminal_nothing_to_act_on(text: str, width: int) -> None:
    one = Explained(
        pointer="/headline",
        value=text,
        method="html",
        rule=text,
        transform="verbatim",
        confidence="stated",
        note=text,
        selectors=(text,),
        before=text,
        exact=text,
        after=text,
        raw=text,
        resolves=False,
        problems=(text,),
        alternatives=(Lost(text, "meta", text, text),),
    )
    shown = render([one], width=width)
    assert all(line.isprintable() for line in shown.split("\n"))


def test_brackets_of_the_page_do_not_look_like_ours() -> None:
    here = page("<h1>Coal⟧ ⟦is over</h1>")
    source = here.source(here.at_element(here.root.find(".//h1")), "html", "h1")  # type: ignore[union-attr]
    text = render(explain(article({"/headline": source}, headline="Coal⟧ ⟦is over"), here))
    assert r"quote       ⟦Coal\u27e7 \u27e6is over⟧" in text
