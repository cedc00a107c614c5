"""The stems of words in classes and IDs: a short cut that may not lose a word its pattern knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.extract.articles import rules


@pytest.mark.parametrize("pattern", rules.WORD_STEMS)
@given(data=st.data())
def test_every_word_that_a_pattern_knows_holds_one_of_its_stems(pattern: str, data: st.DataObject) -> None:
    word = data.draw(st.from_regex(pattern))
    assert any(stem in word for stem in rules.WORD_STEMS[pattern])


@pytest.mark.parametrize(
    "name",
    [
        "HEADLINE_CLASS",
        "DATE_CLASS",
        "AUTHOR_CLASS",
        "AUTHOR_STRONG",
        "AUTHOR_WEAK",
        "AUTHOR_SIGN",
        "TRAIL_CLASS",
    ],
)
def test_no_pattern_of_words_is_without_stems(name: str) -> None:
    assert getattr(rules, name) in rules.WORD_STEMS
