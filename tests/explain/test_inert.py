"""Hostile text in the places it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import inert

HOSTILE = "\x1b]0;owned\x07 \u202eLIAM\u2066 =cmd()"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("«Эрдэнэс» – 12 ₮", "«Эрдэнэс» – 12 ₮"),
        (HOSTILE, r"\x1b]0;owned\x07 \u202eLIAM\u2066 =cmd()"),
        ("a\r\nb\nc\u2028d\x85e", "a␤b␤c␤d␤e"),
        ("tab\tand\xa0nbsp\u202fspace", "tab and nbsp space"),
        ("zero\u200bwidth\ufeff\U000e0041", r"zero\u200bwidth\ufeff\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\x9b31m", r"\x9b31m"),  # CSI in one byte
        ("", ""),
    ],
)
def test_terminal(text: str, shown: str) -> None:
    assert inert.terminal(text) == shown


def test_line_ends_may_be_spaces() -> None:
    assert inert.terminal("a\nb", " ") == "a b"


@given(st.text(st.characters()))
def test_terminal_prints_everything_and_is_stable(text: str) -> None:
    shown = inert.terminal(text)
    assert shown.isprintable()
    assert inert.terminal(shown) == shown


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝cmd()", "'＝cmd()"),
        ("\t=cmd()", "' =cmd()"),
        ("\tplain", "' plain"),
        ("\rplain", "' plain"),
        ("  \n =cmd()", "'    =cmd()"),
        ("\xa0=cmd()", "' =cmd()"),
        ("\u200b=cmd()", r"\u200b=cmd()"),
        ("\x1b[2J", r"\x1b[2J"),
        ("coal = power", "coal = power"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_csv_cell(text: str, cell: str) -> None:
    assert inert.csv_cell(text) == cell


@given(st.text(st.characters()))
def test_no_cell_starts_a_formula(text: str) -> None:
    cell = inert.csv_cell(text)
    assert cell.isprintable()
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_one_line_keeps_what_scripts_need() -> None:
    assert inert.one_line(" می\u200cخواهم \n 👩\u200d🚒 ᠮᠣᠩ\u180b ") == "می\u200cخواهم 👩\u200d🚒 ᠮᠣᠩ\u180b"
    assert inert.one_line("a\u202eb\x00c\U000e0041\x1b") == "a\ufffdb\ufffdc\ufffd\ufffd"
