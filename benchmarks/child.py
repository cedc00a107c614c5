"""One measured process: wall time, peak memory, and the line of JSON it printed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent


class ChildFailed(Exception):
    """A measured process ended badly; the message holds what it said."""


@dataclass(frozen=True)
class Ran:
    """``wall`` seconds from start to exit; ``peak`` bytes resident at most; ``said``: its line of JSON."""

    wall: float
    peak: int
    said: dict[str, Any] = field(default_factory=dict)


def run(command: Sequence[str | Path], *, reads_json: bool = False) -> Ran:
    """Run to the end. Raises ChildFailed.

    Python keeps the bytecode of modules, as it does where programs are installed: those of the peers have theirs.
    The kernel counts the memory of the process that started it into a child's peak up to ``exec``: this
    program stays small, so that the peak is the child's.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=TOP, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        out, err = process.stdout, process.stderr
        assert out is not None
        assert err is not None
        text, complaint = out.read(), err.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ChildFailed(
            f"{' '.join(map(str, command))}: exit {process.returncode}\n{complaint.decode()[-2000:]}"
        )
    said = json.loads(text.splitlines()[-1]) if reads_json else {}
    return Ran(wall, usage.ru_maxrss * 1024, said)
