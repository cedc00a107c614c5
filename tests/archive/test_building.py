"""A rebuild makes the catalog beside the one in use and puts it into its place whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import archiver
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.catalog import Query
from archiver.catalog.building import Building
from benchmarks import many

LEAVE = """
import os, sys
from pathlib import Path
from archiver.catalog.building import Building
Building(Path(sys.argv[1]) / "catalog.db", Path(sys.argv[1]) / "tmp")
os._exit(9)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    many.main(tmp_path / "archive", 5)
    return tmp_path / "archive"


def dump(home: Path) -> list[str]:
    """All that a catalog says, without FTS5's own tables, whose layout depends on how they grew."""
    with sqlite3.connect(home / "catalog.db") as db:
        tables = ("warcs", "records", "documents", "payloads")
        rows = [repr(row) for table in tables for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
    db.close()
    return rows


def test_a_rebuild_says_what_publication_said(home: Path) -> None:
    before = dump(home)
    with archiver.open(home) as archive:
        found = [item.id for item in archive.select(Query(words="the"))]
        assert archive.rebuild() == {"article": 5, "capture": 5}
        assert [item.id for item in archive.select(Query(words="the"))] == found
    assert dump(home) == before
    assert list((home / "tmp").iterdir()) == []


def test_what_is_captured_while_it_is_made_is_not_lost(home: Path) -> None:
    with archiver.open(home) as archive, Building(home / "catalog.db", home / "tmp") as building:
        archive._catch_up(building)
        late = many.made(7, archive)
        Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(late)
        archive.close()
        building.put_in_place()
    with archiver.open(home) as archive:
        assert archive.get(late.capture.id).id == late.capture.id
        assert archive.catalog.counts() == {"article": 6, "capture": 6}


def test_one_that_fails_leaves_the_catalog_that_was_there(home: Path) -> None:
    before = dump(home)
    with pytest.raises(RuntimeError), Building(home / "catalog.db", home / "tmp"):
        raise RuntimeError
    assert dump(home) == before
    assert list((home / "tmp").iterdir()) == []


def test_what_a_killed_one_left_goes_with_the_next_and_a_living_one_stays(home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LEAVE, str(home)], check=False)
    assert done.returncode == 9
    (left,) = (home / "tmp").glob("catalog.db.*[0-9]")
    with Building(home / "catalog.db", home / "tmp") as living:
        assert not left.exists()
        mine = home / "tmp" / f"catalog.db.{os.getpid()}"
        assert mine.exists()
        subprocess.run([sys.executable, "-c", LEAVE, str(home)], check=False)
        assert mine.exists()
        living.put_in_place()
    with archiver.open(home) as archive:  # it was empty, and is caught up
        assert archive.catalog.counts() == {"article": 5, "capture": 5}
