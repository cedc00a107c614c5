"""Ours, within one process: ARCHIVE COUNT. Reads records by ID through the façade; prints milliseconds for each."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from statistics import median

import archiver


def main(folder: Path, count: int) -> dict[str, float]:
    """The median and the 99th percentile of records read in an order by chance, digests checked."""
    with archiver.open(folder, create=False) as archive:
        rows = archive.catalog.rows(
            "SELECT id FROM records WHERE type IN ('response', 'metadata') ORDER BY id"
        )
        ids = random.Random(1).choices([row[0] for row in rows], k=count)
        spent = []
        for record_id in ids:
            started = time.perf_counter()
            member = archive.record(record_id)
            spent.append(time.perf_counter() - started)
            if member.record_id != record_id or member.faults:
                raise SystemExit(f"{record_id} does not read back")
    spent.sort()
    return {"median": 1000 * median(spent), "most": 1000 * spent[int(0.99 * len(spent))]}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
