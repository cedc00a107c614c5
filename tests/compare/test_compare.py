"""``diff``: what changed between two captures, on pages small enough to check by eye."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver.compare import Comparison, Piece, render, text_pieces
from archiver.errors import BadInput

URL = "https://news.example/2026/mine"
WORDS = "Miners in the south of the country stopped work on {day} after talks with the owners failed."
FRONT = "<!doctype html><meta charset=utf-8><title>Front</title><main><h2>News</h2><ul>{}</ul></main>"
CARD = '<li class=card><h3><a href="/{}">{}</a></h3><time datetime="2026-01-29">29 January 2026</time></li>'
STORIES = {
    "coal": "Coal exports fall for the third month",
    "rail": "New railway to the border opens in autumn",
    "herd": "Herders count their losses after the winter",
    "vote": "Parliament votes on the budget on Friday",
    "wind": "Wind farm in the Gobi doubles its output",
}


def article(headline: str, day: str, by: str = "Jane Doe") -> str:
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{headline}</title>"
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-01-29T08:00:00+08:00">'
        f'<meta name=author content="{by}"><article><h1>{headline}</h1><p>{WORDS.format(day=day)}</p>'
        f"<p>{' '.join(['They say the mine is not safe enough to work in, and ask for new machines.'] * 4)}</p>"
        "</article></html>"
    )


def front(*names: str) -> str:
    return FRONT.format("".join(CARD.format(name, STORIES[name]) for name in names))


def compared(archive: archiver.Archive, folder: Path, before: str, after: str) -> Comparison:
    ids = []
    for name, text in (("before.html", before), ("after.html", after)):
        (folder / name).write_text(text, encoding="utf-8")
        ids.append(archive.import_file(folder / name, url=URL).id)
    return archive.compare(*ids)


def said(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(change.kind, change.item, change.field) for change in comparison.changes]


def test_the_same_page_twice(archive: archiver.Archive, tmp_path: Path) -> None:
    comparison = compared(archive, tmp_path, article("Mine stops", "Monday"), article("Mine stops", "Monday"))
    assert comparison.same_bytes
    assert comparison.changes == ()
    assert "nothing that was read out of them differs" in render(comparison)


def test_a_word_of_an_article_and_its_author(archive: archiver.Archive, tmp_path: Path) -> None:
    comparison = compared(
        archive, tmp_path, article("Mine stops", "Monday"), article("Mine stops", "Sunday", by="Bat-Erdene")
    )
    assert not comparison.same_bytes
    assert said(comparison) == [("changed", "article", "author"), ("changed", "article", "articleBody")]
    pieces = comparison.changes[1].pieces
    assert [piece for piece in pieces if piece.kind != "same"] == [
        Piece("removed", "Monday "),
        Piece("added", "Sunday "),
    ]
    text = render(comparison, width=2_000)
    assert "[-Monday-] {+Sunday+}" in text
    assert "Bat-Erdene" in text


def test_headlines_that_came_and_went_and_moved(archive: archiver.Archive, tmp_path: Path) -> None:
    comparison = compared(
        archive,
        tmp_path,
        front("coal", "rail", "herd", "vote"),
        front("wind", "rail", "herd", "vote", "coal"),
    )
    assert said(comparison) == [
        ("moved", "headline", "position"),
        ("added", "headline", ""),
    ]
    assert [change.headline for change in comparison.changes] == [STORIES["coal"], STORIES["wind"]]


def test_a_headline_is_the_same_by_its_link(archive: archiver.Archive, tmp_path: Path) -> None:
    before = front("coal", "rail", "herd")
    comparison = compared(archive, tmp_path, before, before.replace("third month", "fourth month"))
    assert said(comparison) == [("changed", "headline", "headline")]


def test_one_of_each_kind_is_refused(archive: archiver.Archive, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(article("Mine stops", "Monday"), encoding="utf-8")
    capture = archive.import_file(tmp_path / "a.html", url=URL)
    with pytest.raises(BadInput, match="two of one kind"):
        archive.compare(capture.id, capture.items[0])


@given(st.text(alphabet="ab. \n!", max_size=60), st.text(alphabet="ab. \n!", max_size=60))
def test_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = text_pieces(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_texts_that_are_made_to_take_long_end_soon() -> None:
    """Paragraphs of thousands of words, of which there are two: the first are compared, the others replaced whole."""
    pick = random.Random(1)
    texts = [
        "\n".join(
            f"Paragraph {number}.\n" + " ".join(pick.choice("ab") for _ in range(1_950))
            for number in range(30)
        )
        for _ in range(2)
    ]
    started = time.process_time()
    pieces = text_pieces(*texts)
    assert time.process_time() - started < 8
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == texts[0]
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == texts[1]


def test_nothing_in_a_page_acts_on_a_terminal(archive: archiver.Archive, tmp_path: Path) -> None:
    comparison = compared(
        archive, tmp_path, article("Mine stops", "Monday"), article("Mine stops \x1b[31m", "Mon\u202eday")
    )
    assert all(line.isprintable() for line in render(comparison).split("\n"))
