"""CSL-JSON as others read it: citeproc-py is the outside opinion, where it is right.

It is asked for authors, date, title and address in the style it ships with. It is not asked for titles
without author (it prints them twice) nor for an archive (no CSL style has words for one).
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from archiver.cite import cite
from tests.cite.builders import (
    ARTICLE_ID,
    DIGEST_PAGE,
    HOSTILE,
    PRIVATE,
    PUBLIC,
    article,
    capture,
    digest_headline,
    english,
    mongolian,
)

STYLE = "harvard-cite-them-right"


def csl(*arguments: Any) -> Any:
    return json.loads(cite(*arguments, "csl-json"))


def rendered(references: list[dict[str, Any]]) -> list[str]:
    """The bibliography in Harvard style. Unknown fields and types are warnings, so errors, here."""
    source = CiteProcJSON(references)
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(STYLE, validate=False), source, formatter.plain
    )
    for reference in references:
        bibliography.register(Citation([CitationItem(reference["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def test_an_outsider_reads_authors_date_title_and_permalink() -> None:
    [entry] = rendered(csl(english(), capture(), PUBLIC))
    assert "Doe, J.Q. and Smith, A." in entry
    assert "2026" in entry and "Ministers knew of" in entry and "The Guardian" in entry
    assert f"https://archive.example/{ARTICLE_ID}" in entry


def test_an_outsider_keeps_a_mongolian_byline_whole() -> None:
    [entry] = rendered(csl(mongolian(), capture("https://gogo.mn/r/1"), PUBLIC))
    assert entry.startswith("Б.Болормаа (2026)")


def test_fields_and_types_are_those_of_the_csl_data_schema() -> None:
    cases = [
        (english(), capture()),
        (article(headline=HOSTILE), capture()),
        (digest_headline(), capture(DIGEST_PAGE)),
        (capture(), capture()),
    ]
    for item, page in cases:
        [reference] = csl(item, page, PUBLIC)
        assert reference["type"] in {"article-newspaper", "webpage"}
        assert reference["accessed"] == {"date-parts": [[2026, 11, 23]]}
        assert set(reference) <= {
            "id", "type", "title", "author", "container-title", "section", "issued", "accessed", "URL",
            "archive", "language", "note",
        }  # fmt: skip
        assert rendered([reference])


def test_the_note_holds_what_no_field_does() -> None:
    [reference] = csl(digest_headline(), capture(DIGEST_PAGE), PUBLIC)
    assert (
        f"Listed in: {DIGEST_PAGE}; Archived: 2026-11-23 07:15:29 UTC; Permalink: https" in reference["note"]
    )
    assert "sha256: 96a783ea" in reference["note"]


@pytest.mark.parametrize(
    "precision", [("2026", [2026]), ("2026-11", [2026, 11]), ("2026-11-03", [2026, 11, 3])]
)
def test_dates_keep_their_precision(precision: tuple[str, list[int]]) -> None:
    [reference] = csl(article(datePublished=precision[0]), capture(), PRIVATE)
    assert reference["issued"] == {"date-parts": [precision[1]]}


def test_without_a_public_address_the_url_is_the_original() -> None:
    [reference] = csl(english(), capture(), PRIVATE)
    assert reference["URL"] == "https://www.theguardian.com/politics/coal"
    assert ARTICLE_ID in reference["note"]
