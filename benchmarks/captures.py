"""Capturing beside warcio: many small pages, and one large body."""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child import ChildFailed, Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.site import Site, serving

PEER = "capture_http"
MB = 1_000_000


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    pages: int
    body: int
    captures: int


FULL = Size(rounds=5, pages=500, body=100 * MB, captures=1_000)
QUICK = Size(rounds=2, pages=100, body=20 * MB, captures=50)


def ours(work: Path, template: str, count: int, jobs: int, *flags: str) -> Ran:
    """One run of ours into a fresh archive, which is deleted."""
    archive = work / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "benchmarks.children.archiver_capture",
        archive,
        template,
        count,
        jobs,
        *flags,
    ]
    ran = run([str(part) for part in command], reads_json=True)
    shutil.rmtree(archive)
    return ran


def peer(python: Path, work: Path, template: str, count: int) -> Ran:
    """One run of the peer into a fresh file, which is deleted. Raises ChildFailed if responses are missing."""
    file = work / "peer.warc.gz"
    script = Path(__file__).parent / "children" / "warcio_capture.py"
    ran = run([python, script, file, template, str(count)], reads_json=True)
    if (found := responses(file)) != count:
        raise ChildFailed(f"the peer kept {found} of {count} responses")
    file.unlink()
    return ran


def responses(file: Path) -> int:
    """How many responses a ``.warc.gz`` holds."""
    with gzip.open(file, "rb") as stream:
        return sum(line.startswith(b"WARC-Type: response") for line in stream)


def _runs(
    site: str, count: int, jobs: Sequence[int], work: Path, python: Path | None
) -> dict[str, Callable[[], Ran]]:
    def of_ours(workers: int) -> Callable[[], Ran]:
        return lambda: ours(work, site, count, workers)

    runs = {f"jobs {workers}": of_ours(workers) for workers in jobs}
    return {PEER: lambda: peer(python, work, site, count), **runs} if python else runs


def _rate(runs: Sequence[Ran], amount: float) -> tuple[float, ...]:
    return tuple(amount / float(ran.said["seconds"]) for ran in runs)


def _whole(runs: Sequence[Ran], amount: float) -> tuple[float, ...]:
    return tuple(amount / ran.wall for ran in runs)


def _peaks(runs: Sequence[Ran]) -> tuple[float, ...]:
    return tuple(ran.peak / MB for ran in runs)


def pages(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Small pages: pages a second, from the first request until the last is durable."""
    with serving(size.pages, 1) as site:
        ran = alternate(size.rounds, _runs(site.pages, size.pages, (1, 2), work, python))
    beside = ran.get(PEER, [])
    rows = []
    for jobs in ("jobs 1", "jobs 2"):
        name = f"{size.pages} pages, {jobs}"
        rate = _rate(ran[jobs], size.pages), _rate(beside, size.pages)
        target = Target("ratio", "≥", 2) if jobs == "jobs 1" else None
        rows.append(Row(name, "pages/s", *rate, PEER, target))
        whole = _whole(ran[jobs], size.pages), _whole(beside, size.pages)
        rows.append(Row(f"{name}, whole process", "pages/s", *whole, PEER))
    return [*rows, Row(f"{size.pages} pages, peak memory", "MB", _peaks(ran["jobs 1"]), _peaks(beside), PEER)]


def body(size: Size, work: Path, python: Path | None) -> list[Row]:
    """One large body of random bytes: MB a second, and the peak memory of the process."""
    amount = size.body / MB

    def all_of(site: Site) -> dict[str, list[Ran]]:
        return alternate(size.rounds, _runs(site.body, 1, (1,), work, python))

    with serving(0, size.body) as site:
        ran = all_of(site)
    mine, beside, name = ran["jobs 1"], ran.get(PEER, []), f"{amount:.0f} MB body"
    return [
        Row(name, "MB/s", _rate(mine, amount), _rate(beside, amount), PEER, Target("ratio", "≥", 3)),
        Row(f"{name}, whole process", "MB/s", _whole(mine, amount), _whole(beside, amount), PEER),
        Row(f"{name}, peak memory", "MB", _peaks(mine), _peaks(beside), PEER, Target("value", "≤", 80)),
    ]
