"""Case 3: several processes write into one archive and are killed at any moment; nothing acknowledged is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.torture import warm
from tests.torture.effort import FULL
from tests.torture.survival import assert_survived
from tests.torture.victims import LOCAL, Victim, forking

ROUNDS = {2: 24, 8: 8} if FULL else {2: 3, 8: 1}
LONGEST = 0.8  # seconds a writer lives at most


class Writer:
    """A process that imports for ever; what it acknowledges comes through its pipe."""

    def __init__(self, home: Path, name: str) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._pipe: Any = ours
        self._process: BaseProcess = forking().Process(
            target=warm.import_without_end, args=(str(home), str(home.parent), name, theirs)
        )
        self._process.start()
        theirs.close()

    def join(self, seconds: float) -> None:
        """Let it go on for so long."""
        self._process.join(seconds)
        assert self._process.exitcode is None, "a writer ended by itself"

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()

    def acknowledged(self) -> set[str]:
        """Every whole line that it wrote before it died."""
        said = b""
        while piece := os.read(self._pipe.fileno(), 1 << 16):
            said += piece
        self._process.join()
        self._pipe.close()
        return set(said.decode().split("\n")[:-1])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("writers", ROUNDS)
def test_writers_killed_at_random(writers: int, home: Path, earlier: set[str]) -> None:
    chance, acknowledged = random.Random(writers), set[str]()
    for number in range(ROUNDS[writers]):
        running = [Writer(home, f"{number}-{name}") for name in range(writers)]
        for writer in running:
            writer.join(chance.uniform(0.02, LONGEST) / writers)
            writer.kill()
        for writer in running:
            acknowledged |= writer.acknowledged()
    print(f"{writers} writers, {ROUNDS[writers]} rounds: {len(acknowledged)} acknowledged")
    assert len(acknowledged) > writers
    assert_survived(home, earlier | acknowledged)


@pytest.mark.timeout(300)
def test_two_runs_killed_at_random(home: Path, earlier: set[str], site: DemoSite) -> None:
    """Runs publish in groups: what was printed is durable, the rest of a group is not there at all.

    Of so many seeds a process of its own writes the captures of each run; it ends with who started it.
    """
    chance, acknowledged = random.Random(3), set[str]()
    for number in range(10 if FULL else 1):
        seeds = home.parent / "seeds.txt"
        seeds.write_text("\n".join(f"{site.base}/ticker?{number}-{page}" for page in range(6000)), "utf-8")
        options = ("--json", *LOCAL, "--no-requisites", "--no-extract", "--jobs", "2")
        folder = home.parent / "other"
        folder.mkdir(exist_ok=True)
        arguments = ("capture", "--seeds", str(seeds), *options)
        with (
            Victim(home, arguments, folder).running() as other,
            Victim(home, arguments, home.parent).running() as one,
        ):
            one.await_line()
            time.sleep(chance.uniform(0, 1.5))
            one.kill()
            other.kill()
        assert one.end().code == -9
        acknowledged |= one.end().acknowledged | other.end().acknowledged
    print(f"two runs: {len(acknowledged)} acknowledged")
    assert acknowledged
    assert_survived(home, earlier | acknowledged)


def test_a_verification_knows_what_others_published_meanwhile(home: Path, digest: Path) -> None:
    """An archive that was opened before is not told that the catalog does not know a file."""
    with archiver.open(home) as archive:
        assert archive.verify().ok
        end = Victim(home, ("import", str(digest), "--json", "--no-extract"), home.parent).run()
        assert archive.verify().findings == []
        assert archive.get(min(end.acknowledged))
