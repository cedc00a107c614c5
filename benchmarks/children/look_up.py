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
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import archiver
from archiver.archive import browsing, history
from archiver.archive.checks import Checks, last_checks
from archiver.catalog import Query
from archiver.model.capture import Capture

COMMON = ("the", "the of", "хотын")  # words that most texts have
USUAL = ("railway tender", "улаанбаатар нүүрс", '"coal exports"', "нисэх буудал", "kamiren", "гай")
_ROUNDS = 5
_SOME = 50  # of what is asked one by one


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

        rows = archive.catalog.rows("SELECT id FROM documents ORDER BY id")
        ids = random.Random(1).choices([row[0] for row in rows], k=count)
        records = [r for (r,) in archive.catalog.rows("SELECT id FROM records WHERE type='response'")]
        spent["record"] = _median(random.Random(2).choices(records, k=count), archive.record)
        spent["cite"] = _median(ids, archive.cite)
        spent["show"] = _median(ids, lambda one: archive.get(one).document())
        for name, asked in (("search", USUAL), ("common", COMMON)):
            spent[name] = max(_median([words] * _ROUNDS, lambda w: found(words=w)) for words in asked)
        spent["list"] = _median(["item"] * _ROUNDS, lambda kind: found(kind=kind))
        spent["list captures"] = _median(["capture"] * _ROUNDS, lambda kind: found(kind=kind))
        return spent | _browsed(archive, ids)


def _browsed(archive: archiver.Archive, ids: Sequence[str]) -> dict[str, float]:
    """What the pages of ``archiver serve`` ask."""

    def search(**query: Any) -> float:
        return _median([""] * _ROUNDS, lambda _: browsing.search(archive, Query(**query)))

    urls = [archive.get_capture(one).url for one in ids[:_SOME]]
    moment = datetime(2026, 1, 29, 12, tzinfo=UTC)
    items = [row.id for row in archive.catalog.select(Query(kind="item", limit=_SOME))]
    days = [day.day for day in browsing.days(archive, limit=_SOME) if day.captures == 0]
    return {
        "facets": max(search(words=words) for words in USUAL),
        "narrowed": max(search(words=w, outlet="news.example", language="mn") for w in USUAL),
        "browse": search(),
        "timeline": _median(urls, lambda url: history.timeline(archive, url)),
        "around": _median(urls, lambda url: history.around(archive, url, moment)),
        "nearest": _median(urls, lambda url: history.nearest(archive, f"{url}x")),
        "days": _median([""] * _ROUNDS, lambda _: browsing.days(archive, limit=30)),
        "digest": _median(days, lambda day: browsing.digest(archive, day, limit=100)),
        "beside": _median(items, lambda one: _beside(archive, one)),
        "checks": _median(ids[:_SOME], lambda one: _checks(archive, one)),
    }


def _checks(archive: archiver.Archive, one: str) -> Checks:
    return last_checks(archive, browsing.files_of(archive, archive.get_capture(one)))


def _beside(archive: archiver.Archive, one: str) -> browsing.Beside:
    found = archive.get(one)
    assert not isinstance(found, Capture)
    return browsing.beside(archive, found, archive.get_capture(one))


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
