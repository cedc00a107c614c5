"""The article's body as the page shows it: which element holds it, and what in it and around it is no part of it."""

from __future__ import annotations

import time

import pytest

from archiver.extract.articles import body_rules as rules
from archiver.extract.articles import read_article
from archiver.extract.articles.body import read_body
from archiver.extract.articles.candidate import Reader
from archiver.extract.articles.regions import Regions
from archiver.page.check import check_source
from archiver.page.page import Page
from tests.extract import articles_pages as pages

TEXT = "\n".join(pages.PARAGRAPHS)
OTHERS = "".join(
    f"<li><a href=/o/{n}>Another story that readers also opened, number {n}</a></li>" for n in range(9)
)
TEASERS = "".join(
    f"<div><h3><a href=/t/{n}>Story {n}</a></h3><p>What this other story number {n} is about, in one sentence"
    " of prose that could be an article's first.</p></div>"
    for n in range(12)
)


def page_of(inner: str) -> Page:
    return pages.page(f"<html><head><title>A page</title></head><body>{inner}</body></html>")


def body_of(inner: str) -> tuple[str, str]:
    """The body's text, checked against its own selectors, and the rule that chose it."""
    page = page_of(inner)
    assert page.root is not None
    found = read_body(Reader(page), Regions(page, page.root))
    if found is None:
        return "", ""
    assert check_source(page, found.candidate.source(page), found.candidate.value) == []
    return str(found.candidate.value), found.candidate.rule


HOLDERS = {
    "itemprop:articleBody": f"<div itemprop=articleBody>{pages.BODY}</div>",
    "class of an article's text": f"<div class='entry-content'>{pages.BODY}</div>",
    "article element": f"<article>{pages.BODY}</article>",
    "where the prose is": f"<div><div>{pages.BODY}</div></div>",
}


@pytest.mark.parametrize(("rule", "html"), HOLDERS.items(), ids=HOLDERS.keys())
def test_what_holds_the_text(rule: str, html: str) -> None:
    around = (
        f"<ul>{OTHERS}</ul><h1>A page</h1>{html}<div class=related>{TEASERS}</div><footer>© 2026</footer>"
    )
    assert body_of(around) == (TEXT, rule)


NO_PART = {
    "a standfirst": ("<h2>What it is about, in a line</h2>", ""),
    "a byline": ("<div class=byline>By Jane Doe, a reporter who covers mining and trade.</div>", ""),
    "a line of name and date": (
        "<div><span class=author>By Jane Doe of the Steppe Post</span> <span class=date>29 January 2026</span></div>",
        "",
    ),
    "links to other stories": ("", f"<h3>Read also</h3><ul>{OTHERS}</ul>"),
    "a link that is announced": ("", "<p>Related: <a href=/x>Seven strange signs of an allergy</a></p>"),
    "a box to sign up in": (
        "",
        "<div class='newsletter-box'><p>Get our stories every morning, free.</p></div>",
    ),
    "an appeal": ("", "<p>Subscribe to our newsletter and never miss a story again.</p>"),
    "whose text it is": ("", "<p>© 2026 Steppe Post. All rights reserved.</p>"),
    "a form": ("", "<form><p>Tell us what you think of this story, dear reader.</p></form>"),
    "what is not shown": (
        "",
        "<div style='display: none'><p>An error has occurred, try again later.</p></div>",
    ),
    "comments": (
        "",
        f"<div id=comments>{'<p>I do not agree with any of this, and I say so.</p>' * 40}</div>",
    ),
    "a caption": ("<figure><img src=a.jpg><figcaption>Lorries at the crossing.</figcaption></figure>", ""),
    "a notice": ("<p>Advertisement</p>", "<p>Реклама</p>"),
}


@pytest.mark.parametrize(("before", "after"), NO_PART.values(), ids=NO_PART.keys())
@pytest.mark.parametrize("holder", ["div class=article-body", "article", "div"])
def test_what_is_no_part_of_the_text(before: str, after: str, holder: str) -> None:
    html = f"<h1>A page</h1><{holder}>{before}{pages.BODY}{after}</{holder.partition(' ')[0]}>"
    assert body_of(html)[0] == TEXT


def test_what_the_header_said_is_not_said_again() -> None:
    said = "<p>Parliament opens three crossings, and nobody knows yet who will pay for the lorries and the roads.</p>"
    html = f"<header>{said}</header><h1>A page</h1><article>{said}{pages.BODY}</article>"
    assert body_of(html)[0] == TEXT


def test_links_between_paragraphs_are_left_out_with_the_label_over_them() -> None:
    first, *rest = (f"<p>{text}</p>" for text in pages.PARAGRAPHS)
    between = "<p><strong>More on this</strong></p><p><a href=/x>A story about another crossing</a></p>"
    assert body_of(f"<h1>A page</h1><article>{first}{between}{''.join(rest)}</article>")[0] == TEXT


