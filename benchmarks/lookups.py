"""An archive of many captures: opened, asked, and its catalog made again."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from benchmarks import many, texts
from benchmarks.captures import MB, Size
from benchmarks.child import run
from benchmarks.measure import Row, Target, alternate

_TARGETS = {  # milliseconds, within one process
    "open": ("opened cold", 300),
    "cite": ("cite", 5),
    "show": ("show", 5),
    "record": ("one record by its ID", 1),
    "search": ("search, slowest of usual words", 20),
    "common": ("search, slowest of words in most texts", 20),
    "list": ("list, 20 items", 20),
    "list captures": ("list, 20 captures", 20),
    "facets": ("a page of search with facets, slowest of usual words", 50),
    "narrowed": ("the same, narrowed by outlet and language", 150),
    "browse": ("a page of the newest with facets", 30),
    "timeline": ("the captures of a page", 5),
    "around": ("those around a moment", 5),
    "nearest": ("pages next to one that was not captured", 5),
    "days": ("the latest 30 days", 20),
    "digest": ("the headlines of a day, at most 100", 30),
    "beside": ("the items beside one", 5),
    "checks": ("files and last checks of an item", 5),
}


def lookups(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Medians in milliseconds; of the catalog made again documents (captures and items) a second, and memory."""
    del python
    count = 100 * size.captures
    folder = archive_of(work.parent / "archives", count)
    again = [sys.executable, "-m", "benchmarks.children.rebuild_archive", str(folder)]
    made = [run(again, reads_json=True)]  # the catalog that is asked is one of this code
    ask = [sys.executable, "-m", "benchmarks.children.look_up", str(folder), str(size.captures)]
    ran = alternate(size.rounds, {"ours": lambda: run(ask, reads_json=True)})["ours"]
    name = f"{count:,} captures"
    rows = [
        Row(f"{name}: {what}", "ms", tuple(one.said[key] for one in ran), (), "", Target("value", "≤", most))
        for key, (what, most) in _TARGETS.items()
    ]
    rates = tuple(one.said["documents"] / one.said["seconds"] for one in made)
    worked = tuple(one.said["documents"] / one.said["cpu"] for one in made)
    peaks = tuple(one.peak / MB for one in made)
    return [
        *rows,
        Row(f"{name}: rebuild", "documents/s", rates, (), "", Target("value", "≥", 2000)),
        Row(f"{name}: rebuild, of processor time", "documents/s", worked),
        Row(f"{name}: rebuild, peak memory", "MB", peaks),
    ]


def archive_of(home: Path, count: int) -> Path:
    """The archive of so many captures; kept until what makes it up changes, whatever else does."""
    sources = (Path(module.__file__ or "").read_bytes() for module in (many, texts))
    folder = home / f"{hashlib.sha256(b''.join(sources)).hexdigest()[:12]}-many-{count}"
    ready = folder / "made.txt"
    if not ready.is_file():
        for old in home.glob(f"*-many-{count}"):
            shutil.rmtree(old)
        print(f"making an archive of {count:,} captures", file=sys.stderr)
        run([sys.executable, "-m", "benchmarks.many", str(folder), str(count)])
        ready.touch()
    return folder
