"""A package of many captures is checked capture by capture: what is held does not grow with their documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import archiver
from archiver.catalog import Query
from archiver.warc.members import METADATA, scan
from benchmarks import many
from tests.archive.imports import exported

# In a process of its own: whatever else runs in this one would be counted too.
_MOST_HELD = """
import gc, sys, tracemalloc
from pathlib import Path
from archiver.verify.package import check_package

packages = [Path(name) for name in sys.argv[1:]]
assert check_package(packages[0]).findings == []  # and what is imported once is
for package in packages:
    gc.collect()
    tracemalloc.start()
    assert check_package(package).findings == []
    print(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
"""


def test_what_is_held_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    many.main(tmp_path / "archive", 240)
    packages = []
    with archiver.open(tmp_path / "archive") as archive:
        ids = [row.id for row in archive.catalog.select(Query(kind="capture"))]
        for some in (ids[:40], ids):
            packages.append(tmp_path / f"{len(some)}.wacz")
            packages[-1].write_bytes(exported(archive, some, "wacz"))
        documents = 0
        for name in archive.folder.warcs():
            with archive.folder.open_warc(name) as stream:
                documents += sum(len(member.kept or b"") for member in scan(stream, METADATA))
    ran = subprocess.run([sys.executable, "-c", _MOST_HELD, *packages], stdout=subprocess.PIPE, check=True)
    few, all_of_them = map(int, ran.stdout.split())
    assert all_of_them - few < 2 * documents  # as models they would take ten times that
