"""Every style for every kind of thing to cite: exact text in ``golden/``, then what it must never be.

The golden files are read by people: a change in one is a change in what readers paste. After such a change,
``GOLDEN=write pytest tests/cite`` writes them again, for review.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import inert
from archiver.cite import STYLES, cite
from archiver.cite.machine import latex
from archiver.cite.web import wikitext
from archiver.errors import BadInput
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from tests.cite.builders import (
    ARTICLE_ID,
    CAPTURED,
    DIGEST_PAGE,
    HOSTILE,
    PAGE_DIGEST,
    PRIVATE,
    PUBLIC,
    article,
    capture,
    digest_headline,
    english,
    headline,
    mongolian,
)

GOLDEN = Path(__file__).parent / "golden"
FRONT = "https://www.theguardian.com/uk"
GIVEN_FILE = capture("https://www.bbc.com/news/world-asia-1", source="fake.html")
LOCAL_FILE = capture("ni:///sha-256;lqeD6g", source="digest.txt")

Case = tuple[Article | Headline | Capture, Capture, ArchiveInfo]
CASES: dict[str, Case] = {
    "english": (english(), capture(), PUBLIC),
    "mongolian": (mongolian(), capture("https://gogo.mn/r/1"), PUBLIC),
    "digest": (digest_headline(), capture(DIGEST_PAGE), PUBLIC),
    "front-page": (headline(publisher="The Guardian", url=f"{FRONT}/coal"), capture(FRONT), PUBLIC),
    "bare": (article(), capture(), PRIVATE),
    "capture": (capture(), capture(), PUBLIC),
    "hostile": (article(headline=HOSTILE, author=[{"name": HOSTILE}], publisher=HOSTILE), capture(), PUBLIC),
    "local-file": (digest_headline(), LOCAL_FILE, PRIVATE),
    "given-file": (article(headline="Moon is cheese"), GIVEN_FILE, PUBLIC),
    "given-headline": (digest_headline(), GIVEN_FILE, PUBLIC),
    "given-capture": (GIVEN_FILE, GIVEN_FILE, PUBLIC),
    "local-capture": (LOCAL_FILE, LOCAL_FILE, PRIVATE),
}


@pytest.mark.parametrize("name", CASES)
def test_every_style_reads_as_written_down(name: str) -> None:
    shown = "\n".join(f"## {style}\n{cite(*CASES[name], style)}\n" for style in STYLES)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


def test_footnote_is_the_sentence_of_the_design() -> None:
    assert cite(*CASES["english"], "footnote") == (
        "Jane Q. Doe and Alex Smith, “Ministers knew of ‘clean’ coal,” The Guardian, November 3, 2026, "
        "https://www.theguardian.com/politics/coal; archived 2026-11-23 07:15:29 UTC, "
        f"https://archive.example/{ARTICLE_ID} (sha256 {PAGE_DIGEST})."
    )


@pytest.mark.parametrize("style", STYLES)
def test_a_captured_article_is_cited_by_its_headline(style: str) -> None:
    text = cite(capture(), capture(), PUBLIC, style, "Ministers knew of coal")
    assert "Ministers knew of coal" in text
    assert "Web page" not in text
    assert "[Ministers" not in text


def test_nobody_looked_whether_the_original_is_still_there() -> None:
    for case in CASES.values():
        assert "url-status" not in cite(*case, "wikipedia")


def test_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"harvard.*footnote, apa, chicago, mla, iso690, csl-json"):
        cite(*CASES["english"], "harvard")


@pytest.mark.parametrize("style", STYLES)
def test_a_version_is_cited_as_that_version(style: str) -> None:
    newer = english().model_copy(update={"id": f"{ARTICLE_ID}.v2"})
    assert f"{ARTICLE_ID}.v2" in cite(newer, capture(), PUBLIC, style)
    assert ".v2" not in cite(english(), capture(), PUBLIC, style)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["local-file", "local-capture"])
def test_a_local_file_gets_no_broken_link(name: str, style: str) -> None:
    text = cite(*CASES[name], style)
    assert "ni:///" not in text and "http" not in text
    assert CASES[name][0].id in text


@pytest.mark.parametrize("style", STYLES)
def test_a_mongolian_byline_is_one_unit(style: str) -> None:
    text = cite(*CASES["mongolian"], style)
    assert "Болормаа, Б" not in text
    assert style == "robustlink" or "Б.Болормаа" in text


def test_the_digest_is_of_the_page_and_not_of_redirects_or_pictures() -> None:
    hop = capture("https://t.example/x", page="https://www.theguardian.com/politics/coal")
    text = cite(english(), hop, PUBLIC, "footnote")
    assert f"sha256 {PAGE_DIGEST}" in text and "t.example" not in text


def test_without_a_page_there_is_no_digest() -> None:
    failed = capture(exchanges=[], verdict="partial")
    assert "sha256" not in cite(failed, failed, PUBLIC, "footnote")


def test_a_canonical_url_on_another_site_is_not_what_was_archived() -> None:
    copied = article(url="https://nytimes.example/scoop")
    assert "nytimes" not in cite(copied, capture(), PUBLIC, "footnote")
    mobile = article(url="https://theguardian.com/politics/coal")
    assert "https://theguardian.com/politics/coal" in cite(mobile, capture(), PUBLIC, "footnote")


@pytest.mark.parametrize(
    ("data", "page", "listed"),
    [
        ({"publisher": "www.gogo.mn"}, DIGEST_PAGE, True),
        ({"publisher": "GOGO.MN"}, "https://www.gogo.mn/", False),
        ({"publisher": "The Guardian"}, DIGEST_PAGE, True),
        ({}, DIGEST_PAGE, False),
        # The bytes that were archived are the list's: where a headline links away from it, say so.
        ({"url": "https://gogo.mn/r/1"}, "https://gogo.mn/", True),
        ({"url": "https://gogo.mn/"}, "https://gogo.mn/", False),
    ],
)
def test_a_headline_says_where_it_was_listed(data: dict[str, str], page: str, listed: bool) -> None:
    text = cite(headline(**data), capture(page), PUBLIC, "footnote")
    assert (f"listed in {page}" in text) is listed
    assert page in text


def test_nobody_takes_an_address_with_a_password_or_a_script_into_a_citation() -> None:
    for url in ("javascript:alert(1)", "https://me:secret@example.org/", "https://"):
        for style in STYLES:
            text = cite(headline(url=url), LOCAL_FILE, PRIVATE, style)
            assert "javascript:" not in text and "secret" not in text and "https://" not in text


# -- hostile text ends nothing ----------------------------------------------------------------------------

HOSTILE_TEXT = st.text(st.sampled_from("a\n\r |{}[]<>&\"'\\%$#_~^=*:;/\u202e\u2028\x1b—ү"), max_size=40)


def hostile_article(text: str) -> Article:
    return article(
        headline=text + "x",
        author=[{"name": text + "x"}],
        publisher=text + "x",
        articleSection=text,
        url=text,
    )


@given(HOSTILE_TEXT)
def test_prose_stays_on_one_line_and_prints(text: str) -> None:
    for style in STYLES[:5]:
        shown = cite(hostile_article(text), capture(), PUBLIC, style)
        assert shown.replace("\ufffd", "").isprintable()


@given(HOSTILE_TEXT)
def test_bibtex_braces_balance_and_specials_are_commands(text: str) -> None:
    entry = cite(hostile_article(text), capture(), PUBLIC, "bibtex")
    depth = 0
    for position, character in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or position < len("@online") or position == len(entry) - 1
    assert depth == 0
    assert len(entry.splitlines()) == len(re.findall(r"(?m)^  \w+ = \{.*\},?$", entry)) + 2
    assert not re.search(r"(?<!\\)[$&#_%~^<>|]", latex(text))


@given(HOSTILE_TEXT)
def test_ris_has_only_our_lines(text: str) -> None:
    record = cite(hostile_article(text), capture(), PUBLIC, "ris")
    assert all(
        re.match(r"(TY|AU|TI|T2|PY|DA|SE|LA|UR|Y2|DB|AN|N1|ER)  - ", line) for line in record.split("\n")
    )
    assert record.count("\nER  - ") == 1


@given(HOSTILE_TEXT)
def test_wikitext_is_one_template_with_our_parameters(text: str) -> None:
    shown = cite(hostile_article(text), capture(), PUBLIC, "wikipedia")
    assert (shown.count("{{"), shown.count("}}"), shown.count("{"), shown.count("}")) == (1, 1, 2, 2)
    names = re.findall(r"\|([a-z-]+[0-9]*)=", shown)
    assert len(names) == shown.count("|")
    assert set(names) <= {
        "url",
        "title",
        "author",
        "website",
        "access-date",
        "archive-url",
        "archive-date",
    }
    assert not re.search(r"[<>\[\]~]|''|__", wikitext(text))


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(HOSTILE_TEXT)
def test_robust_link_is_one_link_that_shows_the_title(text: str) -> None:
    parsed = _Tags(cite(hostile_article(text), capture(), PUBLIC, "robustlink"))
    [(tag, attributes)] = parsed.tags
    assert (tag, parsed.text) == ("a", inert.one_line(text + "x"))
    assert attributes == {
        "href": "https://www.theguardian.com/politics/coal",
        "data-originalurl": "https://www.theguardian.com/politics/coal",
        "data-versionurl": f"https://archive.example/{ARTICLE_ID}",
        "data-versiondate": CAPTURED[:19] + "Z",
    }


def test_wikipedia_gets_no_archive_url_that_is_no_url() -> None:
    text = cite(*CASES["bare"], "wikipedia")
    assert "archive-url" not in text and f"|id={ARTICLE_ID}" in text
