"""Readers that go away, closed streams, and Ctrl-C in the middle of a run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.capture.conftest import Server, Talk, response
from tests.cli.command import BARE, COMMAND, LOCAL, Command, assert_whole
from tests.processes import children_of, is_gone, within


@pytest.mark.parametrize(
    "typed",
    [
        ("list",),
        ("list", "--json"),
        ("search", "coal"),
        ("search", "the", "--json"),
        ("export", "--all", "--to", "prov"),
        ("export", "--all", "--to", "wacz"),
    ],
)
def test_a_reader_that_has_seen_enough(run: Command, typed: tuple[str, ...]) -> None:
    """As in ``archiver list | head -1``: quiet, and not an error."""
    process = subprocess.Popen(
        [*COMMAND, *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=run.everything
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert complaint == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_not_written_into_the_archive(
    run: Command, site: DemoSite, items: list[str], closed: str
) -> None:
    """Without a stdout the first file opened would get its number, and everything printed with it."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "capture", f"{site.url}ticker", "--json", *BARE],
        env=run.everything,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert_whole(run.archive, set(items))
    assert len(run.ok("list", "--kind", "capture", "--url", f"{site.url}ticker").lines) == 1


def test_output_in_an_encoding_that_lacks_our_letters(run: Command) -> None:
    there = Command(run.archive, {"PYTHONIOENCODING": "iso8859-1"})
    done = there("list")
    assert done.code == 0
    assert "\\u" in done.out
    assert there.ok("list", "--json").documents == run.ok("list", "--json").documents


def test_what_works_for_a_verification_that_was_killed_ends_with_it(run: Command, tmp_path: Path) -> None:
    """Else it would wait for the next file for ever."""
    for number in range(20):
        note = tmp_path / f"{number}.txt"
        note.write_text(f"a note, number {number}", "utf-8")
        run.ok("import", str(note), "--no-extract")
    process = subprocess.Popen(
        [*COMMAND, "verify", "--jobs", "2"], stdout=subprocess.DEVNULL, env=run.everything
    )
    children: list[int] = []
    while len(children) < 2:
        assert process.poll() is None, "it ended before it had anybody work for it"
        children = children_of(process.pid)
    for child in children:
        os.kill(child, signal.SIGSTOP)  # at work whenever the signal comes
    process.kill()
    process.wait()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)
    assert within(20, lambda: all(map(is_gone, children))), "they outlive who they work for"


@pytest.mark.parametrize(
    ("count", "how"), [(40, ("--pace", "0.1")), (3000, ("--pace", "0", "--no-extract"))], ids=["few", "many"]
)
def test_ctrl_c_keeps_what_was_printed_and_resume_fetches_the_rest(
    run: Command, items: list[str], tmp_path: Path, count: int, how: tuple[str, ...]
) -> None:
    """Of many seeds a process of its own writes the captures, which must neither outlive this nor print anything."""
    with DemoSite() as site:
        urls = [f"{site.url}ticker?{number}" for number in range(count)]
        seeds = tmp_path / "seeds.txt"
        seeds.write_text("\n".join(urls), "utf-8")
        options = (*LOCAL[:2], *how, "--no-requisites", "--jobs", "2", "--seeds", str(seeds))
        process = run.start("capture", *options)
        assert process.stdout is not None
        first = process.stdout.readline()  # the first group is durable; the run goes on
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=30)
        assert process.returncode == 130
        [line] = [line for line in complaints.splitlines() if line and not line.startswith("note: ")]
        assert line.startswith("archiver: stopped")
        assert "--resume" in line

        printed = {line.split()[2] for line in [first, *rest.splitlines()]}
        assert 0 < len(printed) < len(urls)
        with archiver.open(run.archive) as archive:
            published = {capture.url for capture in archive.captures()} & set(urls)
        assert printed <= published
        assert_whole(run.archive, set(items))

        before = len(site.log)
        done = run("capture", "--resume", "--json", *options)
        assert done.code == 0
        assert {document["url"] for document in done.documents} == set(urls) - published
        assert sorted(site.log[before:]) == sorted(
            url.removeprefix(site.base) for url in set(urls) - published
        )
        assert f"{len(published)} published before" in done.remarks[0]
    assert_whole(run.archive, set(items))


class Stalling(Server):
    """Pages that are there at once, and ``/slow``, which comes when the test is over."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.asked, self._end = threading.Event(), threading.Event()
        self.quick = [self.route(f"/{number}", response(b"<p>a page")) for number in range(count)]
        self.route("/slow", self._stall)

    def _stall(self, talk: Talk) -> None:
        self.asked.set()
        self._end.wait(60)

    def close(self) -> None:
        self._end.set()
        super().close()


@pytest.fixture
def stalling(request: pytest.FixtureRequest) -> Iterator[Stalling]:
    with Stalling(request.param) as server:
        yield server


SLOW = pytest.mark.parametrize(
    ("stalling", "host", "how"),
    [
        pytest.param(3, "127.0.0.1", ("--jobs", "4"), id="one host"),
        pytest.param(3, "localhost", ("--jobs", "1"), id="one worker"),
        pytest.param(3, "localhost", ("--jobs", "2"), id="two workers"),
        pytest.param(300, "127.0.0.1", ("--no-extract",), id="a process that writes"),
    ],
    indirect=["stalling"],
)


@contextlib.contextmanager
def started(
    new: Command, server: Stalling, host: str, how: tuple[str, ...]
) -> Iterator[subprocess.Popen[str]]:
    """A run whose last page does not come."""
    allowed = (*BARE, "--allow-network", "::1/128", *how)
    with new.start("capture", *allowed, *server.quick, server.url("/slow", host=host)) as process:
        try:
            assert server.asked.wait(60)
            yield process
        finally:
            process.kill()


@SLOW
def test_what_is_finished_is_published_while_another_page_is_slow(
    new: Command, stalling: Stalling, host: str, how: tuple[str, ...]
) -> None:
    with started(new, stalling, host, how) as process:
        assert process.stdout is not None
        patience = threading.Timer(20, process.kill)
        patience.start()
        printed = [process.stdout.readline() for _ in stalling.quick]
        patience.cancel()
        assert [line.split()[2] for line in printed if line] == stalling.quick
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[0] == ""
    assert process.returncode == 130
    assert_whole(new.archive, set())


@SLOW
def test_ctrl_c_publishes_what_is_finished(
    new: Command, stalling: Stalling, host: str, how: tuple[str, ...]
) -> None:
    """Before the two seconds are over in which it would have been."""
    with started(new, stalling, host, how) as process:
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "archiver: stopped" in complaints
    urls = [line.split()[2] for line in printed.splitlines()]
    assert urls == stalling.quick or (host == "localhost" and "2" in how)
    with archiver.open(new.archive) as archive:
        assert sorted(capture.url for capture in archive.captures()) == sorted(urls)
    assert_whole(new.archive, set())
