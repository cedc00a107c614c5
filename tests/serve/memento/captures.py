"""Captures of any URL at any time, without a socket; and moments that no archive holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import archiver
from archiver import http1
from archiver.archive import bundle
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.archive.history import Around, Memento, Mementos, Moment
from archiver.capture.options import default_options
from archiver.exchange import Block, Captured, Exchange
from archiver.serve.origins import Pair

PAIR = Pair("http://archiver.localhost:8480", "http://replay.archiver.localhost:8480")
URL = "http://a.example.org/"
OPTIONS = default_options(requisites=False, pace=0.0)
# The mementos that RFC 7089's figures speak of, and when they were made.
OF_THE_RFC = (
    "2000-09-15T11:28:26Z",
    "2001-03-21T20:36:10Z",
    "2001-09-11T20:30:51Z",
    "2001-09-11T20:36:10Z",
    "2010-01-20T09:34:33Z",
)


def capture_at(
    archive: archiver.Archive,
    captured: str,
    url: str = URL,
    *,
    status: str = "200 OK",
    body: bytes = b"<p>news",
    location: str | None = None,
) -> archiver.Capture:
    """Publish a capture whose page came at that instant."""
    redirect = [f"Location: {location}"] if location else []
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body)}",
        "Content-Type: text/html",
        *redirect,
        "",
        "",
    ]
    block = "\r\n".join(lines).encode() + body
    page = Exchange(
        role="page",
        url=url,
        started=datetime.fromisoformat(captured),
        seconds=0.1,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=Block.of(block),
        head=http1.parse_head(block),
    )
    return _published(archive, Captured(url, (page,), OPTIONS))


def capture_after_redirects(
    archive: archiver.Archive, hops: Sequence[tuple[str, str]], *, body: bytes = b"<p>news"
) -> archiver.Capture:
    """Publish a capture of these URLs, each asked for at that instant; all but the last redirect to the next."""
    ask, exchanges = b"GET / HTTP/1.1\r\n\r\n", []
    for number, (captured, url) in enumerate(hops):
        is_last = number + 1 == len(hops)
        head = (
            "200 OK\r\nContent-Type: text/html"
            if is_last
            else f"302 Found\r\nLocation: {hops[number + 1][1]}"
        )
        content = body if is_last else b""
        block = f"HTTP/1.1 {head}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
        role: Literal["page", "redirect"] = "page" if is_last else "redirect"
        when = datetime.fromisoformat(captured)
        exchanges.append(Exchange(role, url, when, 0.1, ask, Block.of(block), http1.parse_head(block)))
    return _published(archive, Captured(hops[0][1], tuple(exchanges), OPTIONS))


def capture_of_nothing(archive: archiver.Archive, captured: str, url: str = URL) -> archiver.Capture:
    """Publish a capture whose redirect led nowhere: its page has neither status nor body."""
    when = datetime.fromisoformat(captured)
    block = b"HTTP/1.1 301 Moved\r\nLocation: http://gone.example/\r\nContent-Length: 0\r\n\r\n"
    ask = b"GET / HTTP/1.1\r\n\r\n"
    hop = Exchange("redirect", url, when, 0.1, ask, Block.of(block), http1.parse_head(block))
    page = Exchange("page", "http://gone.example/", when, 0.1, ask, None, None, error="no such host")
    return _published(archive, Captured(url, (hop, page), OPTIONS))


def _published(archive: archiver.Archive, found: Captured) -> archiver.Capture:
    made = bundle.finish(bundle.begin(found, archive.folder.info, extract=False), None)
    return Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(made)[0]


def moment(
    captured: str, url: str = URL, *, status: int | None = 200, sha256: str | None = "0" * 64
) -> Moment:
    """A capture as a timeline has it."""
    answered = status is not None or sha256 is not None
    return Moment("ark:99999/fk4", url, captured, "complete", status, sha256, 0, "first", answered)


def page_of(moments: list[Moment], page: int = 1, per_page: int = 5_000) -> Mementos:
    """A page of these mementos, as the catalog lists it."""
    every = [Memento(one.url, one.captured) for one in moments]
    parts = [tuple(every[start : start + per_page]) for start in range(0, len(every), per_page)]
    return Mementos(parts[page - 1], tuple((part[0], part[-1]) for part in parts))


def around_last(moments: list[Moment]) -> Around:
    """What is around the newest of several."""
    before = moments[-2] if moments[1:] else None
    return Around(moments[0], moments[-1], moments[-1], before, None)
