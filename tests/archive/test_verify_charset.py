"""A value read when ``meta`` was still obeyed stays right: its source says in which charset it was read."""

from __future__ import annotations

from dataclasses import replace

from archiver.extract.read import read
from archiver.page.page import Page
from archiver.verify.items import _problems
from tests.extract.articles_pages import BODY

HTML = f"<meta charset=iso-8859-1><title>Café opens</title><article><h1>Café opens again</h1>{BODY}</article>"


def page() -> Page:
    return Page.from_entity(
        HTML.encode(),
        url="http://a.example/1",
        record="<urn:uuid:00000000-0000-4000-8000-000000000000>",
        content_type="text/html",
    )


def headline_of(read_as: Page) -> tuple[str, list[str]]:
    """The headline read from a page, and what is wrong with it on a fresh copy."""
    (draft,) = read(read_as).drafts
    value = draft.data["headline"]
    return value, _problems(page(), draft.fields["/headline"], value)


def test_values_of_either_reading_resolve() -> None:
    assert headline_of(page()) == ("Café opens again", [])
    assert headline_of(page().as_stated) == ("CafÃ© opens again", [])


def test_a_charset_that_nothing_states_does_not() -> None:
    other = replace(page(), content_type="text/html; charset=koi8-r")
    assert other.charset.name == "koi8-r"
    value, problems = headline_of(other)
    assert value != "Café opens again"
    assert any("the source says koi8-r" in problem for problem in problems)
