"""The command of another Python process beside this one, that imports what this one would.

Without care it would import from the folder it is started in, and that may be one that somebody else filled.
"""

from __future__ import annotations

import json
import sys

_LEAD = "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1))\n"


def command(program: str, *arguments: str) -> list[str]:
    """Runs ``program``, Python source that finds ``sys`` imported, with ``arguments`` in ``sys.argv`` from 1 on."""
    return [sys.executable, "-P", "-c", _LEAD + program, json.dumps(sys.path), *arguments]
