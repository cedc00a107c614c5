"""A page and what it needs: found, fetched once each, in the order of the page, within the limits."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

import pytest

from archiver.capture.fetch import Fetcher
from archiver.capture.options import default_options
from archiver.errors import BadInput, FetchFailed
from archiver.exchange import Exchange
from archiver.page.page import Page
from archiver.page.requisites import requisites

from .conftest import Server, Talk, redirect, response

MakeFetcher = Callable[..., Fetcher]
PAGE = b"""<!doctype html><title>t</title><link rel=stylesheet href=/s.css><img src=/a.png><img src=/a.png>
<script src=/x.js></script><img src=/b.png>"""


def discover(exchange: Exchange) -> list[str]:
    """As the archive does it: the entity as a page, and what that needs."""
    if exchange.head is None:
        return []
    page = Page.from_entity(
        exchange.entity(),
        url=exchange.url,
        record="<urn:x:1>",
        content_type=exchange.head.get("content-type"),
    )
    return requisites(page)


@pytest.fixture
def site(server: Server) -> Server:
    server.route("/", response(PAGE))
    server.route(
        "/s.css", response(b"@import 't.css'; a { background: url(c.png) }", kind="text/css; charset=utf-8")
    )
    server.route("/t.css", response(b"@import 's.css'; b { background: url(d.png) }", kind="text/css"))
    for name in ("a.png", "b.png", "c.png", "d.png", "x.js"):
        server.route(f"/{name}", response(b"bytes", kind="image/png"))
    return server


def paths(server: Server, exchanges: tuple[Exchange, ...]) -> list[str]:
    return [exchange.url.removeprefix(server.url("")) for exchange in exchanges]


def test_a_page_and_all_it_needs(site: Server, fetcher: Fetcher) -> None:
    captured = fetcher.capture(site.url("/"), discover)
    assert paths(site, captured.exchanges) == [
        "/",
        "/s.css",
        "/a.png",
        "/x.js",
        "/b.png",
        "/t.css",
        "/c.png",
        "/d.png",
    ]
    assert [e.role for e in captured.exchanges] == ["page"] + ["requisite"] * 7
    assert captured.missing == ()
    assert captured.page.url == captured.url == site.url("/")
    assert sorted(site.seen()) == sorted(paths(site, captured.exchanges)), "each once"
    assert len({e.response_id for e in captured.exchanges}) == 8


def test_the_order_does_not_depend_on_who_answers_first(site: Server, make_fetcher: MakeFetcher) -> None:
    def slow(talk: Talk) -> None:
        time.sleep(0.3)
        talk.send(response(b"late", kind="image/png"))

    first = paths(site, make_fetcher().capture(site.url("/"), discover).exchanges)
    site.route("/a.png", slow)
    assert paths(site, make_fetcher().capture(site.url("/"), discover).exchanges) == first


def test_only_the_page_when_nothing_else_is_wanted(site: Server, make_fetcher: MakeFetcher) -> None:
    assert len(make_fetcher(requisites=False).capture(site.url("/"), discover).exchanges) == 1
    assert len(make_fetcher().capture(site.url("/"), None).exchanges) == 1


def test_what_could_not_be_had_is_named(site: Server, fetcher: Fetcher) -> None:
    site.route("/", response(b"<img src=/cut.png><img src=http://169.254.169.254/x.png><img src=/gone.png>"))
    site.route("/cut.png", lambda talk: False)
    captured = fetcher.capture(site.url("/"), discover)
    assert paths(site, captured.exchanges) == ["/", "/gone.png"], "an error page is an answer and is kept"
    assert captured.exchanges[1].status == 404
    assert [line.split(": ")[0] for line in captured.missing] == [
        site.url("/cut.png"),
        "http://169.254.169.254/x.png",
    ]
    assert "(link-local)" in captured.missing[1]


def test_requisites_are_followed_through_redirects(site: Server, fetcher: Fetcher) -> None:
    site.route("/", response(b"<link rel=stylesheet href=/old.css>"))
    site.route("/old.css", redirect("/t.css"))
    captured = fetcher.capture(site.url("/"), discover)
    assert paths(site, captured.exchanges) == ["/", "/old.css", "/t.css", "/s.css", "/d.png", "/c.png"]
    assert {e.role for e in captured.exchanges[1:]} == {"requisite"}


def test_requisites_of_a_redirected_page_are_found_where_it_ended(site: Server, fetcher: Fetcher) -> None:
    site.route("/old", redirect("/new/"))
    site.route("/new/", response(b"<img src=a.png>"))
    captured = fetcher.capture(site.url("/old"), discover)
    assert paths(site, captured.exchanges) == ["/old", "/new/", "/new/a.png"]
    assert [e.role for e in captured.exchanges] == ["redirect", "page", "requisite"]
    assert captured.page.url == site.url("/new/")


def test_the_limit_of_requests_counts_all_of_them(site: Server, make_fetcher: MakeFetcher) -> None:
    captured = make_fetcher(maxRequests=3).capture(site.url("/"), discover)
    assert paths(site, captured.exchanges) == ["/", "/s.css", "/a.png"]
    assert "2 requisites not fetched, the first " + site.url("/x.js") in captured.missing[0]
    assert "limit of 3 requests" in captured.missing[0]
    assert len(site.log) == 3


def test_the_limit_of_time_counts_for_the_capture_as_a_whole(site: Server, make_fetcher: MakeFetcher) -> None:
    site.route("/", response(b"".join(b"<img src=/%d.png>" % n for n in range(100))))

    def slow(talk: Talk) -> None:
        time.sleep(0.2)
        talk.send(response(b"x", kind="image/png"))

    for n in range(100):
        site.route(f"/{n}.png", slow)
    start = time.monotonic()
    captured = make_fetcher(maxSeconds=1.0).capture(site.url("/"), discover)
    assert time.monotonic() - start < 2.5
    assert 4 < len(captured.exchanges) < 40
    assert len(captured.exchanges) + len(captured.missing) == 101
    assert "not done within 1 s" in captured.missing[-1]


def test_connections_are_shared_between_captures(site: Server, fetcher: Fetcher) -> None:
    for _ in range(3):
        fetcher.capture(site.url("/"), discover)
    assert site.connections <= 4


def test_a_closed_fetcher_leaves_no_connection_and_no_thread(site: Server, make_fetcher: MakeFetcher) -> None:
    with make_fetcher() as fetcher:
        fetcher.capture(site.url("/"), discover)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("requisite")]
    with pytest.raises(FetchFailed, match="stopped"):
        fetcher.fetch(site.url("/"))


def test_many_hosts_do_not_use_up_connections(make_fetcher: MakeFetcher) -> None:
    """A line keeps 16 connections; the oldest gives way."""
    with contextlib.ExitStack() as stack:
        servers = [Server() for _ in range(20)]
        for server in servers:
            stack.callback(server.close)
        fetcher = make_fetcher()
        for server in servers:
            assert fetcher.fetch(server.url("/")).status == 404
        assert len(fetcher._line._kept) == 16


def test_ipv6(make_fetcher: MakeFetcher) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            sock, _ = listener.accept()
            with sock:
                sock.recv(65536)
                sock.sendall(response(b"six"))

        thread = threading.Thread(target=answer)
        thread.start()
        exchange = make_fetcher().fetch(f"http://[::1]:{port}/")
        thread.join()
    assert f"Host: [::1]:{port}\r\n".encode() in exchange.request
    assert exchange.peer is not None
    assert exchange.peer.address == "::1"


def test_default_options() -> None:
    options = default_options()
    assert (options.maxBytes, options.maxSeconds, options.maxRequests) == (100 * 2**20, 120.0, 200)
    assert options.userAgent.startswith("archiver/")
    assert "http" not in options.userAgent
    assert default_options(pace=0.0).pace == 0.0


@pytest.mark.parametrize(
    "wrong", [{"maxBytes": -1}, {"robots": "maybe"}, {"speed": 9}, {"maxSeconds": "long"}]
)
def test_options_that_are_none(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        default_options(**wrong)
