"""Our own reader as a child: ``archiver`` or ``archiver_without_body``, then JOBS and OUT as in ``reader``."""

from __future__ import annotations

import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.quality.children.reader import run
from tests.quality.measure import read
from tests.quality.sets import Case


def reading(body: bytes, job: dict[str, Any], *, with_body: bool) -> list[dict[str, Any]]:
    """What archiver reads from one page."""
    captured = datetime.fromisoformat(job["captured"]) if job["captured"] else None
    return read(Case(job["name"], job["url"], body, job["content_type"], captured), body=with_body)


if __name__ == "__main__":
    # Few pages ask for it; the warm process of a capture has it before they come.
    import_module("trafilatura")
    _with_body = sys.argv[1] == "archiver"
    run(lambda body, job: reading(body, job, with_body=_with_body), Path(sys.argv[2]), Path(sys.argv[3]))
