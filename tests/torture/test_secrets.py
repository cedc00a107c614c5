"""Case 28: no cookie and no Authorization is ever sent, and no value of one stands anywhere but in the exact
response bytes of the server that set it; a token in a URL is stored as given, warned of, and masked where we speak."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import archiver
from archiver.export.formats import TEXT_FORMATS
from archiver.urls import masked
from archiver.warc.members import Keep, Member, scan
from tests.capture.conftest import Server, response
from tests.torture.survival import assert_survived
from tests.torture.victims import LOCAL, End, Victim

COOKIE = "c00k1e-0f-a-stranger"
TOKEN = "t0k3n-of-a-reader"
PASSWORD = "pa55word"
SET = f"Set-Cookie: session={COOKIE}; Path=/"
PAGE = (
    b'<!doctype html><html lang=en><title>Snow</title><meta property="og:type" content="article">'
    b'<meta property="og:title" content="Snow closes the road"><link rel=stylesheet href="/style.css">'
    b"<h1>Snow closes the road</h1><p>The road has been closed since the morning, the ministry said.</p>"
)


@pytest.fixture
def server() -> Iterator[Server]:
    """Sets a cookie with every answer, on a redirect too, and would like it back."""
    with Server() as up:
        for path in ("/", f"/?access_token={TOKEN}"):
            up.route(path, response(b"", SET, "Location: /page", status="302 Found"))
        up.route("/page", response(PAGE, SET, "WWW-Authenticate: Basic"))
        up.route("/style.css", response(b"p {}", SET, kind="text/css"))
        up.route(f"/gone?token={TOKEN}", lambda talk: False)
        up.route(f"/loop?sig={TOKEN}", response(b"", SET, f"Location: /loop?sig={TOKEN}", status="302 Found"))
        yield up


def command(home: Path, *arguments: str) -> End:
    return Victim(home, arguments, home.parent).run()


def capture(home: Path, url: str, *more: str) -> End:
    return command(home, "capture", url, *LOCAL, *more)


def records(home: Path) -> list[Member]:
    """Every record of an archive, with its block."""
    found: list[Member] = []
    with archiver.open(home) as archive:
        for name in archive.folder.warcs():
            with archive.folder.open_warc(name) as file:
                found += scan(file, Keep(limit=1 << 20))
    return found


def files_but_warcs(home: Path) -> bytes:
    """Everything an archive holds beside its WARCs: catalog, its journal, fixity log, what was set aside."""
    return b"".join(
        path.read_bytes() for path in home.rglob("*") if path.is_file() and ".warc" not in path.name
    )


def test_no_cookie_leaves_the_response_it_came_in(server: Server, home: Path, earlier: set[str]) -> None:
    end = capture(home, server.url(), "--json")
    assert (end.code, end.remarks) == (0, [])
    assert len(server.log) == 3
    for talk in server.log:
        head = talk.request.lower()
        assert b"cookie" not in head
        assert b"authorization" not in head
    assert COOKIE not in end.out
    holding = [m.type for m in records(home) if COOKIE.encode() in (m.kept or b"")]
    assert holding == ["response"] * 3
    assert not any(COOKIE in value for m in records(home) for _, value in m.headers)
    assert COOKIE.encode() not in files_but_warcs(home)
    assert_survived(home, earlier | end.acknowledged)


def test_the_next_capture_starts_without_the_cookies_of_the_last(server: Server, home: Path) -> None:
    seeds = home.parent / "seeds.txt"
    seeds.write_text(f"{server.url()}\n{server.url('/page')}\n{server.url('/?again')}", "utf-8")
    assert command(home, "capture", "--seeds", str(seeds), *LOCAL, "--jobs", "2").code == 0
    assert len(server.log) >= 5
    assert not any(b"cookie:" in talk.request.lower() for talk in server.log)


@pytest.mark.parametrize("form", sorted(TEXT_FORMATS))
def test_no_cookie_in_an_export(form: str, server: Server, home: Path) -> None:
    [document] = capture(home, server.url(), "--json").documents
    assert document["items"]
    with archiver.open(home) as archive:
        out = io.BytesIO()
        archive.export([document["id"]], form, out)
    assert out.getvalue()
    assert COOKIE.encode() not in out.getvalue()


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_a_package_holds_the_cookie_where_the_server_put_it_and_nowhere_else(
    form: str, server: Server, home: Path, tmp_path: Path
) -> None:
    import zipfile

    [document] = capture(home, server.url(), "--json").documents
    path = tmp_path / f"export.{form}"
    assert command(home, "export", document["id"], "--to", form, "--output", str(path)).code == 0
    data = path.read_bytes()
    if form == "wacz":
        with zipfile.ZipFile(path) as package:
            rest = {name: package.read(name) for name in package.namelist()}
        data = b"".join(rest.pop(name) for name in list(rest) if name.endswith(".warc.gz"))
        assert not any(COOKIE.encode() in part for part in rest.values())
    holding = [
        m.type for m in scan(io.BytesIO(data), Keep(limit=1 << 20)) if COOKIE.encode() in (m.kept or b"")
    ]
    assert holding == ["response"] * 3


@pytest.mark.parametrize("path", ["/gone?token={}", "/a b?access_token={}", "/gone?token={}&x=\\"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_token_is_masked_in_what_we_say(path: str, times: int, server: Server, home: Path) -> None:
    """In the words for one failure, and in the lines of a run."""
    urls = [server.url(path.format(TOKEN)), server.url("/page")][:times]
    end = command(home, "capture", *urls, *LOCAL, "--json")
    assert end.code != 0
    assert len(end.remarks) == times  # of a run what came of it all, too
    assert TOKEN not in end.err
    assert "token=***" in end.err


@pytest.mark.parametrize("command_line", [(), ("--json",)])
def test_a_password_in_a_url_is_refused_and_not_repeated(
    command_line: tuple[str, ...], server: Server, home: Path
) -> None:
    end = capture(home, f"http://reader:{PASSWORD}@127.0.0.1:{server.port}/", *command_line)
    assert end.code == 2
    assert PASSWORD not in end.out + end.err
    assert server.log == []
    assert PASSWORD.encode() not in files_but_warcs(home)


def test_a_token_in_a_url_is_stored_as_given_with_a_warning(server: Server, home: Path) -> None:
    url = server.url(f"/?access_token={TOKEN}")
    [document] = capture(home, url, "--json").documents
    assert document["url"] == url
    assert any("named like a token" in reason for reason in document["reasons"])


def test_a_token_in_a_url_is_warned_of_when_it_is_captured(server: Server, home: Path) -> None:
    end = capture(home, server.url(f"/?access_token={TOKEN}"))
    assert end.code == 0
    assert "named like a token or password: it is stored as it was given" in end.err
    assert TOKEN not in end.err


def test_masking() -> None:
    assert masked("http://a.mn/?id=1&token=x&b=2 failed") == "http://a.mn/?id=1&token=***&b=2 failed"
    assert masked("'http://a.mn/?X-Amz-Signature=ab%20c': no") == "'http://a.mn/?X-Amz-Signature=***': no"
    assert masked("?PASSWORD=a#b;sessionid=c") == "?PASSWORD=***#b;sessionid=***"
    for innocent in ("http://a.mn/?author=x&page=2", "token=x", "a sentence with = and ?"):
        assert masked(innocent) == innocent
    long = "?token=" * 100_000
    assert len(masked(long)) <= len(long)
