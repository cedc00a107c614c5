"""The library's lines, found again as whole elements and text nodes of our own tree, and what is not given to it."""

from __future__ import annotations

import time

import pytest

from archiver.extract.articles import second_opinion as library
from archiver.extract.articles.alignment import Letters, align, cover, fold
from archiver.page.text import node_text
from tests.extract import articles_pages as pages

LONG = "A line of more than forty letters that nobody could mistake for another one"
OTHER = "A second line, also long enough that it is looked for anywhere in the page"


def aligned(html: str, *lines: str) -> tuple[str, int]:
    """The text of what the lines were found to be, and how many were not found."""
    root = pages.page(html).root
    assert root is not None
    letters = Letters(root)
    runs, missed = align(letters, list(lines))
    return node_text(cover(letters, runs)), missed


CASES = {
    "whole paragraphs": (f"<p>{LONG}</p><p>{OTHER}</p>", f"{LONG}\n{OTHER}"),
    "inline markup and marks": (f"<p>“<em>{LONG}</em>”</p><p>{OTHER}</p>", f"“{LONG}”\n{OTHER}"),
    "text between line breaks": (f"<div>{LONG}<br>{OTHER}<br>no part</div>", f"{LONG}\n{OTHER}"),
    "lines broken in the source": (f"<p>{LONG}\n{OTHER}</p>", f"{LONG} {OTHER}"),
    "a word put in between": (f"<p>{LONG} <b>ad</b> {OTHER}</p>", f"{LONG} ad {OTHER}"),
}


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES.keys())
def test_lines_become_whole_nodes(html: str, text: str) -> None:
    lines = [f"{LONG} {OTHER}"] if "ad" in text.split() else [LONG, OTHER]
    assert aligned(f"<div><h2>Before</h2>{html}<p>After</p></div>", *lines) == (text, 0)


def test_short_lines_are_looked_for_between_their_neighbours_only() -> None:
    html = f"<p>Yes</p><div><p>{LONG}</p><p>Yes</p><p>{OTHER}</p></div><p>Yes</p>"
    assert aligned(html, LONG, "Yes", OTHER) == (f"{LONG}\nYes\n{OTHER}", 0)


def test_a_line_that_is_not_there_is_left_out_and_counted() -> None:
    assert aligned(f"<p>{LONG}</p>", LONG, OTHER.upper() + " and more") == (LONG, 1)


def test_half_a_text_node_is_not_taken() -> None:
    assert aligned(f"<p>{LONG} and the rest of the sentence</p>", LONG) == ("", 1)


def test_letters_survive_what_libraries_do_to_text() -> None:
    assert fold("It’s  “ЁЛ”\u00a0– 5,0") == fold("it's\nёл 50")


LARGE = {
    "links": "<a href=/x>x</a>" * (library.MAX_LINKS + 1),
    "paragraphs": "<p>x</p>" * (library.MAX_PARAGRAPHS + 1),
    "meta": "<meta name=a content=b>" * (library.MAX_METAS + 1),
    "elements": "<b>x</b>" * (library.MAX_ELEMENTS + 1),
    "tables": "<table><tr><td>x</table>" * (library.MAX_TABLES + 1),
    "tables in tables": "<table><tr><td>" * (library.MAX_NESTED + 1),
    "tables never closed": "<table>" * 3_000,
    "articles in articles": "<article>" * (library.MAX_NESTED + 1),
    "elements in elements": "<div>" * (library.MAX_DEPTH + 1),
}


@pytest.mark.parametrize("html", LARGE.values(), ids=LARGE.keys())
def test_pages_that_would_hang_the_library_are_not_given_to_it(html: str) -> None:
    page = pages.page(f"<html><body><h1>A page</h1>{html}{pages.BODY}</body></html>")
    started = time.perf_counter()
    assert library.second_opinion(page) is None
    assert time.perf_counter() - started < 5
    assert any(note.startswith("body not read: more than") for note in page.notes)


def test_a_page_laid_out_with_tables_is_given_to_it_all_the_same() -> None:
    inner = "<table><tr><td>" * (library.MAX_NESTED // 5) + pages.BODY
    page = pages.page(f"<html><body><h1>A page</h1>{inner}</body></html>")
    assert library.second_opinion(page) is not None


def test_the_tree_of_the_page_is_left_as_it_was() -> None:
    page, untouched = pages.page(pages.JSON_LD), pages.page(pages.JSON_LD)
    assert library.second_opinion(page) is not None
    assert page.document_text.text == untouched.document_text.text
