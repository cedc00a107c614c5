"""Home, search, days, the captures of a URL, the feed."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from archiver.archive.typed import a_language, a_verdict
from archiver.errors import BadInput
from tests.serve.conftest import UI, Holding

ATOM = "{http://www.w3.org/2005/Atom}"


def _heads(page: str) -> list[str]:
    return re.findall(r'class="head"[^>]*><a href="/(ark:[^"?]+)', page)


def test_home_says_what_there_is(client: TestClient, holding: Holding) -> None:
    page = client.get("/").text
    assert "7 captures" in page and f"{len(holding.headlines)} headlines" in page
    assert "Fuel for the town" in page
    assert f'href="/{holding.front.id}"' in page
    assert "Digest of 30 January 2026" in page


def test_home_narrows_down_at_once(client: TestClient) -> None:
    page = client.get("/").text
    facets = client.get("/index.json").json()["facets"]
    assert {tally["value"] for tally in facets["language"]} == {"en", "mn"}
    for link in ("/search?language=mn", "/search?month=2026-01", "/search?verdict=complete"):
        assert f'href="{link}"' in page


@pytest.mark.parametrize("path", ["/", "/search?kind=capture"])
def test_a_capture_is_listed_by_its_articles_headline_or_its_pages_title(
    client: TestClient, holding: Holding, path: str
) -> None:
    page = client.get(path).text
    assert holding.front.extraction is not None
    assert holding.front.extraction.title is not None
    for capture, name in (
        (holding.article_capture, holding.article.data.headline),
        (holding.front, holding.front.extraction.title.text),
    ):
        assert re.search(rf'<a href="/{capture.id}">{re.escape(html.escape(name))}</a>', page)
    assert f">{holding.article_capture.url}</p>" in page


def test_items_that_were_found_say_when_they_were_captured_and_where(
    client: TestClient, holding: Holding
) -> None:
    page = client.get("/search", params={"q": "winter road", "kind": "article"}).text
    captured = holding.article_capture.captured
    assert re.search(
        rf'<span>Captured <time datetime="{captured}">[^<]+</time></span>\s*<span>127.0.0.1<', page
    )


def test_a_digest_has_the_shape_of_the_printed_one(client: TestClient) -> None:
    """Number, headline, outlet, PUBLISHED and the date with slashes."""
    page = client.get("/day/2026-01-29").text
    assert re.search(
        r'class="number"[^>]*>1</span>\s*<div><div class="head"><a [^>]*>[^<]+</a></div>\s*'
        r'<div class="about">[^<]+ · Published 2026/01/29</div>',
        page,
    )


def test_days_lead_to_the_next_and_the_one_before(client: TestClient) -> None:
    page = client.get("/day/2026-01-28").text
    assert 'rel="next"' in page and 'rel="prev"' in page
    assert "/day/2026-01-29" in client.get("/days?year=2026").text
    assert client.get("/day/1999-01-01").status_code == 200


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-1-1", "%00"])
def test_what_is_no_day_is_refused(client: TestClient, day: str) -> None:
    assert client.get(f"/day/{day}").status_code == 400


def test_a_mongolian_word_finds_its_headline(client: TestClient) -> None:
    page = client.get("/search", params={"q": "эмнэлэг"}).text
    assert _heads(page) != []
    assert "<mark>" in page and "эмнэлэг" in page.lower()


def test_an_id_or_a_web_address_leads_to_its_page(client: TestClient, holding: Holding) -> None:
    def leads(words: str) -> str:
        answer = client.get("/search", params={"q": words})
        assert answer.status_code == 302, words
        return answer.headers["location"]

    ark, url = holding.article.id, f"{holding.base}/ticker"
    assert leads(ark) == leads(f" {ark.upper().replace('ARK', 'ark')} ") == f"/{ark}"
    assert leads(f"{UI}/{ark}") == f"/{ark}"
    assert leads(url) == f"/captures?{urlencode({'url': url})}"
    of_others = "https://n2t.example/ark:12345/x5wf6789"
    assert leads(of_others) == f"/captures?{urlencode({'url': of_others})}"
    mistyped = ark[:-1] + ("c" if ark[-1] == "b" else "b")  # a shorter one may by chance be whole
    assert client.get("/search", params={"q": mistyped}).status_code == 400


def test_a_hit_in_the_headline_is_marked_there_and_the_headline_is_not_said_twice(
    client: TestClient, holding: Holding
) -> None:
    page = client.get("/search", params={"q": "snow closes", "kind": "headline"}).text
    assert "<mark>Snow closes</mark>" in page or "<mark>Snow</mark> <mark>closes</mark>" in page
    assert 'class="snippet"' not in page


def test_filters_narrow_and_say_how_much_they_would_leave(client: TestClient, holding: Holding) -> None:
    document = client.get("/search.json", params={"q": "snow"}).json()
    kinds = {tally["value"]: tally["number"] for tally in document["facets"]["kind"]}
    for kind, number in kinds.items():
        found = client.get("/search.json", params={"q": "snow", "kind": kind}).json()
        assert found["total"] == number
        assert {item["kind"] for item in found["items"]} == {kind}


def test_one_leafs_through_everything_once(client: TestClient, holding: Holding) -> None:
    seen: list[str] = []
    path: str | None = "/search.json"
    while path:
        document = client.get(path).json()
        seen += [item["id"] for item in document["items"]]
        path = document.get("next")
    assert len(seen) == len(set(seen)) == document["total"]
    assert set(holding.front.items) <= set(seen)


@pytest.mark.parametrize(
    "query",
    [
        *("from=-1", "from=x", "from=99999999999", "kind=page", "since=soon", "month=2026-13"),
        *("verdict=compleet", "verdict=http-0404", "verdict=COMPLETE", "language=english", "language=m"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 400
    assert client.get(f"/search.json?{query}").status_code == 400


@pytest.mark.parametrize(
    "path", ["/search?verdict=compleet", "/search?language=english", "/day/2026-01-29?in=english"]
)
def test_a_filter_is_refused_in_the_words_of_the_command_line(client: TestClient, path: str) -> None:
    name, _, value = path.partition("?")[2].partition("=")
    with pytest.raises(BadInput) as refused:
        (a_verdict if name == "verdict" else a_language)(value)
    for language, heading in (("en", "That cannot be understood"), ("mn", "Үүнийг ойлгох боломжгүй")):
        answer = client.get(f"{path}&lang={language}")
        assert answer.status_code == 400
        assert f"<h1>{heading}</h1>" in answer.text
        assert f'lang="en">{refused.value}<' in html.unescape(answer.text)
    twin = client.get(path.replace("?", ".json?"))
    assert (twin.status_code, twin.json()["error"]) == (400, str(refused.value))


@pytest.mark.parametrize(
    "query", ["verdict=http-599", "verdict=truncated", "language=xx", "language=MN", "language=en-GB"]
)
def test_a_filter_that_fits_nothing_is_no_fault(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200


@pytest.mark.parametrize(
    "words", ['"', "* OR", "NEAR(", "\x00", "-", "'; DROP TABLE documents; --", "{{7*7}}"]
)
def test_nothing_typed_is_a_query_language(client: TestClient, words: str) -> None:
    answer = client.get("/search", params={"q": words})
    assert answer.status_code == 200
    assert ">49<" not in answer.text


def test_captures_of_a_url_stand_in_time_and_say_what_changed(client: TestClient, holding: Holding) -> None:
    url = f"{holding.base}/ticker"
    page = client.get("/captures", params={"url": url}).text
    first, second = holding.tickers
    assert page.index(f'href="/{second.id}"', page.index('class="line"')) < page.rindex(f'href="/{first.id}"')
    assert f'href="/{first.id}/compare/{second.id.rpartition("/")[2]}"' in page
    document = client.get("/captures.json", params={"url": url}).json()
    assert [visit["change"] for visit in document["captures"]] == ["first", "changed"]
    assert document["total"] == 2
    assert document["timegate"] == f"{UI}/timegate/{url}"


def test_of_many_captures_the_newest_are_shown_and_all_are_counted(
    client: TestClient, holding: Holding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.serve.pages.captures._LISTED", 1)
    document = client.get("/captures.json", params={"url": f"{holding.base}/ticker"}).json()
    assert ([visit["id"] for visit in document["captures"]], document["total"]) == (
        [holding.tickers[1].id],
        2,
    )
    assert "2 captures" in client.get("/captures", params={"url": f"{holding.base}/ticker"}).text


def test_a_url_may_be_typed_without_its_scheme(client: TestClient, holding: Holding) -> None:
    bare = holding.base.removeprefix("http://")
    assert client.get("/captures", params={"url": f"{bare}/ticker"}).status_code == 200


def test_what_was_not_captured_leads_to_what_is_near(client: TestClient, holding: Holding) -> None:
    answer = client.get("/captures", params={"url": f"{holding.base}/tickerz"})
    assert answer.status_code == 404
    assert "is not in this archive" in answer.text
    assert f'href="/{holding.tickers[1].id}"' in answer.text
    assert f"archiver capture {holding.base}/tickerz" in answer.text


@pytest.mark.parametrize("url", ["", " ", "javascript:alert(1)", "http://", "file:///etc/passwd"])
def test_what_is_no_url_is_refused(client: TestClient, url: str) -> None:
    assert client.get("/captures", params={"url": url}).status_code == 400


def test_the_feed_is_atom_and_names_every_item_once(client: TestClient, holding: Holding) -> None:
    answer = client.get("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ET.fromstring(answer.content)
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 20
    assert f"{UI}/{holding.article.id}" in ids
    assert all(entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry"))


def test_an_error_page_is_a_page(client: TestClient) -> None:
    answer = client.get("/nothing-here?lang=mn")
    assert answer.status_code == 404
    assert "Энд олдсонгүй" in answer.text and 'class="top"' in answer.text
