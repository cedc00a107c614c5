"""Lists and searches leave nothing out, and find nothing, without saying why."""

from __future__ import annotations

import pytest

from archiver.demo.site import DemoSite
from tests.cli.command import Command


def test_a_limit_that_leaves_some_out_says_so(run: Command, items: list[str]) -> None:
    for verb in (("list",), ("list", "--json"), ("search", "example", "--json"), ("search", "example")):
        everything = len(run.ok(*verb, "--limit", "1000").lines)
        assert everything > 1
        cut = run.ok(*verb, "--limit", str(everything - 1))
        assert len(cut.lines) == everything - 1
        assert cut.err == f"note: there is more than these {everything - 1}: a larger --limit shows it\n"
        assert run.ok(*verb, "--limit", str(everything)).err == ""


def test_an_outlet_or_host_that_is_not_there_is_told_from_words_that_are_not(run: Command) -> None:
    for verb in (("list",), ("search", "coal")):
        for name in ("outlet", "host"):
            [said] = run.ok(*verb, f"--{name}", "alfa.example").remarks
            assert said.startswith(
                f"nothing found: nothing here is of the {name} 'alfa.example'; the outlets with "
            )
            assert "alpha.example" in said
    assert "each word counts" in run.ok("search", "nosuchword", "--outlet", "alpha.example").err


def test_by_host_whoever_the_publisher_is(run: Command, site: DemoSite) -> None:
    host = site.url.split("/")[2].split(":")[0]
    of_page = [line.split()[0] for line in run.ok("list", "--url", site.url).lines]
    assert [line.split()[0] for line in run.ok("list", "--host", host).lines] == of_page
    publishers = {one["data"].get("publisher") for one in run.ok("list", "--host", host, "--json").documents}
    assert publishers - {None}
    assert run.ok("list", "--outlet", host).lines == []


@pytest.mark.parametrize(
    ("since", "until"), [("2026-02", "2026-01"), ("2026-01-02", "2026-01-01"), ("2026", "2025-12")]
)
def test_a_span_that_ends_before_it_begins_is_refused(run: Command, since: str, until: str) -> None:
    for verb in (("list",), ("search", "coal")):
        refused = run(*verb, "--since", since, "--until", until)
        assert (refused.code, refused.out) == (2, "")
        assert f"{since} is after {until}" in refused.err


@pytest.mark.parametrize(
    ("since", "until"), [("2026-01-02", "2026-01"), ("2026-01", "2026"), ("2026", "2026")]
)
def test_a_span_within_one_month_or_year(run: Command, since: str, until: str) -> None:
    assert run.ok("list", "--since", since, "--until", until).lines
