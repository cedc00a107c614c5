"""Two languages with the same keys; numbers, days and moments as each has them."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archiver.serve
from archiver.serve.language import LANGUAGES, chosen, words

TEMPLATES = Path(archiver.serve.__file__).parent / "templates"


def _places(text: object) -> list[set[str | None]]:
    texts = list(text.values()) if isinstance(text, dict) else [str(text)]
    return [{name for _, name, _, _ in string.Formatter().parse(str(one)) if name} for one in texts]


def test_both_languages_have_the_same_keys_and_places() -> None:
    english, mongolian = (words(code).table for code in ("en", "mn"))
    assert english.keys() == mongolian.keys()
    assert [key for key in english if _places(english[key]) != _places(mongolian[key])] == []


def test_every_key_that_a_template_names_is_there() -> None:
    keys = words("en").table.keys()
    text = "\n".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.html")))
    named = set(re.findall(r"""["']([a-z_A-Z0-9-]+)["']\|t\b""", text))
    assert len(named) > 60
    assert named - keys == set()


def test_no_key_is_left_over() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.html")))
    built = ("field_", "style_", "depth_", "change_", "verdict_", "kind_", "facet_", "role_", "confidence_")
    built += ("tab_", "badge_", "outcome_", "error_", "n_", "about_")
    tables = {"months", "languages", "language_name"}
    left = {k for k in words("en").table if f'"{k}"' not in text and f"'{k}'" not in text}
    assert {key for key in left if not key.startswith(built)} - tables == set()


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, None, "en"),
        (None, "mn", "mn"),
        (None, "en;q=0.5, mn-MN;q=0.8", "mn"),
        (None, "de, mn;q=0", "en"),
        ("mn", "en", "mn"),
        ("xx", "mn", "mn"),
        (None, ";;;,q=1,mn;q=9", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert chosen(asked, accepted) == language


@pytest.mark.parametrize(
    ("iso", "english", "mongolian"),
    [
        ("2026-01-29", "29 January 2026", "2026 оны 1 сарын 29"),
        ("2026-01", "January 2026", "2026 оны 1 сар"),
        ("2026", "2026", "2026"),
        ("2026-13-40", "2026-13-40", "2026-13-40"),
        (None, "", ""),
    ],
)
def test_days_are_as_precise_as_they_are_stated(iso: str | None, english: str, mongolian: str) -> None:
    assert (words("en").day(iso), words("mn").day(iso)) == (english, mongolian)


def test_a_moment_keeps_the_zone_it_was_stated_in() -> None:
    english = words("en")
    assert english.moment("2026-01-29T07:40:00+08:00") == "29 January 2026, 07:40 +08:00"
    assert english.moment("2026-01-29T07:40:05.123Z") == "29 January 2026, 07:40 UTC"
    assert english.moment("2026-01-29T07:40") == "29 January 2026, 07:40"


def test_one_and_many(client: TestClient) -> None:
    assert words("en")("n_items", n=1) == "1 item"
    assert words("en")("n_items", n=1234) == "1,234 items"
    assert "\N{NARROW NO-BREAK SPACE}" in words("mn")("n_items", n=1234)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_that_was_asked_for_stays_in_the_links(client: TestClient, code: str) -> None:
    answer = client.get(f"/search?lang={code}")
    assert f'<html lang="{code}">' in answer.text
    assert answer.headers["content-language"] == code
    inside = re.findall(r'href="(/(?:search|days|about|ark:)[^"]*)"', answer.text)
    assert len(inside) > 5
    assert [link for link in inside if "lang=" not in link and ".json" not in link] == []


def test_without_asking_no_link_names_a_language(client: TestClient) -> None:
    text = client.get("/search", headers={"Accept-Language": "mn"}).text
    assert '<html lang="mn">' in text
    assert re.findall(r'href="/ark:[^"]*lang=', text) == []
