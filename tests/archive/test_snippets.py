"""Where the words of a search stand: marked, short, by the rule that the search goes by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archiver
from archiver.archive.snippets import LONGEST, snippet
from archiver.catalog import Query
from archiver.model.items import Article
from tests.archive.browsed import News, article

ITEM = archiver.extract(
    article(News("Coal exports rise", "https://a.example/coal")), url="https://a.example/coal"
)[0]


def an_item(body: str | None, **more: object) -> Article:
    """An article with that text."""
    assert isinstance(ITEM, Article)
    data = ITEM.data.model_copy(update={"articleBody": body, "wordCount": None, **more})
    return ITEM.model_copy(update={"data": data})


def bare(text: str) -> str:
    return text.replace("\x02", "").replace("\x03", "")


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        (
            "coal",
            "Exports of COAL, of Coals and charcoal.",
            "Exports of \x02COAL\x03, of \x02Coals\x03 and charcoal.",
        ),
        ("нүүрс", "Нүүрсний экспорт өслөө", "\x02Нүүрсний\x03 экспорт өслөө"),
        ("ӨСЛӨӨ экс", "Нүүрсний экспорт өслөө", "Нүүрсний \x02экспорт\x03 \x02өслөө\x03"),
        (
            '"new border"',
            "new borders, new  border; NEW\nBORDER",
            "new borders, \x02new border\x03; \x02NEW BORDER\x03",
        ),
        ("u.s. coal", "In the U.S. coal is U.Small", "In the \x02U.S\x03. \x02coal\x03 is \x02U.Small\x03"),
        ("a+b", "a+b a-bc ab", "\x02a+b\x03 \x02a-bc\x03 ab"),
        ("(.*", "nothing (.* here", None),
        ("zinc", "Exports of coal", None),
    ],
)
def test_hits_are_marked(words: str, text: str, marked: str | None) -> None:
    assert snippet(an_item(text), words) == marked


def test_the_text_comes_first_then_what_else_is_searched() -> None:
    item = an_item(
        "Coal.", description="Zinc.", keywords=("Lead",), articleSection="Mines", publisher="Alpha"
    )
    expected = {
        "coal": "Coal.",
        "zinc": "Zinc.",
        "lead": "Lead",
        "min": "Mines",
        "alpha": "Alpha",
        "exports": None,
    }
    expected["exports"] = ITEM.data.headline
    for word, text in expected.items():
        marked = snippet(item, word)
        assert marked is not None
        assert bare(marked) == text


def test_of_a_long_text_the_stretch_with_most_of_the_words() -> None:
    text = f"{'coal and more ' * 40}then zinc with coal at the border {'and more ' * 200}"
    marked = snippet(an_item(text), "zinc coal border")
    assert marked is not None
    assert {"zinc", "coal", "border"} <= set(re.findall("\x02(.*?)\x03", marked))
    assert marked.startswith("…")
    assert marked.endswith("…")
    assert len(bare(marked)) <= LONGEST


def test_marks_of_the_page_itself_are_none() -> None:
    assert snippet(an_item("co\x02al and \x03coal"), "coal") == "\x02coal\x03 and \x02coal\x03"


@settings(max_examples=300)
@given(
    st.text(max_size=600).filter(bool),
    st.lists(
        st.sampled_from(["coal", "а", '"a b"', "x" * 300, "_", "İ", "ß"]) | st.text(max_size=5), max_size=5
    ),
)
def test_whatever_is_asked_of_whatever_text(text: str, words: list[str]) -> None:
    item = an_item(text, headline="headline", publisher=None, description=None)
    marked = snippet(item, " ".join(words))
    if marked is not None:
        assert len(bare(marked)) <= LONGEST
        assert re.fullmatch("[^\x02\x03]*(?:\x02[^\x02\x03]+\x03[^\x02\x03]*)*", marked, re.DOTALL)
        flat = " ".join(bare(text).split())
        assert bare(marked).removeprefix("…").removesuffix("…") in f"{flat} headline"


def test_what_the_search_finds_is_marked(tmp_path: Path) -> None:
    """The rule of the marks is that of the index: whatever a word finds, it marks."""
    from benchmarks import many, texts

    many.main(tmp_path / "archive", 30)
    with archiver.open(tmp_path / "archive") as archive:
        known = [*texts.vocabulary("mn").words[:40:4], *texts.vocabulary("en").words[:40:4], "d", "Д", "exa"]
        found = 0
        for word in known:
            for item in archive.select(Query(words=word, kind="article")):
                found += 1
                marked = snippet(item, word)  # type: ignore[arg-type]
                assert marked is not None, (word, item.id)
                assert f"\x02{word.lower()}" in marked.lower()
    assert found > 100
