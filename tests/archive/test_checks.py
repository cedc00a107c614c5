"""What a badge shows of the last checks, from a log as verification writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import archiver
from archiver.archive import browsing
from archiver.archive.checks import Check, Checks, events, last_checks
from archiver.store import fixity
from archiver.store.fixity import Event
from benchmarks import many
from tests.archive.tampering import path_of

ONE, TWO = "warc/2026/01/29/1.warc.gz", "warc/2026/01/29/2.warc.gz"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[archiver.Archive]:
    with archiver.open(tmp_path / "archive") as opened:
        yield opened


def note(
    archive: archiver.Archive,
    moment: str,
    name: str,
    depth: str | None,
    *findings: str,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """An event at that hour; without a depth, the ingestion of the file."""
    when = f"2026-02-01T{moment}:00.000000Z"
    monkeypatch.setattr(fixity, "instant", lambda _: when)
    kind = "fixity check" if depth else "ingestion"
    said = {"depth": depth, "findings": list(findings)} if findings else {"depth": depth} if depth else {}
    event = Event(kind, name, "fail" if findings else "pass", said)  # type: ignore[arg-type]
    fixity.append(archive.folder, [event], "test/1")
    return when


def test_nothing_is_known_of_files_that_were_never_checked(archive: archiver.Archive) -> None:
    assert last_checks(archive, [ONE]) == Checks(None, None, None, None)
    assert last_checks(archive, []) == Checks(None, None, None, None)
    assert events(archive, [ONE]) == ()


def test_a_deeper_check_that_passed_counts_for_what_it_includes(
    archive: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = note(archive, "08:00", ONE, None, monkeypatch=monkeypatch)
    deep = note(archive, "09:00", ONE, "meaning", monkeypatch=monkeypatch)
    passed = Check(deep, "pass", ())
    assert last_checks(archive, [ONE]) == Checks(published, passed, passed, passed)
    flat = note(archive, "10:00", ONE, "files", monkeypatch=monkeypatch)
    assert last_checks(archive, [ONE]).files == Check(flat, "pass", ())
    assert last_checks(archive, [ONE]).records == passed
    failed = note(archive, "11:00", ONE, "meaning", "selector", monkeypatch=monkeypatch)
    checks = last_checks(archive, [ONE])
    assert checks.meaning == Check(failed, "fail", ("selector",))
    assert checks.records == passed  # what was found may be in the meaning alone
    again = note(archive, "12:00", ONE, "meaning", monkeypatch=monkeypatch)
    assert last_checks(archive, [ONE]).meaning == Check(again, "pass", ())


@pytest.mark.parametrize("when", [None, 5, "yesterday", "2026-02-01", "2026-02-01T09:00:00+08:00"])
def test_a_damaged_line_is_no_check(
    archive: archiver.Archive, monkeypatch: pytest.MonkeyPatch, when: object
) -> None:
    published = note(archive, "08:00", ONE, None, monkeypatch=monkeypatch)
    with fixity.path_of(archive.folder).open("a") as log:
        said = {"eventDateTime": when, "eventOutcome": "pass", "object": ONE}
        log.write(json.dumps({"eventType": "fixity check", "depth": "meaning", **said}) + "\n")
        log.write(json.dumps({"eventType": "ingestion", **said}) + "\n")
    assert last_checks(archive, [ONE]) == Checks(published, None, None, None)
    assert len(events(archive, [ONE])) == 3


def test_over_several_files_the_worst_and_the_oldest_count(
    archive: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = note(archive, "07:00", ONE, None, monkeypatch=monkeypatch)
    note(archive, "08:00", TWO, None, monkeypatch=monkeypatch)
    first = note(archive, "09:00", ONE, "records", monkeypatch=monkeypatch)
    checks = last_checks(archive, [ONE, TWO])
    assert (checks.published, checks.records) == (published, None)  # the other was never checked
    note(archive, "10:00", TWO, "records", monkeypatch=monkeypatch)
    assert last_checks(archive, [TWO, ONE]).records == Check(first, "pass", ())
    failed = note(archive, "11:00", TWO, "records", "digest", "block", monkeypatch=monkeypatch)
    assert last_checks(archive, [ONE, TWO]).records == Check(failed, "fail", ("block", "digest"))
    assert last_checks(archive, [ONE]).records == Check(first, "pass", ())


def test_what_verify_writes_is_what_is_shown(tmp_path: Path) -> None:
    many.main(tmp_path / "archive", 3)
    with archiver.open(tmp_path / "archive") as archive:
        [capture, *_] = archive.captures()
        files = browsing.files_of(archive, capture)
        assert last_checks(archive, files).files is None
        assert archive.verify().ok
        checks = last_checks(archive, files)
        assert checks.published is not None
        assert checks.meaning is not None
        assert (checks.meaning.outcome, checks.meaning.findings) == ("pass", ())
        assert checks.published < checks.meaning.when
        path = path_of(archive, files[0])
        path.write_bytes(path.read_bytes()[:-1])
        report = archive.verify()
        worse = last_checks(archive, files).meaning
        assert worse is not None
        assert worse.outcome == "fail"
        assert set(worse.findings) == {finding.kind for finding in report.findings}
        kinds = [event["eventType"] for event in events(archive, files)]
    assert kinds == ["ingestion", "fixity check", "fixity check"]
