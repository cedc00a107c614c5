"""Several captures of one URL from the command line: kept with ``--dedup``, listed in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.capture.conftest import Server, response
from tests.cli.command import BARE, Command
from tests.demo import truth

PATH = truth.JSON_LD.path


def test_dedup_says_what_it_left_out(run: Command, site: DemoSite) -> None:
    url = site.base + PATH
    [first] = run.ok("capture", *BARE, "--json", url).documents
    [again] = run.ok("capture", *BARE, "--dedup", "--json", url).documents
    assert [capture["options"]["dedup"] for capture in (first, again)] == [False, True]
    [page], [before] = again["exchanges"], first["exchanges"]
    assert page["original"] == before["response"]
    assert page["entity"] == before["entity"]
    assert run.ok("verify").code == 0


def test_a_seed_list_may_ask_for_it(run: Command, site: DemoSite, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.toml"
    seeds.write_text(f'[options]\ndedup = true\n\n[[seed]]\nurl = "{site.base + PATH}"\n')
    [capture] = run.ok("capture", *BARE, "--json", "--seeds", seeds).documents
    assert capture["options"]["dedup"] is True


def test_captures_of_a_url_are_listed_newest_first_with_their_times(
    run: Command, site: DemoSite, tmp_path: Path
) -> None:
    """However the URL is written; those of a file that was imported under it too, and no others."""
    url = site.base + PATH
    page = tmp_path / "saved.html"
    page.write_text("<!doctype html><title>Saved</title><h1>Saved by hand</h1>")
    captures = [run.ok("capture", *BARE, "--dedup", "--json", url).documents[0] for _ in range(2)]
    captures += run.ok("import", page, "--url", url, "--json").documents
    run.ok("capture", *BARE, site.base + "/about")
    written = url.replace("http://", "HTTP://").replace("/en/", "/./en/") + "#comments"
    lines = run.ok("list", "--kind", "capture", "--url", written).lines
    assert [line.split()[0] for line in lines] == [capture["id"] for capture in reversed(captures)]
    assert [line.split()[1] for line in lines] == [c["captured"][:19] + "Z" for c in reversed(captures)]
    assert all(url in line for line in lines)


def test_what_redirects_led_to_is_found_under_both_urls(new: Command) -> None:
    """A citation names the second: who looks it up must find what it cites."""
    with Server() as server:
        page = server.route(
            "/mn/4", response(b"<title>News</title><h1>Snow closes the winter road</h1><p>Text.")
        )
        old = server.route("/old", b"HTTP/1.1 302 Found\r\nLocation: /hop\r\nContent-Length: 0\r\n\r\n")
        server.route("/hop", b"HTTP/1.1 301 Moved\r\nLocation: /mn/4\r\nContent-Length: 0\r\n\r\n")
        [redirected] = new.ok("capture", *BARE, "--json", old).documents
        [direct] = new.ok("capture", *BARE, "--json", page).documents
    assert page in new.ok("cite", redirected["id"]).out

    def captures(url: str) -> list[str]:
        found = new.ok("list", "--kind", "capture", "--url", url, "--json").documents
        return [capture["id"] for capture in found]

    assert captures(page) == [direct["id"], redirected["id"]]
    assert captures(old) == [redirected["id"]]
    assert [one["id"] for one in new.ok("list", "--url", page, "--json").documents] == [
        *direct["items"],
        *redirected["items"],
    ]
    new.ok("rebuild")
    assert captures(page) == [direct["id"], redirected["id"]]
    assert new.ok("verify").code == 0


@pytest.mark.parametrize(
    "front",
    [
        response(b"<meta http-equiv=refresh content='0;url=/mn/'><title>Steppe</title>"),
        response(b"<title>Steppe</title>", "Refresh: 0; url=/mn/"),
        response(b"", "Refresh: 0; url=/mn/"),
    ],
    ids=["in the markup", "in the header", "nothing but a header"],
)
def test_a_page_that_sends_readers_on_is_kept_and_says_where(new: Command, front: bytes) -> None:
    with Server() as server:
        server.route("/", front)
        server.route("/mn/", response(b"<title>News</title>"))
        done = new.ok("capture", *BARE, "--json", server.url("/"))
        told = new.ok("capture", *BARE, server.url("/")).remarks
        asked = server.seen()
    [capture] = done.documents
    note = f"the page sends readers on to {server.url('/mn/')}: `archiver capture {server.url('/mn/')}` captures that"
    assert asked == ["/", "/"]
    assert capture["verdict"] == "empty"
    assert note in capture["reasons"]
    assert note in capture["extraction"]["notes"]
    assert f"  {note}" in told
    assert note in new.ok("show", capture["id"]).out.replace("\n", " ").replace("              ", "")
    [again] = new.ok("extract", capture["id"], "--json").documents
    assert again["reasons"] == capture["reasons"]
    assert new.ok("verify").code == 0


def test_items_of_a_page_captured_again_are_told_apart(run: Command, site: DemoSite) -> None:
    """By the time of their captures, in the first columns; and by where they were."""
    captures = [run.ok("capture", *BARE, "--json", site.base + PATH).documents[0] for _ in range(2)]
    for words in (("list", "--url", site.base + PATH), ("search", truth.JSON_LD.headline)):
        lines = run.ok(*words).lines
        for capture in captures:
            (line,) = (line for line in lines if line.startswith(capture["items"][0]))
            assert f"  {capture['captured'][:16]}Z  " in line[:60]
            assert line.endswith(" · 127.0.0.1)")
