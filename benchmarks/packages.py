"""Web archives handed on and taken in: WACZ beside ``wacz create``, an index of records beside ``cdxj-indexer``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.captures import MB, Size
from benchmarks.child import ChildFailed, Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.verifying import _archive as archive_of_holdings

WACZ, INDEXER = "wacz create", "cdxj-indexer"


def wacz(size: Size, work: Path, python: Path | None) -> list[Row]:
    """MB a second of whole processes: everything in an archive as one package."""
    folder, warcs, amount = _holdings(size, work)
    ours, theirs = work / "ours.wacz", work / "peer.wacz"

    def export() -> Ran:
        command = ["-m", "benchmarks.children.export_wacz", str(folder), str(ours)]
        ran = run([sys.executable, *command], reads_json=True)
        if ran.said["captures"] != 4 * size.captures:
            raise ChildFailed(f"{ran.said['captures']} captures in the package")
        ours.unlink()
        return ran

    def peer(python: Path) -> Ran:
        ran = run([python.parent / "wacz", "create", "-o", theirs, *warcs])
        theirs.unlink()
        return ran

    runs: dict[str, Callable[[], Ran]] = {"ours": export}
    if python is not None:
        runs[WACZ] = lambda: peer(python)
    ran = alternate(size.rounds, runs, warm_up=True)
    rates = _rates(ran["ours"], amount), _rates(ran.get(WACZ, []), amount)
    peaks = _peaks(ran["ours"]), _peaks(ran.get(WACZ, []))
    name = f"export {amount:.0f} MB as WACZ"
    return [
        Row(name, "MB/s", *rates, WACZ, Target("ratio", "≥", 4)),
        Row(f"{name}, peak memory", "MB", *peaks, WACZ),
    ]


def index(size: Size, work: Path, python: Path | None) -> list[Row]:
    """MB a second of whole processes: where every record of a foreign file is."""
    _, warcs, amount = _holdings(size, work)
    runs: dict[str, Callable[[], Ran]] = {
        "ours": lambda: run(
            [sys.executable, "-m", "benchmarks.children.index_members", *warcs], reads_json=True
        )
    }
    if python is not None:
        runs[INDEXER] = lambda: run([python.parent / "cdxj-indexer", *warcs])
    ran = alternate(size.rounds, runs, warm_up=True)
    rates = _rates(ran["ours"], amount), _rates(ran.get(INDEXER, []), amount)
    name = f"index {amount:.0f} MB of others"
    return [Row(name, "MB/s", *rates, INDEXER, Target("ratio", "≥", 2.5))]


def _holdings(size: Size, work: Path) -> tuple[Path, list[str], float]:
    folder = archive_of_holdings(work.parent / "archives", 4 * size.captures)
    warcs = sorted(str(path) for path in folder.rglob("*.warc.gz"))
    return folder, warcs, sum(Path(name).stat().st_size for name in warcs) / MB


def _rates(runs: list[Ran], amount: float) -> tuple[float, ...]:
    return tuple(amount / one.wall for one in runs)


def _peaks(runs: list[Ran]) -> tuple[float, ...]:
    return tuple(one.peak / MB for one in runs)
