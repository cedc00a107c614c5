"""Ours: a run through the façade: ARCHIVE TEMPLATE COUNT JOBS [extract] [single].

Neither requisites nor pace, and extraction only with ``extract``; published in groups, or with ``single`` a
WARC for each capture. Counts from the start of fetching until the last capture is acknowledged: durable, read
back and in the catalog.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import archiver
from archiver.archive import run  # noqa: F401 - imported before the clock starts, as the peer's modules are
from archiver.seeds import Seed


def main(folder: Path, template: str, count: int, jobs: int, *flags: str) -> dict[str, Any]:
    """Seconds, and an ID to cite: the first item of the last capture, or that capture."""
    seeds = [Seed(template.format(number)) for number in range(count)]
    with archiver.open(folder) as archive:
        started = time.perf_counter()
        outcomes = list(
            archive.capture_many(
                seeds,
                jobs=jobs,
                bulk="single" not in flags,
                extract="extract" in flags,
                requisites=False,
                pace=0.0,
                allowNetwork=("127.0.0.0/8",),
            )
        )
        seconds = time.perf_counter() - started
    captures = [outcome.capture for outcome in outcomes if outcome.capture is not None]
    faults = [str(outcome.error) for outcome in outcomes if outcome.error is not None]
    faults += [f"{c.url}: {c.verdict}" for c in captures if c.verdict not in ("complete", "empty")]
    if faults or len(captures) != count:
        raise SystemExit(f"{len(captures)} of {count} captured: {faults[:3]}")
    last = captures[-1]
    return {"seconds": seconds, "id": last.items[0] if last.items else last.id}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])))
