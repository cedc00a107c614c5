"""The plain-text digest: headlines back from their tails, articles beside them, every character accounted for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract.digest import read_digest
from archiver.extract.digest.account import field_spans
from archiver.extract.draft import Draft, Reading
from archiver.page.page import Page
from tests.extract.sourced import page_of, problems_of

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
NBSP = "\u00a0"
BODY = (
    "The river rose for nine days before the first bridge gave way, and nobody in the town remembered such a spring.\n"
    "Herders upstream had warned the council in March that the ice was thinner than in any year they could recall."
)


def read_text(text: str | bytes) -> tuple[Page, Reading]:
    page = page_of(text, "text/plain; charset=utf-8")
    return page, read_digest(page)


def headlines(reading: Reading) -> list[str]:
    return [draft.data["headline"] for draft in reading.drafts if draft.kind == "headline"]


def articles(reading: Reading) -> list[Draft]:
    return [draft for draft in reading.drafts if draft.kind == "article"]


def assert_accounted(page: Page, reading: Reading) -> None:
    """Field spans and residue cover the text exactly, and residue is no part of any field."""
    text = page.text
    covered = [0] * len(text)
    for start, end in field_spans(reading.drafts):
        covered[start:end] = [1] * (end - start)
    position = 0
    for piece in reading.residue or ():
        assert position <= piece.start < piece.end
        assert text[piece.start : piece.end] == piece.text
        assert not any(covered[piece.start : piece.end])
        assert piece.kind != "separator" or piece.text.isspace()
        covered[piece.start : piece.end] = [1] * (piece.end - piece.start)
        position = piece.end
    assert all(covered)
    assert reading.characters == len(text)


ENTRIES = (
    f"1 LAKE ICE THINS EARLY WWW.ONE.MN{NBSP} PUBLISHED:2026/01/29{NBSP}   {NBSP} "
    f"2 40 RIDERS CROSS THE STEPPE IN 3 DAYS TWO.COM PUBLISHED:2026/01/28{NBSP}{NBSP}"
    f"3 MARKET REPORT FOR 2025 - SOMEFIRM.COM WWW.WIRE.COM PUBLISHED:2026/01/28 "
    f"ЦАС ИХ ОРЛОО WWW.GURAV.MN НИЙТЭЛСЭН:2026/01/29{NBSP}   12 УЛСЫН 7 ЗОЧИН ИРЭВ DUROV.MN НИЙТЭЛСЭН:2026/01/28"
)


def test_numbers_are_taken_only_where_they_count() -> None:
    page, reading = read_text(ENTRIES)
    assert headlines(reading) == [
        "LAKE ICE THINS EARLY",
        "40 RIDERS CROSS THE STEPPE IN 3 DAYS",
        "MARKET REPORT FOR 2025 - SOMEFIRM.COM",
        "ЦАС ИХ ОРЛОО",
        "12 УЛСЫН 7 ЗОЧИН ИРЭВ",
    ]
    assert [draft.data["position"] for draft in reading.drafts] == [1, 2, 3, 1, 2]
    assert [draft.fields["/position"].method for draft in reading.drafts] == ["text"] * 3 + ["order"] * 2
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)


def test_every_part_of_an_entry_is_stated() -> None:
    first, *_, last = read_text(ENTRIES)[1].drafts
    assert first.data["publisher"] == "www.one.mn"
    assert first.data["datePublished"] == "2026-01-29"
    assert (first.data["inLanguage"], last.data["inLanguage"]) == ("en", "mn")


def test_two_lists_are_told_apart_by_their_extent() -> None:
    page, reading = read_text(ENTRIES)
    parts = list(dict.fromkeys(draft.data["isPartOf"] for draft in reading.drafts))
    assert len(parts) == 2
    start, end = map(int, parts[1].removeprefix("#char=").split(","))
    assert page.text[start:end].startswith("ЦАС ИХ")
    assert page.text[start:end].endswith("2026/01/28")


@pytest.mark.parametrize(
    ("tail", "iso"),
    [
        ("PUBLISHED:2026/01/29", "2026-01-29"),
        ("Published: 2026-01-29", "2026-01-29"),
        (f"PUBLISHED:{NBSP}{NBSP}2026.01.29", "2026-01-29"),
        ("ОПУБЛИКОВАНО: 2026.01.29", "2026-01-29"),
        ("НИЙТЭЛСЭН:2026 оны 1 сарын 29", "2026-01-29"),
    ],
)
def test_labels_and_dates_vary(tail: str, iso: str) -> None:
    page, reading = read_text(f"SNOW CLOSES THE PASS A.MN {tail}\nROAD OPENS AGAIN B.MN {tail}\n")
    assert headlines(reading) == ["SNOW CLOSES THE PASS", "ROAD OPENS AGAIN"]
    assert {draft.data["datePublished"] for draft in reading.drafts} == {iso}
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)


def test_numbering_that_starts_again_starts_a_list() -> None:
    text = "".join(f"{n} STORY OF DAY {n} A.MN PUBLISHED:2026/01/0{n} " for n in (1, 2, 3)) * 2
    reading = read_text(text)[1]
    assert [draft.data["position"] for draft in reading.drafts] == [1, 2, 3, 1, 2, 3]
    assert len({draft.data["isPartOf"] for draft in reading.drafts}) == 2


def test_a_single_leading_one_is_part_of_the_headline() -> None:
    reading = read_text("1 САЯ МОД ТАРЬЛАА A.MN НИЙТЭЛСЭН:2026/01/29 ШИНЭ ЗАМ B.MN НИЙТЭЛСЭН:2026/01/29")[1]
    assert headlines(reading) == ["1 САЯ МОД ТАРЬЛАА", "ШИНЭ ЗАМ"]


ARTICLE = (
    f"How the Bridge Fell www.example.mn\n\n{BODY}\n"
    "GUEST AUTHOR\nSara Bold\nSara Bold is an engineer.\n\nPublished Date:2022-07-16"
)


@pytest.mark.parametrize(
    "text", [ARTICLE, ARTICLE.replace("\n", "\r\n"), ENTRIES + "\n\n" + ARTICLE, ARTICLE + "\n"]
)
def test_an_article_beside_or_without_a_digest(text: str) -> None:
    page, reading = read_text(text)
    (article,) = articles(reading)
    assert article.data["headline"] == "How the Bridge Fell"
    assert article.data["publisher"] == "www.example.mn"
    assert article.data["author"] == [{"name": "Sara Bold", "description": "Sara Bold is an engineer."}]
    assert article.data["datePublished"] == "2022-07-16"
    assert article.data["articleBody"].replace("\r", "") == BODY
    assert article.data["wordCount"] == len(BODY.split())
    assert article.data["inLanguage"] == "en"
    assert article.fields["/inLanguage"].confidence == "inferred"
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)
    assert [piece.text for piece in reading.residue or () if piece.kind == "text"] == []


SECOND = f"A Second Winter other.mn\n\n{BODY}\nGUEST AUTHOR\nBat Dorj\n\nPublished Date:2022-07-17"
THIRD = f"A Third Winter third.mn\n\n{BODY}"


def test_of_several_articles_the_first_is_read_and_the_others_are_left_over() -> None:
    page, reading = read_text(f"{ARTICLE}\n\n{SECOND}\n\n{THIRD}\n")
    assert [draft.data["headline"] for draft in articles(reading)] == ["How the Bridge Fell"]
    assert "text: 2 further articles in this text were not read" in reading.notes
    assert [piece.text for piece in reading.residue or () if piece.kind == "text"] == [f"{SECOND}\n\n{THIRD}"]
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)


def test_the_first_article_counts_wherever_the_lists_stand() -> None:
    page, reading = read_text(f"{ARTICLE}\n\n{ENTRIES}\n\n{SECOND}")
    assert [draft.kind for draft in reading.drafts] == ["article"] + ["headline"] * 5
    assert "text: 1 further article in this text was not read" in reading.notes
    assert [piece.text for piece in reading.residue or () if piece.kind == "text"] == [SECOND]
    assert_accounted(page, reading)


def test_an_article_without_a_date_states_none() -> None:
    (article,) = articles(read_text(THIRD)[1])
    assert "datePublished" not in article.data


@pytest.mark.parametrize(
    "text", ["", " \n", "1 LAKE ICE WWW.ONE.MN 2 RIDERS WWW.TWO.MN", "1 LAKE ICE ONE.MN\n2 RIDERS TWO.MN\n"]
)
def test_without_labels_or_prose_nothing_is_invented(text: str) -> None:
    page, reading = read_text(text)
    assert reading.drafts == []
    assert_accounted(page, reading)


def test_text_between_lists_is_kept_as_residue() -> None:
    page, reading = read_text(
        "Good morning, readers.\n\nICE THINS A.MN PUBLISHED:2026/01/29\n\nUnsubscribe here"
    )
    assert headlines(reading) == ["ICE THINS"]
    left = [piece.text for piece in reading.residue or () if piece.kind == "text"]
    assert left == ["Good morning, readers.", "Unsubscribe here"]
    assert_accounted(page, reading)


WORD = st.text(alphabet="АБВГДЕЖЗИЙКЛМНОӨПРСТУҮФХABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=9)
TITLE = st.tuples(
    st.sampled_from(["", "78 ", "2 ", "10 ", "2025 "]), st.lists(WORD, min_size=2, max_size=6)
).map(lambda parts: parts[0] + " ".join(parts[1]))
DOMAIN = st.sampled_from(["WWW.GOGO.MN", "ITOIM.MN", "WWW.THE-WIRE.COM", "монгол.мон", "A.B.CO.UK"])
DAY = st.dates(min_value=date(1901, 1, 1))
GAP = st.lists(st.sampled_from([" ", NBSP, "\u2003", "\t"]), min_size=1, max_size=4).map("".join)


@settings(max_examples=60)
@given(
    entries=st.lists(st.tuples(TITLE, DOMAIN, DAY), min_size=2, max_size=12),
    gap=GAP,
    label=st.sampled_from(["PUBLISHED", "НИЙТЭЛСЭН"]),
    dates=st.sampled_from(["%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d"]),
)
def test_a_numbered_digest_comes_back_whole(entries: list[tuple], gap: str, label: str, dates: str) -> None:
    text = gap.join(
        f"{number}{gap}{title}{gap}{domain}{gap}{label}:{day.strftime(dates)}"
        for number, (title, domain, day) in enumerate(entries, 1)
    )
    page, reading = read_text(text)
    read = [
        (d.data["headline"], d.data["publisher"], d.data["datePublished"], d.data["position"])
        for d in reading.drafts
    ]
    assert read == [
        (title, domain.lower(), day.isoformat(), number)
        for number, (title, domain, day) in enumerate(entries, 1)
    ]
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)


PIECES = st.sampled_from(
    [
        " ",
        NBSP,
        "\n",
        "\r\n",
        "PUBLISHED:",
        "НИЙТЭЛСЭН:",
        "2026/01/29",
        "1 ",
        "2 ",
        "A.MN ",
        "ICE ",
        "GUEST AUTHOR\n",
        BODY,
        "•",
        "\0",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_whatsoever_is_accounted_for(text: str) -> None:
    page, reading = read_text(text.encode("utf-8", "replace"))
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)


@pytest.mark.corpus
def test_the_real_digest() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds folder is not beside this checkout")
    page, reading = read_text(next(SEEDS.glob("000_*.txt")).read_bytes())
    assert [draft.kind for draft in reading.drafts] == ["headline"] * 20 + ["article"]
    assert [draft.data["position"] for draft in reading.drafts[:20]] == [*range(1, 11)] * 2
    assert [draft.data["inLanguage"] for draft in reading.drafts] == ["en"] * 10 + ["mn"] * 10 + ["en"]
    assert not problems_of(page, reading.drafts)
    assert_accounted(page, reading)
    assert [piece for piece in reading.residue or () if piece.kind == "text"] == []
