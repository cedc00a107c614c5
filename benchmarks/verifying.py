"""``archiver verify`` beside ``warcio check`` and beside gunzip and SHA-256 in C, over the same archive."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.captures import MB, Size
from benchmarks.child import Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.startup import archiver, state_of_code

CHECK, FLOOR = "warcio check", "gunzip and SHA-256"
_LOG = "fixity.jsonl"


def verify(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Seconds of whole processes. Ratios are peer ÷ ours where the target is to be faster."""
    folder = _archive(work.parent / "archives", 4 * size.captures)
    warcs = sorted(str(path) for path in folder.rglob("*.warc.gz"))
    log = (folder / _LOG).read_bytes()
    runs: dict[str, Callable[[], Ran]] = {
        FLOOR: lambda: run([sys.executable, "-m", "benchmarks.children.gunzip_sha256", *warcs])
    }
    if python is not None:
        warcio = python.parent / "warcio"
        runs[CHECK] = lambda: run([warcio, "check", *warcs])
    for jobs in (1, 2):
        runs[f"files, jobs {jobs}"] = _verifying(folder, "files", jobs)
        runs[f"records, jobs {jobs}"] = _verifying(folder, "records", jobs)
        runs[f"records for the first time, jobs {jobs}"] = _verifying(folder, "records", jobs, first=log)
    ran = alternate(size.rounds, runs, warm_up=True)
    amount = sum(Path(name).stat().st_size for name in warcs) / MB
    return [*_rows(ran, amount), *_memory(ran), *_single(folder, size)]


def _verifying(folder: Path, depth: str, jobs: int, *, first: bytes | None = None) -> Callable[[], Ran]:
    def start() -> Ran:
        if first is not None:  # as it was before anything was verified
            (folder / _LOG).write_bytes(first)
            (folder / "catalog.db").write_bytes((folder / "catalog.first").read_bytes())
        return archiver("verify", "--depth", depth, "--jobs", str(jobs), "--archive", folder)

    return start


_TIMES = {  # of the peer ÷ ours
    "files, jobs 1": None,
    "files, jobs 2": 8,
    "records, jobs 1": 3,
    "records, jobs 2": 5,
    "records for the first time, jobs 1": None,
    "records for the first time, jobs 2": None,
}


def _rows(ran: dict[str, list[Ran]], amount: float) -> list[Row]:
    rows = []
    beside = _rates(ran.get(CHECK, []), amount)
    floor = tuple(one.wall for one in ran[FLOOR])
    for name, times in _TIMES.items():
        target = Target("ratio", "≥", times) if times else None
        title = f"verify {amount:.0f} MB, {name}"
        rows.append(Row(title, "MB/s", _rates(ran[name], amount), beside, CHECK if beside else "", target))
    for name in ("records, jobs 1", "records for the first time, jobs 1"):
        walls = tuple(one.wall for one in ran[name])
        rows.append(Row(f"verify, {name}", "s", walls, floor, FLOOR, Target("ratio", "≤", 1.5)))
    return rows


def _rates(runs: Sequence[Ran], amount: float) -> tuple[float, ...]:
    return tuple(amount / one.wall for one in runs)


def _memory(ran: dict[str, list[Ran]]) -> list[Row]:
    peaks = tuple(one.peak / MB for one in ran["records for the first time, jobs 1"])
    return [Row("verify, records, peak memory", "MB", peaks, (), "", Target("value", "≤", 100))]


def _single(folder: Path, size: Size) -> list[Row]:
    count = 2 * size.captures
    command = [sys.executable, "-m", "benchmarks.children.read_records", str(folder), str(count)]
    ran = [run(command, reads_json=True) for _ in range(size.rounds)]
    values = {name: tuple(one.said[name] for one in ran) for name in ("median", "most")}
    target = Target("value", "≤", 1)
    return [
        Row("one record by its ID, in a process", "ms", values["median"], (), "", target),
        Row("one record by its ID, 99 of 100 within", "ms", values["most"], (), ""),
    ]


def _archive(home: Path, captures: int) -> Path:
    """An archive of our own that was not verified yet; kept until the code changes."""
    folder = home / f"{state_of_code()}-holdings-{captures}"
    ready = folder / "catalog.first"
    if not ready.is_file():
        for old in home.glob(f"*-holdings-{captures}"):
            shutil.rmtree(old)
        print(f"making an archive of {5 * captures:,} records", file=sys.stderr)
        run([sys.executable, "-m", "benchmarks.holdings", str(folder), str(captures)])
        shutil.copyfile(folder / "catalog.db", ready)
    return folder
