"""A capture is cited by its page's own title where no article was read: hostile text with a place, and checked."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.archive.browsing import title_of
from archiver.cite import STYLES
from archiver.model.capture import Capture
from tests.archive.imports import exported
from tests.archive.tampering import documents, rewrite

URL = "https://relay.example/"
LIST = "".join(f'<li><a href="/{n}">Snow closes road number {n} in the west</a></li>' for n in range(5))


def put(archive: archiver.Archive, folder: Path, page: str, name: str = "front.html", **how: Any) -> Capture:
    """A saved page, taken in under its URL."""
    (folder / name).write_text(page, "utf-8")
    return archive.import_file(folder / name, url=URL, **how)


def titled(title: str) -> str:
    return (
        f"<!doctype html><html lang=en><head>{title}</head><body><main><ul>{LIST}</ul></main></body></html>"
    )


@pytest.fixture
def front(archive: archiver.Archive, tmp_path: Path) -> Capture:
    """A page that is no article."""
    return put(archive, tmp_path, titled("<title>\n The Steppe  Relay – Front page\n</title>"))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_it(archive: archiver.Archive, front: Capture, style: str) -> None:
    cited = archive.cite(front.id, style)
    assert "The Steppe Relay – Front page" in cited
    assert "Web page" not in cited and "[The" not in cited


def test_lists_and_packages_have_it_too(archive: archiver.Archive, front: Capture) -> None:
    assert title_of(archive, front) == "The Steppe Relay – Front page"
    with zipfile.ZipFile(io.BytesIO(exported(archive, [front.id], "wacz"))) as package:
        lines = package.read("pages/pages.jsonl").splitlines()
    assert json.loads(lines[1])["title"] == "The Steppe Relay – Front page"


def test_the_headline_of_an_article_comes_before_it(archive: archiver.Archive, tmp_path: Path) -> None:
    body = "<p>The road was closed at nine, and it stays so until the wind drops, the office says.</p>" * 4
    page = (
        f"<title>Road closed - Relay</title><body><article><h1>Road closed</h1><time>2026-01-29</time>{body}"
    )
    (tmp_path / "story.html").write_text(page)
    capture = archive.import_file(tmp_path / "story.html", url=f"{URL}2026/road-closed")
    assert archive.cite(capture.id).startswith("“Road closed,” ")


@pytest.mark.parametrize(
    "title",
    [
        "",
        "<title></title>",
        "<title> &nbsp;\n</title>",
        "<title>&#8203;&#8203;</title>",
        "<svg><title>x</title></svg>",
    ],
)
def test_without_one_its_url_describes_it(archive: archiver.Archive, tmp_path: Path, title: str) -> None:
    capture = put(archive, tmp_path, titled(title))
    assert title_of(archive, capture) is None
    assert archive.cite(capture.id).startswith("Imported file front.html, ")


def test_what_is_no_html_has_none(archive: archiver.Archive, tmp_path: Path) -> None:
    for name in ("digest.txt", "picture.svg", "paper.pdf"):
        (tmp_path / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>Not it</title></svg>")
        assert title_of(archive, archive.import_file(tmp_path / name)) is None


def test_a_long_one_is_cut_and_says_so(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = put(archive, tmp_path, titled(f"<title>{'snow ' * 100_000}</title>"))
    assert capture.extraction is not None and capture.extraction.title is not None
    title = capture.extraction.title
    assert (len(title.text), title.source.note) == (500, "cut after 500 characters")
    assert "snow …,”" in archive.cite(capture.id)
    assert archive.verify().ok


def test_a_hostile_one_hides_and_reorders_nothing(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = put(
        archive, tmp_path, titled("<title>Coal \u202elive\u202c | }} {{ &#27;[31m &lt;b&gt;</title>")
    )
    for style in STYLES:
        assert not {"\u202e", "\x1b", "<b>"} & set(archive.cite(capture.id, style))
    assert archive.verify().ok


def test_it_follows_from_the_warc_alone(archive: archiver.Archive, front: Capture) -> None:
    said = archive.cite(front.id)
    archive.rebuild()
    assert archive.cite(front.id) == said


def test_a_capture_read_before_titles_were_gets_one(archive: archiver.Archive, front: Capture) -> None:
    rewrite(archive, documents("capture", lambda document: document["extraction"].pop("title")))
    archive.rebuild()
    assert archive.cite(front.id).startswith("Imported file ")
    assert [changed for _, changed in archive.extract()] == [True]
    assert archive.cite(front.id).startswith("“The Steppe Relay – Front page,” ")
    assert [changed for _, changed in archive.extract()] == [False]


def another_text(document: dict[str, Any]) -> None:
    document["extraction"]["title"]["text"] = "The Other Relay"


def another_record(document: dict[str, Any]) -> None:
    document["extraction"]["title"]["source"]["record"] = "<urn:uuid:00000000-0000-4000-8000-000000000009>"


@pytest.mark.parametrize(("edit", "kind"), [(another_text, "selector"), (another_record, "provenance")])
def test_verify_looks_it_up_again(archive: archiver.Archive, front: Capture, edit: Any, kind: str) -> None:
    rewrite(archive, documents("capture", edit))
    said = [f for f in archive.verify().findings if f.where == front.id and f.kind == kind]
    assert said and all("/extraction/title" in finding.message for finding in said)
