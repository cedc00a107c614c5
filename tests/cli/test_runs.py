"""A run of many pages: what came of it, and of which page something is said."""

from __future__ import annotations

from pathlib import Path

from archiver.demo.site import DemoSite
from tests.cli.command import BARE, LOCAL, Command


def test_a_run_says_what_came_of_it_all(new: Command, site: DemoSite) -> None:
    done = new("capture", site.url, f"{site.url}missing", f"{site.url}digest.txt", "https://[", *BARE)
    count = sum(int(line.split()[-2]) for line in done.lines)
    assert done.code == 1
    assert done.remarks[-1] == f"3 captures: 2 complete, 1 http-404; {count} items; 1 URL failed"
    assert len(new.ok("capture", site.url, *BARE).remarks) == 0


def test_in_a_run_each_reason_names_its_capture(new: Command, site: DemoSite) -> None:
    urls = (site.url, f"{site.url}latest")
    done = new.ok("capture", *urls, "--max-requests", "1", *LOCAL)
    ids = {line.split()[0] for line in done.lines if line.split()[1] == "partial"}
    assert ids
    assert {line.split(": ")[0].strip() for line in done.remarks[:-1]} == ids


def test_pages_that_have_nothing_to_read_are_counted(new: Command, site: DemoSite) -> None:
    done = new.ok("capture", site.url, f"{site.base}/about", *BARE)
    assert done.remarks == ["2 captures: 1 complete, 1 empty; 20 items"]


def test_a_feed_is_no_seed_list(new: Command, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(f'<?xml version="1.0"?><rss><channel>{"<item/>" * 500}</channel></rss>', "utf-8")
    done = new("capture", "--seeds", feed)
    assert (done.code, done.out) == (2, "")
    [said] = done.remarks
    assert "feed.xml line 1: is HTML or XML, no list of URLs" in said
    assert len(said) < 200


def test_what_is_no_url_is_told_by_its_beginning(new: Command) -> None:
    done = new("capture", "x y" * 1000)
    assert done.code == 2
    assert len(done.err) < 500
