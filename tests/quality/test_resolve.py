"""Every value of our own pages is found again in the stored record, by code written from docs/format.md alone."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.provenance import import_all
from tests.quality import values
from tests.quality.forms import Document, Unresolved, pointed
from tests.quality.resolve import resolve_file
from tests.quality.sets import OWN, cases

CAPTURED = datetime(2026, 1, 30, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The WARC files of an archive that every own page was imported into."""
    work = tmp_path_factory.mktemp("provenance")
    import_all([case for name in OWN for case in cases(name)], work)
    return sorted((work / "archive").rglob("*.warc.gz"))


def test_every_value_of_every_own_page_resolves_again(stored: list[Path]) -> None:
    results = [resolve_file(file) for file in stored]
    assert [fault for result in results for fault in result.faults] == []
    assert sum(result.values for result in results) > 3000
    assert sum(result.selectors for result in results) > 4000


def forged(file: Path, to: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of a WARC file, not compressed, in which one item was changed; its length is right again."""
    plain = gzip.decompress(file.read_bytes())
    blocks = [line for line in plain.split(b"\r\n") if line.startswith(b"{") and b'"provenance":' in line]
    item = json.loads(blocks[0])
    change(item)
    new = json.dumps(item, ensure_ascii=False).encode()
    old, new = (f"Content-Length: {len(block)}\r\n\r\n".encode() + block for block in (blocks[0], new))
    to.write_bytes(plain.replace(old, new))
    return to


def _value(item: dict[str, Any]) -> None:
    item["data"]["headline"] += "!"


def _selector(item: dict[str, Any]) -> None:
    item["provenance"]["fields"]["/headline"]["selectors"][0] = {
        "type": "XPathSelector",
        "value": "/html/body/q[9]",
    }


def _raw(item: dict[str, Any]) -> None:
    item["provenance"]["fields"]["/headline"]["raw"] = "?"


def _digest(item: dict[str, Any]) -> None:
    item["provenance"]["fields"]["/headline"]["digest"] = "sha256:" + 64 * "0"


def _record(item: dict[str, Any]) -> None:
    item["provenance"]["fields"]["/headline"]["record"] = "<urn:uuid:0>"


def _source(item: dict[str, Any]) -> None:
    del item["provenance"]["fields"]["/headline"]


@pytest.mark.parametrize("change", [_value, _selector, _raw, _digest, _record, _source])
def test_a_forged_item_is_found_out(
    stored: list[Path], tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    assert resolve_file(forged(stored[0], tmp_path / "same.warc", lambda _: None)).faults == []
    assert resolve_file(forged(stored[0], tmp_path / "other.warc", change)).faults != []


PAGE = Document(
    '<html><head><title>T</title><script>{"a": [1, "é"]}</script></head><body><p>One<br>two</p>'
    "<noscript>no</noscript> three<b>four</b><p title=' x '>five</p></body></html>",
    "https://a.example/x",
)
SCRIPT = {"type": "XPathSelector", "value": "/html/head/script"}


@pytest.mark.parametrize(
    ("selector", "form", "text"),
    [
        ({"type": "TextPositionSelector", "start": 0, "end": 9}, "document-text", "T One two"),
        ({"type": "TextQuoteSelector", "exact": "four", "prefix": "three"}, "document-text", "four"),
        ({"type": "XPathSelector", "value": "/html/body/p[1]"}, "node-text", "One two"),
        ({"type": "XPathSelector", "value": "/html/body/p[2]/@title"}, "node-text", " x "),
        ({"type": "XPathSelector", "value": "/html/body/b | /html/body/p[2]"}, "node-text", "four\nfive"),
        (SCRIPT | {"refinedBy": {"type": "FragmentSelector", "value": "/a/1"}}, "node-text", "é"),
        ({"type": "TextPositionSelector", "start": 8, "end": 17}, "url", "a.example"),
    ],
)  # fmt: skip
def test_selectors_select_what_the_format_says(selector: dict[str, Any], form: str, text: str) -> None:
    assert PAGE.select(selector, form) == text


def test_hidden_text_is_no_text_of_the_page() -> None:
    assert PAGE.document_text == "T One two threefour five "


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextPositionSelector", "start": 5, "end": 4000},
        {"type": "TextQuoteSelector", "exact": "four", "prefix": "two"},
        {"type": "XPathSelector", "value": "/html/body/q"},
    ],
)
def test_what_does_not_resolve_says_so(selector: dict[str, Any]) -> None:
    with pytest.raises(Unresolved):
        PAGE.select(selector, "document-text")


def test_json_is_read_within_its_wrappers() -> None:
    for wrapped in (
        "<!-- {}; -->",
        "window.__STATE__ = {};",
        "{}\n<!-- made in 0.1s -->",
        "//<![CDATA[\n{}\n//]]>",
    ):
        assert pointed(wrapped.replace("{}", '{"a~b": {"c/d": 7,}}'), "/a~0b/c~1d") == "7"
    with pytest.raises(Unresolved):
        pointed("[1]", "/4")


@pytest.mark.parametrize(
    ("value", "text", "agrees"),
    [
        ("2026-01-29", "2026 оны 1 сарын 29", True),
        ("2026-01-29", "нэгдүгээр сарын 29-ний өдөр", True),
        ("2026-02-28", "нэгдүгээр сарын 28", False),
        ("2026-01-29T14:05", "2026/01/29 14:05", True),
        ("2026-01-29T15:05", "2026/01/29 14:05", False),
        ("2026-01-29T18:20", "Өчигдөр 18:20", True),
        ("2026-01-25", "өчигдөр", False),
        ("2026-01-29T06:05:00Z", "2026-01-29T14:05:00+08:00", True),
        ("2026-01-29T14:05:00Z", "2026-01-29T14:05:00+08:00", False),
    ],
)
def test_dates_are_held_against_the_words_they_were_read_from(value: str, text: str, agrees: bool) -> None:
    assert values.date_agrees(value, text, CAPTURED) is agrees


@pytest.mark.parametrize(
    ("transform", "text", "value"),
    [
        ("collapse-space", " a \u00a0 b", "a b"),
        ("html-text", "<b>a</b>&amp; b", "a & b"),
        ("absolute-url", "../n?a=1", "https://a.example/n?a=1"),
        ("absolute-url", "f/*-http://b.example/#x", "https://a.example/c/f/*-http://b.example/"),
        ("absolute-url", "//b.example", "https://b.example/"),
        ("host-name", "https://Müller.example:80/x", "xn--mller-kva.example"),
        ("language-tag", " MN_mn", "mn-mn"),
        ("word-count", "нэг хоёр", 2),
        ("boolean", "https://schema.org/False", False),
    ],
)
def test_transforms_follow(transform: str, text: str, value: Any) -> None:
    assert values.follows(transform, text, value, base="https://a.example/c/x", captured=CAPTURED)
    assert not values.follows(transform, text, "another", base="https://a.example/c/x", captured=CAPTURED)
