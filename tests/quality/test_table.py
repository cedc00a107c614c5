"""``make quality`` runs: its readers are processes that speak one protocol, its table has a row for each that
could be had.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.quality import __main__ as program
from benchmarks.quality.environments import CHILDREN, command
from benchmarks.quality.peers import OURS, PEERS, Reader
from benchmarks.quality.reading import Read, read_set, write_jobs
from benchmarks.quality.table import LIST_COLUMNS, own_columns, speeds, table
from tests.quality.sets import OWN, Score, cases

PAGES = cases("own-lists")[:3]


def test_our_own_reader_reads_a_set_in_a_process_of_its_own(tmp_path: Path) -> None:
    read = read_set(OURS[0], "own-lists", write_jobs("own-lists", PAGES, tmp_path))
    assert read is not None
    assert (read.pages, read.failed) == (3, 0)
    assert read.rate > 0
    assert read.score.figures["items recall"] == 1


def test_a_peer_is_read_by_the_same_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = next(reader for reader in PEERS if reader.name == "four_words")
    start = [sys.executable, str(CHILDREN / "reader.py"), rule.name]
    monkeypatch.setattr("benchmarks.quality.reading.command", lambda _: start)
    read = read_set(rule, "own-lists", write_jobs("own-lists", PAGES, tmp_path))
    assert read is not None
    assert read.score.figures["items recall"] > 0.5
    assert "date recall" not in read.score.figures or read.score.figures["date recall"] == 0


def test_a_peer_that_breaks_on_a_page_reads_the_others(tmp_path: Path) -> None:
    from benchmarks.quality.children.reader import run

    def reading(_: bytes, job: dict[str, str]) -> list[dict[str, object]]:
        if job["name"] == PAGES[1].name:
            raise ZeroDivisionError
        return [{"kind": "headline", "headline": job["name"]}]

    out = tmp_path / "out.jsonl"
    run(reading, write_jobs("own-lists", PAGES, tmp_path), out)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [len(row["found"]) for row in rows] == [1, 0, 1]
    assert [row["failed"] for row in rows] == ["", "ZeroDivisionError: ", ""]


def test_a_peer_that_cannot_be_had_is_said_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("benchmarks.quality.environments.QUALITY", tmp_path)
    monkeypatch.setattr("shutil.which", lambda _: None)
    peer = Reader("absent", "Absent.js", ("own-lists",), ("absent",), node=True)
    assert command(peer) is None
    assert "NO ABSENT.JS" in capsys.readouterr().err


def test_a_peer_that_crashes_has_no_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    crash = [sys.executable, "-c", "raise SystemExit('broken')"]
    monkeypatch.setattr("benchmarks.quality.reading.command", lambda _: crash)
    assert read_set(PEERS[0], "own-lists", write_jobs("own-lists", PAGES, tmp_path)) is None
    assert "trafilatura FAILED on own-lists: broken" in capsys.readouterr().out


def test_the_table_has_a_dash_for_what_was_not_read() -> None:
    results = {("archiver", "own-lists"): Read(Score({"items precision": 0.5}), 4, 2.0, 0)}
    text = table([*OURS, *PEERS], results, LIST_COLUMNS)
    row = text.splitlines()[2]
    assert len(text.splitlines()) == 3
    assert row.startswith("| archiver | – | –")
    assert "| 50.0 |" in row
    assert row.endswith("| 2.0 |")
    assert own_columns()[0] == ("headline", "own-articles", "headline recall")


def test_speed_is_said_beside_the_peer_that_reads_as_much() -> None:
    read = {"archiver": 2.0, "trafilatura_fast": 1.0, "archiver_without_body": 4.0}
    results = {(name, "aeb"): Read(Score({}), 40, seconds, 0) for name, seconds in read.items()}
    assert speeds(results) == ["archiver beside trafilatura_fast: 20.0 / 40.0 pages/s, 0.50× (≥ 0.9×) MISSED"]
    results["extruct_stated", "aeb"] = Read(Score({}), 40, 3.0, 0)
    assert speeds(results)[1].endswith("10.0 / 13.3 pages/s, 0.75× (≥ 0.5×) kept")


def test_peers_that_share_an_environment_need_the_same() -> None:
    by_name = {reader.name: reader for reader in PEERS}
    shared = [reader for reader in PEERS if reader.home]
    assert shared
    assert all(by_name[reader.home].needs == reader.needs for reader in shared)


def test_the_whole_program_runs_and_resolves_everything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(program, "_sets", lambda: OWN)
    monkeypatch.setattr(program, "QUALITY", tmp_path)
    assert program.main(["--quick", "--no-peers"]) == 0
    said = capsys.readouterr().out
    assert "QUICK" in said
    assert "0 faults, 100.00 % resolve again" in said
