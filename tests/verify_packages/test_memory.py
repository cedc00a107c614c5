"""A package of many captures is checked capture by capture: what is held does not grow with their documents."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import archiver
from archiver.catalog import Query
from archiver.warc.members import METADATA, scan
from benchmarks import many
from tests.archive.imports import exported
from tests.verify_packages.conftest import check


def test_what_is_held_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    many.main(tmp_path / "archive", 240)
    with archiver.open(tmp_path / "archive") as archive:
        ids = [row.id for row in archive.catalog.select(Query(kind="capture"))]
        packages = [exported(archive, some, "wacz") for some in (ids[:40], ids)]
        documents = 0
        for name in archive.folder.warcs():
            with archive.folder.open_warc(name) as stream:
                documents += sum(len(member.kept or b"") for member in scan(stream, METADATA))
    assert check(packages[0]).findings == []  # and what is imported once is
    few, all_of_them = (_most_held(package) for package in packages)
    assert all_of_them - few < 2 * documents  # as models they would take ten times that


def _most_held(package: bytes) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        assert check(package).findings == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
