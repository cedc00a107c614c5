"""``archiver verify`` on a schedule: age, sample, resume, jobs, and a bar on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess

import pytest

from tests.cli.command import COMMAND, Command


def test_a_schedule(run: Command, items: list[str]) -> None:
    first = run.ok("verify", "--depth", "records", "--jobs", "2")
    assert first.out.startswith("verified: 2 files, ")
    later = run.ok("verify", "--depth", "files", "--older-than", "90d")
    assert later.out == "verified: nothing due\n"
    assert "2 of 2 files left out" in later.err
    assert run.ok("verify", "--older-than", "1w", "--json").documents[0]["checked"]["files"] == 2


def test_a_sample_can_be_taken_again(run: Command, items: list[str]) -> None:
    done = run.ok("verify", "--depth", "files", "--sample", "50%", "--json")
    [report] = done.documents
    assert (report["checked"]["files"], report["left"]) == (1, 1)
    assert f"chosen by --seed {report['seed']}" in done.err
    [again] = run.ok(
        "verify", "--depth", "files", "--sample", "50%", "--seed", str(report["seed"]), "--json"
    ).documents
    assert again == report


def test_resuming(run: Command, items: list[str]) -> None:
    run.ok("verify", "--depth", "records")
    assert "2 of 2 files left out" in run.ok("verify", "--depth", "records", "--resume").err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--older-than", "90"), "as in 90d"),
        (("--older-than", "-1d"), "as in 90d"),
        (("--sample", "all"), "as in 5%"),
        (("--jobs", "0"), "0"),
    ],
)
def test_what_is_typed_wrong(run: Command, items: list[str], typed: tuple[str, ...], said: str) -> None:
    done = run("verify", *typed)
    assert done.code == 2
    assert said in done.err


def test_a_bar_on_a_terminal_and_the_report_apart_from_it(run: Command, items: list[str]) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "verify", "--depth", "files"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=run.everything,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "verifying" in shown
    assert "100%" in shown
    assert done.stdout.decode().startswith("verified: 2 files")
