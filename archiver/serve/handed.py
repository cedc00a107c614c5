"""One of several server processes. What it is handed comes through its standard input, a Unix socket.

Its one argument is a JSON list: the archive's folder, and the settings by name.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

from archiver.serve.server import Handed
from archiver.serve.settings import Settings


def main() -> None:
    """Serve until the input ends."""
    folder, values = json.loads(sys.argv[1])
    with socket.socket(fileno=os.dup(0)) as door:
        with Path(os.devnull).open() as nothing:
            os.dup2(nothing.fileno(), 0)  # processes that are started here inherit that one
        Handed(Path(folder), Settings.of(values), door).run()
