"""Redirects: each hop an exchange of its own; one that is not followed says why on the last."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archiver.capture.fetch import Fetcher
from archiver.errors import BadUrl, FetchFailed

from .conftest import Server, Talk, redirect, response
from .test_wire_bytes import assert_exact


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_a_chain_is_followed(status: str, server: Server, fetcher: Fetcher) -> None:
    url = server.route("/a", redirect("/b#part", status))
    server.route("/b", redirect(server.url("/c"), status))
    server.route("/c", response(b"here"))
    hops = fetcher.follow(url)
    assert [(hop.role, hop.url) for hop in hops] == [
        ("redirect", server.url("/a")),
        ("redirect", server.url("/b")),
        ("page", server.url("/c")),
    ]
    for hop, talk in zip(hops, server.log, strict=True):
        assert_exact(hop, talk)
        assert hop.error is None


def test_other_statuses_lead_nowhere(server: Server, fetcher: Fetcher) -> None:
    for status in ("200 OK", "300 Multiple Choices", "304 Not Modified", "404 Not Found"):
        hops = fetcher.follow(server.route("/", redirect("/b", status)))
        assert [hop.role for hop in hops] == ["page"]


STOPPED = {
    "file:///etc/passwd": "'file:///etc/passwd' is not an http(s) URL",
    "javascript:alert(1)": "is not an http(s) URL",
    "http://user:secret@127.0.0.1/": "is not an http(s) URL without user name",
    "http://169.254.169.254/latest/": "169.254.169.254 (link-local)",
    "http://no-such-host.invalid/": "no-such-host.invalid has no address",
    "http://[/": "is not an http(s) URL",
    "/a": "in a loop back to",
}


@pytest.mark.parametrize("location", STOPPED)
def test_where_redirects_stop(location: str, server: Server, fetcher: Fetcher) -> None:
    hops = fetcher.follow(server.route("/a", redirect(location)))
    assert [hop.role for hop in hops] == ["page"]
    assert str(hops[0].error).startswith("redirect not followed: ")
    assert STOPPED[location] in str(hops[0].error)
    assert_exact(hops[0], server.last)


def test_a_loop_over_several_pages(server: Server, fetcher: Fetcher) -> None:
    url = server.route("/a", redirect("/b"))
    server.route("/b", redirect("/a"))
    hops = fetcher.follow(url)
    assert [hop.role for hop in hops] == ["redirect", "page"]
    assert "a server may want a cookie: none is ever sent" in str(hops[-1].error)


def test_more_redirects_than_allowed(server: Server, make_fetcher: Callable[..., Fetcher]) -> None:
    for n in range(6):
        server.route(f"/{n}", redirect(f"/{n + 1}"))
    hops = make_fetcher(maxRedirects=3).follow(server.url("/0"))
    assert [hop.url for hop in hops] == [server.url(f"/{n}") for n in range(4)]
    assert "more than 3 redirects" in str(hops[-1].error)


def test_a_location_in_raw_utf_8(server: Server, fetcher: Fetcher) -> None:
    def to_cyrillic(talk: Talk) -> None:
        talk.send("HTTP/1.1 302 Found\r\nLocation: /мэдээ\r\nContent-Length: 0\r\n\r\n".encode())

    hops = fetcher.follow(server.route("/a", to_cyrillic))
    assert hops[-1].url == server.url("/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D")
    assert server.seen() == ["/a", "/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D"]


def test_line_breaks_in_a_location_reach_no_request(server: Server, fetcher: Fetcher) -> None:
    fetcher.follow(server.route("/a", redirect("/b\r X-Forged: 1")))
    assert all(b"X-Forged: 1\r\n" not in talk.request for talk in server.log)


def test_cookies_are_neither_sent_back_nor_lost(server: Server, fetcher: Fetcher) -> None:
    url = server.route("/a", response(b"", "Set-Cookie: id=1", "Location: /b", status="302 Found"))
    server.route("/b", response(b"ok"))
    hops = fetcher.follow(url)
    assert b"cookie" not in server.last.request.lower()
    assert b"cookie" not in hops[1].request.lower()
    assert hops[0].response is not None
    assert b"Set-Cookie: id=1" in hops[0].response.read()


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://u:p@a.example/", "http://a.example/\r\nX: y", "news"]
)
def test_urls_that_are_not_fetched(url: str, fetcher: Fetcher) -> None:
    with pytest.raises(BadUrl):
        fetcher.follow(url)


def test_a_first_hop_that_gives_nothing_raises(server: Server, fetcher: Fetcher) -> None:
    with pytest.raises(FetchFailed):
        fetcher.follow(server.route("/", lambda talk: False))
