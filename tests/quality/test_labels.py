"""The labelled sets are what they are said to be, and their truth stands in their pages."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.quality.articles.catalogue import articles
from tests.quality.articles.model import Labelled, texts
from tests.quality.compare import moment
from tests.quality.lists.catalogue import listings
from tests.quality.lists.model import CAPTURED, Listing, headlines

WITH_LIST = [page for page in listings() if page.entries]


def test_there_are_enough_list_pages_in_enough_structures() -> None:
    structures = {page.structure for page in WITH_LIST}
    mongolian = [page for page in WITH_LIST if "-mn-" in page.name]
    assert len(WITH_LIST) >= 40
    assert len(structures) >= 12
    assert len(mongolian) * 3 >= len(WITH_LIST)
    assert len(listings()) - len(WITH_LIST) >= 5


def test_there_are_enough_mongolian_articles_in_enough_structures() -> None:
    assert len(articles()) >= 18
    assert len({page.structure for page in articles()}) >= 6
    assert {page.truth["inLanguage"] for page in articles()} == {"mn"}


def test_no_text_is_used_twice() -> None:
    assert len({text.headline for text in texts()}) == len(texts()) == len(articles())
    assert all(
        len(set(headlines(name))) == len(headlines(name))
        for name in ("mn", "ru", "en", "de", "ar", "ja", "zh")
    )


def test_names_are_unique_and_the_sets_are_small() -> None:
    named = [(page.name, page.body) for page in listings()] + [(page.name, page.body) for page in articles()]
    assert len(dict(named)) == len(named)
    assert sum(len(body) for _, body in named) < 1_500_000


@pytest.mark.parametrize("page", WITH_LIST, ids=lambda page: page.name)
def test_every_true_headline_stands_in_its_page(page: Listing) -> None:
    shown = unescape(page.body.decode(page.encoding)).replace('\\"', '"')
    places = [shown.find(entry.headline) for entry in page.entries]
    assert min(places) >= 0
    assert len({(entry.headline, entry.url) for entry in page.entries}) == len(page.entries)


@pytest.mark.parametrize("page", WITH_LIST, ids=lambda page: page.name)
def test_every_true_link_stands_in_its_page(page: Listing) -> None:
    shown = unescape(page.html)
    for entry in page.entries:
        if entry.url:
            assert re.search(rf"[/\"=]{re.escape(entry.url.rstrip('/').rpartition('/')[2])}[/\"> ]", shown), (
                entry.url
            )


@pytest.mark.parametrize("page", articles(), ids=lambda page: page.name)
def test_every_true_paragraph_stands_in_its_page(page: Labelled) -> None:
    shown = unescape(page.body.decode(page.encoding))
    assert all(paragraph in shown for paragraph in str(page.truth["articleBody"]).split("\n"))
    authors = page.truth["author"]
    assert isinstance(authors, list)
    assert all(name in shown for name in authors)


def test_no_true_date_lies_after_the_capture() -> None:
    dates = [entry.date for page in listings() for entry in page.entries]
    dates += [
        str(page.truth.get(name, "")) for page in articles() for name in ("datePublished", "dateModified")
    ]
    days = [found.date() for date in dates if (found := moment(date))]
    assert len(days) > 400
    assert max(days) <= CAPTURED.date()
