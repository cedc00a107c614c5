"""An archive as they grow: pages with an image each, made up, the same for the same number.

``python -m benchmarks.holdings FOLDER CAPTURES`` writes one with our own writer, in groups as a bulk run does.
A capture is five records: request and response of a page of 40 KB and of an image of 100 KB that no gzip
makes smaller, and the manifest; 4,000 captures are 20,000 records in 450 MB.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver import http1
from archiver.archive import bundle
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.archive.holdings import Holdings
from archiver.capture.options import default_options
from archiver.exchange import Block, Captured, Exchange
from archiver.model.capture import Peer, Role
from benchmarks import texts

PAGE_BYTES, IMAGE_BYTES = 40_000, 112_000
_START = datetime(2026, 1, 29, tzinfo=UTC)
_HEAD = (
    "HTTP/1.1 200 OK\r\nServer: benchmark\r\nDate: Thu, 29 Jan 2026 10:00:00 GMT\r\n"
    "Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
)
_ASK = (
    "GET {path} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: benchmark\r\nAccept: */*\r\n"
    "Accept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"
)


def captured(number: int) -> Captured:
    """The capture of that number: a page and its image."""
    image = random.Random(number).randbytes(IMAGE_BYTES)
    page = texts.page(number, PAGE_BYTES)
    exchanges = (
        _exchange("page", number, f"/page/{number}", "text/html; charset=utf-8", page),
        _exchange("requisite", number, f"/image/{number}.jpg", "image/jpeg", image),
    )
    return Captured(exchanges[0].url, exchanges, default_options(requisites=True, pace=0.0))


def _exchange(role: Role, number: int, path: str, kind: str, body: bytes) -> Exchange:
    block = _HEAD.format(kind=kind, length=len(body)).encode() + body
    name = f"{number:08x}-0000-4000-8000-{'1' if role == 'page' else '2'}"
    return Exchange(
        role=role,
        url=f"https://news.example{path}",
        started=_START + timedelta(seconds=number),
        seconds=0.1,
        request=_ASK.format(path=path).encode(),
        response=Block.of(block),
        head=http1.parse_head(block),
        peer=Peer(address="192.0.2.1", port=443),
        request_id=f"<urn:uuid:{name}00000000001>",
        response_id=f"<urn:uuid:{name}00000000002>",
    )


def main(folder: Path, captures: int) -> None:
    """Write the archive."""
    holdings = Holdings(folder)
    group = Group(Batch(holdings.folder, lambda: holdings.catalog, Limits(seconds=60.0)))
    for number in range(captures):
        group.add(bundle.of_captured(captured(number), holdings.folder.info, extract=False))
    group.publish()
    holdings.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
