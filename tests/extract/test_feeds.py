"""Feeds, news sitemaps and JSON lists: what they state, as they state it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.extract.draft import Reading
from archiver.extract.lists.feeds import MAX_ITEMS, read_feed
from archiver.extract.lists.json_feeds import read_json_feed
from archiver.page.check import check_source
from tests.extract.sourced import page_of, problems_of

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Steppe Wire</title><link>https://example.org/</link><language>mn-MN</language>
<item><media:title>A photo</media:title><title><![CDATA[Уул <b>уурхай</b> &amp; зам]]></title><link>/n/1</link>
  <pubDate>Thu, 29 Jan 2026 14:05:00 +0800</pubDate><category>Эдийн засаг</category>
  <media:content url="https://example.org/1.jpg" medium="image"/></item>
<item><title>78 riders arrive</title><guid>https://example.org/n/2</guid><dc:date>2026-01-28</dc:date>
  <source url="https://other.mn/rss">Other Paper</source></item>
<item><description>no title</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Notes</title>
<entry><title type="html">Ice &amp;amp; snow</title><link rel="edit" href="/edit/1"/><link rel="alternate" href="/n/1"/>
<updated>2026-01-29T10:00:00Z</updated></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>Old Wire</title></channel>
<item rdf:about="https://example.org/n/1"><title>Bridge opens</title>
<dc:date>2026-01-29T10:00:00+08:00</dc:date></item></rdf:RDF>"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/n/1</loc><news:news><news:publication><news:name>Steppe Wire</news:name>
<news:language>mn</news:language></news:publication><news:publication_date>2026-01-29</news:publication_date>
<news:title>Цас орлоо</news:title></news:news></url><url><loc>https://example.org/about</loc></url></urlset>"""


def read(body: str, content_type: str = "application/xml") -> Reading:
    page = page_of(body, content_type, url="https://example.org/feed.xml")
    reading = read_feed(page)
    assert not problems_of(page, reading.drafts)
    return reading


def test_rss_states_headline_link_date_section_and_image() -> None:
    first, second = read(RSS).drafts
    assert first.data == {
        "headline": "Уул уурхай & зам",
        "url": "https://example.org/n/1",
        "datePublished": "2026-01-29T14:05:00+08:00",
        "articleSection": "Эдийн засаг",
        "image": "https://example.org/1.jpg",
        "publisher": "Steppe Wire",
        "inLanguage": "mn-MN",
        "position": 1,
        "isPartOf": "#xpath=/*[1]/*[1]",
    }
    assert second.data["publisher"] == "Other Paper"
    assert second.data["url"] == "https://example.org/n/2"


def test_what_is_less_than_stated_says_so() -> None:
    (entry,) = read(ATOM).drafts
    assert entry.data["headline"] == "Ice & snow"
    assert entry.data["url"] == "https://example.org/n/1"
    assert entry.fields["/datePublished"].confidence == "inferred"
    assert entry.fields["/publisher"].note == "title of the feed"
    assert entry.data["inLanguage"] == "en"


def test_untitled_entries_are_counted_not_invented() -> None:
    assert any("1 entries state no title" in note for note in read(RSS).notes)


def test_rdf_names_its_item_in_an_attribute_with_a_namespace() -> None:
    (item,) = read(RDF).drafts
    assert item.data["url"] == "https://example.org/n/1"
    assert item.data["publisher"] == "Old Wire"


def test_a_news_sitemap_is_a_list_and_plain_urls_are_not() -> None:
    (item,) = read(SITEMAP).drafts
    assert item.data["headline"] == "Цас орлоо"
    assert item.data["publisher"] == "Steppe Wire"
    assert item.fields["/headline"].method == "sitemap"


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/xml; charset=utf-8", "application/rss+xml", None]
)
def test_a_feed_is_a_feed_whatever_it_is_served_as(content_type: str | None) -> None:
    page = page_of("<!-- made by hand -->\n" + RSS.split("\n", 1)[1], content_type)
    assert page.is_xml
    assert len(read_feed(page).drafts) == 2


def test_wrong_namespaces_and_damage_do_not_hide_items() -> None:
    damaged = RSS.replace("http://purl.org/dc/elements/1.1/", "urn:typo").replace("&amp; зам", "& зам")
    damaged = damaged.replace("</channel></rss>", "")
    assert [draft.data.get("datePublished") for draft in read(damaged).drafts] == [
        "2026-01-29T14:05:00+08:00",
        "2026-01-28",
    ]


