"""Which files a verification looks at: by age, by chance, after an interruption, by several processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver.errors import BadInput
from archiver.store import fixity
from archiver.store.history import History
from archiver.verify import Report, Selection, choose
from archiver.verify.files import check_file
from tests.archive.tampering import documents, path_of, rewrite

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def kept(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    """An archive with five captures, a WARC each, none verified yet."""
    for number in range(5):
        text = tmp_path / f"{number}.txt"
        text.write_text(f"1 COAL EXPORTS RISE {number} WWW.ALPHA.EXAMPLE PUBLISHED:2026/01/29", "utf-8")
        archive.import_file(text)
    return archive


def checked(archive: archiver.Archive, **how: Any) -> tuple[int, int]:
    """How many files were checked, and how many left out."""
    report = archive.verify(**how)
    assert report.ok
    return report.counts["files"], report.left


def history_of(checks: dict[str, tuple[str, int]]) -> History:
    """A log in which each file passed at a depth so many days ago."""
    history = History()
    for number, (name, (depth, days)) in enumerate(checks.items(), 1):
        event = {
            "eventType": "fixity check",
            "eventDateTime": (NOW - timedelta(days=days)).isoformat(),
            "eventOutcome": "pass",
            "object": name,
            "depth": depth,
            "session": "s",
        }
        history._note(number, event)
    return history


def test_only_what_did_not_pass_lately_at_that_depth_or_deeper() -> None:
    history = history_of({"a": ("meaning", 10), "b": ("records", 100), "c": ("files", 10)})
    names = ["a", "b", "c", "never"]
    ninety = Selection(before=NOW - timedelta(days=90))
    assert choose(names, history, "files", ninety) == ["b", "never"]
    assert choose(names, history, "records", ninety) == ["b", "c", "never"]
    assert choose(names, history, "meaning", ninety) == ["b", "c", "never"]
    assert choose(names, history, "meaning", Selection()) == names


def test_a_pass_that_a_wrong_clock_put_into_the_future_keeps_no_file_from_its_check() -> None:
    history = history_of({"a": ("records", -3650)})
    ninety = Selection(before=NOW - timedelta(days=90), now=NOW)
    assert choose(["a"], history, "records", ninety) == ["a"]


@given(st.integers(0, 60), st.integers(1, 100), st.integers(0, 2**40))
def test_a_sample_is_of_the_size_asked_for_and_the_same_for_the_same_seed(
    there: int, wanted: int, seed: int
) -> None:
    names = [f"{number:03}" for number in range(there)]
    for sample, size in ((str(wanted), min(wanted, there)), (f"{wanted}%", -(-there * wanted // 100))):
        selection = Selection(sample=sample, seed=seed)
        chosen = choose(names, History(), "files", selection)
        assert len(chosen) == size
        assert chosen == sorted(set(chosen) & set(names)) == choose(names, History(), "files", selection)


@pytest.mark.parametrize("sample", ["0", "-1", "101%", "0%", "many", "%", "", "nan", "nan%", "1e3"])
def test_a_sample_that_is_none(sample: str) -> None:
    with pytest.raises(BadInput, match="as in 50, or a share"):
        choose(["a"], History(), "files", Selection(sample=sample))


def test_a_year_of_samples_reaches_every_file() -> None:
    names = [str(number) for number in range(100)]
    seen = {
        n for seed in range(52) for n in choose(names, History(), "files", Selection(sample="10%", seed=seed))
    }
    assert len(seen) > 95


def test_older_than_goes_by_the_log(kept: archiver.Archive) -> None:
    assert checked(kept, depth="records", older_than=timedelta(days=90)) == (5, 0)
    assert checked(kept, depth="records", older_than=timedelta(days=90)) == (0, 5)
    assert checked(kept, depth="files", older_than=timedelta(days=90)) == (0, 5)
    assert checked(kept, depth="meaning", older_than=timedelta(days=90)) == (5, 0)
    assert checked(kept, depth="records", older_than=timedelta(0)) == (5, 0)


def test_a_sample_is_told_with_its_seed(kept: archiver.Archive) -> None:
    report = kept.verify(depth="files", sample="40%")
    assert report.document()["seed"] == report.seed
    again = kept.verify(depth="files", sample="40%", seed=report.seed)
    objects = [line.event["object"] for line in fixity.read(kept.folder) if line.event][-4:]
    assert (again.counts["files"], again.left, objects[:2]) == (2, 3, objects[2:])


def test_an_interrupted_verification_goes_on_where_it_was(
    kept: archiver.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def until_third(folder: Any, catalog: Any, task: Any) -> Any:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(task.name)
        return check_file(folder, catalog, task)

    monkeypatch.setattr("archiver.verify.workers.check_file", until_third)
    with pytest.raises(KeyboardInterrupt):
        kept.verify(depth="records")
    monkeypatch.undo()
    assert checked(kept, depth="records", resume=True) == (2, 3)
    assert checked(kept, depth="records", resume=True) == (0, 5)
    assert checked(kept, depth="records") == (5, 0)


def test_what_failed_is_looked_at_again(kept: archiver.Archive) -> None:
    warc = kept.folder.warcs()[2]
    path = path_of(kept, warc)
    good = path.read_bytes()
    path.write_bytes(good[:-1])
    assert not kept.verify(depth="files").ok
    path.write_bytes(good)
    assert checked(kept, depth="files", resume=True) == (1, 4)
    path.write_bytes(good[:-1])
    report = kept.verify(depth="files", older_than=timedelta(days=1))
    assert (report.ok, report.counts["files"]) == (True, 0)  # passed today: that is what was asked for
    assert not kept.verify(depth="files").ok


@pytest.mark.parametrize("depth", ["files", "records", "meaning"])
def test_several_processes_say_the_same_in_the_same_order(kept: archiver.Archive, depth: Any) -> None:
    names = kept.folder.warcs()
    path_of(kept, names[0]).write_bytes(b"")
    path_of(kept, names[4]).unlink()
    rewrite(kept, documents("headline", lambda d: d["data"].update(headline="X")), names[2])
    alone, several = kept.verify(depth=depth), kept.verify(depth=depth, jobs=3)
    assert alone.document() == several.document()
    assert [f.where for f in alone.findings if f.kind == "file-missing"] == [names[4]]


def test_one_process_does_where_the_catalog_is_in_memory(kept: archiver.Archive) -> None:
    from archiver.catalog import Catalog

    kept.catalog.close()
    kept.__dict__["catalog"] = Catalog(kept.folder.catalog_path, in_memory=True)
    kept._catch_up(kept.catalog)
    assert kept.verify(jobs=3).ok


def test_progress_is_told_in_bytes(kept: archiver.Archive) -> None:
    told: list[tuple[int, int]] = []
    kept.verify(depth="files", progress=lambda done, total: told.append((done, total)))
    sizes = [(kept.folder.path / name).stat().st_size for name in kept.folder.warcs()]
    assert told == [(sum(sizes[:n]), sum(sizes)) for n in range(6)]


def test_a_report_takes_in_its_parts_in_order() -> None:
    whole, part = Report("files"), Report("files")
    part.error("a", "gzip", "x")
    part.counts["files"] += 1
    whole.add(part)
    whole.add(Report("files"))
    assert (whole.ok, len(whole.findings), whole.counts["files"]) == (False, 1, 1)
