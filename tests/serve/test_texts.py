"""Texts as a page shows them: harmless, on one line, cut; the short ways to that give what the long one does."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archiver.inert import one_line
from archiver.serve.render import clipped

# Spaces of many kinds, what hides or reorders text, marks that pile, halves of surrogate pairs.
_PIECES = st.sampled_from(
    [" ", "  ", "\n", "\u00a0", "\u3000", "\u200b", "\u202e", "\u0301", "\ud800", "а", "Ө", "x."]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=3)).map("".join)


@given(_TEXTS)
def test_a_line_has_single_spaces_and_nothing_that_hides_or_reorders(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert not {"\u202e", "\u200b", "\u2066", "\x00", "\ud800"} & set(line)
    assert letters(line) == letters(text)


def letters(text: str) -> list[str]:
    """What is seen of it, without spaces and what stands for something else."""
    return [c for c in text if unicodedata.category(c)[0] not in "CZ" and c != "\ufffd"]


@given(_TEXTS, st.integers(1, 12))
def test_a_long_text_is_cut_as_if_all_of_it_had_been_looked_at(text: str, most: int) -> None:
    whole = clipped(text, len(text) + 1)
    assert clipped(text, most) == (whole if len(whole) <= most else f"{whole[:most]}…")


def test_what_stands_after_many_spaces_is_not_lost() -> None:
    assert clipped(" " * 10_000 + "storm", 5) == "storm"
    assert clipped("a" + " " * 10_000 + "storm", 7) == "a storm"
    assert clipped("a" + " " * 10_000 + "storms", 7) == "a storm…"
