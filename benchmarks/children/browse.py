"""``browse ARCHIVE REQUESTS CONNECTIONS``: ask a server of it for item pages, over all at once; then one by one."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

from archiver.archive.holdings import Holdings
from archiver.catalog import Query
from benchmarks.children.look_up import COMMON, USUAL
from benchmarks.children.server import Server, serving

_ALONE = 20  # pages asked for one after the other
_OFTEN = 9  # each, so that every reader of the server has been there


class Connection:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def get(self, path: str) -> tuple[int, float]:
        """Status, and milliseconds until the last byte was there."""
        started = time.perf_counter()
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1]), (time.perf_counter() - started) * 1000

    def close(self) -> None:
        self._writer.close()


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


def measured(
    server: Server, items: list[str], words: list[str], others: list[str], connections: int
) -> dict[str, float]:
    """What a line of JSON says."""
    asyncio.run(many(server.port, items[: 2 * connections], connections))  # every thread has its archive open
    answers = asyncio.run(many(server.port, items, connections))
    took = sorted(time for _, time in answers)
    single = asyncio.run(alone(server.port, items[-_ALONE:], 1))
    searched = asyncio.run(alone(server.port, [f"/search?q={quote(word)}" for word in words]))
    pages = asyncio.run(alone(server.port, others))
    return {
        "p50": took[len(took) // 2],
        "p99": took[int(len(took) * 0.99)],
        "errors": float(sum(status != 200 for status, _ in answers)),
        "item": sorted(single)[len(single) // 2],
        "search": max(searched),
        "page": max(pages),
        "peak": float(server.peak),
    }


def main(folder: Path, requests: int, connections: int) -> None:
    """Measure, and print."""
    holdings = Holdings(folder)
    chosen = random.Random(1)
    known = [row.id for row in holdings.catalog.select(Query(kind="article"))]
    items = [f"/{ark}" for ark in chosen.choices(known, k=requests)]
    capture = next(iter(holdings.catalog.select(Query(kind="capture", limit=1))))
    holdings.close()
    url = json.loads(capture.document)["url"]
    others = [
        "/",
        "/search",
        "/days",
        "/day/2026-01-29",
        "/feed.atom",
        f"/{capture.id}",
        f"/{capture.id}/files",
    ]
    others += [f"/captures?url={quote(url)}", "/search.json", "/index.json"]
    with serving(folder) as server:
        words = [*USUAL, *COMMON]
        print(json.dumps(measured(server, items, words, others, connections)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
