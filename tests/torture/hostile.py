"""Servers that mean harm: how each answers, and what a capture of it must end in."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.capture.conftest import Behaviour, Talk, redirect, response, trickle
from tests.torture.bombs import bomb

OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n"
PAGE = b"<!doctype html><title>Snow</title><h1>Snow closes the road</h1><p>It snowed.</p>"


@dataclass(frozen=True)
class Hostile:
    """``verdict`` as the manifest must say it, and words of its reasons; None where nothing can be captured."""

    behaviour: Behaviour
    verdict: str | None
    words: str = ""
    seconds: float = 20.0  # the limit of time a capture of it is given

    @property
    def code(self) -> int:
        """How the command must end."""
        return 3 if self.verdict is None else 0


def answers(data: bytes) -> Behaviour:
    """Send these bytes and close."""

    def behaviour(talk: Talk) -> bool:
        talk.send(data)
        return False

    return behaviour


def endless(head: bytes, piece: bytes) -> Behaviour:
    """Send a head, then a piece for ever, as fast as it is taken."""

    def behaviour(talk: Talk) -> bool:
        talk.send(head)
        while True:
            talk.send(piece)

    return behaviour


def many(head: bytes, piece: bytes, times: int, end: bytes) -> Behaviour:
    """A head, a piece many times, an end."""

    def behaviour(talk: Talk) -> bool:
        talk.send(head)
        for _ in range(times):
            talk.send(piece)
        talk.send(end)
        return False

    return behaviour


def reset(data: bytes) -> Behaviour:
    """Send these bytes, then RST."""

    def behaviour(talk: Talk) -> bool:
        talk.send(data)
        time.sleep(0.1)
        talk.reset()
        return False

    return behaviour


def coded(codings: str, *layers: str) -> Behaviour:
    """A bomb in these layers, made when it is asked for, under these content codings; no layer: a plain page."""

    def behaviour(talk: Talk) -> None:
        talk.send(response(bomb(*layers) if layers else PAGE, f"Content-Encoding: {codings}"))

    return behaviour


def stated(length: str) -> Behaviour:
    """A body with that Content-Length."""
    return answers(HTML + f"Content-Length: {length}\r\n\r\n".encode() + PAGE)


BOMBS = (("gzip",), ("br",), ("zstd",), ("gzip", "gzip"), ("br", "gzip"), ("gzip", "gzip", "gzip", "gzip"))
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
HOSTILE: dict[str, Hostile] = {
    # 8 six forms of bad Content-Length
    "length negative": Hostile(stated("-1"), "partial", "bad Content-Length"),
    "length twice": Hostile(stated("5, 7"), "partial", "conflicting Content-Length"),
    "length a word": Hostile(stated("many"), "partial", "bad Content-Length"),
    "length with exponent": Hostile(stated("1e3"), "partial", "bad Content-Length"),
    "length in hex": Hostile(stated("0x5"), "partial", "bad Content-Length"),
    "length of 26 digits": Hostile(stated("9" * 26), "partial", "bad Content-Length"),
    # 10 bombs
    "gzip bomb": Hostile(coded("gzip", "gzip"), "partial", "over 20,971,520 bytes decoded"),
    "br bomb": Hostile(coded("br", "br"), "partial", "over 20,971,520 bytes decoded"),
    "zstd bomb": Hostile(coded("zstd", "zstd"), "partial", "over 20,971,520 bytes decoded"),
    "gzip bomb in gzip": Hostile(
        coded("gzip, gzip", "gzip", "gzip"), "partial", "over 20,971,520 bytes decoded"
    ),
    "br bomb in gzip": Hostile(coded("br, gzip", "br", "gzip"), "partial", "over 20,971,520 bytes decoded"),
    "gzip bomb in four layers": Hostile(
        coded("gzip, gzip, gzip, gzip", "gzip", "gzip", "gzip", "gzip"),
        "partial",
        "more than 2 are not undone",
    ),
    "a coding named a thousand times": Hostile(
        coded(", ".join(["gzip"] * 1000)), "partial", "more than 2 are not undone"
    ),
    "a coding nobody knows": Hostile(coded("rot13"), "partial", "unknown content coding"),
    "gzip that is none": Hostile(coded("gzip"), "partial", "does not decode"),
    # 11, 12
    "endless chunks": Hostile(
        endless(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n"), "truncated", "cut at the limit of"
    ),
    "endless chunks of one byte": Hostile(
        endless(CHUNKED, b"1\r\nx\r\n" * 1000), "truncated", "cut at the limit of"
    ),
    "endless trailers": Hostile(
        endless(CHUNKED + b"0\r\n", b"X-T: 1\r\n" * 1000), "truncated", "cut at the limit of"
    ),
    "endless chunk extension": Hostile(
        endless(CHUNKED + b"5;", b"x" * 10_000), "truncated", "cut at the limit of"
    ),
    "a chunk of 16 exabytes": Hostile(
        answers(CHUNKED + b"ffffffffffffffff\r\n" + PAGE), "truncated", "illegal chunk size line"
    ),
    "one byte a second": Hostile(trickle(b"x", 1.0), "truncated", "not done within", 1.5),
    "silence after the head": Hostile(trickle(b"", 0.2), "truncated", "not done within", 1.5),
    # 13
    "shorter than its length": Hostile(
        answers(HTML + b"Content-Length: 5000\r\n\r\n" + PAGE), "truncated", "shorter than its Content-Length"
    ),
    "reset in the body": Hostile(
        reset(HTML + b"Content-Length: 5000\r\n\r\n" + PAGE), "truncated", "reset by peer"
    ),
    "reset in the head": Hostile(reset(OK), "truncated", "reset by peer"),
    "reset before a byte": Hostile(lambda talk: bool(talk.reset()), None),
    "closed before a byte": Hostile(lambda talk: False, None),
    # 14
    "a header of 10 MB": Hostile(
        many(OK + b"X-A: ", b"x" * 10_000, 1000, b"\r\n\r\n" + PAGE), "truncated", "no end of the head"
    ),
    "100,000 headers": Hostile(many(OK, b"X-A: b\r\n" * 100, 1000, b"\r\n" + PAGE), "empty", ""),
    "a head without end": Hostile(endless(OK, b"X-A: b\r\n" * 100), "truncated", "no end of the head"),
    "early hints without end": Hostile(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), None),
    # 15
    "CR in the status line": Hostile(
        answers(b"HTTP/1.1 200 OK\rX-Forged: 1\r\nContent-Length: 1\r\n\r\nx"),
        "partial",
        "illegal status line",
    ),
    "NUL in the status line": Hostile(
        answers(b"HTTP/1.1 200 O\0K\r\nContent-Length: 1\r\n\r\nx"), "partial", "illegal status line"
    ),
    "NUL in a header": Hostile(
        answers(OK + b"X-A: a\0b\r\nContent-Length: 1\r\n\r\nx"), "partial", "illegal header line"
    ),
    "CR in a header": Hostile(
        answers(OK + b"X-A: a\rWARC-Date: 1999\r\nContent-Length: 1\r\n\r\nx"),
        "partial",
        "illegal header line",
    ),
    "NUL in the media type": Hostile(
        answers(OK + b"Content-Type: text/html\0\r\nContent-Length: 1\r\n\r\nx"),
        "partial",
        "illegal header line",
    ),
    "CR and LF in Location": Hostile(
        answers(redirect("/%0d%0aX-Forged: 1\rX: 2")), "http-404", "illegal header line"
    ),
    "NUL in Location": Hostile(answers(redirect("/\0")), "http-404", "illegal header line"),
    # 16
    "redirect to the metadata service": Hostile(
        answers(redirect("http://169.254.169.254/latest/meta-data/")),
        "partial",
        "169.254.169.254 (link-local) is not connected to",
    ),
    "redirect to a file": Hostile(
        answers(redirect("file:///etc/passwd")), "partial", "is not an http(s) URL"
    ),
    "redirect to itself": Hostile(answers(redirect("#again")), "partial", "in a loop back to"),
    "redirect for ever": Hostile(
        lambda talk: talk.send(redirect(f"{talk.path}x")), "partial", "more than 20 redirects in a row"
    ),
    "redirect of a megabyte": Hostile(
        answers(redirect("/" + "x" * 1_000_000)), "partial", "32,768 are the most"
    ),
    "redirect to nowhere": Hostile(answers(redirect("http://[/")), "partial", "is not an http(s) URL"),
    # no HTTP at all
    "another protocol": Hostile(answers(b"SSH-2.0-OpenSSH_9.2\r\n"), "truncated", "the head is not complete"),
    "random bytes": Hostile(answers(bytes(range(256)) * 100), "partial", "does not begin with a status line"),
    "a WARC": Hostile(
        answers(response(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", kind="application/warc")), "complete", ""
    ),
}
