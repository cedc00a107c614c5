"""Where the time of a page goes: each stage alone, one after the other, in one process."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.captures import Size
from benchmarks.child import Ran, run
from benchmarks.measure import Row, alternate
from benchmarks.site import serving


def stages(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Milliseconds a page, a row a stage, of the same pages as ``pages``."""
    del python

    def start() -> Ran:
        archive = work / "archive"
        command = ["-m", "benchmarks.children.archiver_stages", str(archive), site.pages, str(size.pages)]
        return run([sys.executable, *command], reads_json=True)

    with serving(size.pages, 1) as site:
        ran = alternate(size.rounds, {"stages": start})["stages"]
    return [
        Row(f"stage: {name}", "ms/page", tuple(1000 * one.said[name] / size.pages for one in ran))
        for name in ran[0].said
    ]