PART = {
    "headings": ("<h2>The second half</h2>", "The second half"),
    "lists": (
        "<ul><li>One crossing in the south</li><li>Two in the west</li></ul>",
        "One crossing in the south\nTwo in the west",
    ),
    "quotations": ("<blockquote><p>We counted every lorry.</p></blockquote>", "We counted every lorry."),
    "embedded posts": (
        "<div class=social-embed><blockquote><p>We counted every lorry.</p></blockquote></div>",
        "We counted every lorry.",
    ),
    "text between line breaks": ("<div>We counted<br>every lorry.</div>", "We counted every lorry."),
}


@pytest.mark.parametrize(("html", "text"), PART.values(), ids=PART.keys())
def test_what_is_part_of_the_text(html: str, text: str) -> None:
    first, *rest = pages.PARAGRAPHS
    inner = f"<p>{first}</p>{html}{''.join(f'<p>{entry}</p>' for entry in rest)}"
    assert body_of(f"<h1>A page</h1><div class=post-content>{inner}</div>")[0] == "\n".join(
        [first, text, *rest]
    )


def test_text_beside_blocks_is_taken_node_by_node() -> None:
    first, second, *_ = pages.PARAGRAPHS
    html = f"<h1>A page</h1><div class=story-body>{first}<div class=ad>Buy</div>{second}<p>{TEXT}</p></div>"
    assert body_of(html)[0] == "\n".join([first, second, " ".join(pages.PARAGRAPHS)])


def test_the_article_of_the_heading_is_read_not_the_longer_one_below() -> None:
    longer = "".join(f"<p>{text}</p>" for text in pages.MN_PARAGRAPHS * 3)
    html = (
        f"<main><article><h1>A page</h1>{pages.BODY}</article><article><h2>Next</h2>{longer}</article></main>"
    )
    assert body_of(html)[0] == TEXT


def test_a_page_that_is_hidden_until_a_script_shows_it_is_read() -> None:
    assert body_of(f"<p>Loading.</p><div hidden><h1>A page</h1><div>{pages.BODY}</div></div>")[0] == TEXT


def test_a_class_word_that_would_take_all_of_the_text_is_not_believed() -> None:
    assert body_of(f"<h1>A page</h1><div class='widget social'>{pages.BODY}</div>")[0] == TEXT


def test_many_classes_on_a_paragraph_say_how_it_looks() -> None:
    looks = "text-lg share-tight promo-font mt-4"
    inner = "".join(f"<p class='{looks}'>{text}</p>" for text in pages.PARAGRAPHS)
    assert body_of(f"<h1>A page</h1><article>{inner}</article>")[0] == TEXT


def test_how_sure_it_is_depends_on_what_chose_the_container() -> None:
    sure = {}
    for rule, html in HOLDERS.items():
        page = page_of(f"<h1>A page</h1>{html}")
        assert page.root is not None
        found = read_body(Reader(page), Regions(page, page.root))
        assert found is not None
        sure[rule] = found.candidate.confidence
    assert list(sure.values()) == ["stated", "inferred", "inferred", "guessed"]


def test_without_the_body_the_other_values_are_the_same() -> None:
    whole = read_article(pages.page(pages.JSON_LD))
    rest = read_article(pages.page(pages.JSON_LD), article_body=False)
    assert whole is not None
    assert rest is not None
    assert rest.data == {k: v for k, v in whole.data.items() if k not in ("articleBody", "wordCount")}


HOSTILE = {
    "links": "<a href=/x>a story here</a> " * 50_000,
    "paragraphs": "<p>A sentence of prose.</p>" * 100_000,
    "links deep inside": "<div>" * 1_500 + "<a href=/x>a story here</a>" * 5_000,
    "holders in holders": "<div class=article-body>" * 1_500,
    "text nodes": "<div><p>x</p>" + "Some text of a node that ends.<br>" * 20_000 + "</div>",
    "quotations in quotations": "<blockquote>" * 1_500,
    "one line": "word " * 1_000_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_on_hostile_pages_is_bounded(html: str) -> None:
    page = page_of(f"<h1>A page</h1>{pages.BODY}{html}")
    assert page.root is not None
    regions = Regions(page, page.root)
    started = time.perf_counter()
    read_body(Reader(page), regions)
    assert time.perf_counter() - started < 5


def test_what_is_over_the_bounds_is_said() -> None:
    page = page_of(
        f"<h1>A page</h1><article>{'<p>A sentence of prose.</p>' * (rules.MAX_BLOCKS + 1)}</article>"
    )
    assert page.root is not None
    assert read_body(Reader(page), Regions(page, page.root)) is not None
    assert page.notes == [
        f"read in part: blocks of text after the first {rules.MAX_BLOCKS:,} were left out",
        f"read in part: the text of the article is cut after {rules.MAX_NODES:,} of {rules.MAX_BLOCKS - 1:,} elements",
    ]
