"""Where a response ends (RFC 9112 §6.3), what is said when it does not, and whether the connection is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import pytest

from archiver.capture import framing
from archiver.capture.fetch import Fetcher
from archiver.errors import FetchFailed

from .conftest import Behaviour, Server, Talk, response
from .test_wire_bytes import assert_exact

OK = b"HTTP/1.1 200 OK\r\n"
FIVE = b"Content-Length: 5\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
HELLO = b"5\r\nhello\r\n0\r\n\r\n"


class Case(NamedTuple):
    """A message on a connection that stays open, and what must come of it."""

    message: bytes
    entity: bytes = b"hello"
    error: str | None = None
    kept: bool = True  # the connection serves the next request


OPEN = {
    "one length said twice": Case(OK + FIVE + FIVE + b"\r\nhello"),
    "one length in a list": Case(OK + b"Content-Length: 5, 5\r\n\r\nhello"),
    "chunked beats a length": Case(OK + b"Content-Length: 3\r\n" + CHUNKED + b"\r\n" + HELLO),
    "chunked in capitals": Case(OK + b"Transfer-Encoding: CHUNKED\r\n\r\n" + HELLO),
    "no reason, no space": Case(b"HTTP/1.1 200\r\n" + FIVE + b"\r\nhello"),
    "304 says a length it has not": Case(b"HTTP/1.1 304 Not Modified\r\n" + FIVE + b"\r\n", b""),
    "Connection: close": Case(OK + b"Connection: close\r\n" + FIVE + b"\r\nhello", kept=False),
    "close in a list": Case(OK + b"Connection: keep-alive, Close\r\n" + FIVE + b"\r\nhello", kept=False),
    "HTTP/1.0": Case(b"HTTP/1.0 200 OK\r\n" + FIVE + b"\r\nhello", kept=False),
    "HTTP/1.0 that keeps alive": Case(b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n" + FIVE + b"\r\nhello"),
    "a body where none may be": Case(
        b"HTTP/1.1 204 No Content\r\n\r\nhello", error="5 bytes after the end", kept=False
    ),
    "more after the last chunk": Case(
        OK + CHUNKED + b"\r\n" + HELLO + b"more", error="4 bytes after the end", kept=False
    ),
    "two lengths": Case(
        OK + FIVE + b"Content-Length: 7\r\n\r\nhello",
        error="malformed response (conflicting Content-Length)",
        kept=False,
    ),
    "chunked twice": Case(OK + CHUNKED + CHUNKED + b"\r\n" + HELLO, error="malformed response (", kept=False),
    "a coding and a length": Case(
        OK + b"Transfer-Encoding: identity\r\n" + FIVE + b"\r\nhello",
        error="malformed response (Transfer-Encoding 'identity'",
        kept=False,
    ),
    "chunks in bare line feeds": Case(
        OK + CHUNKED + b"\r\n5\nhello\n0\n\n",
        error="malformed response (illegal chunk size line b'5\\n')",
        kept=False,
    ),
    "a malformed interim response": Case(
        b"HTTP/1.1 103 Early Hints\r\nnonsense\r\n\r\n" + OK + FIVE + b"\r\nhello",
        error="malformed response (illegal header line b'nonsense')",
        kept=False,
    ),
}


# What comes after the end is not waited for, so it is only seen when it comes along.
ONE_BY_ONE = [name for name, case in OPEN.items() if "after the end" not in str(case.error)]


@pytest.mark.parametrize(
    ("name", "at_once"), [*((name, True) for name in OPEN), *((name, False) for name in ONE_BY_ONE)]
)
def test_the_end_of_a_message_on_an_open_connection(
    name: str, at_once: bool, server: Server, fetcher: Fetcher
) -> None:
    case = OPEN[name]
    exchange = fetcher.fetch(server.route("/", case.message if at_once else byte_by_byte(case.message)))
    assert_exact(exchange, server.last)
    assert exchange.truncated is None
    assert exchange.error == case.error if case.error is None else str(exchange.error).startswith(case.error)
    if exchange.status == 200:
        assert exchange.entity() == case.entity
    assert fetcher.fetch(server.url("/next")).status == 404
    assert server.connections == (1 if case.kept else 2)


def byte_by_byte(message: bytes) -> Behaviour:
    def behaviour(talk: Talk) -> None:
        for byte in message:
            talk.send(bytes([byte]))

    return behaviour


CLOSED = {
    "no framing": (OK + b"\r\nhello", None, None),
    "an unknown coding": (
        OK + b"Transfer-Encoding: gzip\r\n\r\nhello",
        None,
        "malformed response (Transfer-Encoding 'gzip', where chunked alone is understood); "
        "the server closed the connection",
    ),
    "inside the body": (
        OK + b"Content-Length: 9\r\n\r\nhello",
        "disconnect",
        "the server closed the connection early: the body is shorter than its Content-Length",
    ),
    "inside a chunk size": (
        OK + CHUNKED + b"\r\n5",
        "disconnect",
        "the server closed the connection early: the last chunk is missing",
    ),
    "inside the trailers": (
        OK + CHUNKED + b"\r\n0\r\nA: b\r\n",
        "disconnect",
        "the server closed the connection early: the last chunk is missing",
    ),
    "where no chunk begins": (
        OK + CHUNKED + b"\r\nhello",
        "disconnect",
        "the server closed the connection early: the last chunk is missing",
    ),
    "after no chunk began": (
        OK + CHUNKED + b"\r\nhello\r\n",
        "disconnect",
        "malformed response (illegal chunk size line b'hello\\r\\n'); "
        "the server closed the connection early: where the body ends cannot be told",
    ),
    "inside the head after an interim response": (
        b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 2",
        "disconnect",
        "the server closed the connection early: the head is not complete",
    ),
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_server_that_closes(name: str, server: Server, fetcher: Fetcher) -> None:
    message, truncated, error = CLOSED[name]

    def then_close(talk: Talk) -> bool:
        talk.send(message)
        return False

    exchange = fetcher.fetch(server.route("/", then_close))
    assert_exact(exchange, server.last)
    assert (exchange.truncated, exchange.error) == (truncated, error)


@pytest.mark.parametrize(
    "message",
    [OK + CHUNKED + b"\r\nhello\r\n", b"SSH-2.0-x\r\n\r\n", b"\x15\x03\x01", OK + b"A\r\n\r\nhello"],
)
def test_a_broken_message_is_not_waited_for_long(
    message: bytes, server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framing, "PATIENCE", 0.3)
    start = time.monotonic()
    exchange = fetcher.fetch(server.route("/", message))
    assert time.monotonic() - start < 3
    assert_exact(exchange, server.last)
    assert exchange.truncated == "unspecified"
    assert str(exchange.error).startswith("malformed response (")
    assert str(exchange.error).endswith("nothing came for 0.3 s")


def test_interim_responses_are_read_up_to_a_bound(server: Server, fetcher: Fetcher) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    few, many = framing.MAX_INTERIM // len(hint), framing.MAX_INTERIM // len(hint) + 1
    exchange = fetcher.fetch(server.route("/few", hint * few + response(b"hello")))
    assert (exchange.interim, exchange.entity(), exchange.error) == ((hint,) * few, b"hello", None)
    with pytest.raises(FetchFailed, match="gave no response: more than 65536 bytes of 1xx"):
        fetcher.fetch(server.route("/many", hint * many + response(b"hello")))


@pytest.mark.parametrize("line", [b"A: b\r\n", b"a\n"])
def test_a_long_head_in_small_pieces_takes_time_in_proportion(
    line: bytes, server: Server, make_fetcher: Callable[..., Fetcher]
) -> None:
    """Each piece could end the head: what was searched is not searched again."""

    def slowly(talk: Talk) -> None:
        talk.send(OK)
        for _ in range(3000):
            talk.send(line * 100)
        talk.send(FIVE + b"\r\nhello")

    start = time.process_time()
    exchange = make_fetcher().fetch(server.route("/", slowly))
    assert time.process_time() - start < 10
    assert (exchange.head is None) == (len(line) * 300_000 > 1 << 20)
    assert exchange.error is None or exchange.error.startswith("malformed response (")
