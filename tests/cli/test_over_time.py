"""One page captured more than once: which bytes are where, and what came first."""

from __future__ import annotations

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.cli.command import BARE, Command


def test_a_body_that_was_kept_before_is_shown_with_its_file(new: Command, site: DemoSite) -> None:
    cards = []
    for _ in range(2):
        ark = new.ok("capture", site.url, "--dedup", *BARE).out.split()[0]
        cards.append(new.ok("show", ark).out)
    warc = next(line.split()[1] for line in cards[0].splitlines() if line.startswith("WARC"))
    assert "Bodies" not in cards[0]
    assert f"WARC          {warc}" not in cards[1]
    assert f"Bodies        kept before and not again, in\n              {warc}\n" in cards[1]


def test_a_comparison_backwards_says_so(new: Command, site: DemoSite) -> None:
    first, second = (new.ok("capture", site.url, *BARE).out.split()[0] for _ in range(2))
    assert new.ok("diff", first, second).err == ""
    assert "tells backwards" in new.ok("diff", second, first).err


def test_text_instead_of_bytes_is_refused_with_words() -> None:
    with pytest.raises(archiver.BadInput, match="body is a str: give bytes"):
        archiver.extract("<h1>Snow</h1>", url="https://news.example/")  # type: ignore[arg-type]
