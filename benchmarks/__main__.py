"""``python -m benchmarks [--quick] [--json FILE] [NAME…]``: measure, print the table, say which target is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import bulk, captures, lookups, packages, serving, setup, stages, startup, verifying
from benchmarks.captures import FULL, QUICK, Size
from benchmarks.child import ChildFailed
from benchmarks.measure import Row
from benchmarks.table import LEGEND, table

Benchmark = Callable[[Size, Path, Path | None], list[Row]]
BENCHMARKS: dict[str, Benchmark] = {
    "pages": captures.pages,
    "body": captures.body,
    "help": startup.help_,
    "cite": startup.cite,
    "import": startup.import_,
    "stages": stages.stages,
    "verify": verifying.verify,
    "bulk": bulk.bulk,
    "lookups": lookups.lookups,
    "serve": serving.serve,
    "wacz": packages.wacz,
    "index": packages.index,
}
_NEED_PEERS = ("pages", "body", "verify", "wacz", "index")


def main(arguments: list[str]) -> int:
    """Run what was asked for; 1 when a benchmark could not be run. A missed target is said, not an error."""
    options = _parse(arguments)
    names = options.names or list(BENCHMARKS)
    size = QUICK if options.quick else FULL
    python = setup.peer_python() if any(name in _NEED_PEERS for name in names) else None
    rows: list[Row] = []
    failed = False
    for name in names:
        print(f"{name} …", file=sys.stderr)
        try:
            rows += _measure(name, size, python)
        except ChildFailed as error:
            failed = True
            print(f"{name} COULD NOT BE MEASURED: {error}", file=sys.stderr)
    print(_heading(options.quick), table(rows), LEGEND, sep="\n\n")
    if options.json:
        document = {"quick": options.quick, "machine": _machine(), "rows": [row.document() for row in rows]}
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(failed)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure archiver beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)} [default: all]")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it runs, not to judge")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE too")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark named {', '.join(unknown)}")
    return options


def _measure(name: str, size: Size, python: Path | None) -> list[Row]:
    work = (
        setup.HOME / "work"
    )  # inside the checkout: a temporary folder may be in memory, where fsync is free
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        return BENCHMARKS[name](size, work, python)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def _heading(quick: bool) -> str:
    return (
        f"archiver beside its peers ({_machine()}){', QUICK: sizes too small to judge by' if quick else ''}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
