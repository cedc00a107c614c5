"""Another Python process beside this one: the command of one that imports what this one would; whether a fork will do.

Without care it would import from the folder it is started in, and that may be one that somebody else filled.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

_LEAD = "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1))\n"


def command(program: str, *arguments: str) -> list[str]:
    """Runs ``program``, Python source that finds ``sys`` imported, with ``arguments`` in ``sys.argv`` from 1 on."""
    return [sys.executable, "-P", "-c", _LEAD + program, json.dumps(sys.path), *arguments]


def may_fork() -> bool:
    """True where this process may fork and go on in the child: no lock is another thread's (Linux)."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False
