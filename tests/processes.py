"""Other processes as /proc shows them, and waiting for what they do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """The processes that its first thread made and that were not waited for."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    """Ended, be it that nobody waited for it yet."""
    try:
        return " Z " in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def within(seconds: float, told: Callable[[], bool]) -> bool:
    """Whether it becomes true in so many seconds."""
    end = time.monotonic() + seconds
    while not (held := told()) and time.monotonic() < end:
        time.sleep(0.05)
    return held