@pytest.mark.parametrize("name", ["media:", "dc:date:x", "x:", "media:content url"])
def test_a_damaged_name_takes_no_item_with_it(name: str) -> None:
    items = "".join(
        f"<item><title>Story {n}</title><link>https://example.org/{n}</link></item>" for n in range(3)
    )
    body = f"<rss><channel>{items.replace('</title>', f'</title><{name}/>', 1)}</channel></rss>"
    assert [draft.data["headline"] for draft in read(body).drafts] == ["Story 0", "Story 1", "Story 2"]


def test_a_relative_link_is_relative_to_the_base_in_scope() -> None:
    """XML Base: each ``xml:base`` is itself relative to the one around it."""
    there = ATOM.replace("<entry>", '<entry xml:base="x/">').replace('"/n/1"', '"n/1"')
    there = there.replace("<feed", '<feed xml:base="https://other.example/deep/"', 1)
    page = page_of(there, "application/atom+xml")
    (entry,) = read_feed(page).drafts
    assert entry.data["url"] == "https://other.example/deep/x/n/1"
    assert not problems_of(page, [entry])
    source = entry.fields["/url"]
    assert check_source(page, source, "https://example.org/n/1")


def test_items_beyond_the_limit_are_counted() -> None:
    many = "".join(f"<item><title>Story {n}</title></item>" for n in range(MAX_ITEMS + 5))
    reading = read_feed(page_of(f"<rss><channel>{many}</channel></rss>", "application/xml"))
    assert len(reading.drafts) == MAX_ITEMS
    assert any("5 items beyond" in note for note in reading.notes)


@pytest.mark.parametrize("body", ["<opml/>", "<urlset/>", "", "<a><b/></a>"])
def test_other_xml_holds_no_items(body: str) -> None:
    reading = read(body)
    assert reading.drafts == []
    assert reading.notes


def json_page(document: Any, trailer: str = "") -> Reading:
    page = page_of(
        json.dumps(document, ensure_ascii=False) + trailer,
        "application/feed+json",
        "https://example.org/feed.json",
    )
    reading = read_json_feed(page)
    assert not problems_of(page, reading.drafts)
    return reading


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Steppe Wire",
    "language": "mn",
    "items": [
        {
            "id": "1",
            "url": "/n/1",
            "title": "Ice &amp; snow",
            "date_published": "2026-01-29T10:00:00Z",
            "tags": ["Weather"],
        },
        {"id": "https://example.org/n/2", "title": "78 riders", "date_modified": "2026-01-28T10:00:00Z"},
        {"id": "3", "content_text": "no title"},
    ],
}


@pytest.mark.parametrize("trailer", ["", "\n<!-- generated in 0.1s -->"])
def test_json_feed(trailer: str) -> None:
    first, second = json_page(FEED, trailer).drafts
    assert first.data["headline"] == "Ice & snow"
    assert first.data["url"] == "https://example.org/n/1"
    assert first.data["articleSection"] == "Weather"
    assert second.data["url"] == "https://example.org/n/2"
    assert second.fields["/datePublished"].confidence == "inferred"
    assert {draft.data["isPartOf"] for draft in (first, second)} == {"#/items"}


def test_a_bare_list_of_posts() -> None:
    posts = [
        {
            "title": {"rendered": "Цас &#8211; орлоо"},
            "link": "https://example.org/n/1",
            "date": "2026-01-29T10:00:00",
        }
    ]
    (post,) = json_page(posts).drafts
    assert post.data["headline"] == "Цас – орлоо"


@pytest.mark.parametrize(
    "document", [{}, [], {"items": []}, {"items": {"title": "x"}}, [1], "x", None, {"items": [1, None]}]
)
def test_other_json_holds_no_items(document: Any) -> None:
    reading = json_page(document)
    assert reading.drafts == []
    assert reading.notes


def test_a_sitemap_index_says_what_to_capture() -> None:
    index = "<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>"
    assert read(index).notes == ["sitemap: an index of 1 sitemap; capture those to read what they list"]


def test_positions_go_on_from_channel_to_channel() -> None:
    channel = "<channel><title>T</title><item><title>A</title></item><item><title>B</title></item></channel>"
    drafts = read(f"<rss>{channel}{channel.replace('A', 'C').replace('B', 'D')}</rss>").drafts
    assert [draft.data["position"] for draft in drafts] == [1, 2, 3, 4]
    assert len({draft.data["isPartOf"] for draft in drafts}) == 2
