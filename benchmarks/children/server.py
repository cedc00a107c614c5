"""``archiver serve`` in a process of its own, for a client that measures it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PEAK = re.compile(r"VmHWM:\s*([0-9]+) kB")


@dataclass(frozen=True)
class Server:
    """A server that is up. ``named``: its usual address, whose name not every client resolves."""

    named: str
    port: int
    pid: int

    @property
    def peak(self) -> int:
        """Bytes resident at most, so far."""
        match = _PEAK.search(Path(f"/proc/{self.pid}/status").read_text())
        return int(match[1]) * 1024 if match else 0


@contextmanager
def serving(archive: Path) -> Iterator[Server]:
    """Start it on a free port; stop it at the end."""
    command = [sys.executable, "-m", "archiver", "serve", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            match = re.search(r"(http://[^/ ]+:([0-9]+))/", line)
            if match is None:
                raise RuntimeError(line)
            port = int(match[2])
            yield Server(match[1], port, process.pid)
        finally:
            process.terminate()
