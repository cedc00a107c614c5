"""A command that a message proposes can be pasted: it runs on the archive that was asked for, and no other."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import click
import pytest

from archiver.cli import VERBS, cli
from archiver.cli.shared import _OF_NO_ARCHIVE, pasteable
from tests.cli.command import COMMAND, Command

WARCS = "warc/*/*/*/*.warc.gz"


@pytest.fixture
def named(run: Command, tmp_path: Path) -> tuple[Command, str]:
    """The command where ARCHIVER_HOME is another archive, and a name to be quoted of the one that is asked for."""
    there = shutil.copytree(run.archive, tmp_path / "the paper's archive")
    run.ok("--archive", there, "replicate", tmp_path / "a copy")
    return run, str(there)


def pasted(run: Command, proposal: str) -> int:
    """The exit code of a proposal in a shell where ``archiver`` is the command under test."""
    typed = f'archiver() {{ {" ".join(COMMAND)} "$@"; }}; {proposal}'
    return subprocess.run(
        ["sh", "-c", typed], env=run.everything, capture_output=True, check=False
    ).returncode


def cut(folder: Path) -> Path:
    """Cut a file short; gives it."""
    path = sorted(folder.glob(WARCS))[0]
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(data[: len(data) // 2])
    return path


def test_what_verify_proposes_mends_the_archive_that_was_asked_for(named: tuple[Command, str]) -> None:
    run, there = named
    path = cut(Path(there))
    said = run("verify", "--archive", there).err.splitlines()[-1]
    assert pasted(run, said.partition(": ")[2]) == 0
    assert path.stat().st_size > cut(run.archive).stat().st_size
    assert run("verify", "--archive", there).code == 0


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_doctor_proposes_does_too(named: tuple[Command, str], form: tuple[str, ...]) -> None:
    run, there = named
    cut(Path(there))
    run("--archive", there, "verify", "--depth", "files")
    told = run("--archive", there, "doctor", *form)
    [said] = [one["message"] for one in told.documents[0]["told"]] if form else told.lines[:1]
    mend, again = re.findall("`(archiver [^`]*)`", said)
    assert [pasted(run, mend), pasted(run, again)] == [0, 0]
    assert run("--archive", there, "doctor", *form).code == 0


def test_so_does_what_an_error_proposes(named: tuple[Command, str]) -> None:
    run, there = named
    (Path(there) / "archive.json").unlink()
    [said, _] = re.findall("`(archiver [^`]*)`", run("list", "--archive", there).err)
    assert pasted(run, said.replace("COPY", f"'{Path(there).parent / 'a copy'}'")) == 0
    run.ok("list", "--archive", there)


@pytest.mark.parametrize("home", ["", "of another"])
def test_an_archive_that_a_plain_command_opens_is_not_named(run: Command, tmp_path: Path, home: str) -> None:
    """Be it that of ARCHIVER_HOME, or the default one."""
    environment = {"ARCHIVER_HOME": str(run.archive) if home else ""}
    if not home:
        shutil.copytree(run.archive, tmp_path / "archives")
    cut(tmp_path / "archives" if not home else run.archive)
    here = replace(run, environment=environment, prefix=("env", "-C", str(tmp_path)))
    for typed in (("verify",), ("verify", "--archive", environment["ARCHIVER_HOME"] or "archives")):
        assert here(*typed).err.endswith(": archiver repair --from COPY\n")


@pytest.mark.parametrize(
    "said",
    [
        "`archiver repair --archive other --from here` mends that copy",
        "no such option '--foo'. `archiver verify --help` shows what there is",
        "get it with `archiver viewer install`",
        "the archiver list of things",
    ],
)
def test_what_names_an_archive_or_needs_none_stays(said: str) -> None:
    assert pasteable(said, Path("elsewhere")) == said


def test_the_verbs_that_need_no_archive_are_known() -> None:
    """A new verb that takes ``--archive`` has it in proposals without a further thought."""
    taking = {
        verb
        for verb in VERBS
        if (command := cli.get_command(click.Context(cli), verb)) is not None
        and any("--archive" in option.opts and not option.expose_value for option in command.params)
    }
    assert set(VERBS) - taking == set(_OF_NO_ARCHIVE)
