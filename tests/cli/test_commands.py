"""Every verb on good input: what it prints, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import validate
from archiver.cli import VERBS
from archiver.cli.cite import STYLES
from archiver.cli.export import FORMATS
from archiver.cli.present import reason_lines
from archiver.demo.site import DemoSite
from tests.capture.conftest import Server, response
from tests.cli.command import BARE, LOCAL, Command, assert_whole
from tests.conftest import capture_demo
from tests.demo import truth

SCRIPTS = str.maketrans("", "", "\u061c\u180e\u200c\u200d\u200e\u200f")


def calm(text: str, without: dict[int, int | None] | None = None) -> bool:
    """True when a terminal only prints it (``without``: characters that may be there all the same)."""
    return all(line.isprintable() for line in text.translate(without or {}).split("\n"))


# -- init -------------------------------------------------------------------------------------------


def test_init_once_and_again(new: Command) -> None:
    first = new.ok("init", "--title", "Alpha")
    assert first.lines == [f"{new.archive}: made. IDs are ark:99999/fk4…"]
    assert "test range" in first.err
    assert new.ok("init").lines == [f"{new.archive}: is an archive already. IDs are ark:99999/fk4…"]
    own = new.ok("init", "--naan", "12345", "--shoulder", "n1", "--base-url", "https://a.example/")
    assert own.lines == [f"{new.archive}: changed. IDs are ark:12345/n1…"]
    assert own.err == ""
    info = json.loads((new.archive / "archive.json").read_text("utf-8"))
    assert (info["title"], info["naan"], info["baseUrl"]) == ("Alpha", "12345", "https://a.example/")
    assert sorted(path.name for path in new.archive.iterdir()) == ["archive.json", "lost", "tmp", "warc"]


def test_ids_given_before_a_change_of_naan_stay(run: Command, site: DemoSite, items: list[str]) -> None:
    run.ok("init", "--naan", "12345", "--shoulder", "n1")
    done = run.ok("capture", f"{site.url}ticker", *BARE)
    assert done.out.startswith("ark:12345/n1")
    assert done.err == ""
    assert run.ok("show", items[0]).out
    assert run.ok("show", done.out.split()[0].removeprefix("ark:12345/")).out
    assert_whole(run.archive, set(items))


# -- capture, import, extract -----------------------------------------------------------------------


def test_capture_prints_a_line_a_capture_and_makes_the_archive(new: Command, site: DemoSite) -> None:
    done = new.ok("capture", site.url, f"{site.url}missing", *LOCAL)
    assert [line.split(":")[0] for line in done.remarks] == ["2 captures"]
    assert done.err.startswith("note: IDs are in the test range")
    by_url = {line.split()[2]: line.split() for line in done.lines}
    assert by_url[site.url][1] == "complete"
    assert by_url[site.url][3:] == [str(len(truth.FRONT_ENGLISH) + len(truth.FRONT_MONGOLIAN)), "items"]
    assert by_url[f"{site.url}missing"][1] == "http-404"
    assert new.ok("show", by_url[site.url][0]).out
    assert_whole(new.archive, set())


def test_capture_says_why_a_page_is_partial(new: Command, site: DemoSite) -> None:
    done = new.ok("capture", site.url, "--max-requests", "1", *LOCAL)
    ark, verdict, *_ = done.lines[0].split()
    [document] = new.ok("list", "--kind", "capture", "--json").documents
    assert (verdict, document["id"]) == ("partial", ark)
    assert done.remarks == [f"  {reason}" for reason in document["reasons"]]
    assert "the limit of 1 requests a capture was reached" in done.err


def test_of_many_reasons_the_first_are_told(archive: archiver.Archive, site: DemoSite) -> None:
    reasons = ("HTTP 404 Not Found", "a\x1b[2J", "b", "c", "d", "e")
    capture = capture_demo(archive, site.url).model_copy(update={"reasons": reasons})
    assert list(reason_lines(capture)) == [
        "  a\\x1b[2J",
        "  b",
        "  c",
        f"  and 2 more: `archiver show {capture.id}`",
    ]


def test_capture_for_programs(new: Command, site: DemoSite) -> None:
    [document] = new.ok("capture", site.url, "--json", *BARE).documents
    validate.check(document)
    assert document["url"] == site.url
    assert document["verdict"] == "complete"
    assert document["id"].startswith("ark:99999/fk4")
    assert (new.archive / document["warc"]).is_file()
    listed = new.ok("list", "--capture", document["id"], "--json").documents
    assert [item["id"] for item in listed] == document["items"]
    assert document["items"]


def test_a_seed_list_and_its_options(new: Command, site: DemoSite, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.toml"
    seeds.write_text(
        f'[options]\nrequisites = false\n[[seed]]\nurl = "{site.url}"\n[[seed]]\nurl = "{site.url}latest"\n',
        "utf-8",
    )
    documents = new.ok("capture", "--seeds", seeds, "--json", *LOCAL).documents
    assert {document["url"] for document in documents} == {site.url, f"{site.url}latest"}
    assert {document["options"]["requisites"] for document in documents} == {False}
    assert len({document["run"]["list"] for document in documents}) == 1


def test_import_says_how_the_text_was_accounted_for(new: Command, sample: Path) -> None:
    done = new.ok("import", sample, "--url", "https://digest.example/today")
    line, residue = done.lines
    assert line.split()[1:] == ["complete", sample.name, "21", "items"]
    numbers = [int(word) for word in residue.replace(",", "").split() if word.isdecimal()]
    assert numbers[0] == sum(numbers[1:]) == len(sample.read_bytes().decode("utf-8"))
    [capture] = new.ok("list", "--kind", "capture", "--json").documents
    assert capture["url"] == "https://digest.example/today"
    assert str(sample.parent) not in json.dumps(capture)


def test_import_without_a_url_names_the_file_by_its_bytes(run: Command) -> None:
    captures = run.ok("list", "--kind", "capture", "--json").documents
    [digest] = [capture for capture in captures if capture.get("source")]
    assert digest["url"] == digest["links"]["ni"]
    assert digest["url"].startswith("ni:///sha-256;")


def test_extract_reads_what_was_only_kept(new: Command, site: DemoSite) -> None:
    kept = new.ok("capture", site.url, "--no-extract", *BARE)
    assert "not read yet" in kept.out
    first = new.ok("extract")
    assert first.lines[0].split()[0] == kept.out.split()[0]
    assert first.remarks == ["1 read anew, 0 unchanged"]
    again = new.ok("extract", kept.out.split()[0], "--json")
    assert again.remarks == ["0 read anew, 1 unchanged"]
    [document] = again.documents
    assert document["items"]
    assert_whole(new.archive, set(document["items"]))


# -- finding ----------------------------------------------------------------------------------------


def ids(done: Any) -> list[str]:
    return [line.split()[0] for line in done.lines]


def test_list_and_its_filters(run: Command, site: DemoSite, items: list[str]) -> None:
    assert ids(run.ok("list")) == items
    assert run.ok("list", "--kind", "article").remarks == ["nothing found"]
    assert set(ids(run.ok("list", "--kind", "headline"))) == set(items)
    captures = ids(run.ok("list", "--kind", "capture"))
    assert len(captures) == 2
    for capture in captures:
        assert set(ids(run.ok("list", "--capture", capture))) < set(items)
    assert ids(run.ok("list", "--url", site.url)) == ids(run.ok("list", "--capture", captures[1]))
    assert ids(run.ok("list", "--url", site.url.upper())) == ids(run.ok("list", "--url", site.url))
    assert ids(run.ok("list", "--limit", "3")) == items[:3]
    dates = [item["data"]["datePublished"][:10] for item in run.ok("list", "--json").documents]
    for option, fits in (("--since", lambda d: d >= "2026-01-28"), ("--until", lambda d: d <= "2026-01-28")):
        found = run.ok("list", option, "2026-01-28")
        assert len(found.lines) == sum(map(fits, dates))
        assert found.lines
    assert len(run.ok("list", "--since", "2026-01", "--until", "2026-01").lines) == len(items)
    assert run.ok("list", "--until", "2025").lines == []


def test_list_and_search_for_programs(run: Command, items: list[str]) -> None:
    for typed in (("list",), ("search", "coal"), ("list", "--kind", "capture")):
        documents = run.ok(*typed, "--json").documents
        assert documents
        for document in documents:
            validate.check(document)
    assert run.ok("search", "nosuchword", "--json").out == ""


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        (("coal",), "COAL EXPORTS RISE"),
        (("COAL", "rise"), "COAL EXPORTS RISE"),
        (("expo",), "COAL EXPORTS RISE"),
        (('"closes roads in"',), "SNOW CLOSES ROADS IN THE WEST"),
        (("alpha.example",), "COAL EXPORTS RISE"),
        (("боовоо",), "боовоо"),
        (("БООВОО",), "боовоо"),
        (("олши",), "олширчээ"),
    ],
)
def test_search(run: Command, words: tuple[str, ...], headline: str) -> None:
    done = run.ok("search", *words)
    assert len(done.lines) == 1
    assert headline in done.out


@pytest.mark.parametrize("words", ['"roads closes"', "nosuchword", '"', "* OR (", "coal NOT exports", "-"])
def test_search_that_finds_nothing_says_so(run: Command, words: str) -> None:
    done = run.ok("search", "--", words)
    hint = "each word counts as a beginning, so a shorter one may find more"
    assert (done.out, done.remarks) == ("", [f"nothing found: {hint}"])


# -- using ------------------------------------------------------------------------------------------


def test_ids_as_people_type_them(run: Command, items: list[str]) -> None:
    name = items[0].removeprefix("ark:99999/")
    card = run.ok("show", items[0]).out
    hyphens = "-".join(name[start : start + 4] for start in range(0, len(name), 4))
    for typed in (
        name,
        name.upper(),
        hyphens,
        hyphens.upper(),
        f"ark:/99999/{name}",
        f"ARK:99999/{name}",
        f" {name} ",
    ):
        assert run.ok("show", typed).out == card
    assert run.ok("show", f"{name}.v1").out


def test_show_is_a_card(run: Command, items: list[str]) -> None:
    card = run.ok("show", items[0]).out
    assert items[0] in card
    assert all(len(line) <= 100 for line in card.splitlines())
    [document] = run.ok("show", items[0], "--json").documents
    validate.check(document)
    assert document["data"]["headline"] in card
    assert f"archiver explain {items[0].removeprefix('ark:99999/')}" in card
    capture = run.ok("show", document["capture"]).out
    assert document["capture"] in capture
    assert "urn:pwid:" not in capture
    assert "ni:///sha-256;" in capture


def rows(card: str) -> dict[str, str]:
    """The rows of a card by their labels, the lines of each joined."""
    found: dict[str, str] = {}
    label = ""
    for line in card.splitlines():
        label = line[:14].strip() or label
        found[label] = f"{found[label]}\n{line[14:]}" if label in found else line[14:]
    return found


def test_a_card_says_where_in_its_list_a_headline_stands(run: Command) -> None:
    documents = run.ok("list", "--json").documents
    places = {document["data"]["isPartOf"].partition("=")[0]: document for document in documents}
    assert places.keys() == {"#xpath", "#char"}
    for way, document in places.items():
        number, path = document["data"]["position"], document["data"]["isPartOf"].partition("=")[2]
        said = f"number {number} of the list at {path}" if way == "#xpath" else f"number {number}"
        assert rows(run.ok("show", document["id"]).out)["In list"].split() == said.split()


def test_a_card_has_what_is_said_of_an_author_on_a_line_of_its_own(new: Command, tmp_path: Path) -> None:
    people = [
        {"@type": "Person", "name": "A. Bold", "description": "A. Bold reports on roads."},
        {"name": "B. Dorj"},
    ]
    stated = {"@type": "NewsArticle", "headline": "Coal exports rise", "author": people}
    page = tmp_path / "coal.html"
    page.write_text(
        f'<title>Coal</title><script type="application/ld+json">{json.dumps(stated)}</script>'
        f"<article><h1>Coal exports rise</h1><p>{'Words about coal in the north. ' * 20}</p></article>"
    )
    [capture] = new.ok("import", page, "--url", "https://a.example/", "--json").documents
    card = new.ok("show", capture["items"][0]).out
    assert rows(card)["Author"] == "A. Bold\nA. Bold reports on roads.\nB. Dorj"


@pytest.mark.parametrize("style", STYLES)
def test_cite_in_every_style(run: Command, items: list[str], style: str) -> None:
    done = run.ok("cite", items[0], "--style", style)
    assert items[0].removeprefix("ark:") in done.out
    assert "test range" in done.err
    assert calm(done.out)
    if style == "csl-json":
        json.loads(done.out)


def test_who_cites_what_is_not_the_page_is_told(run: Command, site: DemoSite) -> None:
    for path, verdict, told in (
        ("missing", "http-404", "HTTP 404"),
        ("empty", "empty", "no content"),
        ("", "complete", ""),
    ):
        [capture] = run.ok("capture", *BARE, "--json", site.url + path).documents
        assert capture["verdict"] == verdict
        notes = [line for line in run.ok("cite", capture["id"]).err.splitlines() if "what this cites" in line]
        assert bool(notes) == bool(told)
        assert all(f"is {verdict}" in note and told in note and capture["id"] in note for note in notes)


def test_explain_all_and_one_field(run: Command, items: list[str]) -> None:
    fields = run.ok("show", items[0], "--json").documents[0]["provenance"]["fields"]
    whole = run.ok("explain", items[0])
    assert all(pointer in whole.out for pointer in fields)
    one = run.ok("explain", items[0], "headline")
    assert one.out == run.ok("explain", items[0], "/headline").out
    assert one.out.strip() in whole.out
    assert "yes" in one.out
    [entry] = run.ok("explain", items[0], "headline", "--json").documents
    assert entry["resolves"] is True
    assert entry["exact"]


def test_explain_of_a_capture_is_of_its_pages_title(run: Command, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Snow closes the winter road.", "utf-8")
    [untitled] = run.ok("import", str(note), "--url", "http://steppe.example/note", "--json").documents
    refused = run("explain", untitled["id"])
    assert refused.code == 2
    assert "without a title" in refused.err
    assert "archiver list" in refused.err
    note = tmp_path / "page.html"
    note.write_text("<title> Steppe \n Post</title><p>Soon.", "utf-8")
    [titled] = run.ok("import", str(note), "--url", "http://steppe.example/", "--json").documents
    told = run.ok("explain", titled["id"]).out
    assert told == run.ok("explain", titled["id"], "title").out
    assert "XPath /html/head/title" in told
    [entry] = run.ok("explain", titled["id"], "--json").documents
    assert (entry["pointer"], entry["value"], entry["resolves"]) == ("/title", "Steppe Post", True)


def test_verify_says_how_much_and_names_the_damage(run: Command, items: list[str]) -> None:
    assert run.ok("verify").out.startswith("verified: 2 files, ")
    assert run.ok("verify", items[0]).out.startswith("verified: 1 file, ")
    [report] = run.ok("verify", "--json").documents
    assert report["ok"] is True
    assert report["findings"] == []
    assert report["checked"]["items"] == len(items)

    document = run.ok("show", items[0], "--json").documents[0]
    warc = run.archive / run.ok("show", document["capture"], "--json").documents[0]["warc"]
    warc.chmod(0o644)
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    told = run("verify")
    assert (told.code, told.err) == (1, "to mend what is damaged or missing: archiver repair --from COPY\n")
    assert told.lines[-1].startswith("FAILED: ")
    assert calm(told.out)
    for depth in ("files", "records", "meaning"):
        done = run("verify", "--json", "--depth", depth)
        assert done.code == 1
        [report] = done.documents
        assert report["ok"] is False
        assert {"severity", "where", "kind", "message"} == report["findings"][0].keys()


# -- export -----------------------------------------------------------------------------------------

CHECKS: dict[str, Callable[[bytes, list[str]], bool]] = {
    "jsonl": lambda data, ids: [json.loads(line)["id"] for line in data.splitlines()] == ids,
    "csv": lambda data, ids: (
        [row["id"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))] == ids
    ),
    "csl-json": lambda data, ids: len(json.loads(data)) == len(ids),
    "prov": lambda data, ids: "entity" in json.loads(data),
    "ninjs": lambda data, ids: len(data.splitlines()) >= len(ids),
    "warc": lambda data, ids: data.startswith(b"\x1f\x8b"),
    "wacz": lambda data, ids: "datapackage.json" in zipfile.ZipFile(io.BytesIO(data)).namelist(),
}


@pytest.mark.parametrize("to", FORMATS)
def test_export_to_a_file_and_to_standard_output(
    run: Command, items: list[str], tmp_path: Path, to: str
) -> None:
    chosen = items[:2]
    output = tmp_path / "exported"
    done = run.ok("export", *chosen, "--to", to, "--output", output)
    assert done.out == ""
    assert done.remarks == [f"{output}: {output.stat().st_size:,} bytes"]
    assert CHECKS[to](output.read_bytes(), chosen)
    assert list(tmp_path.glob(".exported*")) == []
    if to not in ("warc", "wacz"):  # which name the moment they are made
        assert run.ok("export", *chosen, "--to", to).out.encode() == output.read_bytes()


@pytest.mark.parametrize("to", ["wacz", "csv"])
def test_an_export_replaces_a_file_only_when_asked(
    run: Command, items: list[str], tmp_path: Path, to: str
) -> None:
    output = tmp_path / f"all.{to}"
    output.write_text("somebody's work")
    refused = run("export", items[0], "--to", to, "--output", output)
    assert refused.code == 2
    assert f"{output} is there already" in refused.err
    assert "--overwrite" in refused.err
    assert output.read_text() == "somebody's work"
    run.ok("export", items[0], "--to", to, "--output", output, "--overwrite")
    assert output.read_bytes() != b"somebody's work"
    assert list(tmp_path.glob(".*")) == []


def test_export_of_everything(run: Command, items: list[str]) -> None:
    exported = run.ok("export", "--all", "--to", "jsonl").documents
    assert sorted(document["id"] for document in exported) == sorted(items)


def test_a_terminal_gets_no_binary(run: Command, items: list[str]) -> None:
    import os
    import pty
    import subprocess

    from tests.cli.command import COMMAND

    screen, terminal = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "export", items[0], "--to", "wacz"],
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=run.everything,
        check=False,
    )
    os.close(terminal)
    os.close(screen)
    assert done.returncode == 2
    assert done.stderr.decode() == "archiver: wacz is binary: name a file with --output FILE\n"


# -- keeping ----------------------------------------------------------------------------------------


def test_rebuild_makes_the_same_again(run: Command, items: list[str]) -> None:
    before = run.ok("list", "--json").out
    (run.archive / "catalog.db").unlink()
    done = run.ok("rebuild")
    assert done.lines == [f"2 captures, {len(items)} headlines"]
    assert run.ok("rebuild", "--json").documents == [{"capture": 2, "headline": len(items)}]
    assert run.ok("list", "--json").out == before
    assert_whole(run.archive, set(items))


def test_the_demo(new: Command, tmp_path: Path) -> None:
    done = new.ok("demo", "--archive", tmp_path / "demo")
    assert "verified: " in done.out
    assert f"--archive {tmp_path / 'demo'}" in done.lines[-1]
    assert calm(done.out)
    assert_whole(tmp_path / "demo", set())


def test_what_the_demo_says_to_type_next_can_be_typed(new: Command, tmp_path: Path) -> None:
    bare = replace(new, environment={"PATH": "/nowhere"})  # as where only `python -m archiver` is there
    step = bare.ok("demo", "--archive", tmp_path / "a demo").lines[-6]
    program, *rest = shlex.split(step)
    assert (program, rest[:3]) == (sys.executable, ["-m", "archiver", "show"])
    assert "Headline" in new.ok(*rest[2:]).out


def test_a_mistyped_option_is_answered_in_whole_sentences(run: Command) -> None:
    for option in ("--copie", "--bogus"):  # of which several may be meant, and one
        done = run("verify", option)
        assert done.code == 2
        assert "?. " not in done.err
        assert done.err.endswith("`archiver verify --help` shows what there is\n")


def test_schema_export_writes_the_published_files(new: Command, tmp_path: Path) -> None:
    done = new.ok("schema", "export", tmp_path / "out")
    committed = validate.schema_folder()
    for line in done.lines:
        name = Path(line).relative_to(tmp_path / "out")
        assert Path(line).read_bytes() == (committed / name).read_bytes()
    assert len(done.lines) == len(validate.NAMES)


# -- help -------------------------------------------------------------------------------------------

WORDS = {
    "init": "Make an archive",
    "capture": "exact bytes",
    "import": "local files",
    "extract": "stored captures",
    "list": "List items",
    "search": "Search headlines",
    "show": "catalogue card",
    "cite": "Cite",
    "explain": "came from",
    "diff": "what changed",
    "verify": "Recompute",
    "export": "other programs",
    "replicate": "object storage",
    "repair": "from a copy",
    "doctor": "crash left",
    "rebuild": "catalog again",
    "serve": "an origin of their own",
    "replay": "in your browser",
    "viewer": "ReplayWeb.page",
    "demo": "news site",
    "schema": "JSON Schemas",
}


def test_help_lists_every_verb_with_a_whole_sentence(new: Command) -> None:
    done = new.ok("--help")
    assert done.out == new.ok().out == new.ok("-h").out
    listed = {
        line.split()[0]: line for line in done.lines if line.startswith("  ") and line.split()[0] in VERBS
    }
    assert list(listed) == VERBS
    for verb, line in listed.items():
        assert not line.endswith("..."), verb
    assert new.ok("--version").out.startswith("archiver, version ")


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb_says_what_it_does(new: Command, verb: str) -> None:
    done = new.ok(verb, "--help")
    assert WORDS[verb] in " ".join(done.out.split())
    assert f"Usage: archiver {verb}" in done.lines[0]
    assert not new.archive.exists()


# -- hostile titles ---------------------------------------------------------------------------------

HOSTILE = {
    "escape": "Prices rise \x1b[2J\x1b]0;owned\x07 again in the capital",
    "overlay": "Prices fall \u202efdp.exe\u202c again in the capital",
    "nul": "Prices hold \x00\x01\x08 again in the capital",
    "formula": '=cmd("calc")|A0 prices in the capital',
    "at": "@SUM(1+1) prices are what they are today",
    "plus": "+1 for the prices of the capital today",
    "newline": "Prices\n\r\n again\x85in\u2028the\u2029capital today",
    "long": "Prices " + "rise and rise " * 715,
    "script": "<script>alert(1)</script> prices of the capital",
    "wide": "Prices\u200b\ufeff\u00ad of\u3000the \U000e0041 cap\u200dital \U0001f600",
}


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[tuple[Command, str]]:
    """An archive with a feed whose titles mean harm, as JSON so that every character arrives."""
    with Server() as server:
        entries = [
            {
                "id": str(n),
                "url": f"{server.url()}{n}",
                "title": title,
                "date_published": "2026-01-29T08:00:00Z",
            }
            for n, title in enumerate(HOSTILE.values())
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "\x1b[31mFeed", "items": entries}
        url = server.route("/feed.json", response(json.dumps(feed).encode(), kind="application/feed+json"))
        run = Command(tmp_path / "archive")
        [capture] = run.ok("capture", url, "--json", *BARE).documents
    assert len(capture["items"]) == len(HOSTILE)
    yield run, capture["id"]


def test_hostile_titles_do_nothing_to_a_terminal(hostile: tuple[Command, str]) -> None:
    run, capture = hostile
    found = run.ok("list", "--json").documents
    assert len(found) == len(HOSTILE)
    for typed in (
        ("list",),
        ("search", "prices"),
        ("show", capture),
        *(("show", item["id"]) for item in found),
        ("cite", *(item["id"] for item in found)),
        *(("cite", *(item["id"] for item in found), "--style", style) for style in STYLES),
        *(("explain", item["id"]) for item in found),
    ):
        done = run.ok(*typed)
        assert calm(done.out, SCRIPTS if typed[0] == "cite" else None), typed
        assert done.out.strip()
    for typed in (("list",), ("search", "prices"), ("show", capture), ("explain", found[0]["id"])):
        assert calm(run.ok(*typed, "--json").out), typed
    assert len(run.ok("list").lines) == len(HOSTILE)
    assert run.ok("verify").out.startswith("verified")


def test_hostile_titles_do_nothing_to_a_spreadsheet(hostile: tuple[Command, str]) -> None:
    run, capture = hostile
    done = run.ok("export", capture, "--to", "csv")
    assert calm(done.out.replace("\r\n", "\n").removeprefix("\ufeff"))
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("obeyed", "obeyed"), ("ignored", "ignored"), ("obey", "obeyed"), ("ignore", "ignored")],
)
def test_robots_is_said_in_the_words_of_manifests(
    run: Command, site: DemoSite, typed: str, kept: str
) -> None:
    """And in those that were typed once."""
    [capture] = run.ok("capture", *BARE, "--robots", typed, "--json", f"{site.url}ticker").documents
    assert capture["options"]["robots"] == kept
    refused = run("capture", "--robots", "maybe", site.url)
    assert refused.code == 2
    assert "'ignored', 'obeyed'" in refused.err
