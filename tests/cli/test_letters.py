"""A letter is found however it is written, in the page and in the search."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tests.cli.command import Command

PAGE = (
    '<!doctype html><html lang="mn"><meta charset="utf-8"><meta property="og:type" content="article">'
    "<title>Нүүрсний зам</title><article><h1>Нүүрсний зам хаагдлаа</h1>"
    f"{'<p>Уулын давааны замыг цас хааж, жолооч нар хоёр хоног хүлээв.</p>' * 5}</article>"
)


@pytest.mark.parametrize("page", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_a_letter_is_found_however_it_is_written(new: Command, tmp_path: Path, page: str, typed: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(unicodedata.normalize(page, PAGE), "utf-8")  # type: ignore[arg-type]
    new.ok("import", path, "--url", "https://news.example/road")
    for words in ("нүүрсний", '"нүүрсний зам"'):
        assert len(new.ok("search", unicodedata.normalize(typed, words)).lines) == 1  # type: ignore[arg-type]
