"""The rules of the score: what counts as the same, and how what was found is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality import compare
from tests.quality.lists.model import Entry, Listing
from tests.quality.score_articles import same_body
from tests.quality.score_lists import score_lists
from tests.quality.tally import Tally

ONE = Entry("Уул нээгдэв", "https://a.example/1", "2026-01-29")
TWO = Entry("12 сум цасанд дарагдав", "https://a.example/2")
UNLINKED = Entry("Ус", None)
PAGE = Listing("p", "s", "https://a.example/", "", (ONE, TWO, UNLINKED))


def found(
    headline: str, url: str | None = None, date: str | None = None, kind: str = "headline"
) -> dict[str, object]:
    return {"kind": kind, "headline": headline, "url": url, "datePublished": date}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("“Ус”, гэв", "Ус гэв", True),
        ("Ｃafé — open", "café open", True),
        ("Ус", "Усан", False),
        ("…", "!", False),
    ],
)
def test_headlines_are_compared_without_case_and_punctuation(one: str, other: str, same: bool) -> None:
    assert compare.same_title(one, other) is same


def test_authors_are_compared_as_sets_of_names() -> None:
    assert compare.names("By Ann Other and B. Two") == compare.names(
        [{"name": "B Two"}, {"name": "Ann Other"}]
    )
    assert compare.names(["Б.Болормаа"]) != compare.names(["Болормаа"])


@pytest.mark.parametrize(
    ("one", "other", "day", "exact"),
    [
        ("2026-01-29", "2026-01-29T23:00:00+08:00", True, True),
        ("2026-01-29T01:00:00+08:00", "2026-01-28T17:00:00Z", True, True),
        ("2026-01-29T01:00:00", "2026-01-28T17:00:00Z", False, False),
        ("2026-01-29T14:05", "2026-01-29T15:05", True, False),
        ("2026-01-29", "2026-01-30", False, False),
        ("", "2026-01-30", False, False),
    ],
)
def test_dates_are_the_same_day_or_the_same_instant(one: str, other: str, day: bool, exact: bool) -> None:
    assert compare.same_date(one, other) is day
    assert compare.same_moment(one, other) is exact


def test_addresses_are_compared_without_trackers() -> None:
    assert compare.address("https://www.a.example/x/?utm_source=y&b=2&a=1") == compare.address(
        "http://a.example/x?a=1&b=2"
    )
    assert compare.address("https://a.example/x?p=1") != compare.address("https://a.example/x?p=2")


def test_texts_overlap_by_runs_of_four_words() -> None:
    assert compare.overlap("a b c d e", "a b c d f") == (1, 1, 1)
    assert compare.overlap("", "a b") == (0, 0, 1)
    assert not same_body("a b c d", "e f g h")


def test_a_full_reading_has_no_failure() -> None:
    reading = [found(e.headline, e.url, e.date) for e in PAGE.entries]
    tally = score_lists([(PAGE, reading)])
    assert tally.failures == []
    assert set(tally.figures().values()) == {1.0}


def test_what_is_not_there_costs_precision_and_what_is_missing_costs_recall() -> None:
    tally = score_lists(
        [(PAGE, [found(ONE.headline, ONE.url, ONE.date), found("Холбоо барих", "https://a.example/c")])]
    )
    assert tally.counts["items"].precision == pytest.approx(1 / 2)
    assert tally.counts["items"].recall == pytest.approx(1 / 3)


def test_a_repeat_counts_neither_way() -> None:
    reading = [found(e.headline, e.url, e.date) for e in (*PAGE.entries, ONE)]
    assert score_lists([(PAGE, reading)]).failures == []


def test_a_wrong_link_a_wrong_date_and_an_invented_date_are_wrong() -> None:
    reading = [
        found(ONE.headline, ONE.url, "2026-01-30"),
        found(TWO.headline, TWO.url, "2026-01-30"),
        found(UNLINKED.headline, "https://a.example/3"),
    ]
    tally = score_lists([(PAGE, reading)])
    assert [failure.field for failure in tally.failures] == ["date", "date", "url"]
    assert tally.counts["date"].precision == 0
    assert tally.counts["url"].precision == pytest.approx(2 / 3)


def test_items_out_of_order_are_seen() -> None:
    reading = [found(e.headline, e.url, e.date) for e in (TWO, ONE, UNLINKED)]
    assert score_lists([(PAGE, reading)]).counts["order"].precision == pytest.approx(1 / 2)


def test_named_lists_are_to_be_told_apart() -> None:
    entries = (replace(ONE, section="a"), replace(TWO, section="b"), replace(UNLINKED, section="b"))
    two = replace(PAGE, entries=entries)
    lumped = [found(e.headline, e.url, e.date) | {"isPartOf": "#1"} for e in two.entries]
    apart = [item | {"isPartOf": f"#{e.section}"} for item, e in zip(lumped, two.entries, strict=True)]
    assert score_lists([(two, apart)]).failures == []
    assert score_lists([(two, lumped)]).counts["list"].precision == pytest.approx(1 / 2)


def test_a_headline_on_a_page_without_a_list_is_wrong() -> None:
    empty = Listing("n", "s", "https://a.example/", "")
    assert score_lists([(empty, [found("Холбоо барих")])]).counts["no list"].precision == 0
    assert score_lists([(empty, [found("Холбоо барих", kind="article")])]).failures == []


def test_a_wrong_value_in_place_of_a_true_one_costs_both() -> None:
    tally = Tally()
    tally.add("p", "f", "true", "wrong", right=False)
    assert (tally.counts["f"].precision, tally.counts["f"].recall) == (0, 0)
