"""What stands in the page's way reaches the verdict, at capture and at every later reading."""

from __future__ import annotations

import json
from pathlib import Path

import archiver
from archiver.model.capture import Capture
from tests.extract import articles_pages as pages

CHALLENGE = "<html><head><title>Just a moment...</title></head><body><h1>steppe.example</h1></body></html>"


def keep(archive: archiver.Archive, folder: Path, html: str) -> Capture:
    file = folder / "page.html"
    file.write_text(html, "utf-8")
    return archive.import_file(file, url="https://steppe.example/news/crossings")


def test_a_challenge_is_blocked_and_says_by_what(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = keep(archive, tmp_path, CHALLENGE)
    assert capture.verdict == "blocked"
    assert capture.reasons == ("not the page itself: the title 'Just a moment...', and 4 words in all",)
    assert archive.verify(capture.id).ok


def test_a_paywalled_article_is_complete_with_a_first_reason(
    archive: archiver.Archive, tmp_path: Path
) -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": "Crossings", "isAccessibleForFree": False})
    html = f'<script type="application/ld+json">{node}</script><h1>Crossings</h1>{pages.BODY}'
    capture = keep(archive, tmp_path, html)
    assert capture.verdict == "complete"
    assert capture.reasons == ("paywall: json-ld:isAccessibleForFree is false",)
    assert len(capture.items) == 1


def test_reading_again_changes_nothing(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = keep(archive, tmp_path, CHALLENGE)
    ((again, changed),) = archive.extract([capture.id])
    assert not changed
    assert (again.verdict, again.reasons) == (capture.verdict, capture.reasons)
