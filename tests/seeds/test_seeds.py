"""Seed lists: what can be read is read, and each fault is named with its line."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.options import default_options
from archiver.seeds import Seed, SeedList, read_seeds

PROJECT = Path(__file__).parents[2]
DIGEST = PROJECT.parent / "shared" / "seeds" / "000_071fd5e52f32c73a.txt"


def faults(found: SeedList) -> list[str]:
    return [str(fault) for fault in found.faults]


def test_a_plain_list() -> None:
    text = "\ufeff# my pages\r\nhttps://a.example/\r\n\r\n  https://b.example/x#part   # the second\r\nhttps://в.example\r\n"
    found = read_seeds(text, "list.txt")
    assert [seed.url for seed in found.seeds] == [
        "https://a.example/",
        "https://b.example/x",
        "https://xn--b1a.example/",
    ]
    assert [seed.line for seed in found.seeds] == [2, 4, 5]
    assert (found.options, found.faults) == ({}, ())


def test_a_fragment_is_not_a_comment() -> None:
    assert read_seeds("https://a.example/#top", "l").seeds == (Seed("https://a.example/"),)


BAD_LINES = [
    "news",
    "ftp://a.example/",
    "https://u:p@a.example/",
    "https://a b.example/",
    "https://a.example/\x00",
    "https://",
]


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_named_and_the_others_are_read(line: str) -> None:
    found = read_seeds(f"https://a.example/\n{line}\nhttps://b.example/\n", "list.txt")
    assert [seed.line for seed in found.seeds] == [1, 3]
    assert len(found.faults) == 1
    assert faults(found)[0].startswith("list.txt line 2: ")
    assert found.faults[0].exit_code == 2


def test_a_line_that_never_ends_is_named_not_repeated() -> None:
    found = read_seeds("https://a.example/" + "x" * 1_000_000, "list.txt")
    assert faults(found) == ["list.txt line 1: 1000018 characters are no URL"]


TOML = """
# comment
[options]
robots = "obeyed"
pace = 2
jobs = 3

[[seed]]
url = "https://a.example/"   # line 9
title = "A"
language = "mn"
tags = ["one", "two"]

[[seed]]
url = "https://b.example/"
"""


def test_a_toml_list() -> None:
    found = read_seeds(TOML, "list.toml")
    assert found.seeds == (Seed("https://a.example/", "A", "mn", ("one", "two")), Seed("https://b.example/"))
    assert [seed.line for seed in found.seeds] == [8, 14]
    assert found.options == {"robots": "obeyed", "pace": 2, "jobs": 3}
    assert found.faults == ()


def test_toml_is_known_by_its_tables_too() -> None:
    assert read_seeds(TOML, "-") == read_seeds(TOML, "list.toml")


def entry(*lines: str) -> str:
    """A list whose second entry starts at line 4."""
    return "\n".join(
        [
            "[[seed]]",
            'url = "https://a.example/"',
            "",
            "[[seed]]",
            *lines,
            "",
            "[[seed]]",
            'url = "https://c.example/"',
        ]
    )


# Lines of an entry, the line the fault is at, and a part of what is said.
BAD_ENTRIES = [
    (['title = "x"', 'url = "ftp://b.example/"'], 6, "scheme"),
    (['title = "no URL"'], 4, "needs a URL"),
    (["url = 5"], 5, "must be a URL in quotes"),
    (["url = https://b.example/"], 5, "not TOML"),
    (['url = "https://b.example/'], 5, "not TOML"),
    (['title = "x"', "url = = 3"], 6, "not TOML"),
]


@pytest.mark.parametrize(("lines", "number", "words"), BAD_ENTRIES)
def test_a_bad_entry_is_named_and_the_others_are_read(lines: list[str], number: int, words: str) -> None:
    found = read_seeds(entry(*lines), "list.toml")
    assert [seed.url for seed in found.seeds] == ["https://a.example/", "https://c.example/"]
    assert len(found.faults) == 1
    assert faults(found)[0].startswith(f"list.toml line {number}: ")
    assert words in faults(found)[0]


# Something wrong beside the URL: the seed stays, the fault is said.
ODD_ENTRIES = [
    (['url = "https://b.example/"', 'colour = "red"'], "may have url, title, language, tags"),
    (['url = "https://b.example/"', "title = 5"], "title of a seed must be a text"),
    (
        ['url = "https://b.example/"', 'language = "Mongolian language"'],
        "language of a seed must be a language tag",
    ),
    (['url = "https://b.example/"', 'tags = "one"'], "tags of a seed must be a list"),
]


@pytest.mark.parametrize(("lines", "words"), ODD_ENTRIES)
def test_an_odd_field_does_not_cost_the_page(lines: list[str], words: str) -> None:
    found = read_seeds(entry(*lines), "list.toml")
    assert len(found.seeds) == 3
    assert [words in fault for fault in faults(found)] == [True]
    assert faults(found)[0].startswith("list.toml line 6: ")


BAD_OPTIONS = [
    'robots = "maybe"',
    "pace = -1",
    "pace = nan",
    "jobs = 0",
    "jobs = true",
    "requisites = 1",
    "maxBytes = 1.5",
    'robots = "Obeyed"',
    "robots = true",
    "robots = [1]",
    "pase = 0.5",
    'pace = "2"',
    "pace = = 2",
]
BAD_OPTIONS += ['allowNetwork = ["10.0.0.0/8"]', "allowBadTls = true", 'userAgent = "x"']


@pytest.mark.parametrize("line", BAD_OPTIONS)
def test_options_a_list_may_not_set(line: str) -> None:
    """A list from somewhere else must not open this machine's network, nor turn a check off."""
    found = read_seeds(f'[options]\n{line}\n[[seed]]\nurl = "https://a.example/"\n', "list.toml")
    assert found.options == {}
    assert (len(found.faults), len(found.refusals), len(found.seeds)) == (0, 1, 1)
    assert str(found.refusals[0]).startswith("list.toml line 2: ")


