"""Fixtures for copies: an archive of two captures, and where a copy of it may go: a folder, or object storage.

Object storage is an S3 server on loopback, spoken to through obstore.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import archiver

PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1><p>Words about {0}.</p>"


@pytest.fixture(scope="session")
def object_storage() -> Iterator[str]:
    """The address of an S3 server on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


@pytest.fixture(params=["folder", "objects"])
def destination(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a copy may go."""
    if request.param == "folder":
        return str(tmp_path / "copy")
    endpoint: str = request.getfixturevalue("object_storage")
    bucket = f"copies-{abs(hash(str(tmp_path))):x}"
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/{bucket}", method="PUT")).close()
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "a-key",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
    }.items():
        monkeypatch.setenv(name, value)
    return f"s3://{bucket}/news"


@pytest.fixture
def kept(archive: archiver.Archive, tmp_path: Path) -> archiver.Archive:
    """An archive of two captures."""
    for name in ("coal", "rail"):
        (tmp_path / f"{name}.html").write_text(PAGE.format(name), encoding="utf-8")
        archive.import_file(tmp_path / f"{name}.html", url=f"https://news.example/{name}")
    return archive
