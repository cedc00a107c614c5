"""A file that a user gave is never said to have been captured at the URL that the user named it by."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import archiver
from archiver.cite import STYLES
from tests.archive.imports import gzipped, put, site, take_in
from tests.cli.command import Command

URL = "https://www.bbc.com/news/world-asia-1"
SAID = "imported from a file"
GIVEN = "URL as given"
_PAGE = """<!doctype html><html lang="en"><title>Moon</title><meta property="og:type" content="article">
<article><h1>Moon is cheese</h1><p class="byline">By Saruul Batbayar</p><time>2 hours ago</time>
<p>The district office says the town has fuel for ten days and flour for a month. The hospital stays open.</p>
<p>Road crews work at night, when the wind drops, and stop at five in the morning to let the ploughs cool down.</p>
</article></html>"""


@pytest.fixture
def new(tmp_path: Path) -> Command:
    """The command, where there is no archive yet."""
    return Command(tmp_path / "new-archive")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "moon.html"
    path.write_text(_PAGE, "utf-8")
    return path


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_so(archive: archiver.Archive, file: Path, style: str) -> None:
    capture = archive.import_file(file, url=URL)
    for ark in (capture.id, *capture.items):
        text = archive.cite(ark, style)
        assert SAID in text.lower()
        assert GIVEN in text
        for word in (
            "archived",
            "bbc.com,",
            "accessed",
            "urldate",
            "Y2  -",
            "data-originalurl",
            "archive-url",
        ):
            assert word not in text.lower()


@pytest.mark.parametrize("style", STYLES)
def test_a_file_without_a_url_says_so_too(archive: archiver.Archive, file: Path, style: str) -> None:
    capture = archive.import_file(file)
    for ark in (capture.id, *capture.items):
        assert SAID in archive.cite(ark, style).lower()
        assert GIVEN not in archive.cite(ark, style)


def test_cards_lists_and_exports_say_so(new: Command, file: Path) -> None:
    capture = new.ok("import", file, "--url", URL, "--json").documents[0]
    item = capture["items"][0]
    said = f"{SAID}; {GIVEN}"
    for ark in (capture["id"], item):
        card = new.ok("show", ark).out
        assert said in card
        assert "moon.html" in card
        assert "Captured" not in card
    assert said in new.ok("list").lines[0]
    assert said in new.ok("list", "--kind", "capture").lines[0]
    assert said in new.ok("search", "cheese").lines[0]
    (row,) = csv.DictReader(io.StringIO(new.ok("export", item, "--to", "csv").out))
    assert row["origin"] == said
    ninjs = json.loads(new.ok("export", item, "--to", "ninjs").out)
    assert ninjs["ednote"] == "Imported from a file; URL as given."
    assert {"role": "captured", "value": URL} not in ninjs["altids"]
    manifest, _ = map(json.loads, new.ok("export", item, "--to", "jsonl").lines)
    assert (manifest["kind"], manifest["source"]) == ("capture", "moon.html")
    assert said in new.ok("export", item, "--to", "prov").out


def test_a_capture_is_cited_by_the_headline_of_its_article(archive: archiver.Archive, file: Path) -> None:
    capture = archive.import_file(file, url=URL)
    assert archive.cite(capture.id).startswith("“Moon is cheese,” ")


def test_nothing_is_relative_to_the_time_of_the_import(archive: archiver.Archive, file: Path) -> None:
    capture = archive.import_file(file, url=URL)
    (item,) = archive.items(capture.id)
    assert item.data.headline == "Moon is cheese"
    assert item.data.datePublished is None
    assert [changed for _, changed in archive.extract()] == [False]
    assert archive.verify().ok


def test_a_web_archive_of_others_stays_a_capture(archive: archiver.Archive, tmp_path: Path) -> None:
    _, captures = take_in(archive, put(tmp_path, "crawl.warc.gz", gzipped(site())))
    assert not any(capture.is_file for capture in captures)
    assert "archived 2024-05-06" in archive.cite(captures[0].id)
