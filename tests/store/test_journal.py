"""The fixity log by file: what it says of some, whoever appended it and whatever stands between."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from archiver.errors import CannotStore
from archiver.store import fixity, journal
from archiver.store.fixity import Event
from archiver.store.folder import Folder
from archiver.store.journal import Journal

NAMES = [f"warc/2026/01/29/{n}.warc.gz" for n in range(5)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.create(tmp_path / "archive")


@pytest.fixture
def log(folder: Folder) -> Journal:
    return Journal(fixity.path_of(folder))


def note(folder: Folder, *names: str, **said: object) -> None:
    fixity.append(folder, [Event("fixity check", name, said=said) for name in names], "test/1")


def said(folder: Folder, *names: str) -> tuple[dict[str, object], ...]:
    """The same, from the whole log."""
    events = (line.event for line in fixity.read(folder))
    return tuple(event for event in events if event and event.get("object") in names)


def test_there_need_be_no_log(log: Journal, folder: Folder) -> None:
    assert log.events(NAMES) == ()
    note(folder, NAMES[0])
    assert log.events(NAMES) == said(folder, NAMES[0])


def test_events_of_some_files_oldest_first(log: Journal, folder: Folder) -> None:
    for n in range(20):
        note(folder, NAMES[n % 5], NAMES[n % 3], round=n)
    for wanted in ([NAMES[0]], NAMES[1:3], NAMES, [*NAMES, NAMES[0]], ["other"], []):
        assert log.events(wanted) == said(folder, *wanted)


def test_what_is_appended_is_seen_and_nothing_read_twice(
    log: Journal, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    real = journal._object
    monkeypatch.setattr(journal, "_object", lambda line: looked_at.append(line) or real(line))
    for n in range(6):
        note(folder, NAMES[0], NAMES[1], round=n)
        assert log.events([NAMES[1]]) == said(folder, NAMES[1])
    assert len(looked_at) == 12
    assert log.events(NAMES) == said(folder, *NAMES)
    assert len(looked_at) == 12


def test_an_append_cut_short_is_no_event_until_it_is_whole(log: Journal, folder: Folder) -> None:
    note(folder, NAMES[0])
    path = fixity.path_of(folder)
    line = json.dumps({"object": NAMES[0], "late": True}).encode()
    with path.open("ab") as file:
        file.write(line[:20])
    assert len(log.events([NAMES[0]])) == 1
    with path.open("ab") as file:
        file.write(line[20:] + b"\n")
    assert [event.get("late") for event in log.events([NAMES[0]])] == [None, True]
    with path.open("ab") as file:
        file.write(line[:20])
    note(folder, NAMES[0], after=True)  # a crash before, and the next append
    assert [event.get("after") for event in log.events([NAMES[0]])] == [None, None, True]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"[1]",
        b"{}",
        b'{"object": 5}',
        b'{"object": ["warc/2026/01/29/0.warc.gz"]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"number":1,"eventType":"x","eventDateTime":"y","eventOutcome":"pass","object":"warc/2026/01/29/0.warc.gz"',
        b'{"number":1,"eventType":"x","eventDateTime":"y","eventOutcome":"pass","object":"warc/2026/01/29/0.warc.gz",'
        b'"object":"other"}',
        b'{"number":1,"eventType":"x","eventDateTime":"y","eventOutcome":"pass","object":"warc/2026/01/29/0.warc.gz",'
        b'"object":["warc/2026/01/29/0.warc.gz"]}',
    ],
)
def test_what_is_no_event_of_a_file_is_passed_over(log: Journal, folder: Folder, line: bytes) -> None:
    note(folder, NAMES[0])
    with fixity.path_of(folder).open("ab") as file:
        file.write(line + b"\n")
    note(folder, NAMES[0])
    assert len(log.events([NAMES[0]])) == 2


def test_a_line_in_another_form_is_an_event_too(log: Journal, folder: Folder) -> None:
    with fixity.path_of(folder).open("ab") as file:
        file.write(b'{ "object" : "warc\\/2026\\/01\\/29\\/0.warc.gz" }\n')
    assert log.events([NAMES[0]]) == ({"object": NAMES[0]},)


def test_a_log_that_was_replaced_or_cut_is_read_anew(log: Journal, folder: Folder, tmp_path: Path) -> None:
    note(folder, *NAMES)
    assert len(log.events(NAMES)) == 5
    path = fixity.path_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[4])
    assert [event["object"] for event in log.events(NAMES)] == [NAMES[4]]
    other = tmp_path / "other"
    other.write_bytes(b"".join(lines * 2))
    other.replace(path)
    assert len(log.events(NAMES)) == 10
    path.unlink()
    assert log.events(NAMES) == ()


def test_a_log_that_cannot_be_read_is_said(log: Journal, folder: Folder) -> None:
    fixity.path_of(folder).mkdir()
    with pytest.raises(CannotStore):
        log.events(NAMES)


def test_several_threads_read_while_it_grows(log: Journal, folder: Folder) -> None:
    wrong: list[object] = []

    def ask(name: str) -> None:
        last = 0
        for _ in range(50):
            events = log.events([name])
            if len(events) < last or any(event["object"] != name for event in events):
                wrong.append(events)
            last = len(events)

    threads = [threading.Thread(target=ask, args=(name,)) for name in NAMES]
    for thread in threads:
        thread.start()
    for n in range(20):
        note(folder, *NAMES, round=n)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert log.events(NAMES) == said(folder, *NAMES)


def test_a_log_that_became_another_is_not_answered_from_the_one_before(log: Journal, folder: Folder) -> None:
    note(folder, NAMES[0], how="well")
    assert log.events(NAMES) == said(folder, NAMES[0])
    path = fixity.path_of(folder)
    path.write_bytes(path.read_bytes().replace(b"well", b"ill."))
    os.utime(path, ns=(0, 0))
    assert [event["how"] for event in log.events(NAMES)] == ["ill."]
    path.write_bytes(b"")
    assert log.events(NAMES) == ()
