"""Where a value stands in the JSON text that states it: what ``explain`` and the pages of items mark."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.extract.articles import read_article
from archiver.page.check import context_of
from archiver.page.json_text import escape, located, pointed, written
from tests.extract.articles_pages import BODY, page

_LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
_DOCUMENT = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
)
_AROUND = (
    ("", ""),
    (" \n", "\n"),
    ("<!--", "-->"),
    ("//<![CDATA[\n", "\n//]]>"),
    ('window["a"] = ', ";"),
)


def pointers(document: Any, so_far: str = "") -> list[str]:
    """Every pointer into a document."""
    entries = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [
        so_far,
        *(p for key, value in entries for p in pointers(value, f"{so_far}/{escape(key)}")),
    ]


@given(_DOCUMENT, st.sampled_from([None, 2]), st.booleans(), st.sampled_from(_AROUND))
def test_every_value_is_found_where_it_is_written(
    document: Any, indent: int | None, plain: bool, around: tuple[str, str]
) -> None:
    document = {"a": document}
    text = around[0] + json.dumps(document, indent=indent, ensure_ascii=plain) + around[1]
    for pointer in pointers(document):
        start, end = located(text, pointer)
        said = (
            text[start - 1 : end + 1]
            if text[start - 1 : start] == '"' and text[end] == '"'
            else text[start:end]
        )
        assert json.loads(said) == pointed(document, pointer)


@given(st.text(max_size=20), st.data(), st.booleans())
def test_a_part_of_a_string_is_found_behind_its_escapes(text: str, data: st.DataObject, plain: bool) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spelled = json.dumps(text, ensure_ascii=plain)[1:-1]
    first, last = written(spelled, start, end)
    assert json.loads(f'"{spelled[first:last]}"') == text[start:end]


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("", "/a"),
        ('{"a": 1}', "/b"),
        ("[1]", "/1"),
        ('{"a": 1', "/a/b"),
        ('{"a": {"b": 1,}, "c": 2}', "/c"),
        ("x", ""),
    ],
)
def test_what_is_not_there_is_not_found(text: str, pointer: str) -> None:
    with pytest.raises(KeyError):
        located(text, pointer)


def test_of_two_members_of_one_name_the_last_counts_as_it_does_when_read() -> None:
    text = '{"a": "first", "a": "last"}'
    assert text[slice(*located(text, "/a"))] == "last"


def test_a_value_is_marked_where_it_stands_and_not_where_its_words_come_first() -> None:
    stated = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "Winter Connect", "datePublished": "2020-01-01"},
            {
                "@type": "NewsArticle",
                "headline": "The winter road opens for coal",
                "datePublished": "2026-01-29T08:00:00Z",
                "author": {"@type": "Person", "name": "Bold Winter"},
                "keywords": "road, winter, coal",
            },
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    here = page(f"<html><head><title>The winter road</title>{script}</head><body>{BODY}</body></html>")
    draft = read_article(here)
    assert draft is not None
    marked = {pointer: context_of(here, source, 18) for pointer, source in draft.fields.items()}
    assert marked["/keywords/1"] == ('keywords": "road, ', "winter", ', coal"}]}')
    assert marked["/author/0/name"][:2] == ('Person", "name": "', "Bold Winter")
    assert marked["/datePublished"] == ('"datePublished": "', "2026-01-29T08:00:00Z", '", "author": {"@ty')
