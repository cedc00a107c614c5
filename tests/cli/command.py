"""The real command as a person runs it: a process of its own, its two streams, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import archiver

COMMAND = (sys.executable, "-W", "error", "-m", "archiver")
LOCAL = ("--allow-network", "127.0.0.0/8", "--pace", "0")
BARE = (*LOCAL, "--no-requisites")


@dataclass(frozen=True)
class Done:
    """What a finished command left."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Standard output, a line an entry."""
        return self.out.splitlines()

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Standard output as JSON, a document a line."""
        return [json.loads(line) for line in self.lines]

    @property
    def remarks(self) -> list[str]:
        """What stands on stderr besides the note that IDs are in the test range."""
        return [line for line in self.err.splitlines() if not line.startswith(("note: ", "NAAN 99999"))]


@dataclass(frozen=True)
class Command:
    """``archiver`` on one archive."""

    archive: Path
    environment: dict[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()

    @property
    def everything(self) -> dict[str, str]:
        """The environment it runs in: ours, with this archive, and a terminal of 100 columns."""
        return {**os.environ, "ARCHIVER_HOME": str(self.archive), "COLUMNS": "100", **self.environment}

    def __call__(self, *arguments: str | Path, stdin: str = "") -> Done:
        done = subprocess.run(
            [*self.prefix, *COMMAND, *map(str, arguments)],
            capture_output=True,
            env=self.everything,
            input=stdin.encode(),
            timeout=120,
            check=False,
        )
        encoding = self.environment.get("PYTHONIOENCODING", "utf-8")
        return Done(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """The command, running."""
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.everything,
            text=True,
        )

    def ok(self, *arguments: str | Path) -> Done:
        """Run what must end well."""
        done = self(*arguments)
        assert done.code == 0, done
        return done


def assert_whole(path: Path, items: set[str]) -> None:
    """Nothing half-published, everything that was there still there, all of it as promised."""
    assert list((path / "tmp").iterdir()) == []
    with archiver.open(path, create=False) as archive:
        report = archive.verify()
        assert report.findings == []
        assert items <= {item.id for capture in archive.captures() for item in archive.items(capture.id)}
