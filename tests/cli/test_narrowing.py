"""Lists and searches narrowed by outlet, language and verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.cli.command import BARE, Command
from tests.demo import truth


def headlines(documents: list[dict[str, object]]) -> set[str]:
    return {document["data"]["headline"] for document in documents}  # type: ignore[index]


@pytest.mark.parametrize("verb", [("list",), ("search", "coal")])
@pytest.mark.parametrize("name", ["www.alpha.example", "ALPHA.example"])
def test_by_outlet_however_its_host_is_written(run: Command, verb: tuple[str, ...], name: str) -> None:
    [found] = run.ok(*verb, "--outlet", name, "--json").documents
    assert found["data"]["headline"] == "COAL EXPORTS RISE"
    assert run.ok(*verb, "--outlet", "www.beta.example", "--language", "fr").lines == []


def test_by_outlet_in_capitals_or_not(run: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="mn"><meta charset="utf-8"><meta property="og:site_name" content="Өглөөний мэдээ">'
        '<meta property="og:type" content="article"><title>Цас</title><article><h1>Цас зам хаалаа</h1>'
        f"{'<p>Уулын давааны замыг цас хааж, жолооч нар хоёр хоног хүлээв.</p>' * 5}</article>",
        "utf-8",
    )
    run.ok("import", page, "--url", "https://news.example/snow")
    for name in ("Өглөөний мэдээ", "өглөөний МЭДЭЭ"):
        for verb in (("list",), ("search", "цас")):
            [found] = run.ok(*verb, "--outlet", name, "--json").documents
            assert found["data"]["publisher"] == "Өглөөний мэдээ"


def test_by_language(run: Command, site: DemoSite) -> None:
    run.ok("capture", *BARE, site.base + truth.JSON_LD.path)
    everything = run.ok("list", "--kind", "article", "--json").documents
    language = everything[0]["data"]["inLanguage"]
    same = [one for one in everything if one["data"].get("inLanguage") == language]
    listed = run.ok("list", "--kind", "article", "--language", language, "--json").documents
    assert headlines(listed) == headlines(same)
    words = everything[0]["data"]["headline"]
    assert headlines(run.ok("search", words, "--language", language, "--json").documents) >= {words}
    assert run.ok("search", words, "--language", "xx").lines == []


def test_by_verdict(run: Command, site: DemoSite) -> None:
    run.ok("capture", *BARE, site.base + "/no-such-page")
    [failed] = run.ok("list", "--kind", "capture", "--verdict", "http-404", "--json").documents
    assert failed["url"] == site.base + "/no-such-page"
    assert run.ok("list", "--verdict", "http-404").lines == []  # a page of no items
    items = run.ok("list", "--json").documents
    assert run.ok("list", "--verdict", "complete", "--json").documents == items


def test_what_is_no_text_is_refused(run: Command) -> None:
    for option in ("--outlet", "--language", "--verdict"):
        refused = run("list", option, "\udcff")
        assert refused.code == 2
