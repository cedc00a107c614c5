"""What must hold after anything at all: every acknowledged ID is there and verifies, and nothing was thrown away."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import archiver
from archiver.store.locks import unheld

PATIENCE = 30.0


def documents(archive: archiver.Archive) -> dict[str, str]:
    """Every document of an archive by ID and version."""
    rows = archive.catalog._connection.execute("SELECT id, version, document FROM documents")
    return {f"{ark}.v{version}": document for ark, version, document in rows}


def assert_survived(home: Path, acknowledged: set[str]) -> None:
    """The next start finds everything, sets half-written files aside, and can go on; a rebuild says the same."""
    _await_writers(home)
    half = _half_written(home)
    with archiver.open(home) as archive:
        again = archive.import_file(_note(home), extract=False)
        assert not _half_written(home), "a half-written file is still in tmp"
        assert half <= _digests(home / "lost"), "a half-written file was thrown away"
        _assert_kept(archive, {*acknowledged, again.id})
        before = documents(archive)
        archive.rebuild()
        assert documents(archive) == before, "a rebuild says something else"


def _assert_kept(archive: archiver.Archive, acknowledged: set[str]) -> None:
    for identifier in acknowledged:
        archive.get(identifier)
    report = archive.verify()
    assert [f for f in report.findings if f.severity == "error"] == []
    assert report.ok


def _note(home: Path) -> Path:
    path = home.with_name(f"{home.name}-note.txt")
    path.write_text("the next start", "utf-8")
    return path


def _await_writers(home: Path) -> None:
    """A process that writes for one that was killed ends by itself, once what it is at is on the disk."""
    until = time.monotonic() + PATIENCE
    while any(_is_held(path) for path in (home / "tmp").glob("*.warc.gz*")):
        assert time.monotonic() < until, (
            f"a file in tmp is held {PATIENCE:g} s after who started its writer was killed"
        )
        time.sleep(0.01)


def _is_held(path: Path) -> bool:
    with unheld(path) as state:
        return state is None and path.exists()


def _half_written(home: Path) -> set[str]:
    """Digests of the files in ``tmp`` that hold something and have no other name."""
    found = [path for path in (home / "tmp").glob("*.warc.gz*") if path.stat().st_nlink == 1]
    return {_digest(path) for path in found if path.stat().st_size}


def _digests(folder: Path) -> set[str]:
    return {_digest(path) for path in folder.iterdir()} if folder.exists() else set()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
