"""Which reader reads which page, and that no page makes reading fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract import read as reading_module
from archiver.extract.draft import Reading
from archiver.extract.read import read
from archiver.page.page import Page
from tests.extract.sourced import page_of, problems_of
from tests.extract.test_lists import CARDS, PROSE, front

ARTICLE = f"""<html><head><title>The ice</title><meta property="og:type" content="article">
<meta property="og:title" content="The ice">
</head><body><article><h1>The ice</h1>{PROSE}</article><aside>{CARDS}</aside></body></html>"""
LONG = "https://example.org/2026/01/29/the-ice"


def kinds(body: str | bytes, content_type: str | None, url: str = "https://example.org/") -> list[str]:
    page = page_of(body, content_type, url)
    reading = read(page)
    assert not problems_of(page, reading.drafts)
    assert all(note and note.isprintable() and len(note) < 500 for note in reading.notes), reading.notes
    return [draft.kind for draft in reading.drafts]


def test_an_article_is_not_the_list_beside_it() -> None:
    assert kinds(ARTICLE, "text/html", LONG) == ["article"]


def test_a_front_page_is_a_list() -> None:
    assert kinds(front(CARDS), "text/html") == ["headline"] * 4


def test_a_page_that_is_neither() -> None:
    assert kinds("<html><body><form><input></form></body></html>", "text/html") == []


GOODS = "Oil boilers|Gas boilers|Radiator valves|Hot water cylinders|Shower trays|Copper pipe|Solder rings|Towel rails"
SHOP = "".join(
    f"<li><h3><a href=/{name.replace(' ', '-').lower()}-for-the-home-c-2_{number}.html>{name}</a></h3>"
    f"<img src=/{number}.jpg></li>"
    for number, name in enumerate(GOODS.split("|"), 1000)
)


def test_a_shop_window_is_no_list_of_news() -> None:
    """Short names, and nothing that says when; headings, pictures and addresses like those of articles do not help."""
    assert kinds(f"<html><body><main><ul>{SHOP}</ul></main></body></html>", "text/html") == []
    dated = SHOP.replace("</li>", "<time datetime=2026-01-29>29 January 2026</time></li>")
    assert kinds(f"<html><body><main><ul>{dated}</ul></main></body></html>", "text/html") == ["headline"] * 8


@pytest.mark.parametrize(
    "name",
    [
        "contact-us",
        "about.html",
        "privacy-policy/",
        "impressum",
        "%D0%B1%D0%B8%D0%B4%D0%BD%D0%B8%D0%B9-%D1%82%D1%83%D1%85%D0%B0%D0%B9",
    ],
)
def test_a_page_on_which_a_site_tells_of_itself_is_no_article(name: str) -> None:
    told = f"<html><head><title>The ice</title></head><body><h1>The ice</h1><div>{PROSE}</div></body></html>"
    assert kinds(told, "text/html", f"https://example.org/{name}") == []
    assert kinds(told, "text/html", "https://example.org/the-ice") == ["article"]


def test_feeds_json_and_text_go_to_their_readers() -> None:
    assert kinds("<rss><channel><item><title>Ice</title></item></channel></rss>", "application/rss+xml") == [
        "headline"
    ]
    assert kinds('{"items":[{"title":"Ice"}]}', "application/json") == ["headline"]
    assert kinds("ICE THINS A.MN PUBLISHED:2026/01/29", "text/plain") == ["headline"]


@pytest.mark.parametrize(
    "content_type", ["image/png", "application/pdf", "video/mp4", "application/octet-stream", "text/css"]
)
def test_what_holds_no_text_gives_a_note(content_type: str) -> None:
    reading = read(page_of(b"\x89PNG\r\n\x1a\n\0\0", content_type))
    assert reading.drafts == []
    assert len(reading.notes) == 1


def test_the_notes_say_which_evidence_decided() -> None:
    notes = read(page_of(front(CARDS), url="https://example.org/")).notes
    assert any("a list" in note and "address of a front page" in note for note in notes)


def test_a_reader_that_fails_is_noted_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Reading:
        raise RecursionError("too deep")

    monkeypatch.setattr(reading_module, "_article", failing)
    page = page_of(ARTICLE, url="https://example.org/news")
    notes = read(page).notes
    assert any("html article: the reader failed (RecursionError: too deep)" in note for note in notes)
    assert any(note.startswith("html: ") for note in notes)


HOSTILE = [
    b"",
    b"\0",
    b"<",
    b"<html" * 3000,
    b"<div>" * 3000 + b"<a href='/x'>a b c d e f</a>",
    b"<a href='http://[::1'>broken address of a link</a>" * 10,
    b"<base href='javascript:x'><h2><a href='x'>one two three four</a></h2>" * 5,
    b"<script type='application/ld+json'>" + b"[" * 5000 + b"</script>",
    b'<script type=\'application/ld+json\'>{"itemListElement": [{"item": 1}, {"item": {"@type": [1]}}, 3]}</script>',
    b"<rss><channel><item><title>&undefined; <b>x</title><link>http://[</link></item>",
    b"<feed><entry><title/><link href=''/></entry><entry><title>\xff\xfe</title></entry></feed>",
    b'{"items": [{"title": {"a": 1}, "url": 3}, {"title": "t", "url": "http://["}]}',
]


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize(
    "content_type", ["text/html", "application/xml", "application/json", "text/plain", None]
)
def test_hostile_bytes_never_raise(body: bytes, content_type: str | None) -> None:
    kinds(body, content_type)


@settings(max_examples=80)
@given(
    st.binary(max_size=300),
    st.sampled_from(["text/html", "application/xml", "application/json", "text/plain", None]),
)
def test_any_bytes_whatsoever_never_raise(body: bytes, content_type: str | None) -> None:
    kinds(body, content_type)


def test_a_charset_that_the_bytes_contradict_is_said() -> None:
    body = "<title>Мэдээ</title><h1>Мэдээ</h1>".encode()

    def notes(charset: str) -> str:
        stated = f"text/html; charset={charset}"
        page = Page.from_entity(body, url="http://a.example/", record="<urn:x>", content_type=stated)
        return " ".join(read(page).notes)

    assert "the header says cp1252, but the bytes are UTF-8" in notes("iso-8859-1")
    assert "the bytes are UTF-8" not in notes("utf-8")


def test_a_meta_that_the_bytes_contradict_is_not_obeyed_and_said() -> None:
    body = '<meta charset="koi8-r"><title>Мэдээ</title><h1>Мэдээ</h1>'.encode()
    page = Page.from_entity(body, url="http://a.example/", record="<urn:x>", content_type="text/html")
    assert "the meta says koi8-r, but the bytes are UTF-8: read as UTF-8" in read(page).notes
    assert "Мэдээ" in page.document_text.text
