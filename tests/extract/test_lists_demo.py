"""The demo newspaper's front page: two lists of ten, lead stories first, as ``tests.demo.truth`` states them."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import pytest

from archiver.demo.site import DemoSite
from archiver.extract.draft import Draft
from archiver.extract.read import read
from archiver.page.page import Page
from tests.demo import truth
from tests.extract.sourced import page_of, problems_of

LISTS = {"en": truth.FRONT_ENGLISH, "mn": truth.FRONT_MONGOLIAN}


@pytest.fixture(scope="module")
def front() -> Iterator[Page]:
    """The front page as served."""
    with DemoSite() as site:
        connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
        connection.request("GET", "/")
        response = connection.getresponse()
        yield page_of(response.read(), response.headers["Content-Type"], site.url)
        connection.close()


@pytest.fixture(scope="module")
def drafts(front: Page) -> list[Draft]:
    return read(front).drafts


def of_language(drafts: list[Draft], language: str) -> list[Draft]:
    return [draft for draft in drafts if draft.data["inLanguage"] == language]


def test_two_lists_of_ten_and_nothing_else(drafts: list[Draft]) -> None:
    assert [(draft.kind, draft.data["position"]) for draft in drafts] == [
        ("headline", n) for n in range(1, 21)
    ]


@pytest.mark.parametrize("language", LISTS)
def test_each_list_says_what_the_page_says(front: Page, drafts: list[Draft], language: str) -> None:
    read_from_page = [
        (draft.data["headline"], draft.data["url"], draft.data["datePublished"])
        for draft in of_language(drafts, language)
    ]
    assert read_from_page == [
        (item.headline, urljoin(front.url, item.url_path), item.date) for item in LISTS[language]
    ]


@pytest.mark.parametrize("language", LISTS)
def test_a_list_is_one_element_that_holds_no_other(front: Page, drafts: list[Draft], language: str) -> None:
    (extent,) = {draft.data["isPartOf"] for draft in of_language(drafts, language)}
    assert front.root is not None
    (element,) = front.root.xpath(extent.removeprefix("#xpath="))  # type: ignore[union-attr]
    text = " ".join("".join(element.itertext()).split())  # type: ignore[union-attr]
    for other, listed in LISTS.items():
        assert all((item.headline in text) == (other == language) for item in listed)


@pytest.mark.parametrize("language", LISTS)
def test_sections_and_images_are_those_of_the_card(front: Page, drafts: list[Draft], language: str) -> None:
    """Against the cards themselves, found by their link, read with plain XPath."""
    assert front.root is not None
    for draft, item in zip(of_language(drafts, language), LISTS[language], strict=True):
        (card,) = front.root.xpath("//li[div/h3/a/@href=$href]", href=item.url_path)  # type: ignore[union-attr]
        assert draft.data["articleSection"] == card.findtext(".//p[@class='kicker']")  # type: ignore[union-attr]
        image = card.find(".//img")  # type: ignore[union-attr]
        stated = None if image is None else urljoin(front.url, image.get("src"))
        assert draft.data.get("image") == stated


def test_the_outlet_is_inferred_from_the_site_name(drafts: list[Draft]) -> None:
    assert {draft.data["publisher"] for draft in drafts} == {truth.PUBLISHER}
    sources = [draft.fields["/publisher"] for draft in drafts]
    assert {(source.method, source.rule, source.confidence) for source in sources} == {
        ("opengraph", "og:site_name", "inferred")
    }


def test_every_value_resolves_again(front: Page, drafts: list[Draft]) -> None:
    assert not problems_of(front, drafts)


def test_the_notes_are_one_line_each(front: Page) -> None:
    notes = read(front).notes
    assert "html: 20 headlines in 2 lists" in notes
    assert all(note.isprintable() for note in notes)
