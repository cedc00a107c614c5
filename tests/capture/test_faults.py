"""Servers that break off, dawdle, flood and talk nonsense: what came is kept, and what happened is said."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable

import pytest

from archiver.capture import wire
from archiver.capture.fetch import Fetcher
from archiver.errors import BadInput, CannotStore, FetchFailed

from .conftest import Behaviour, Server, Talk, response, trickle
from .test_wire_bytes import assert_exact

MakeFetcher = Callable[..., Fetcher]


def then_close(data: bytes) -> Behaviour:
    def behaviour(talk: Talk) -> bool:
        talk.send(data)
        return False

    return behaviour


CUT = {
    "shorter than Content-Length": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
    "chunked without end": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "inside a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello",
    "inside the head": b"HTTP/1.1 200 OK\r\nContent-Le",
}


@pytest.mark.parametrize("name", CUT)
def test_a_message_cut_by_the_server(name: str, server: Server, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(server.route("/", then_close(CUT[name])))
    assert_exact(exchange, server.last)
    assert exchange.truncated == "disconnect"
    assert "closed the connection early" in str(exchange.error)
    assert (exchange.head is None) == (name == "inside the head")


def test_a_connection_reset_in_the_body(server: Server, fetcher: Fetcher) -> None:
    def reset(talk: Talk) -> bool:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
        time.sleep(0.2)  # let the client take it: an RST throws away what was not read
        talk.reset()
        return False

    exchange = fetcher.fetch(server.route("/", reset))
    assert_exact(exchange, server.last)
    assert exchange.truncated == "disconnect"
    assert "reset" in str(exchange.error).lower()


def test_one_byte_at_a_time_ends_at_the_deadline(server: Server, make_fetcher: MakeFetcher) -> None:
    url = server.route("/", trickle(b"x", 0.05))
    start = time.monotonic()
    exchange = make_fetcher(maxSeconds=1.0).fetch(url)
    assert 0.9 < time.monotonic() - start < 2.5
    assert exchange.truncated == "time"
    assert "not done within 1 s" in str(exchange.error)
    assert exchange.entity().startswith(b"xxx")


def test_a_server_that_falls_silent_is_given_up(
    server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "IDLE", 0.4)
    exchange = fetcher.fetch(server.route("/", trickle(b"x", 20)))
    assert exchange.truncated == "time"
    assert exchange.entity() == b"x"
    assert "nothing came for 0.4 s" in str(exchange.error)


def test_an_endless_chunked_body_is_cut_at_the_limit(server: Server, make_fetcher: MakeFetcher) -> None:
    def endless(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            talk.send(b"400\r\n" + b"x" * 1024 + b"\r\n")

    exchange = make_fetcher(maxBytes=100_000).fetch(server.route("/", endless))
    assert exchange.truncated == "length"
    assert exchange.response is not None
    assert exchange.response.length == 100_000
    assert bytes(server.last.sent).startswith(exchange.response.read())
    assert "limit of 100000 bytes" in str(exchange.error)


@pytest.mark.parametrize("spare", [0, 1])
def test_a_response_of_exactly_the_limit_is_whole(
    spare: int, server: Server, make_fetcher: MakeFetcher
) -> None:
    """Also when only the end of the connection shows that there is no more."""
    message = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000
    exchange = make_fetcher(maxBytes=len(message) + spare).fetch(server.route("/", then_close(message)))
    assert_exact(exchange, server.last)
    assert exchange.truncated is None


def test_a_head_without_end_is_given_up(server: Server, fetcher: Fetcher) -> None:
    def header_bomb(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nX-Bomb: ")
        for _ in range(1000):
            talk.send(b"x" * 10_000)

    exchange = fetcher.fetch(server.route("/", header_bomb))
    assert exchange.response is not None
    assert 1 << 20 <= exchange.response.length < 3 << 20
    assert (exchange.head, exchange.truncated) == (None, "unspecified")
    assert "no end of the head" in str(exchange.error)


# Messages that h11 refuses and browsers read: kept to their end, and said to be malformed.
MALFORMED = {
    "space before the colon": b"HTTP/1.1 200 OK\r\nX-Odd : a\r\nContent-Length: 5\r\n\r\nhello",
    "line without colon": b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 5\r\n\r\nhello",
    "NUL in a value": b"HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\nContent-Length: 5\r\n\r\nhello",
    "unknown transfer coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    b"5\r\nhello\r\n0\r\n\r\n",
    "space before an extension": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5 ; a=b\r\nhello\r\n0 ; last\r\nX-Trailer: 1\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_message_is_kept_to_its_end(name: str, server: Server, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(server.route("/", MALFORMED[name]))
    assert_exact(exchange, server.last)
    assert exchange.truncated is None
    assert "malformed response" in str(exchange.error)
    assert exchange.entity() == b"hello"
    assert fetcher.fetch(server.url("/next")).status == 404
    assert server.connections == 2, "a connection that carried nonsense is not used again"


def test_a_switch_of_protocols_nobody_asked_for(server: Server, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(server.route("/", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"))
    assert_exact(exchange, server.last)
    assert (exchange.status, exchange.truncated) == (101, None)
    assert "malformed response" in str(exchange.error)


BAD_LENGTHS = ["-1", "5, 7", "abc", "1e3", "0x5", "99999999999999999999999999"]


@pytest.mark.parametrize("length", BAD_LENGTHS)
def test_bad_content_length(length: str, server: Server, fetcher: Fetcher) -> None:
    message = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello".encode()
    exchange = fetcher.fetch(server.route("/", then_close(message)))
    assert_exact(exchange, server.last)
    assert exchange.error


@pytest.mark.parametrize(
    "garbage", [b"SSH-2.0-OpenSSH_9.2\r\n", b"<html>HTTP/0.9</html>", b"\x00\xff\xfe\r\n\r\n"]
)
def test_what_is_not_http_is_kept_and_said(garbage: bytes, server: Server, fetcher: Fetcher) -> None:
    exchange = fetcher.fetch(server.route("/", then_close(garbage)))
    assert_exact(exchange, server.last)
    assert exchange.head is None
    assert exchange.error


NOTHING: dict[str, tuple[Behaviour, str]] = {
    "closed at once": (lambda talk: False, "closed the connection"),
    "only an interim response": (then_close(b"HTTP/1.1 100 Continue\r\n\r\n"), "closed the connection"),
    "silence": (lambda talk: time.sleep(3), "not done within 1 s"),
    "interim responses without end": (trickle(b"", 1), ""),
}


@pytest.mark.parametrize("name", ["closed at once", "only an interim response", "silence"])
def test_no_byte_of_a_response_is_a_failure(name: str, server: Server, make_fetcher: MakeFetcher) -> None:
    behaviour, words = NOTHING[name]
    url = server.route("/", behaviour)
    with pytest.raises(FetchFailed, match=words) as caught:
        make_fetcher(maxSeconds=1.0).fetch(url)
    assert caught.value.exit_code == 3


def test_interim_responses_without_end_are_a_failure(server: Server, make_fetcher: MakeFetcher) -> None:
    def hints(talk: Talk) -> None:
        while True:
            talk.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)

    with pytest.raises(FetchFailed, match="no response"):
        make_fetcher(maxBytes=300_000).fetch(server.route("/", hints))


def test_a_refused_connection_names_the_address(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(
        FetchFailed, match=rf"port {port} cannot be reached \(127\.0\.0\.1: Connection refused\)"
    ):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_a_full_temporary_folder_says_so(
    server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that takes nothing stands in for the full disk: the error comes from the kernel."""
    monkeypatch.setattr(wire, "TemporaryFile", lambda **_: io.FileIO("/dev/full", "w+b"))
    url = server.route("/", response(b"x" * 3_000_000))
    with pytest.raises(CannotStore, match=r"No space left.*TMPDIR") as caught:
        fetcher.fetch(url)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("agent", ["a\r\nX-Forged: 1", "a\0b", "архив"])
def test_header_values_are_refused_before_they_are_sent(agent: str, make_fetcher: MakeFetcher) -> None:
    with pytest.raises(BadInput, match="User-Agent holds a"):
        make_fetcher(userAgent=agent)


def test_a_stopped_fetcher_ends_within_a_second(server: Server, make_fetcher: MakeFetcher) -> None:
    import threading

    fetcher = make_fetcher()
    threading.Timer(0.3, fetcher.stop).start()
    start = time.monotonic()
    exchange = fetcher.fetch(server.route("/", trickle(b"x", 0.1)))
    assert time.monotonic() - start < 1.3
    assert (exchange.truncated, exchange.error) == ("unspecified", "the run was stopped")
