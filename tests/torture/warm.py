"""Imported once by the process that forks the victims: everything a command needs, so that a victim starts at once.

What is torn down is then the work of the command, not the start of Python.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest  # noqa: F401 - multiprocessing imports the main module, which is pytest's, in every victim

import archiver

for name in ("capture", "import_", "list_", "verify", "export", "rebuild", "present", "running"):
    import_module(f"archiver.cli.{name}")
for name in (
    "archive.run",
    "archive.bundle",
    "archive.checking",
    "capture.crawl",
    "store.recover",
    "confine",
):
    import_module(f"archiver.{name}")
with TemporaryDirectory() as scratch:
    (Path(scratch) / "a.txt").write_text("warm")
    with archiver.open(Path(scratch) / "archive") as warmed:
        warmed.import_file(Path(scratch) / "a.txt", extract=False)


def _into(path: str, descriptor: int) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, descriptor)
    os.close(file)


def run_command(arguments: list[str], home: str, out: str, err: str, gate: Connection) -> None:
    """``archiver`` with these arguments, its streams in files; starts when told so through the gate.

    Beside ``err`` stands the most memory that it had at once, and that a reader of its had, in kilobytes.
    """
    _into(out, 1)
    _into(err, 2)
    os.environ.update(ARCHIVER_HOME=home, COLUMNS="100")
    sys.argv = ["archiver", *arguments]
    gate.send("ready")
    gate.recv()
    from archiver.cli import main

    try:
        main()
    finally:
        peaks = [
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        Path(f"{err}.peak").write_text(json.dumps(peaks))


def import_without_end(home: str, folder: str, name: str, pipe: Connection) -> None:
    """Import small files of our own for ever; what is acknowledged is written to the pipe, a line a capture."""
    number = 0
    while True:
        path = Path(folder) / f"{name}-{number}.txt"
        path.write_text(f"{name} {number}")
        with archiver.open(home) as archive:
            for _ in range(5):
                capture = archive.import_file(path, extract=False)
                os.write(pipe.fileno(), f"{capture.id}\n".encode())
        path.unlink()
        number += 1
