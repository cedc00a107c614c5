"""Cases 1 and 2: a command that is killed at any system call, or whose disk fails at any write.

Each run is a command of its own on an archive as it was, with one call of it killed or failed; the sweep goes
over every call there is. SIGKILL is not power loss: what reaches the disk first is asserted in ``tests/store``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from archiver.demo.site import DemoSite
from tests.torture.conftest import capturing
from tests.torture.effort import some
from tests.torture.survival import assert_survived
from tests.torture.victims import CODES, End, Point, Victim, points, require_strace

WRITES = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "link", "linkat", "rename")
CHANGES = (*WRITES, "renameat", "unlink", "unlinkat", "mkdir", "fchmod")
READS = ("read", "pread64", "getdents64", "newfstatat", "flock", "fcntl")
SHARDS = 3


class Fault(NamedTuple):
    """What happens at a point, and at which calls it is tried: none named, at all of them."""

    does: str
    calls: tuple[str, ...]
    stride: int


FAULTS = {
    "killed": Fault("signal=SIGKILL", (), 24),
    "disk full": Fault("error=ENOSPC", CHANGES, 16),
    "device failed": Fault("error=EIO", (*CHANGES, *READS), 24),
}


class Setting(NamedTuple):
    """A command and the archive it works on: as it was, or none there."""

    arguments: tuple[str, ...]
    there: bool


@pytest.fixture(params=["capture", "import"])
def setting(request: pytest.FixtureRequest, site: DemoSite, digest: Path) -> Setting:
    """A page captured into an archive that is there; a text imported where there is none yet."""
    if request.param == "capture":
        return Setting(capturing(site.url), True)
    return Setting(("import", str(digest), "--json", "--no-extract"), False)


class Sweep:
    """Runs of one command, each on an archive as it was."""

    def __init__(self, setting: Setting, afresh: Callable[[], Path], earlier: set[str]) -> None:
        self._there, self._afresh = setting.there, afresh
        self.earlier = earlier if setting.there else set[str]()
        self.home = afresh()
        self.victim = Victim(self.home, setting.arguments, self.home.parent)

    def _as_it_was(self) -> None:
        if self._there:
            self._afresh()
        else:
            shutil.rmtree(self.home, ignore_errors=True)

    def points(self, calls: tuple[str, ...]) -> list[Point]:
        """Every call of an untouched run (all of them, or the named ones that reach the archive or our output)."""
        self._as_it_was()
        end, trace = self.victim.under("-y")
        assert (end.code, end.remarks) == (0, [])
        assert_survived(self.home, self.earlier | end.acknowledged)
        return points(trace, (str(self.home), str(self.victim.out)) if calls else ("",), calls)

    def strike(self, point: Point, does: str) -> tuple[End, bool]:
        """One run, and whether the fault was met: what a thread of ours did first may move a call by one."""
        self._as_it_was()
        end, trace = self.victim.under(
            f"-etrace={point.call}", f"-einject={point.call}:{does}:when={point.number}"
        )
        return end, "(INJECTED)" in trace or "+++ killed" in trace

    def must_hold(self, end: End) -> None:
        """Whatever happened: a stable exit code, one line of words for an error, and nothing lost."""
        assert end.code in CODES or end.code == -9, end
        assert "Traceback" not in end.err, end.err
        assert end.code <= 0 or len(end.remarks) == 1, end
        assert_survived(self.home, self.earlier | end.acknowledged)
        if end.code == 0:
            assert end.acknowledged


@pytest.mark.timeout(400)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", FAULTS)
def test_no_call_that_fails_or_kills_loses_anything(
    setting: Setting, name: str, shard: int, afresh: Callable[[], Path], earlier: set[str]
) -> None:
    require_strace()
    fault = FAULTS[name]
    sweep = Sweep(setting, afresh, earlier)
    wanted = some(sweep.points(fault.calls), shard, SHARDS, fault.stride)
    failures, unmet, codes = {}, [], set()
    for point in wanted:
        end, was_met = sweep.strike(point, fault.does)
        unmet += [] if was_met else [point]
        codes.add(end.code)
        try:
            sweep.must_hold(end)
        except Exception as error:  # one report for the whole sweep
            failures[point] = f"{type(error).__name__}: {error}"[:2000]
    print(f"{name}: {len(wanted)} runs, exit codes {sorted(codes)}, not met {unmet}")
    assert not failures
    assert len(unmet) <= 1 + len(wanted) // 10
