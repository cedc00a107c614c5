"""The archive under a server: gone, and back; changed by others where the server may only read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archiver
from archiver.catalog import Catalog
from archiver.serve import build
from archiver.serve.readers import Readers
from tests.serve.conftest import UI


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with archiver.open(tmp_path / "archive") as archive:
        _add(archive, "one")
    return tmp_path / "archive"


def _add(archive: archiver.Archive, text: str) -> archiver.Capture:
    file = archive.folder.path.parent / f"{text}.txt"
    file.write_text(f"{text}\n")
    return archive.import_file(file)


@pytest.fixture
def readers(folder: Path) -> Iterator[Readers]:
    readers = Readers(folder, threads=1)
    yield readers
    readers.close()


def _count(readers: Readers) -> int:
    return asyncio.run(readers.run(lambda archive: archive.catalog.counts()["capture"]))


def test_who_may_only_read_sees_what_others_publish(
    readers: Readers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its catalog is opened as a file that does not change, so it is opened anew."""
    connect = Catalog._connect

    def refused(self: Catalog, read_only: bool) -> sqlite3.Connection:
        if not read_only and self._name != ":memory:":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(self, read_only)

    for number in (1, 2, 3):
        with monkeypatch.context() as patch:
            patch.setattr(Catalog, "_connect", refused)
            assert _count(readers) == number
            assert _count(readers) == number
        with archiver.open(folder) as archive:
            _add(archive, f"more {number}")


def test_an_archive_that_is_gone_is_said_and_found_again(folder: Path) -> None:
    away = folder.with_name("away")
    with archiver.open(folder) as archive:
        (capture,) = archive.captures()
    with TestClient(build(folder), base_url=UI) as client:
        assert client.get(f"/{capture.id}.json").status_code == 200
        folder.rename(away)
        for path in ("/", "/search.json", f"/{capture.id}/files", f"/{capture.id}.json"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert str(folder) not in answer.text
        away.rename(folder)
        assert client.get(f"/{capture.id}.json").status_code == 200


def test_no_error_says_where_the_archive_lies(folder: Path) -> None:
    with archiver.open(folder) as archive:
        (capture,) = archive.captures()
        (folder / capture.warc).unlink()
    with TestClient(build(folder), base_url=UI) as client:
        for path, status in (
            (f"/{capture.id}.v7.json", 404),
            (f"/{capture.id}.v7/check", 404),
            (f"/{capture.id}/download/warc", 500),
            (f"http://replay.archiver.localhost:8480/memento/20260101000000/{capture.url}", 302),
            (f"http://replay.archiver.localhost:8480/packages/{capture.id.rpartition('/')[2]}.wacz", 404),
        ):
            answer = client.get(path, follow_redirects=False)
            assert answer.status_code == status, path
            if answer.status_code == 302:
                answer = client.get(answer.headers["location"])
                assert answer.status_code == 500
            assert str(folder.parent) not in answer.text
