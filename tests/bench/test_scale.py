"""The benchmarks of scale run, with tiny sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import bulk, lookups, many, packages, setup, texts
from benchmarks.captures import Size

TINY = Size(rounds=1, pages=3, body=70_000, captures=1)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def test_made_up_articles_are_the_same_each_time_in_two_languages() -> None:
    pages = [texts.article(number) for number in range(9)]
    assert pages == [texts.article(number) for number in range(9)]
    assert len(set(pages)) == 9
    assert [texts.said(number).language for number in range(4)] == ["mn", "en", "en", "mn"]
    assert len(texts.vocabulary("mn").words) == len(set(texts.vocabulary("en").words)) == 20_000


def test_captures_are_the_same_each_time() -> None:
    assert many.captured(4).page.response_id == many.captured(4).page.response_id
    assert many.captured(4).page.response_id != many.captured(5).page.response_id


def test_bulk_is_measured_with_and_without_extraction(work: Path) -> None:
    rows = bulk.bulk(TINY, work, None)
    assert [row.unit for row in rows] == ["pages/s"] * 4
    assert all(value > 0 for row in rows for value in row.ours)


def test_without_wget_ours_is_measured_and_it_is_said(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert not any(row.peer for row in bulk.bulk(TINY, work, None))
    assert "NO wget" in capsys.readouterr().err


def test_an_archive_is_asked_and_its_catalog_made_again(work: Path) -> None:
    rows = {row.name: row for row in lookups.lookups(TINY, work, None)}
    assert {name.partition(": ")[2] for name in rows} >= {"cite", "show", "opened cold", "rebuild"}
    assert all(value > 0 for row in rows.values() for value in row.ours)
    folder = next((work.parent / "archives").glob("*-many-100"))
    kept = folder.stat().st_ino
    lookups.lookups(TINY, work, None)
    assert folder.stat().st_ino == kept  # made once


@pytest.mark.parametrize("benchmark", [packages.wacz, packages.index])
def test_packages_and_indices_are_measured_beside_their_peers(benchmark, work: Path) -> None:  # type: ignore[no-untyped-def]
    python = setup.HOME / "bin" / "python"
    wanted = "\n".join(setup.PEERS)
    ready = setup.HOME / ".ready"
    has_peers = ready.is_file() and ready.read_text() == wanted
    rows = benchmark(TINY, work, python if has_peers else None)
    assert all(value > 0 for row in rows for value in row.ours)
    assert all(bool(row.peer) == has_peers for row in rows)
