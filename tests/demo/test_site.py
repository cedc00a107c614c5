"""The demo newspaper answers as its table says, hangs together, and says what ``truth`` states."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import brotli
import pytest
import zstandard
from lxml import etree, html

from archiver.demo.routes import HTML, ROUTES, Route
from archiver.demo.site import FILES, DemoSite, body_of, encode

from . import truth

PAGES = [route for route in ROUTES if route.media == HTML and route.file and not route.coding]
DECODE = {
    None: bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstandard.decompress,
}


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def get(site: DemoSite, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own; ``path`` may be unquoted."""
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
    try:
        connection.request(method, quote(path, safe="/?=%"))
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def tree(site: DemoSite, path: str) -> Any:
    """The page as a browser reads it: decoded by the charset of its header alone."""
    response, body = get(site, path)
    charset = response.headers.get_content_charset()
    assert charset
    return html.document_fromstring(body.decode(charset))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_a_route_answers_as_the_table_says(site: DemoSite, route: Route) -> None:
    response, body = get(site, route.path)
    assert response.status == route.status
    assert response.version == 11
    assert response.headers.get_content_type() == route.media
    assert response.headers.get_content_charset() == route.charset
    assert response.headers["Content-Encoding"] == route.coding
    assert response.headers["Location"] == route.location
    assert response.headers["Transfer-Encoding"] == ("chunked" if route.chunked else None)
    assert response.headers["Set-Cookie"] is None
    if route.path != "/ticker":
        assert DECODE[route.coding](body) == body_of(route, site.base)


def test_paths_are_unique_and_every_stored_file_is_used() -> None:
    assert len({route.path for route in ROUTES}) == len(ROUTES)
    stored = {str(path.relative_to(FILES)) for path in FILES.rglob("*") if path.is_file()}
    parts = {name for name in stored if name.startswith("parts/")}
    assert stored - parts == {route.file for route in ROUTES if route.file}


@pytest.mark.parametrize("route", [r for r in ROUTES if r.charset and r.file], ids=lambda route: route.path)
def test_no_template_mark_is_left_over(route: Route) -> None:
    assert b"{{" not in body_of(route, "http://127.0.0.1:1")


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.path)
def test_every_link_and_requisite_resolves_within_the_site(site: DemoSite, route: Route) -> None:
    page = tree(site, route.path)
    known = {quote(other.path) for other in ROUTES}
    targets = {link for _, _, link, _ in page.iterlinks()}
    assert targets
    for target in targets:
        address = urlsplit(urljoin(site.url, target))
        assert f"http://{address.netloc}" == site.base
        assert address.path in known, target


def test_what_srcset_and_style_sheets_name_is_there_too(site: DemoSite) -> None:
    sets = tree(site, "/").xpath("//img/@srcset")
    named = {part.split()[0] for value in sets for part in value.split(",")}
    sheet = get(site, "/static/paper.css")[1].decode()
    named |= {urljoin("/static/paper.css", url) for url in re.findall(r'url\("([^"]+)"\)', sheet)}
    assert {"/static/type.css", "/static/img/meander.svg", "/static/img/winter-road-480.webp"} <= named
    assert {get(site, path)[0].status for path in named} == {200}


@pytest.mark.parametrize("article", truth.ARTICLES + truth.BRIEFS, ids=lambda article: article.path)
def test_an_article_says_what_truth_says(site: DemoSite, article: truth.Article) -> None:
    page = tree(site, article.path)
    assert page.get("lang") == article.in_language
    assert page.xpath("string(//h1)") == article.headline
    paragraphs = [p.text_content() for p in page.xpath("//div[@class='body']/p")]
    assert paragraphs[0].startswith(article.first_sentence)
    assert paragraphs[-1].endswith(article.last_sentence)
    assert all(author in page.xpath("string(//*[@class='byline'])") for author in article.authors)


@pytest.mark.parametrize("article", truth.ARTICLES, ids=lambda article: article.path)
def test_the_articles_are_long_enough_to_extract(site: DemoSite, article: truth.Article) -> None:
    words = tree(site, article.path).xpath("string(//div[@class='body'])").split()
    assert len(words) >= 120


def test_json_ld_states_the_first_article(site: DemoSite) -> None:
    wanted = truth.JSON_LD
    stated = json.loads(tree(site, wanted.path).xpath("//script[@type='application/ld+json']")[0].text)
    assert stated["@type"] == "NewsArticle"
    assert stated["headline"] == wanted.headline
    assert [person["name"] for person in stated["author"]] == list(wanted.authors)
    assert stated["author"][0]["description"]
    assert stated["author"][0]["url"].startswith(site.base)
    assert stated["publisher"]["name"] == truth.PUBLISHER
    assert stated["datePublished"] == wanted.date_published
    assert stated["dateModified"] == truth.DATE_MODIFIED[wanted.path]
    assert stated["url"] == site.base + wanted.url_path


def test_open_graph_states_the_second(site: DemoSite) -> None:
    page = tree(site, truth.OPENGRAPH.path)
    meta = {node.get("property") or node.get("name"): node.get("content") for node in page.iter("meta")}
    assert meta["og:title"] == truth.OPENGRAPH.headline
    assert meta["article:published_time"] == truth.OPENGRAPH.date_published
    assert meta["article:modified_time"] == truth.DATE_MODIFIED[truth.OPENGRAPH.path]
    assert (meta["author"],) == truth.OPENGRAPH.authors


def test_the_bare_article_states_nothing_but_text(site: DemoSite) -> None:
    _, body = get(site, truth.BARE.path)
    for mark in (b"ld+json", b"itemprop", b"property=", b"<time", b"<article", b'name="author"'):
        assert mark not in body


