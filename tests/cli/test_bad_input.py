"""The user who types wrong things: one line that says what to do, the exit code, and nothing lost or half-published."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from archiver.demo.site import DemoSite
from tests.capture.conftest import Server, response
from tests.cli.command import BARE, LOCAL, Command, assert_whole

MISSING = "ark:99999/fk4bcdfghjkmnpqrstvd"  # well formed; no archive holds it


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def closed_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Wrong:
    """What was typed, the exit code, and words of the one line that answers."""

    typed: tuple[str, ...]
    code: int
    said: tuple[str, ...]


CASES = {
    "an unknown URL scheme": Wrong(("capture", "gopher://example.org/"), 2, ("'gopher:'", "only http and https")),
    "a file": Wrong(("capture", "file:///etc/passwd"), 2, ("only http and https",)),
    "a malformed URL": Wrong(("capture", "http://[::1"), 2, ("is not a URL", "https://example.org/news")),
    "half a URL": Wrong(("capture", "example.org/news"), 2, ("is not a URL", "give it whole")),
    "no URL at all": Wrong(("capture",), 2, ("nothing to capture", "--seeds FILE")),
    "an empty URL": Wrong(("capture", ""), 2, ("is not a URL",)),
    "a control character": Wrong(("capture", "http://a.example/\x1b[2J"), 2, (r"\x1b[2J", "percent-encode")),
    "bytes that are no text": Wrong(("capture", "http://a.example/\udcff"), 2, (r"\udcff", "is not a URL")),
    "a password": Wrong(("capture", "http://me:hush@a.example/"), 2, ("a.example", "leave it out")),
    "an unresolvable host": Wrong(("capture", "http://nothing.invalid/"), 3, ("nothing.invalid has", "check")),
    "loopback": Wrong(("capture", "{site}"), 3, ("127.0.0.1 (loopback) is not", "--allow-network 127.0.0.1/32")),
    "a refused connection": Wrong(("capture", "{refused}", *LOCAL), 3, ("cannot be reached", "refused")),
    "no network": Wrong(("capture", "{site}", "--allow-network", "home"), 2, ("'home'", "10.0.0.0/8")),
    "no number": Wrong(("capture", "{site}", "--jobs", "many"), 2, ("'--jobs'", "--help")),
    "an unknown option": Wrong(("list", "--frob"), 2, ("'--frob'", "archiver list --help")),
    "an unknown verb": Wrong(("frobnicate",), 2, ("'frobnicate'", "archiver --help")),
    "a verb of schema left out": Wrong(("schema",), 2, ("archiver schema --help",)),
    "an option without its value": Wrong(("list", "--limit"), 2, ("'--limit'",)),
    "no seed list": Wrong(("capture", "--seeds", "{tmp}/none.toml"), 2, ("none.toml", "No such file")),
    "a folder of seeds": Wrong(("capture", "--seeds", "{tmp}"), 2, ("directory",)),
    "a binary seed list": Wrong(("capture", "--seeds", "{tmp}/binary.txt"), 2, ("is not UTF-8 text",)),
    "an empty seed list": Wrong(("capture", "--seeds", "{tmp}/empty.txt"), 2, ("nothing to capture",)),
    "no file": Wrong(("import", "{tmp}/none.txt"), 2, ("none.txt cannot be read", "No such file")),
    "a folder": Wrong(("import", "{tmp}"), 2, ("directory",)),
    "no web archive": Wrong(("import", "{tmp}/others.warc.gz"), 2, ("is not gzip", "whatever its name says")),
    "a file from nowhere": Wrong(("import", "{tmp}/empty.txt", "--url", "nowhere"), 2, ("'nowhere' is not a URL",)),
    "an unknown ID": Wrong(("show", MISSING), 4, (MISSING, "archiver list")),
    "an unknown ID to cite": Wrong(("cite", MISSING), 4, (MISSING,)),
    "an unknown ID to verify": Wrong(("verify", MISSING), 4, (MISSING,)),
    "no package to verify": Wrong(("verify", "{tmp}/none.wacz"), 2, ("there is no such file", "none.wacz")),
    "no package among IDs": Wrong(("verify", "{item}", "no\x1b.wacz"), 2, ("there is no such file", r"no\x1b.wacz")),
    "a folder as a package": Wrong(("verify", "{tmp}/folder.wacz"), 2, ("there is no such file",)),
    "an unknown ID to export": Wrong(("export", MISSING, "--to", "csv"), 4, (MISSING,)),
    "an unknown ID to extract": Wrong(("extract", MISSING), 4, (MISSING,)),
    "an unknown capture": Wrong(("list", "--capture", MISSING), 4, (MISSING,)),
    "an unknown version": Wrong(("show", "{item}.v9"), 4, ("in version 9",)),
    "a mistyped ID": Wrong(("show", MISSING.replace("bcd", "bdc")), 2, ("mistyped", "check character", "Copy the ID")),
    "not an ID": Wrong(("show", "the first one"), 2, ("is not an ID", "ark:NAAN/NAME")),
    "not an ID but ESC": Wrong(("show", "\x1b[31m"), 2, (r"\x1b[31m", "is not an ID")),
    "a URL to show": Wrong(("show", "https://a.example/x"), 2, ("is not an ID", "`archiver list --url URL`")),
    "a URL to cite": Wrong(("cite", "HTTP://a.example/"), 2, ("is not an ID", "`archiver list --url URL`")),
    "a URL to explain": Wrong(("explain", "http://a.example/"), 2, ("is not an ID", "`archiver list --url URL`")),
    "an unknown style": Wrong(("cite", "{item}", "--style", "harvard"), 2, ("'harvard'", "apa, chicago")),
    "an unknown format": Wrong(("export", "{item}", "--to", "docx"), 2, ("'docx'", "jsonl, csv")),
    "an unknown field": Wrong(("explain", "{item}", "mood"), 4, ("'mood'", "headline")),
    "a capture to explain": Wrong(("explain", "{capture}"), 2, ("without a title", "archiver list")),
    "nothing to export": Wrong(("export", "--to", "csv"), 2, ("--all",)),
    "nowhere to export to": Wrong(("export", "{item}", "--to", "csv", "--output", "{tmp}/no/x"), 6, ("No such file",)),
    "a folder to export to": Wrong(("export", "{item}", "--to", "csv", "--output", "{tmp}"), 6, ("it is a folder",)),
    "no day": Wrong(("list", "--since", "yesterday"), 2, ("'yesterday'", "2026-01-29")),
    "no day of the calendar": Wrong(("search", "coal", "--until", "2026-02-30"), 2, ("'2026-02-30'", "2026-01")),
    "no verdict": Wrong(("list", "--verdict", "nonsense"), 2, ("'nonsense'", "complete, partial", "http-404")),
    "no verdict to search by": Wrong(("search", "coal", "--verdict", "http-4"), 2, ("'http-4'", "blocked, empty")),
    "no language": Wrong(("search", "coal", "--language", "xx!"), 2, ("'xx!'", "mn, en")),
    "a language's name": Wrong(("list", "--language", "Mongolian"), 2, ("'Mongolian'", "mn, en")),
    "no archive": Wrong(("list", "--archive", "{tmp}/none"), 4, ("no archive at", "archiver init")),
    "no archive to verify": Wrong(("verify", "--archive", "{tmp}/none"), 4, ("no archive at",)),
    "an archive that is a file": Wrong(("list", "--archive", "{tmp}/empty.txt"), 6, ("is a file", "--archive")),
    "to capture into a file": Wrong(("capture", "{site}", "--archive", "{tmp}/empty.txt"), 6, ("is a file",)),
    "a NAAN of letters": Wrong(("init", "--naan", "abc"), 2, ("'abc'", "5 to 9 digits")),
    "a shoulder with vowels": Wrong(("init", "--shoulder", "aeiou"), 2, ("'aeiou'", "0123456789bcd")),
    "half an address": Wrong(("init", "--base-url", "archive.example"), 2, ("'archive.example'", "https://")),
    "a title of nothing but bytes": Wrong(("init", "--title", "\udcff"), 2, (r"\udcff",)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_typed_wrong_is_answered_in_one_line(
    run: Command, site: DemoSite, items: list[str], capture: str, closed_port: int, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder.wacz").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "others.warc.gz").write_bytes(b"\x1f\x8b")
    values = {
        "site": site.url,
        "tmp": tmp_path,
        "item": items[0],
        "capture": capture,
        "refused": f"http://127.0.0.1:{closed_port}/",
    }
    case = CASES[name]
    done = run(*(part.format(**values) for part in case.typed))
    assert done.code == case.code, done
    assert done.out == ""
    [line] = done.remarks
    assert line.startswith("archiver: ")
    assert line.isprintable()
    assert len(line) < 400
    for words in case.said:
        assert words in line
    assert "hush" not in done.err
    assert_whole(run.archive, set(items))


def test_debug_shows_where_it_happened(run: Command) -> None:
    for arguments in (("--debug", "show", MISSING), ("show", MISSING, "--debug")):
        done = run(*arguments)
        assert "Traceback" in done.err
        assert "NotFound" in done.err


# -- pages that are no pages ------------------------------------------------------------------------

RUSSIAN = "<html><head><title>Т</title></head><body><p>Снег закрыл дорогу на запад страны</p></body></html>"


@pytest.mark.parametrize(
    ("path", "verdict"),
    [("missing", "http-404"), ("broken", "http-500"), ("empty", "empty"), ("binary", "complete")],
)
def test_what_is_no_good_page_is_a_capture_all_the_same(
    run: Command, site: DemoSite, items: list[str], path: str, verdict: str
) -> None:
    done = run("capture", f"{site.url}{path}", "--json", *BARE)
    assert (done.code, done.remarks) == (0, [])
    [capture] = done.documents
    assert (capture["verdict"], capture["items"]) == (verdict, [])
    card = run.ok("show", capture["id"]).out
    assert verdict in card
    assert capture["warc"] in card
    assert_whole(run.archive, set(items))


@pytest.mark.parametrize("stated", ["utf-8", "no-such-charset", "utf-16", "utf-7"])
def test_a_charset_that_is_not_the_one_stated(
    run: Command, server: Server, items: list[str], stated: str
) -> None:
    body = RUSSIAN.encode("windows-1251")
    url = server.route("/", response(body, kind=f"text/html; charset={stated}"))
    done = run("capture", url, "--json", *BARE)
    assert (done.code, done.remarks) == (0, [])
    [capture] = done.documents
    assert capture["exchanges"][-1]["entity"]["length"] == len(body)
    assert capture["extraction"]["notes"]
    assert_whole(run.archive, set(items))


def test_a_bad_certificate_is_refused_and_kept_only_when_asked(run: Command, items: list[str]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Server(context) as server:
        server.route("/", response(b"<h1>Secure</h1>"))
        refused = run("capture", server.url(), *BARE)
        taken = run("capture", server.url(), "--json", "--allow-bad-tls", *BARE)
    assert (refused.code, refused.out) == (3, "")
    [line] = refused.remarks
    assert "certificate" in line
    assert "--allow-bad-tls" in line
    [capture] = taken.documents
    tls = capture["exchanges"][-1]["tls"]
    assert tls["verified"] is False
    assert "certificate" in tls["error"]
    assert set(tls["chain"]) == capture["certificates"].keys()
    assert "NOT verified" in run.ok("show", capture["id"]).out
    assert_whole(run.archive, set(items))


# -- several at once --------------------------------------------------------------------------------


def test_one_of_several_that_fails_does_not_stop_the_others(
    run: Command, site: DemoSite, items: list[str]
) -> None:
    done = run(
        "capture",
        f"{site.url}ticker?1",
        "http://nothing.invalid/",
        "gopher://x/",
        f"{site.url}ticker?2",
        *BARE,
    )
    assert done.code == 1
    assert sorted(line.split()[2] for line in done.lines) == [f"{site.url}ticker?1", f"{site.url}ticker?2"]
    *failed, told = done.remarks
    assert [line[:10] for line in failed] == ["archiver: "] * 2
    assert told.endswith("; 2 URLs failed")
    assert_whole(run.archive, set(items))


SEED_LISTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "plain": ("seeds.txt", lambda url: f"{url}ticker?a\nnot a url\n# a comment\n{url}ticker?b\n"),
    "a broken table": (
        "seeds.toml",
        lambda url: (
            f'[[seed]]\nurl = "{url}ticker?a"\n[[seed]]\nurl = oops\n[[seed]]\nurl = "{url}ticker?b"\n'
        ),
    ),
}


@pytest.mark.parametrize(("form", "number"), [("plain", 2), ("a broken table", 4)])
def test_a_bad_line_of_a_seed_list_is_named_and_the_others_are_done(
    run: Command, site: DemoSite, items: list[str], tmp_path: Path, form: str, number: int
) -> None:
    name, text = SEED_LISTS[form]
    (tmp_path / name).write_text(text(site.url), "utf-8")
    done = run("capture", "--seeds", tmp_path / name, *BARE)
    assert done.code == 1
    assert sorted(line.split()[2] for line in done.lines) == [f"{site.url}ticker?a", f"{site.url}ticker?b"]
    line, told = done.remarks
    assert line.startswith(f"archiver: {name} line {number}: ")
    assert told.endswith("; 1 URL failed")
    assert_whole(run.archive, set(items))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('[options]\nrobots = "obey it"', ("line 2: robots of [options]", '"obeyed" or "ignored"')),
        ("[options]\nrobots = true", ("line 2: robots of [options]", '"obeyed" or "ignored"')),
        ("[options]\npase = 0.5", ("line 2: [options] has no 'pase'", "robots, pace, jobs")),
        ('[options]\npace = "2"', ("line 2: pace of [options]", "seconds")),
        ('[option]\nrobots = "obeyed"', ("line 1: 'option' is not known", "one [options] table")),
        ('robots = "obeyed"', ("line 1: 'robots' is not known", "one [options] table")),
    ],
)
def test_a_list_whose_options_are_not_understood_is_not_followed(
    new: Command, server: Server, tmp_path: Path, options: str, said: tuple[str, ...]
) -> None:
    """What it asks for is not known then: it may have been to obey the robots.txt that forbids its page."""
    server.route("/robots.txt", response(b"User-agent: *\nDisallow: /", kind="text/plain"))
    (tmp_path / "seeds.toml").write_text(f'{options}\n[[seed]]\nurl = "{server.url("/page")}"\n', "utf-8")
    done = new("capture", "--seeds", tmp_path / "seeds.toml", *BARE)
    assert (done.code, done.out, server.log) == (2, "", [])
    [line] = done.remarks
    assert line.startswith("archiver: seeds.toml line ")
    for words in (*said, "Nothing was captured"):
        assert words in line
    assert not new.archive.exists()


def test_a_file_that_is_no_seed_list_is_not_complained_of_line_by_line(new: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("A line of prose\n" * 312, "utf-8")
    done = new("capture", "--seeds", tmp_path / "notes.txt")
    assert (done.code, done.out) == (2, "")
    assert [line.split(": ")[1] for line in done.remarks[:5]] == [f"notes.txt line {n}" for n in range(1, 6)]
    assert done.remarks[5:] == [
        "archiver: and 307 more that are wrong. A seed list is a URL a line, or TOML: is this one?"
    ]


def test_a_list_from_standard_input(new: Command, server: Server) -> None:
    pages = [server.route(f"/{n}", response(b"<p>a page")) for n in range(2)]
    plain = new("capture", "--seeds", "-", *BARE, stdin="\n".join([*pages, "no URL"]))
    assert sorted(line.split()[2] for line in plain.lines) == pages
    assert (plain.code, plain.remarks[0].startswith("archiver: standard input line 3: ")) == (1, True)
    toml = f'[options]\nrobots = "obeyed"\n[[seed]]\nurl = "{pages[0]}"\n'
    done = new("capture", "--seeds", "-", "--json", *BARE, stdin=toml)
    assert [document["options"]["robots"] for document in done.documents] == ["obeyed"]
    assert "nothing to capture" in new("capture", "--seeds", "-").err
    assert "- reads it from standard input" in " ".join(new.ok("capture", "--help").out.split())


def test_robots_in_a_list_as_on_the_command_line(new: Command, server: Server, tmp_path: Path) -> None:
    server.route("/robots.txt", response(b"User-agent: *\nDisallow: /", kind="text/plain"))
    text = f'[options]\nrobots = "obey"\n[[seed]]\nurl = "{server.url("/page")}"\n'
    (tmp_path / "seeds.toml").write_text(text, "utf-8")
    assert new("capture", "--seeds", tmp_path / "seeds.toml", *BARE).code == 3
    assert server.seen() == ["/robots.txt"]


def test_several_files_one_of_which_is_not_there(run: Command, items: list[str], tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("1 A HEADLINE OF THE DAY WWW.A.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
    done = run("import", good, tmp_path / "none.txt")
    assert done.code == 1
    assert "good.txt" in done.lines[0]
    [line] = done.remarks
    assert "none.txt" in line
    assert_whole(run.archive, set(items))


def test_a_file_whose_name_is_no_text(run: Command, items: list[str], tmp_path: Path) -> None:
    odd = tmp_path / "news-\udcff\x1b.txt"
    odd.write_text("1 A HEADLINE OF THE DAY WWW.A.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
    done = run("import", odd, "--json")
    assert (done.code, done.remarks) == (0, [])
    assert done.documents[0]["source"] == "news-\ufffd\x1b.txt"
    assert_whole(run.archive, set(items))
