"""The web pages of an archive of many captures: many readers at once, searching, a large package, a first replay."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks import lookups
from benchmarks.captures import MB, QUICK, Size
from benchmarks.child import ChildFailed, run
from benchmarks.measure import Row, Target
from benchmarks.site import serving

_CONNECTIONS = 50


def serve(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Milliseconds as a reader waits, over real connections; memory of the server's process."""
    del python
    captures, requests = 10 * size.captures, 1_000 if size.captures >= 1_000 else 100
    folder = lookups.archive_of(work.parent / "archives", captures)
    ask = [sys.executable, "-m", "benchmarks.children.browse", str(folder), str(requests), str(_CONNECTIONS)]
    ran = [run(ask, reads_json=True) for _ in range(size.rounds)]

    def values(key: str) -> tuple[float, ...]:
        return tuple(float(one.said[key]) for one in ran)

    name = f"{captures:,} captures served"
    many = f"{requests:,} item pages over {_CONNECTIONS} connections"
    return [
        Row(f"{name}: {many}, 99 of 100 within", "ms", values("p99"), (), "", Target("value", "≤", 100)),
        Row(f"{name}: {many}, half within", "ms", values("p50")),
        Row(f"{name}: the same asked a third time, 99 of 100 within", "ms", values("again")),
        Row(f"{name}: {many}, errors", "", values("errors"), (), "", Target("value", "≤", 0)),
        Row(f"{name}: an item page, alone", "ms", values("item"), (), "", Target("value", "≤", 50)),
        Row(
            f"{name}: slowest search of usual words", "ms", values("search"), (), "", Target("value", "≤", 50)
        ),
        Row(f"{name}: slowest of the other pages", "ms", values("page"), (), "", Target("value", "≤", 50)),
        Row(f"{name}: peak memory", "MB", tuple(value / MB for value in values("peak"))),
        *_package(size, work),
        *_replay(size),
    ]


def _package(size: Size, work: Path) -> list[Row]:
    """A capture whose package is made and sent: the whole of it, then its last bytes."""
    body = 10 * size.body
    archive = work / "large"
    capture = [
        sys.executable,
        "-m",
        "archiver",
        "capture",
        "--archive",
        archive,
        "--allow-network",
        "127.0.0.0/8",
    ]
    with serving(0, body) as site:
        run([*capture, "--max-bytes", str(2 * body), site.body])
    ran = run([sys.executable, "-m", "benchmarks.children.take_package", archive], reads_json=True)
    shutil.rmtree(archive)
    name = f"WACZ of {body / MB:,.0f} MB, made and sent"
    peak = Target("value", "≤", 200) if size != QUICK else None
    return [
        Row(name, "MB/s", (ran.said["size"] / MB / ran.said["seconds"],)),
        Row(f"{name}: the server's peak memory", "MB", (ran.said["peak"] / MB,), (), "", peak),
    ]


def _replay(size: Size) -> list[Row]:
    """The demo site's front page in Chromium, whose profile is new: server, viewer and service worker from nothing."""
    try:
        command = [sys.executable, "-m", "benchmarks.children.first_replay"]
        ran = [run(command, reads_json=True) for _ in range(min(3, size.rounds))]
    except ChildFailed as error:
        print(f"NO REPLAY MEASURED: {str(error).strip().splitlines()[-1]}", file=sys.stderr)
        return []
    seconds = tuple(float(one.said["seconds"]) for one in ran)
    return [
        Row(
            "first replay of the demo's front page in Chromium", "s", seconds, (), "", Target("value", "≤", 5)
        )
    ]
