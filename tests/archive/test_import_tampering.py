"""What is wrong with an imported file from the start is no finding; what was changed since is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.store.folder import is_foreign
from tests.archive.imports import an_id, gzipped, put, site, take_in
from tests.archive.tampering import documents, path_of, rewrite

NOT_THE_PUBLISHED_FILE = {"file-size", "file-digest"}


@pytest.fixture
def taken(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    """An archive with an imported file whose last record was damaged before."""
    data = gzipped(site())
    take_in(archive, put(tmp_path, "x.warc.gz", data[:-9]))
    assert archive.verify().findings == []
    return archive


def names(archive: archiver.Archive) -> tuple[str, str]:
    """The imported file, and ours beside it."""
    imported, ours = sorted(archive.folder.warcs(), key=is_foreign, reverse=True)
    return imported, ours


def found(archive: archiver.Archive, depth: str = "meaning") -> set[tuple[str, str]]:
    report = archive.verify(depth=depth)  # type: ignore[arg-type]
    assert not report.ok
    return {(f.kind, f.where) for f in report.findings}


def test_a_bit_in_the_imported_file(taken: archiver.Archive) -> None:
    imported, _ = names(taken)
    row = taken.catalog.record(an_id(3), imported)
    path = path_of(taken, imported)
    data = bytearray(path.read_bytes())
    data[row.offset + row.length - 20] ^= 1
    path.write_bytes(data)
    assert ("file-digest", imported) in found(taken, "files")
    assert {kind for kind, where in found(taken, "records") if where == f"{imported}:{row.offset}"} >= {
        "gzip"
    }
    captures = {c.id for c in taken.captures() if c.url.endswith("/coal")}
    assert {("record-digest", ark) for ark in captures} <= found(taken)


def test_the_imported_file_is_gone(taken: archiver.Archive) -> None:
    imported, _ = names(taken)
    path_of(taken, imported).unlink()
    assert {kind for kind, _ in found(taken)} >= {"file-missing", "record-missing"}


STATED = {
    "fewer faults": lambda d: d.update(faults=d["faults"][:-1]),
    "fewer faults in all": lambda d: d["totals"].update(faults=0),
    "another record count": lambda d: d["records"].update(response=1),
    "a skipped range": lambda d: d.update(skipped=[{"start": 0, "end": 1, "kind": "damage", "reason": "x"}]),
    "another digest": lambda d: d.update(sha256="sha256:" + "0" * 64),
    "another size": lambda d: d.update(size=1),
}


@pytest.mark.parametrize("name", STATED)
def test_the_import_document_is_held_to_the_file(taken: archiver.Archive, name: str) -> None:
    imported, ours = names(taken)
    rewrite(taken, documents("import", STATED[name]), ours)
    assert ("catalog", imported) in found(taken)
    taken.rebuild()  # the catalog believes it now; the file does not
    assert ("import", imported) in found(taken)


def another_record(document: dict[str, Any]) -> None:
    page = next(e for e in document["exchanges"] if e["role"] == "page")
    page["response"]["record"] = an_id(6)


FORGED = {
    "another record": (another_record, {"record-digest"}),
    "another date": (lambda d: d.update(captured="1999-01-01T00:00:00Z"), {"manifest"}),
    "another URL": (lambda d: d.update(url="https://forged.example/"), {"manifest"}),
    "another file's digest": (lambda d: d["imported"].update(sha256="sha256:" + "0" * 64), {"manifest"}),
    "another part": (lambda d: d["imported"].update(part="archive/x.warc"), {"manifest"}),
    "a stated date": (lambda d: d["imported"].update(date="yesterday"), {"manifest"}),
    "another status": (lambda d: d["exchanges"][-1].update(status=204), {"manifest"}),
    "another entity": (
        lambda d: d["exchanges"][-1]["entity"].update(digest="sha256:" + "0" * 64),
        {"manifest"},
    ),
    "a redirect elsewhere": (
        lambda d: d["exchanges"][0].update(url="https://forged.example/"),
        {"manifest"},
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_manifest_is_held_to_the_imported_records(taken: archiver.Archive, name: str) -> None:
    edit, kinds = FORGED[name]
    _, ours = names(taken)
    rewrite(taken, documents("capture", edit), ours)
    taken.rebuild()
    assert kinds <= {kind for kind, _ in found(taken)}


def test_a_value_is_held_to_the_imported_bytes(taken: archiver.Archive) -> None:
    _, ours = names(taken)
    rewrite(taken, documents("article", lambda d: d["data"].update(headline="Coal exports fall")), ours)
    taken.rebuild()
    assert "selector" in {kind for kind, _ in found(taken)}
