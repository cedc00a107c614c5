"""Signposting of the pages about captures and items of the demo site."""

from __future__ import annotations

import httplink
import pytest

import archiver
from archiver.demo.site import DemoSite
from archiver.model.items import Person
from archiver.serve.memento.signposting import signposting
from tests.conftest import capture_demo
from tests.serve.memento.captures import PAIR


def told(found: object, info: object) -> dict[str, list[str]]:
    """Relation → targets."""
    read: dict[str, list[str]] = {}
    for one in httplink.parse_link_header(signposting(PAIR, found, info)).links:
        for rel in one.rel:
            read.setdefault(rel, []).append(one.target)
    return read


@pytest.fixture
def article(archive: archiver.Archive, site: DemoSite) -> archiver.Article:
    capture = capture_demo(archive, f"{site.base}/en/2026/01/29/winter-road-tosontsengel")
    (item,) = archive.items(capture.id)
    assert isinstance(item, archiver.Article)
    return item


def test_an_article_has_its_name_metadata_bytes_and_place(
    archive: archiver.Archive, article: archiver.Article, site: DemoSite
) -> None:
    here = f"{PAIR.ui}/{article.id}"
    read = told(article, archive.folder.info)
    assert read == {
        "cite-as": [here],
        "type": ["https://schema.org/AboutPage", "https://schema.org/NewsArticle"],
        "describedby": [f"{here}.json"],
        "item": [f"{here}/download/wacz", f"{here}/download/warc"],
        "collection": [f"{PAIR.ui}/{article.capture}"],
        "author": [f"{site.base}/about"],
    }
    links = httplink.parse_link_header(signposting(PAIR, article, archive.folder.info))
    assert links["describedby"]["profile"] == "https://archiver.example/schemas/article/1.0.0.json"
    assert links["describedby"]["type"] == "application/json"


def test_authors_and_license_are_named_where_they_are_urls(
    archive: archiver.Archive, article: archiver.Article
) -> None:
    people = [
        ("A", "https://a.example/b"),
        ("B", None),
        ("C", "javascript:alert(1)"),
        ("D", "https://a.example/b"),
    ]
    data = article.data.model_copy(
        update={
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "author": tuple(Person(name=name, url=url) for name, url in people),
        }
    )
    read = told(article.model_copy(update={"data": data}), archive.folder.info)
    assert read["author"] == ["https://a.example/b"]
    assert read["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    stated = data.model_copy(update={"license": "All rights reserved", "author": None})
    assert not {"author", "license"} & set(
        told(article.model_copy(update={"data": stated}), archive.folder.info)
    )


def test_a_capture_is_in_the_archive_and_a_published_one_is_cited_there(
    archive: archiver.Archive, article: archiver.Article
) -> None:
    capture = archive.get_capture(article.id)
    info = archive.folder.info.model_copy(update={"baseUrl": "https://archive.example/"})
    read = told(capture, info)
    assert read["cite-as"] == [f"https://archive.example/{capture.id}"]
    assert read["collection"] == [f"{PAIR.ui}/"]
    assert read["type"][1] == "https://schema.org/WebPage"
