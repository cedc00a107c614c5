"""``browse ARCHIVE REQUESTS CONNECTIONS``: ask a server of it for item pages, over all at once; then one by one."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote

import uvloop

from archiver.archive.holdings import Holdings
from archiver.catalog import Query
from benchmarks.children.look_up import COMMON, USUAL
from benchmarks.children.server import Server, serving

_ALONE = 20  # pages asked for one after the other
_SETTLED = 2.5  # seconds until a server takes an archive for quiet, and keeps its pages
_OFTEN = 9  # each, so that every reader of the server has been there


class Connection(asyncio.Protocol):
    """One kept-alive connection. It shares the machine with the server: it does as little as it can."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._answered: asyncio.Future[int] | None = None

    async def open(self) -> Connection:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        return self

    async def get(self, path: str) -> tuple[int, float]:
        """Status, and milliseconds until the last byte was there. Raises ConnectionError where there is no answer."""
        started = time.perf_counter()
        self._head, self._missing = b"", -1
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        return await self._answered, (time.perf_counter() - started) * 1000

    def data_received(self, data: bytes) -> None:
        """A piece of the answer: of its head, which states its length, or of its body."""
        if self._missing < 0:
            self._head, ends, data = (self._head + data).partition(b"\r\n\r\n")
            if not ends:
                return
            lines = self._head.lower().split(b"\r\n")
            self._missing = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        self._missing -= len(data)
        if not self._missing and self._answered is not None:
            self._answered.set_result(int(self._head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for an answer of it any more."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("closed before the answer was whole"))

    def close(self) -> None:
        self._transport.close()


async def many(port: int, paths: list[str], connections: int) -> list[tuple[int, float]]:
    """All paths over that many connections, each busy all the time."""
    waiting = iter(paths)

    async def work() -> list[tuple[int, float]]:
        connection = await Connection(port).open()
        answers = [await connection.get(path) for path in waiting]
        connection.close()
        return answers

    return [answer for some in await asyncio.gather(*(work() for _ in range(connections))) for answer in some]


async def alone(port: int, paths: list[str], times: int = _OFTEN) -> list[float]:
    """Milliseconds of each, the median of so many, one after the other. Raises RuntimeError for one that is not
    answered with 200."""
    connection = await Connection(port).open()
    medians = []
    for path in paths:
        answers = [await connection.get(path) for _ in range(times)]
        if {status for status, _ in answers} != {200}:
            raise RuntimeError(f"{path}: {answers}")
        medians.append(median(took for _, took in answers))
    connection.close()
    return medians


class Asked(NamedTuple):
    """Paths: of items for all connections at once, of others one by one, of searches and other pages."""

    items: list[str]
    single: list[str]
    searches: list[str]
    pages: list[str]


def measured(server: Server, asked: Asked, connections: int) -> dict[str, float]:
    """What a line of JSON says."""
    uvloop.run(many(server.port, asked.single, connections))  # every thread has its archive open
    time.sleep(_SETTLED)
    # Memory that nobody used for a second is slow for its first touch in many a virtual machine, this one too.
    uvloop.run(many(server.port, asked.single, connections))
    # What is asked for again is kept, and given the third time.
    first, _, again = (uvloop.run(many(server.port, asked.items, connections)) for _ in range(3))
    return {
        "p50": _within(first, 0.50),
        "p99": _within(first, 0.99),
        "again": _within(again, 0.99),
        "errors": float(sum(status != 200 for status, _ in first + again)),
        "item": median(uvloop.run(alone(server.port, asked.single[:_ALONE], 1))),
        "search": max(uvloop.run(alone(server.port, asked.searches))),
        "page": max(uvloop.run(alone(server.port, asked.pages))),
        "peak": float(server.peak),
    }


def _within(answers: list[tuple[int, float]], share: float) -> float:
    took = sorted(time for _, time in answers)
    return took[int(len(took) * share)]


def main(folder: Path, requests: int, connections: int) -> None:
    """Measure, and print."""
    holdings = Holdings(folder)
    known = [f"/{row.id}" for row in holdings.catalog.select(Query(kind="article"))]
    random.Random(1).shuffle(known)
    capture = next(iter(holdings.catalog.select(Query(kind="capture", limit=1))))
    holdings.close()
    url = quote(json.loads(capture.document)["url"])
    pages = ["/", "/search", "/days", "/day/2026-01-29", "/feed.atom", "/search.json", "/index.json"]
    pages += [f"/{capture.id}", f"/{capture.id}/files", f"/captures?url={url}"]
    asked = Asked(
        known[:requests],
        known[requests : requests + 2 * connections],
        [f"/search?q={quote(word)}" for word in (*USUAL, *COMMON)],
        pages,
    )
    with serving(folder) as server:
        print(json.dumps(measured(server, asked, connections)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