@pytest.mark.parametrize(("typed", "meant"), [("obey", "obeyed"), ("ignore", "ignored")])
def test_robots_as_it_is_typed_on_the_command_line(typed: str, meant: str) -> None:
    found = read_seeds(f'[options]\nrobots = "{typed}"', "list.toml")
    assert (found.options, found.refusals) == ({"robots": meant}, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[sead]]\nurl = "https://a.example/"', "line 1: 'sead' is not known: a list holds [[seed]] tables and"),
        ('\n[option]\nrobots = "obeyed"', "line 2: 'option' is not known: a list holds [[seed]] tables and one"),
        ('\nrobots = "obeyed"', "line 2: 'robots' is not known: a list holds [[seed]] tables and one [options]"),
        ("[options]\n\n[options]\njobs = 1", "line 3: not TOML"),
        ("[options\njobs = 1", "line 1: not TOML"),
        ("options = 5", "line 1: 'options' is not known"),
    ],
)  # fmt: skip
def test_what_may_have_been_an_option_is_no_seed_s_fault(text: str, words: str) -> None:
    found = read_seeds(text, "l.toml")
    assert (found.options, found.faults) == ({"jobs": 1} if "[options]\njobs" in text else {}, ())
    assert str(found.refusals[0]).startswith(f"l.toml {words}")


@pytest.mark.parametrize("line", ['robots = "obeyed"', "robots=obeyed", "[options]"])
def test_an_option_in_a_plain_list_is_no_seed_s_fault(line: str) -> None:
    found = read_seeds(f"# pages\n{line}\nhttps://a.example/\n", "list.txt")
    assert len(found.refusals) == 1
    assert str(found.refusals[0]).startswith("list.txt line ")


def test_what_else_may_go_wrong() -> None:
    assert "not TOML" in faults(read_seeds("[[seed]]\nurl = " + "[" * 10_000, "l.toml"))[0]
    assert read_seeds("", "l.toml") == read_seeds("", "l.txt") == SeedList(())


def test_brackets_inside_a_text_are_not_tables() -> None:
    text = '[[seed]]\nurl = "https://a.example/"\ntitle = """\n[[seed]]\nurl = 5\n"""\n'
    found = read_seeds(text, "list.toml")
    assert [(seed.url, seed.title) for seed in found.seeds] == [("https://a.example/", "[[seed]]\nurl = 5\n")]
    assert found.faults == ()


def test_long_lists_take_their_length() -> None:
    start = time.monotonic()
    found = read_seeds("".join(f'[[seed]]\nurl = "https://a.example/{n}"\n' for n in range(5000)), "l.toml")
    assert len(found.seeds) == 5000
    assert found.seeds[-1].line == 9999
    assert time.monotonic() - start < 5


@given(st.text(max_size=300))
def test_any_text_is_read_or_faulted(text: str) -> None:
    """Nothing raises, nothing vanishes: every line of a plain list is a seed, a fault, empty or a comment."""
    found = read_seeds(text, "list.txt")
    lines = [
        line
        for line in re.split("\n", text.removeprefix("\ufeff"))
        if re.sub(r"(?:^|\s)#.*$", "", line).strip()
    ]
    if not re.search(r"(?m)^[ \t]*\[", text):
        assert len(found.seeds) + len(found.faults) + len(found.refusals) == len(lines)
    read_seeds(text, "list.toml")


@pytest.mark.parametrize("name", ["mongolia-digest.toml", "example.toml"])
def test_the_lists_that_come_along(name: str) -> None:
    found = read_seeds((PROJECT / "seeds" / name).read_text(encoding="utf-8"), name)
    assert faults(found) == []
    assert found.seeds
    assert all(seed.url.startswith("https://") for seed in found.seeds)
    options = {key: value for key, value in found.options.items() if key != "jobs"}
    assert default_options(**options).robots == "obeyed"


def test_every_outlet_of_the_sample_digest_is_listed_once() -> None:
    if not DIGEST.exists():
        pytest.skip("the sample digest is not beside this checkout")
    hosts = {
        host.lower() for host in re.findall(r"(?i)\bwww\.[a-z0-9.]+[a-z]", DIGEST.read_text(encoding="utf-8"))
    }
    found = read_seeds(
        (PROJECT / "seeds" / "mongolia-digest.toml").read_text(encoding="utf-8"), "mongolia-digest.toml"
    )
    assert sorted(seed.url for seed in found.seeds) == sorted(f"https://{host}/" for host in hosts)
    assert all(seed.language and seed.title for seed in found.seeds)
