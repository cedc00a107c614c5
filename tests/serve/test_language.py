"""Two languages with the same keys; numbers, days and moments as each has them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
from lxml import html
from starlette.testclient import TestClient

import archiver
import archiver.serve
from archiver.archive.history import Change
from archiver.catalog import counting
from archiver.cite import STYLES
from archiver.extract.articles import article, author_choice, date_checks, headlines, merge
from archiver.extract.articles import language as language_rules
from archiver.model.capture import Role
from archiver.model.items import ArticleData, HeadlineData, Person
from archiver.model.provenance import Transform
from archiver.serve.language import LANGUAGES, chosen, words
from archiver.serve.pages.badge import State
from archiver.store.history import DEPTHS
from tests.serve.conftest import Holding

VERDICTS = ("complete", "partial", "truncated", "blocked", "empty", "http")
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


# Keys that templates put together, from what they put together with them.
BUILT: dict[str, Iterable[str]] = {
    "style": STYLES,
    "field": {*ArticleData.model_fields, *HeadlineData.model_fields, *Person.model_fields, "description_of"},
    "depth": [name + more for name in DEPTHS for more in ("", "_means")],
    "change": {*get_args(Change), "added", "removed", "moved"},
    "verdict": [f"{word}{more}" for word in VERDICTS for more in ("", "_means")],
    "kind": ("article", "headline", "capture", "item"),
    "facet": counting.FACETS,
    "role": get_args(Role),
    "confidence": ("stated", "inferred", "guessed"),
    "tab": ("read", "replay", "screenshot", "metadata", "files", "check"),
    "badge": get_args(State),
    "error": ("400", "404", "500", "503"),
    "read": get_args(Transform),
}


def test_every_key_is_named_or_put_together_and_no_other_is_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.html")))
    named = set(re.findall(r"""["']([\w-]+)["']\|t\b""", text))
    named |= set(re.findall(r"""\b(?:t|other)\(["']([\w-]+)["']""", text))
    for pair in re.findall(r"""\(["']([\w-]+)["'] if [\w.]+ else ["']([\w-]+)["']\)\|t\b""", text):
        named |= set(pair)
    for line in re.findall(r"(?m)^{% for .*", text):  # tables of keys
        named |= set(re.findall(r"""["']([\w-]+)["']""", line)) & words("en").table.keys()
    built = {f"{name}_{one}" for name, every in BUILT.items() for one in every}
    assert words("en").table.keys() - named - built == {"months", "languages", "lost_reasons"}
    assert built - words("en").table.keys() == set()


# Every reason that the code has for a value that lost.
LOST = (
    merge.ORDER,
    author_choice.ORDER,
    article._BODY_RULE,
    headlines.ORDER,
    *(reason.says for reason in headlines.REASONS),
    date_checks.MODIFIED,
    language_rules.RULE,
    language_rules.SCRIPT_RULE,
)


def test_every_reason_why_a_value_lost_is_there_in_both_languages() -> None:
    assert set(words("en").table["lost_reasons"].values()) == set(LOST)
    assert [words("en").lost_reason(text) for text in LOST] == list(LOST)
    told = [words("mn").lost_reason(text) for text in LOST]
    assert None not in told
    assert len(set(told)) == len(LOST)
    assert words("mn").lost_reason("as an earlier version said it") is None


def test_values_of_a_page_lose_for_no_other_reason(holding: Holding) -> None:
    with archiver.open(holding.folder) as archive:
        items = [item for capture in archive.captures() for item in archive.items(capture.id)]
    stated = {
        other.lost
        for item in items
        for source in item.provenance.fields.values()
        for other in source.alternatives
    }
    assert stated
    assert stated <= set(LOST)


def test_what_is_told_in_english_is_marked_as_that(holding: Holding, client: TestClient) -> None:
    page = html.document_fromstring(client.get(f"/{holding.front.id}/metadata?lang=mn").content)
    told = {entry.text for entry in page.findall(".//dd/ul[@lang='en']/li")}
    assert told >= {*holding.front.reasons, *holding.front.omitted} != set()


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


def test_one_and_many() -> None:
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


def test_a_verdict_is_a_word_and_an_error_names_its_status() -> None:
    english = words("en")
    assert (english.verdict("complete"), english.verdict("http-404")) == ("complete", "error 404")
    assert english.verdict("<b>") == "<b>"
    assert english.verdict_means("http-503") == english.verdict_means("http-404")
