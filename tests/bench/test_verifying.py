"""The benchmark of verify runs, with a tiny archive that is the same each time."""

from __future__ import annotations

from pathlib import Path

from benchmarks import setup, verifying
from benchmarks.captures import Size
from benchmarks.holdings import captured

TINY = Size(rounds=1, pages=3, body=70_000, captures=1)


def test_captures_are_the_same_each_time_and_all_different() -> None:
    def blocks(number: int) -> list[tuple[str, str]]:
        return [(e.response_id, e.response.sha256) for e in captured(number).exchanges if e.response]

    assert blocks(1) == blocks(1)
    assert not set(blocks(1)) & set(blocks(2))


def test_ours_is_measured_beside_the_floor(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    rows = verifying.verify(TINY, work, None)
    assert len(rows) == 11
    assert all(value > 0 for row in rows for value in row.ours)
    assert [len(row.peer) for row in rows[6:8]] == [1, 1]


def test_the_peer_is_measured_too(tmp_path: Path) -> None:
    import pytest

    if not (setup.HOME / ".ready").is_file():
        pytest.skip("the peers' environment .bench/ is not there: `make bench` makes it")
    work = tmp_path / "work"
    work.mkdir()
    rows = verifying.verify(TINY, work, setup.HOME / "bin" / "python")
    assert all(row.peer for row in rows[:8])
