"""Victims: the real command in processes that are killed, or whose system calls fail (``strace -e inject``)."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.torture import warm

CODES = {0, 1, 2, 3, 4, 5, 6}
LOCAL = ("--allow-network", "127.0.0.0/8", "--pace", "0")
PATIENCE = 60.0


@cache
def forking() -> Any:
    """What starts victims: a server that has imported everything and forks."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.torture.warm"])
    return context


@dataclass(frozen=True)
class End:
    """How a victim ended. ``code`` is negative where a signal ended it."""

    code: int
    out: str
    err: str
    peaks: tuple[int, ...] = ()  # the most memory at once, in kilobytes: its own, and that of a reader

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Standard output as JSON, a document a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def acknowledged(self) -> set[str]:
        """Every ID on standard output: captures, and their items. A last line that was cut short promises nothing."""
        ids: set[str] = set()
        for line in self.out.splitlines(keepends=True):
            if line.endswith("\n"):
                document = json.loads(line)
                ids.update((document["id"], *document["items"]))
        return ids

    @property
    def remarks(self) -> list[str]:
        """Standard error, without the note on the test range."""
        return [line for line in self.err.splitlines() if not line.startswith("note: ")]


@dataclass(frozen=True)
class Victim:
    """``archiver`` with ``arguments`` on the archive ``home``."""

    home: Path
    arguments: tuple[str, ...]
    scratch: Path

    @contextlib.contextmanager
    def _started(self) -> Iterator[tuple[BaseProcess, Any]]:
        self.out.unlink(missing_ok=True)
        self.err.unlink(missing_ok=True)
        ours, theirs = multiprocessing.Pipe()
        streams = str(self.out), str(self.err)
        process = forking().Process(
            target=warm.run_command, args=(list(self.arguments), str(self.home), *streams, theirs)
        )
        process.start()
        theirs.close()
        try:
            ours.recv()
            yield process, ours
        finally:
            ours.close()
            if process.is_alive():
                process.kill()
            process.join()

    def _end(self, process: BaseProcess) -> End:
        process.join(PATIENCE)
        assert process.exitcode is not None, f"still running after {PATIENCE:g} s: {self.arguments}"
        said = [path.read_text("utf-8") if path.exists() else "" for path in (self.out, self.err)]
        if process.exitcode < 0:
            return End(process.exitcode, *said)
        peaks = json.loads(self.err.with_name(f"{self.err.name}.peak").read_text())
        return End(process.exitcode, *said, peaks=tuple(peaks))

    @property
    def out(self) -> Path:
        """Where its standard output goes."""
        return self.scratch / "victim.out"

    @property
    def err(self) -> Path:
        """Where its standard error goes."""
        return self.scratch / "victim.err"

    @contextlib.contextmanager
    def running(self) -> Iterator[Running]:
        """Under way; killed at the end, unless it was before."""
        with self._started() as (process, gate):
            gate.send("go")
            yield Running(self, process)

    def run(self) -> End:
        """To its end."""
        with self._started() as (process, gate):
            gate.send("go")
            return self._end(process)

    def run_for(self, seconds: float) -> End:
        """Killed after so many seconds, unless it has ended."""
        with self._started() as (process, gate):
            gate.send("go")
            process.join(seconds)
            process.kill()
            return self._end(process)

    def under(self, *options: str) -> tuple[End, str]:
        """With strace on it; gives what strace wrote too."""
        trace = self.scratch / "trace"
        with self._started() as (process, gate):
            tracer = subprocess.Popen(
                ["strace", "-f", "-qq", "-o", str(trace), *options, "-p", str(process.pid)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            try:
                _await_tracer(process, tracer)
                with contextlib.suppress(OSError):  # killed before it could be told
                    gate.send("go")
                end = self._end(process)
            finally:
                process.kill()
                tracer.communicate(timeout=PATIENCE)
        return end, trace.read_text("utf-8", "replace")


@dataclass(frozen=True)
class Running:
    """A victim under way."""

    victim: Victim
    process: BaseProcess

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()

    def await_line(self) -> None:
        """Wait until something stands on its standard output."""
        until = time.monotonic() + PATIENCE
        while not (self.victim.out.exists() and b"\n" in self.victim.out.read_bytes()):
            assert self.process.exitcode is None, "it ended before it acknowledged anything"
            assert time.monotonic() < until, f"nothing acknowledged in {PATIENCE:g} s"
            time.sleep(0.01)

    def end(self) -> End:
        """How it ended."""
        return self.victim._end(self.process)


def _await_tracer(process: BaseProcess, tracer: subprocess.Popen[str]) -> None:
    status = Path(f"/proc/{process.pid}/status")
    until = time.monotonic() + PATIENCE
    while not _is_traced(status):
        if tracer.poll() is not None:
            if not process.is_alive():
                return  # killed at a call that it was in when strace came: it has nothing left to trace
            said = tracer.stderr.read().strip() if tracer.stderr else ""
            pytest.skip(f"SKIPPED, injected faults: strace cannot trace here: {said[:200]}")
        assert time.monotonic() < until, "strace does not attach"
        time.sleep(0.002)


def _is_traced(status: Path) -> bool:
    try:
        return "TracerPid:\t0\n" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):  # killed at a call that it was in when strace came
        return True


def require_strace() -> None:
    """Skip, loudly, where there is no strace."""
    if not shutil.which("strace"):
        pytest.skip("SKIPPED, injected faults: no strace on this machine (apt-get install strace)")


class Point(NamedTuple):
    """The ``number``-th call of ``call`` in a process."""

    call: str
    number: int


_LINE = re.compile(r"(\d+) +([a-z_0-9]+)\(")


def points(trace: str, places: Iterable[str], calls: Iterable[str]) -> list[Point]:
    """The calls of the first process of a trace that name one of these places, in order; no name: any."""
    wanted, places = set(calls), tuple(places)
    main, counts, found = None, Counter[str](), []
    for line in trace.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        main = main or match[1]
        if match[1] != main:
            continue
        counts[match[2]] += 1
        if (match[2] in wanted or not wanted) and any(place in line for place in places):
            found.append(Point(match[2], counts[match[2]]))
    return found
