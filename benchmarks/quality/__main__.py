"""``python -m benchmarks.quality [--quick] [--no-peers] [--raise]``: our figures beside the peers', floors,
provenance.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from pathlib import Path

from benchmarks.quality.environments import QUALITY
from benchmarks.quality.peers import OURS, PEERS
from benchmarks.quality.provenance import resolved
from benchmarks.quality.reading import Read, in_processes, read_set, write_jobs
from benchmarks.quality.table import ARTICLE_COLUMNS, LEGEND, LIST_COLUMNS, own_columns, speeds, table
from tests.quality import floors
from tests.quality.sets import OWN, PAGES, SHARED, Case, available, cases, fingerprint

QUICK = 12
"""With ``--quick`` one page in so many: to see that it runs, not to judge."""


def main(arguments: list[str]) -> int:
    """Measure, print; 1 when a floor is not kept or a value does not resolve again."""
    options = _parse(arguments)
    shutil.rmtree(work := QUALITY / "work", ignore_errors=True)
    sets = {name: cases(name)[:: QUICK if options.quick else 1] for name in _sets()}
    readers = [*OURS, *(() if options.no_peers else PEERS)]
    jobs = {name: write_jobs(name, pages, work) for name, pages in sets.items()}
    results: dict[tuple[str, str], Read] = {}
    for reader in readers:
        print(f"{reader.title} …", file=sys.stderr)
        for name in reader.reads:
            if name in jobs and (read := read_set(reader, name, jobs[name])):
                results[reader.name, name] = read
    print(_heading(quick=options.quick))
    for columns in (ARTICLE_COLUMNS, LIST_COLUMNS, own_columns()):
        print(table(readers, results, columns), end="\n\n")
    print(LEGEND, end="\n\n")
    print(*speeds(results), sep="\n", end="\n\n")
    _processes([jobs[name] for name in PAGES if name in jobs])
    low = False if options.quick else _floors(results, raising=options.raising)
    return int(_provenance([case for pages in sets.values() for case in pages], work) or low)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.quality", description="What is read, and how well."
    )
    parser.add_argument(
        "--quick", action="store_true", help=f"one page in {QUICK}: to see that it runs, not to judge"
    )
    parser.add_argument("--no-peers", action="store_true", help="only our own figures")
    parser.add_argument(
        "--raise", action="store_true", dest="raising", help="raise the floors to what was measured"
    )
    return parser.parse_args(arguments)


def _sets() -> tuple[str, ...]:
    if available():
        return (*SHARED, *OWN)
    print("NO SHARED CORPORA beside this checkout: only our own sets are measured", file=sys.stderr)
    return OWN


def _heading(*, quick: bool) -> str:
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return f"What is read ({machine}){', QUICK: too few pages to judge by' if quick else ''}\n"


def _processes(jobs: list[Path]) -> None:
    """Pages a second in one process and in two."""
    if jobs:
        one, two = (in_processes(OURS[0], jobs, count) for count in (1, 2))
        print(f"archiver in one process {one:.1f} pages/s, in two {two:.1f} pages/s, ratio {two / one:.2f}\n")


def _floors(results: dict[tuple[str, str], Read], *, raising: bool) -> bool:
    """Print our figures beside floors and targets; True when one is below its floor."""
    low = False
    for name in _sets():
        if not (read := results.get((OURS[0].name, name))):
            return True
        low = low or bool(floors.below(name, read.score.figures))
        print(f"{name}:", *floors.lines(name, read.score.figures), sep="\n  ")
        if raising:
            floors.raise_to(name, read.score.figures)
    if raising and available():
        floors.set_fingerprints({folder: fingerprint(folder) for folder in ("lists", "pages")})
    return low


def _provenance(pages: list[Case], work: Path) -> bool:
    """Print how many values resolve again; True when one does not."""
    began = time.perf_counter()
    result = resolved(pages, work / "provenance")
    print(*result.faults[:40], sep="\n")
    rate = 100 * (1 - len(result.faults) / max(1, result.selectors))
    print(
        f"provenance: {len(pages)} pages, {result.values:,} values, {result.selectors:,} selectors,"
        f" {len(result.faults)} faults, {rate:.2f} % resolve again ({time.perf_counter() - began:.0f} s)"
    )
    return bool(result.faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