def test_the_mongolian_article_has_a_byline_and_a_date_in_words(site: DemoSite) -> None:
    byline = tree(site, truth.MONGOLIAN.path).xpath("string(//*[@class='byline'])")
    assert byline == "Б.Болормаа · 2026 оны 1-р сарын 29"


def test_microdata_states_the_article_at_the_cyrillic_path(site: DemoSite) -> None:
    page = tree(site, truth.MICRODATA.path)
    assert page.xpath("string(//*[@itemprop='headline'])") == truth.MICRODATA.headline
    assert page.xpath("//*[@itemprop='datePublished']/@datetime") == [truth.MICRODATA.date_published]
    assert site.log[-1] == truth.MICRODATA.url_path
    assert "%D0%BC" in site.log[-1]


def test_the_windows_1251_page_names_its_charset_in_the_header_only(site: DemoSite) -> None:
    response, body = get(site, truth.CP1251.path)
    assert response.headers["Content-Type"] == "text/html; charset=windows-1251"
    assert b"charset" not in body
    assert "Цагаан сарын".encode("cp1251") in body
    assert b"&#1257;" in body  # ө is not in windows-1251
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_the_front_page_lists_both_editions_in_order(site: DemoSite) -> None:
    page = tree(site, "/")
    english, mongolian = page.xpath("//ol[@class='stories']")
    assert [(a.text, a.get("href")) for a in english.xpath(".//h3/a")] == [
        (item.headline, item.url_path) for item in truth.FRONT_ENGLISH
    ]
    assert english.xpath(".//time/@datetime") == [item.date for item in truth.FRONT_ENGLISH]
    assert [(a.text, a.get("href")) for a in mongolian.xpath(".//h3/a")] == [
        (item.headline, item.url_path) for item in truth.FRONT_MONGOLIAN
    ]
    assert mongolian.xpath(".//*[@class='date']/text()") == [
        "{} оны {} сарын {}".format(*(int(part) for part in item.date.split("-")))
        for item in truth.FRONT_MONGOLIAN
    ]


def test_most_read_repeats_two_headlines(site: DemoSite) -> None:
    links = tree(site, "/").xpath("//section[@class='most']//a")
    assert [(a.text, a.get("href")) for a in links] == list(truth.MOST_READ)


def test_the_feeds_are_well_formed_and_carry_the_lists(site: DemoSite) -> None:
    rss = etree.fromstring(get(site, "/feed.xml")[1])
    assert rss.xpath("//item/title/text()") == [item.headline for item in truth.FRONT_ENGLISH]
    atom = etree.fromstring(get(site, "/atom.xml")[1])
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    assert atom.xpath("//a:entry/a:title/text()", namespaces=spaces) == [
        item.headline for item in truth.FRONT_MONGOLIAN
    ]
    assert atom.xpath("//a:published/text()", namespaces=spaces) == list(truth.FEED_INSTANTS.values())
    feed = json.loads(get(site, "/feed.json")[1])
    both = truth.FRONT_ENGLISH + truth.FRONT_MONGOLIAN
    assert [item["url"] for item in feed["items"]] == [site.base + item.url_path for item in both]
    sitemap = etree.fromstring(get(site, "/news-sitemap.xml")[1])
    titles = sitemap.xpath("//*[local-name()='title']/text()")
    assert titles == [item.headline for item in both]


def test_the_digest_holds_every_headline(site: DemoSite) -> None:
    text = get(site, "/digest.txt")[1].decode()
    words = {True: "PUBLISHED", False: "НИЙТЭЛСЭН"}
    entries = [
        f"{headline} {domain} {words[number <= 10]}:{date.replace('-', '/')}"
        for number, (headline, domain, date) in enumerate(truth.DIGEST, 1)
    ]
    numbered = [f"{number} {entry}" for number, entry in enumerate(entries[:10], 1)]
    assert text.replace("\u00a0", "").split() == " ".join(numbered + entries[10:]).split()


def test_the_ticker_is_different_each_time() -> None:
    with DemoSite() as fresh:
        first, second = (get(fresh, "/ticker")[1] for _ in range(2))
    assert b"<strong>1</strong>" in first
    assert b"<strong>2</strong>" in second
    assert first.replace(b">1<", b">2<") == second


def test_an_unknown_path_is_a_404_page(site: DemoSite) -> None:
    response, body = get(site, "/no/such/page?x=1")
    assert response.status == 404
    assert b"No such page" in body
    assert site.log[-1] == "/no/such/page?x=1"


def test_head_has_the_headers_of_get_and_no_body(site: DemoSite) -> None:
    response, body = get(site, "/about", "HEAD")
    assert body == b""
    assert int(response.headers["Content-Length"]) == len(get(site, "/about")[1])


def test_one_connection_carries_several_requests(site: DemoSite) -> None:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
    connection.connect()
    socket_used = connection.sock
    for path in ("/", "/chunked", "/empty", "/encoded/zstd"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is socket_used
    connection.close()


def test_stopping_ends_open_connections_and_frees_the_port() -> None:
    with DemoSite() as first:
        before = first.url
        address = urlsplit(before)
        idle = HTTPConnection(address.netloc, timeout=5)
        idle.request("GET", "/about")
        idle.getresponse().read()
    assert idle.sock.recv(1) == b""
    idle.close()
    assert address.port
    with DemoSite(address.port) as second:
        assert second.url == before
    with pytest.raises(RuntimeError, match="not up"):
        _ = second.url


def test_an_unknown_coding_is_refused() -> None:
    with pytest.raises(ValueError, match="gzip, br or zstd"):
        encode(b"", "deflate")
