"""``archiver viewer`` and ``archiver replay`` as a person types them."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

import archiver
from archiver.serve.viewer import FILES, VERSION, find, home
from tests.cli.command import Command, Done
from tests.serve.memento.captures import capture_at
from tests.serve.replay.conftest import VIEWER
from tests.viewers.conftest import skip

# Programs that stand in for npm where it fails: without network, with a package that somebody changed, with none.
OFFLINE = 'echo "npm error code ENOTFOUND" >&2; echo "npm error A complete log of this run" >&2; exit 1'
CHANGED = "echo changed > replaywebpage.tgz"
NOTHING = "exit 0"


@pytest.fixture
def files() -> Path:
    if not all((VIEWER / name).is_file() for name in FILES):
        skip("no ReplayWeb.page in .viewer")
    return VIEWER


def _command(tmp_path: Path, **environment: str) -> Command:
    given = {"XDG_DATA_HOME": str(tmp_path / "data"), "ARCHIVER_VIEWER": "", **environment}
    return Command(tmp_path / "archive", given)


def _with_npm(tmp_path: Path, program: str | None) -> Done:
    """The installation, where npm is this shell script, or is not there."""
    programs = tmp_path / "bin"
    programs.mkdir()
    if program is not None:
        (programs / "npm").write_text(f"#!/bin/sh\n{program}\n")
        (programs / "npm").chmod(0o755)
    return _command(tmp_path, PATH=str(programs))("viewer", "install")


def test_installs_from_a_folder_into_the_users_data(tmp_path: Path, files: Path) -> None:
    run = _command(tmp_path)
    assert run("viewer", "status").code == 4
    folder = tmp_path / "data" / "archiver" / "viewer" / VERSION
    assert run("viewer", "install", "--from", files).out == f"ReplayWeb.page {VERSION} is in {folder}\n"
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert all((folder / name).read_bytes() == (files / name).read_bytes() for name in FILES)
    assert run("viewer", "status").out == f"ReplayWeb.page is in {folder}: {VERSION}, as tested\n"


def test_where_it_is_already_nothing_is_fetched(tmp_path: Path, files: Path) -> None:
    run = _command(tmp_path, ARCHIVER_VIEWER=str(files), PATH="")
    assert run("viewer", "install").code == 0


def test_a_folder_of_the_users_own_comes_first(tmp_path: Path, files: Path) -> None:
    run = _command(tmp_path, ARCHIVER_VIEWER=str(tmp_path / "own"))
    assert run("viewer", "install", "--from", files).code == 0
    assert (tmp_path / "own" / "ui.js").is_file() and not (tmp_path / "data").exists()


def test_another_version_is_not_installed_but_can_be_used(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in FILES:
        (other / name).write_text("other")
    done = _command(tmp_path)("viewer", "install", "--from", other)
    assert done.code == 5 and "SHA-256" in done.err and not (tmp_path / "data").exists()
    status = _command(tmp_path, ARCHIVER_VIEWER=str(other))("viewer", "status")
    assert status.code == 0 and f"another version than the tested {VERSION}" in status.out


@pytest.mark.parametrize("given", ["missing", "empty"])
def test_a_folder_without_the_files(tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    done = _command(tmp_path)("viewer", "install", "--from", tmp_path / given)
    assert done.code == 2 and "ui.js" in done.err and done.err.count("\n") == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path, files: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = _command(tmp_path, ARCHIVER_VIEWER=str(blocked / "viewer"))("viewer", "install", "--from", files)
    assert done.code == 6


@pytest.mark.parametrize(
    ("npm", "code", "says"),
    [
        (None, 3, "install Node.js"),
        (OFFLINE, 3, "ENOTFOUND"),
        (NOTHING, 3, "there is no file"),
        (CHANGED, 5, "SHA-512"),
    ],
)
def test_npm_that_brings_nothing_good(tmp_path: Path, npm: str | None, code: int, says: str) -> None:
    done = _with_npm(tmp_path, npm)
    assert done.code == code and says in done.err and done.err.count("\n") == 1
    assert code == 5 or "archiver viewer install --from DIR" in done.err, "it says what to type"
    assert not (tmp_path / "data").exists()


def test_half_of_it_is_none(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_VIEWER", str(tmp_path))
    assert home() == tmp_path and find() is None
    (tmp_path / "ui.js").write_bytes((files / "ui.js").read_bytes())
    assert find() is None


def test_a_data_folder_that_is_not_absolute_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the XDG base directory specification says."""
    monkeypatch.delenv("ARCHIVER_VIEWER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert home() == Path.home() / ".local" / "share" / "archiver" / "viewer" / VERSION


# -- archiver replay ----------------------------------------------------------------------------------


def _ended(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


def test_prints_the_address_of_the_page(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = capture_at(archive, "2024-05-06T07:08:09Z")
    process = _command(tmp_path).start("replay", capture.id.split("/")[1], "--no-browser")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    _ended(process)
    assert address.startswith("http://archiver.localhost:") and address.endswith(f"/{capture.id}/replay")


def test_opens_it_in_the_browser(archive: archiver.Archive, tmp_path: Path) -> None:
    capture = capture_at(archive, "2024-05-06T07:08:09Z")
    seen = tmp_path / "seen"
    os.mkfifo(seen)
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    process = _command(tmp_path, BROWSER=str(browser)).start("replay", capture.id)
    assert process.stdout is not None
    assert seen.read_text() == process.stdout.readline()
    _ended(process)


def test_a_replay_of_nothing(archive: archiver.Archive, tmp_path: Path) -> None:
    done = _command(tmp_path)("replay", "fk4" + "0" * 17, "--no-browser")
    assert done.code in (2, 4) and done.out == ""
