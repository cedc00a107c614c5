"""The peer: ``warcio.capture_http`` and one kept-alive ``requests`` session into one ``.warc.gz``.

Run by the peers' interpreter, without this project: FILE TEMPLATE COUNT. The body is taken in pieces, so
that requests holds none of it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from warcio.capture_http import capture_http  # first: it patches what requests imports

import requests  # type: ignore[import-untyped]  # isort: skip


def main(file: Path, template: str, count: int) -> float:
    """Seconds from the first request until the file is closed."""
    started = time.perf_counter()
    with capture_http(str(file)), requests.Session() as session:
        for number in range(count):
            with session.get(template.format(number), stream=True) as response:
                for _ in response.iter_content(1 << 16):
                    pass
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps({"seconds": main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))}))
