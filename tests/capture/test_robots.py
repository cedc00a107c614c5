"""robots.txt, for runs that obey it (RFC 9309)."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from archiver.capture.fetch import Fetcher
from archiver.errors import RobotsRefused

from .conftest import Server, redirect, response
from .test_capture import discover, paths

RULES = b"User-agent: other\nDisallow: /\n\nUser-agent: archiver\nDisallow: /private/\nAllow: /private/open\n"


@pytest.fixture
def obeying(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    return make_fetcher(robots="obeyed")


def test_what_is_forbidden_is_not_asked_for(server: Server, obeying: Fetcher) -> None:
    server.route("/robots.txt", response(RULES, kind="text/plain"))
    with pytest.raises(RobotsRefused, match=r"/robots\.txt forbids .*/private/a to archiver"):
        obeying.capture(server.url("/private/a"))
    assert server.seen() == ["/robots.txt"]


def test_what_is_allowed_carries_the_rules_with_it_once(server: Server, obeying: Fetcher) -> None:
    server.route("/robots.txt", response(RULES, kind="text/plain"))
    first = obeying.capture(server.url("/private/open"))
    second = obeying.capture(server.url("/b"))
    assert [e.role for e in first.exchanges] == ["page", "robots"]
    assert [e.role for e in second.exchanges] == ["page"]
    assert server.seen() == ["/robots.txt", "/private/open", "/b"]


def test_rules_count_for_redirects_and_requisites(server: Server, obeying: Fetcher) -> None:
    server.route("/robots.txt", response(RULES, kind="text/plain"))
    server.route("/r", redirect("/private/a"))
    captured = obeying.capture(server.url("/r"))
    assert "forbids" in str(captured.page.error)
    server.route("/p", response(b"<img src=/private/i.png><img src=/i.png>"))
    captured = obeying.capture(server.url("/p"), discover)
    assert paths(server, captured.exchanges) == ["/p", "/i.png"]
    assert "forbids" in captured.missing[0]
    assert not [path for path in server.seen() if path.startswith("/private/")]


# What robots.txt answers, and whether the page may be fetched then.
ANSWERS = {
    "missing": (response(b"", status="404 Not Found"), True),
    "forbidden": (response(b"", status="403 Forbidden"), True),
    "server error": (response(RULES, status="503 Busy"), False),
    "empty": (response(b""), True),
    "gzip, unasked": (
        response(gzip.compress(b"User-agent: *\nDisallow: /"), "Content-Encoding: gzip"),
        False,
    ),
    "broken gzip": (response(b"User-agent: *", "Content-Encoding: gzip"), False),
    "unknown coding": (response(b"\x00", "Content-Encoding: br"), False),
    "binary": (response(bytes(range(256)) * 3000), True),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_answer_means(name: str, server: Server, obeying: Fetcher) -> None:
    answer, allowed = ANSWERS[name]
    server.route("/robots.txt", answer)
    if allowed:
        assert obeying.capture(server.url("/a")).page.status == 404
    else:
        with pytest.raises(RobotsRefused):
            obeying.capture(server.url("/a"))
    assert b"Accept-Encoding: identity\r\n" in server.log[0].request


def test_unreachable_rules_forbid_all_and_say_so(server: Server, obeying: Fetcher) -> None:
    server.route("/robots.txt", lambda talk: False)
    with pytest.raises(RobotsRefused, match=r"cannot be had, which forbids all \(RFC 9309"):
        obeying.capture(server.url("/a"))


def test_redirected_rules_are_followed(server: Server, obeying: Fetcher) -> None:
    server.route("/robots.txt", redirect("/rules"))
    server.route("/rules", response(b"User-agent: *\nDisallow: /"))
    with pytest.raises(RobotsRefused):
        obeying.capture(server.url("/a"))


def test_nobody_asks_when_rules_are_ignored(server: Server, fetcher: Fetcher) -> None:
    fetcher.capture(server.url("/private/a"))
    assert server.seen() == ["/private/a"]
