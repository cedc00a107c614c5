"""``take_package ARCHIVE``: have a server make the WACZ of its one capture, take all of it, and then its last bytes."""

from __future__ import annotations

import http.client
import json
import sys
import time
from pathlib import Path

from archiver.archive.holdings import Holdings
from benchmarks.children.server import serving

_PIECE = 1 << 20


def main(folder: Path) -> None:
    """Measure, and print."""
    holdings = Holdings(folder)
    (capture,) = holdings.captures()
    holdings.close()
    name = capture.id.rpartition("/")[2]
    path = f"/packages/{name}.wacz"
    with serving(folder) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
        host = {"Host": f"{name}.replay.{server.named.removeprefix('http://')}"}
        started = time.perf_counter()
        connection.request("GET", path, headers=host)
        answer = connection.getresponse()
        size = 0
        while piece := answer.read(_PIECE):
            size += len(piece)
        seconds = time.perf_counter() - started
        connection.request("GET", path, headers={**host, "Range": "bytes=-1000"})
        answer = connection.getresponse()
        if answer.status != 206 or len(answer.read()) != 1000:
            raise RuntimeError(f"no last bytes: {answer.status}")
        print(json.dumps({"size": size, "seconds": seconds, "peak": server.peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
