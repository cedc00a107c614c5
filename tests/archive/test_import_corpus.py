"""Web archives from nine projects, sound and broken, all into one archive."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver.store.folder import is_foreign
from tests.archive.imports import everything, exported, put, take_in
from tests.conftest import SHARED

CORPUS = SHARED / "corpora" / "warc"
pytestmark = pytest.mark.corpus


@pytest.mark.timeout(600)
def test_each_file_is_taken_in_or_refused_and_all_of_it_verifies(tmp_path: Path) -> None:
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file()) if CORPUS.is_dir() else []
    if not files:
        pytest.skip("the development corpus is not beside the checkout")
    refused: dict[str, str] = {}
    with archiver.open(tmp_path / "archive") as archive:
        for path in files:
            try:
                accession, _ = take_in(archive, path)
            except archiver.BadInput as error:
                refused[path.name] = str(error)
                continue
            assert accession.file is not None
            assert (archive.folder.path / accession.file).read_bytes() == path.read_bytes()
        assert all(": " in reason and "\n" not in reason for reason in refused.values())
        assert len(refused) < len(files) / 4
        assert not any(name.endswith(".gz") for name in refused)
        report = archive.verify()
        assert report.findings == []
        assert report.counts["captures"] > 50
        before = everything(archive)
        archive.rebuild()
        assert everything(archive) == before
        assert archive.verify().findings == []
        check_exports(archive, tmp_path)


def check_exports(archive: archiver.Archive, tmp_path: Path) -> None:
    """Of one capture of each imported file, both kinds of export, taken in again elsewhere."""
    some = {c.imported.file: c for c in archive.captures() if c.imported is not None}
    assert len(some) > 20
    with archiver.open(tmp_path / "again") as again:
        for file, capture in some.items():
            for to in ("warc", "wacz"):
                path = put(
                    tmp_path, f"x.{'warc.gz' if to == 'warc' else to}", exported(archive, [capture.id], to)
                )
                accession, found = take_in(again, path, url=capture.url, extract=False)
                assert capture.id in {c.id for c in found}, (file, to)
                assert accession.document is not None
        assert sum(map(is_foreign, again.folder.warcs())) >= len(some)
