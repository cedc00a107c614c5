"""The bytes of an exchange are the bytes that the server read and wrote, whatever they are."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from itertools import pairwise

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.capture.fetch import Fetcher
from archiver.exchange import Exchange

from .conftest import Server, Talk, response

PAGE = "<!doctype html><title>Нүүрс</title><p>90 сая тонн".encode()
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
    b'5;name="a;b"\r\nhello\r\n6;ext\r\n world\r\n0;last\r\nX-Sum: 1\r\n\r\n'
)
WHOLE = {
    "plain": response(PAGE),
    "empty": response(b""),
    "no reason phrase": b"HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
    "chunked, extensions, trailers": CHUNKED,
    "gzip": response(gzip.compress(PAGE), "Content-Encoding: gzip"),
    "br": response(brotli.compress(PAGE), "Content-Encoding: br"),
    "zstd": response(zstandard.compress(PAGE), "Content-Encoding: zstd"),
    "odd headers": b"HTTP/1.1 200 Fine\r\nX-Odd:value\r\nX-Latin: caf\xe9\r\nX-Spaces:   a   \r\n"
    b"x-fold: one\r\n  two\r\nX-Odd:again\r\nContent-Length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    "204": b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n",
    "304": b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n',
    "404": response(b"no", status="404 Not Found"),
    "500": response(b"oh", status="500 Internal Server Error"),
    "Set-Cookie stays": response(b"ok", "Set-Cookie: id=secret; HttpOnly"),
}


def assert_exact(exchange: Exchange, talk: Talk) -> None:
    """Request and response are the server's log, byte for byte, and the digest is theirs."""
    assert exchange.request == talk.request
    assert exchange.response is not None
    received = b"".join(exchange.interim) + exchange.response.read()
    assert received == bytes(talk.sent)
    assert exchange.response.sha256 == hashlib.sha256(exchange.response.read()).hexdigest()
    assert exchange.response.length == len(exchange.response.read())


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_response_is_kept_as_it_came(name: str, server: Server, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(server.route("/", WHOLE[name]))
    assert_exact(exchange, server.last)
    assert (exchange.truncated, exchange.error, exchange.interim) == (None, None, ())
    assert exchange.head is not None
    assert exchange.peer is not None
    assert (exchange.peer.address, exchange.peer.port) == ("127.0.0.1", server.port)


def test_the_entity_is_the_body_without_chunking(server: Server, fetcher: Fetcher) -> None:
    assert fetcher.fetch(server.route("/", CHUNKED)).entity() == b"hello world"


def test_a_body_that_ends_with_the_connection_is_whole(server: Server, fetcher: Fetcher) -> None:
    def until_close(talk: Talk) -> bool:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
        return False

    exchange = fetcher.fetch(server.route("/", until_close))
    assert_exact(exchange, server.last)
    assert (exchange.truncated, exchange.error) == (None, None)
    assert exchange.entity() == PAGE


def test_interim_responses_are_not_the_response(server: Server, fetcher: Fetcher) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    exchange = fetcher.fetch(server.route("/", b"HTTP/1.1 100 Continue\r\n\r\n" + hints + response(PAGE)))
    assert_exact(exchange, server.last)
    assert exchange.interim == (b"HTTP/1.1 100 Continue\r\n\r\n", hints)
    assert exchange.status == 200
    assert exchange.response is not None
    assert exchange.response.read() == response(PAGE)


def test_a_body_larger_than_memory_allows_is_spooled(server: Server, fetcher: Fetcher) -> None:
    body = bytes(range(256)) * 4096 * 5
    exchange = fetcher.fetch(server.route("/", response(body)))
    assert_exact(exchange, server.last)
    assert exchange.entity() == body


def test_requests_say_who_asks_and_carry_no_secret(
    server: Server, make_fetcher: Callable[..., Fetcher]
) -> None:
    url = server.route("/a?b=%D0%B0", response(b"ok", "Set-Cookie: id=1"))
    fetcher = make_fetcher(userAgent="archiver/9 (test)")
    fetcher.fetch(url)
    fetcher.fetch(url)
    for talk in server.log:
        lines = talk.request.decode("ascii").split("\r\n")
        names = [line.split(":")[0] for line in lines[1:-2]]
        assert lines[0] == "GET /a?b=%D0%B0 HTTP/1.1"
        assert lines[1] == f"Host: 127.0.0.1:{server.port}"
        assert "User-Agent: archiver/9 (test)" in lines
        assert "Accept-Encoding: gzip" in lines
        assert names == ["Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding"]


def test_one_connection_serves_many_captures(server: Server, fetcher: Fetcher) -> None:
    server.route("/gone", CHUNKED)
    for path in ("/", "/gone", "/missing"):
        assert_exact(fetcher.fetch(server.url(path)), server.last)
    assert server.connections == 1


def test_a_connection_closed_in_between_is_opened_again(server: Server, fetcher: Fetcher) -> None:
    def once(talk: Talk) -> bool:
        talk.send(response(PAGE))
        return False

    url = server.route("/", once)
    for _ in range(3):
        assert_exact(fetcher.fetch(url), server.last)
    assert server.connections == 3


def test_leftover_bytes_never_become_the_next_response(server: Server, fetcher: Fetcher) -> None:
    forged = response(b"forged")
    url = server.route("/", lambda talk: talk.send(response(PAGE) + forged))
    server.route("/next", response(b"true"))
    first = fetcher.fetch(url)
    assert f"{len(forged)} bytes after the end" in str(first.error)
    assert first.entity() == PAGE
    assert fetcher.fetch(server.url("/next")).entity() == b"true"
    assert server.connections == 2


_TOKEN = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ-0123456789", min_size=1, max_size=20).map(
    lambda s: "X-" + s
)
_VALUE = st.binary(max_size=40).map(lambda b: bytes(c for c in b if c >= 0x20 and c != 0x7F))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=st.lists(st.tuples(_TOKEN, _VALUE), max_size=8), body=st.binary(max_size=3000), cuts=st.data())
def test_any_message_comes_back_byte_for_byte(
    headers: list[tuple[str, bytes]], body: bytes, cuts: st.DataObject, server: Server, fetcher: Fetcher
) -> None:
    """Chunked at any places, with any headers: the recording is the log, the entity is the body."""
    places = sorted(cuts.draw(st.sets(st.integers(1, max(1, len(body) - 1)), max_size=5)))
    edges = [0, *[p for p in places if p < len(body)], len(body)]
    pieces = [body[a:b] for a, b in pairwise(edges) if a < b]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    lines = b"".join(name.encode() + b":" + value + b"\r\n" for name, value in headers)
    message = b"HTTP/1.1 200 OK\r\n" + lines + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    exchange = fetcher.fetch(server.route("/", message))
    assert_exact(exchange, server.last)
    assert exchange.entity() == body
