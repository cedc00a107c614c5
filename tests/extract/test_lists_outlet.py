"""Whose headlines they are and in which language: only where the page says so, and with the place where it does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.extract.draft import Draft
from archiver.extract.lists import read_lists
from archiver.extract.lists.outlet import same_site
from archiver.extract.lists.tongue import contradicts
from tests.extract.sourced import page_of
from tests.extract.test_lists import TITLES, lists_of, stated

HOSTS = ("/", "https://news.example.org/", "https://other.example/", "https://example.org.evil.example/")
OG = '<meta property="og:site_name" content=" The  Steppe &amp; Sky ">'
APPLICATION = '<meta name="application-name" content="Steppe App">'


def ld(value: Any) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def page(
    head: str = "", language: str = "", titles: list[str] = TITLES, hosts: tuple[str, ...] = ("/",)
) -> str:
    cards = "".join(
        f"<article><h3><a href='{hosts[n % len(hosts)]}n/{n}'>{title}</a></h3></article>"
        for n, title in enumerate(titles)
    )
    return f"<html {language}><head>{head}</head><body><main>{cards}</main></body></html>"


def publishers(body: str) -> list[str | None]:
    return [draft.data.get("publisher") for draft in lists_of(body)[1]]


def test_a_link_that_leaves_the_site_has_no_publisher() -> None:
    assert publishers(page(OG, hosts=HOSTS)) == ["The Steppe & Sky", "The Steppe & Sky", None, None]


def test_the_publisher_is_inferred_and_says_from_what() -> None:
    source = lists_of(page(OG))[1][0].fields["/publisher"]
    assert (source.method, source.rule, source.confidence) == ("opengraph", "og:site_name", "inferred")
    assert source.raw == " The  Steppe & Sky "
    assert source.note


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("", None),
        (APPLICATION, "Steppe App"),
        (APPLICATION + OG, "The Steppe & Sky"),
        (OG.replace(" The  Steppe &amp; Sky ", " ") + APPLICATION, "Steppe App"),
        (APPLICATION + ld({"@type": "WebSite", "name": "Steppe"}), "Steppe"),
        (ld([{"@type": "Organization", "name": "Owner"}, {"@type": "WebSite", "name": "Steppe"}]), "Steppe"),
        (ld({"@graph": [{"@type": "NewsMediaOrganization", "name": "Steppe"}]}), "Steppe"),
        (ld({"@type": "CollectionPage", "publisher": {"@type": "Organization", "name": "Steppe"}}), "Steppe"),
        (ld({"@type": "Organization", "name": "A Sponsor", "url": "https://sponsor.example/"}), None),
        (ld({"@type": "Organization", "name": "Steppe", "url": "https://www.example.org"}), "Steppe"),
        (ld({"@type": "NewsArticle", "publisher": {"name": "Another Paper"}}), None),
        (ld({"@type": "WebSite", "name": {"@value": "Steppe"}}), None),
        (f'<meta property="og:site_name" content="{"long " * 50}">', None),
    ],
)
def test_what_names_a_site(head: str, name: str | None) -> None:
    assert set(publishers(page(head))) == {name}


def test_a_publisher_stated_for_the_item_stays() -> None:
    items = {"@type": "ItemList", "itemListElement": [
        {"@type": "NewsArticle", "headline": title, "url": f"/n/{n}", "publisher": {"name": "Agency"}}
        for n, title in enumerate(TITLES)
    ]}  # fmt: skip
    draft = lists_of(page(OG + ld(items)))[1][0]
    assert draft.data["publisher"] == "Agency"
    assert draft.fields["/publisher"].confidence == "stated"


def test_a_list_that_is_only_data_has_its_outlet_too() -> None:
    drafts = lists_of(f"<html><head>{OG}{stated('NewsArticle', TITLES)}</head><body></body></html>")[1]
    assert {draft.data["publisher"] for draft in drafts} == {"The Steppe & Sky"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("example.org", "example.org", True),
        ("www.example.org", "example.org", True),
        ("example.org", "a.b.example.org", True),
        ("news.example.org", "www.example.org", False),
        ("example.org", "myexample.org", False),
        ("org", "example.org", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("", "", False),
    ],
)
def test_what_is_one_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same is same_site(other, one)


# -- languages -----------------------------------------------------------------------------------------

ENGLISH = [
    "Mining week opens with planned reforms",
    "Ten cars slide off the road at night",
    "Snow closes the pass",
]


def languages(drafts: list[Draft]) -> list[str | None]:
    return [draft.data.get("inLanguage") for draft in drafts]


def test_the_nearest_language_counts() -> None:
    body = page(language="lang='en_GB'", titles=ENGLISH).replace("<article>", "<article lang='de'>", 1)
    drafts = lists_of(body.replace("href='/n/1'", "href='/n/1' lang='fr'"))[1]
    assert languages(drafts) == ["de", "fr", "en-GB"]
    assert [draft.fields["/inLanguage"].rule for draft in drafts] == ["article@lang", "a@lang", "html@lang"]
    assert {draft.fields["/inLanguage"].method for draft in drafts} == {"html"}


@pytest.mark.parametrize("stated", ["lang=''", "lang='English language'"])
def test_no_language_is_guessed_where_the_page_says_that_it_is_unknown(stated: str) -> None:
    assert languages(lists_of(page(language=stated, titles=ENGLISH))[1]) == [None] * 3


def test_where_the_page_states_no_language_its_headlines_together_tell_it() -> None:
    drafts = lists_of(page(language="", titles=ENGLISH))[1]
    assert languages(drafts) == ["en"] * 3
    sources = [draft.fields["/inLanguage"] for draft in drafts]
    assert {source.confidence for source in sources} == {"inferred"}
    assert {source.transform for source in sources} == {"detected-language"}


def test_what_tells_the_language_is_found_again_where_a_space_stands_before_it() -> None:
    cards = "".join(f"<h3><a href='/n/{n}'>{title}</a></h3>" for n, title in enumerate(ENGLISH))
    body = f"<html><body><main>Now<span> {cards}</span></main></body></html>"
    assert languages(lists_of(body)[1]) == ["en"] * 3  # ``lists_of`` checks every source


def test_two_headlines_are_too_little_to_tell_a_language() -> None:
    assert set(languages(lists_of(page(language="", titles=ENGLISH[:2]))[1])) <= {None}


def test_a_template_that_says_english_over_mongolian_news_is_not_believed() -> None:
    body = page(language="lang='en'")
    assert languages(lists_of(body)[1]) == [None, "en", "en", None]
    notes = read_lists(page_of(body, url="https://example.org/"))[1].notes
    assert any("headlines marked en" in note and note.endswith(": 2") for note in notes)


def test_what_the_item_states_in_data_comes_first() -> None:
    items = {"@type": "ItemList", "itemListElement": [
        {"@type": "NewsArticle", "headline": title, "url": f"/n/{n}", "inLanguage": "mn-MN"}
        for n, title in enumerate(TITLES)
    ]}  # fmt: skip
    drafts = lists_of(page(ld(items), "lang='en'"))[1]
    assert languages(drafts) == ["mn-MN"] * 4
    assert {draft.fields["/inLanguage"].method for draft in drafts} == {"json-ld"}


@pytest.mark.parametrize(
    ("language", "text", "contradicted"),
    [
        ("en", "Өвлийн зам хаагдлаа", True),
        ("en-US", "Зимняя дорога закрыта", True),
        ("ru", "Зимняя дорога закрыта", False),
        ("ru", "Өвлийн зам хаагдлаа", True),
        ("mn", "Өвлийн зам хаагдлаа", False),
        ("mn", "Snow closes the winter road", True),
        ("mn", "ChatGPT-г сургуульд хэрэглэнэ", False),
        ("mn-Mong", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", False),
        ("mn-Latn", "Övliin zam khaagdlaa", False),
        ("en", "Power line to Dörvöljin passes its first cold test", False),
        ("en", "2:0", False),
        ("ja", "日航株ストップ安", False),
        ("x-unknown", "Зимняя дорога", False),
    ],
)
def test_letters_that_contradict_a_language(language: str, text: str, contradicted: bool) -> None:
    assert contradicts(language, text) is contradicted
