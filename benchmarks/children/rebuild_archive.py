"""Ours: ARCHIVE. The catalog made again from the WARCs; prints seconds, and how many captures and items."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import archiver


def main(folder: Path) -> dict[str, float]:
    """Wall and processor seconds of ``rebuild``."""
    with archiver.open(folder, create=False) as archive:
        started, worked = time.perf_counter(), time.process_time()
        counts = archive.rebuild()
        seconds, worked = time.perf_counter() - started, time.process_time() - worked
    return {"seconds": seconds, "cpu": worked, "documents": sum(counts.values())}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
