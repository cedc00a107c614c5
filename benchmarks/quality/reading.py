"""Let a reader read sets in a process of its own, and score what it read."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.child import TOP
from benchmarks.quality.environments import command
from benchmarks.quality.peers import LISTS, Reader
from tests.quality.sets import Case, Score, score

OFFLINE = {
    **os.environ,
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "",
}
"""A peer that would fetch something (pictures, lists of names) fails at once: only reading is measured."""


@dataclass(frozen=True)
class Read:
    """What a reader made of a set: its score, how many pages, in how many seconds of reading, and on how many
    it failed.
    """

    score: Score
    pages: int
    seconds: float
    failed: int

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds if self.seconds else 0.0


def write_jobs(name: str, cases: Sequence[Case], work: Path) -> Path:
    """The pages of a set as files, and the list of them that the children take."""
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_job(name, case, folder / f"{place}.page")) for place, case in enumerate(cases)]
    jobs = folder / "jobs.jsonl"
    jobs.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return jobs


def _job(name: str, case: Case, file: Path) -> dict[str, Any]:
    file.write_bytes(case.body)
    return {
        "name": case.name,
        "url": case.url,
        "file": str(file),
        "content_type": case.content_type,
        "captured": case.captured.isoformat() if case.captured else None,
        "lists": name in LISTS,
    }


def read_set(reader: Reader, name: str, jobs: Path) -> Read | None:
    """What a reader makes of a set; None where it cannot be had or its process failed."""
    start = command(reader)
    out = jobs.with_name(f"{reader.name}.jsonl")
    if start is None:
        return None
    ran = subprocess.run(
        [*start, jobs, out], cwd=TOP, env=OFFLINE, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        print(f"{reader.title} FAILED on {name}: {ran.stderr.strip()[-400:]}")
        return None
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    readings = {row["name"]: row["found"] for row in rows}
    return Read(
        score(name, readings),
        len(rows),
        sum(r["seconds"] for r in rows),
        sum(bool(r["failed"]) for r in rows),
    )


def in_processes(reader: Reader, jobs: Sequence[Path], count: int) -> float:
    """Pages a second of ``count`` processes that share the pages of several sets: of reading alone, by the slowest."""
    start = command(reader)
    assert start is not None
    lines = [line for file in jobs for line in file.read_text("utf-8").splitlines()]
    parts = [jobs[0].with_name(f"part{place}.jsonl") for place in range(count)]
    for place, part in enumerate(parts):
        part.write_text("".join(f"{line}\n" for line in lines[place::count]), encoding="utf-8")
    running = [subprocess.Popen([*start, part, part.with_suffix(".out")], cwd=TOP) for part in parts]
    ended = [process.wait() for process in running]
    if any(ended):
        raise RuntimeError(f"{reader.title} failed in {count} processes")
    return len(lines) / max(_seconds(part.with_suffix(".out")) for part in parts)


def _seconds(out: Path) -> float:
    return sum(json.loads(line)["seconds"] for line in out.read_text("utf-8").splitlines())
