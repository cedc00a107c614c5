"""Several captures of one URL from the command line: kept with ``--dedup``, listed in time."""

from __future__ import annotations

from pathlib import Path

from archiver.demo.site import DemoSite
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
