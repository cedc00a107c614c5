"""Many small pages captured in bulk by two jobs: beside wget, and with extraction."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.captures import Size, ours, responses
from benchmarks.child import ChildFailed, Ran, run
from benchmarks.measure import Row, Target, alternate
from benchmarks.site import serving

PEER = "wget --warc-file"


def bulk(size: Size, work: Path, python: Path | None) -> list[Row]:
    """Pages a second: the same pages from the same server; ours are durable, wget's are written."""
    del python
    count = 4 * size.pages
    with serving(count, 1) as site:
        runs: dict[str, Callable[[], Ran]] = {
            "ours": lambda: ours(work, site.pages, count, 2),
            "extract": lambda: ours(work, site.pages, count, 2, "extract"),
            "articles": lambda: ours(work, site.articles, count, 2, "extract"),
        }
        if wget := _wget():
            runs[PEER] = lambda: _fetch(wget, work, site.pages, count)
        ran = alternate(size.rounds, runs)
    beside = tuple(count / one.wall for one in ran.get(PEER, []))

    def rates(name: str) -> tuple[float, ...]:
        return tuple(count / float(one.said["seconds"]) for one in ran[name])

    whole = tuple(count / one.wall for one in ran["ours"])
    name = f"{count} pages in bulk, jobs 2"
    return [
        Row(name, "pages/s", rates("ours"), beside, PEER, Target("ratio", "≥", 1)),
        Row(f"{name}, whole process", "pages/s", whole, beside, PEER),
        Row(f"{name}, with extraction", "pages/s", rates("extract"), (), "", Target("value", "≥", 50)),
        Row(f"{count} articles with markup, with extraction", "pages/s", rates("articles"), (), ""),
    ]


def _wget() -> str | None:
    """wget, of Debian or whoever; None, said loudly, where there is none."""
    found = shutil.which("wget")
    if found is None:
        print("NO wget: install it (apt-get install wget). Only our own figures follow", file=sys.stderr)
    return found


def _fetch(wget: str, work: Path, template: str, count: int) -> Ran:
    """One run of wget into a fresh file, which is deleted. Raises ChildFailed if responses are missing."""
    urls = work / "urls.txt"
    urls.write_text("".join(f"{template.format(number)}\n" for number in range(count)))
    file = work / "wget"
    ran = run([wget, "-q", "-i", urls, "-O", "/dev/null", "--no-warc-keep-log", f"--warc-file={file}"])
    warc = file.with_name("wget.warc.gz")
    if (found := responses(warc)) != count:
        raise ChildFailed(f"wget kept {found} of {count} responses")
    warc.unlink()
    return ran
