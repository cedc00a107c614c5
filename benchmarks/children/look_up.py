"""Ours, within one process: ARCHIVE COUNT. Opens the archive, then asks it; prints milliseconds, the median of each.

Opened cold: of the catalog's file nothing is in memory that the system can forget.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import archiver
from archiver.catalog import Query

COMMON = ("the", "the of", "хотын")  # words that most texts have
USUAL = ("railway tender", "улаанбаатар нүүрс", '"coal exports"', "нисэх буудал", "kamiren", "гай")
_ROUNDS = 5


def _forget(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _milliseconds(do: Callable[[str], Any], one: str) -> float:
    started = time.perf_counter()
    do(one)
    return 1000 * (time.perf_counter() - started)


def _median(asked: Sequence[str], do: Callable[[str], Any]) -> float:
    return median(_milliseconds(do, one) for one in asked)


def main(folder: Path, count: int) -> dict[str, float]:
    """Milliseconds: opening once, the rest as medians."""
    _forget(folder / "catalog.db")
    started = time.perf_counter()
    with archiver.open(folder, create=False) as archive:
        archive.catalog.log_end()
        spent = {"open": 1000 * (time.perf_counter() - started)}

        def found(**query: Any) -> list[Any]:
            return list(archive.select(Query(limit=20, **query)))

        rows = archive.catalog._rows("SELECT id FROM documents ORDER BY id")
        ids = random.Random(1).choices([row[0] for row in rows], k=count)
        records = [r for (r,) in archive.catalog._rows("SELECT id FROM records WHERE type='response'")]
        spent["record"] = _median(random.Random(2).choices(records, k=count), archive.record)
        spent["cite"] = _median(ids, archive.cite)
        spent["show"] = _median(ids, lambda one: archive.get(one).document())
        for name, asked in (("search", USUAL), ("common", COMMON)):
            spent[name] = max(_median([words] * _ROUNDS, lambda w: found(words=w)) for words in asked)
        spent["list"] = _median(["item"] * _ROUNDS, lambda kind: found(kind=kind))
        spent["list captures"] = _median(["capture"] * _ROUNDS, lambda kind: found(kind=kind))
    return spent


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
