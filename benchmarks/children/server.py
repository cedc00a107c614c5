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
        """Bytes resident at most, so far, of all its processes together: what they share counts for each."""
        statuses = (Path(f"/proc/{pid}/status").read_text() for pid in _with_children(self.pid))
        return sum(int(match[1]) * 1024 for status in statuses if (match := _PEAK.search(status)))


def _with_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _with_children(int(child)))]


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
