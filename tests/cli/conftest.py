"""Fixtures of the command line: an archive with something in it, and the command that works on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.cli.command import Command
from tests.conftest import capture_demo

DIGEST = (
    "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29 \u00a0 "
    "2 SNOW CLOSES ROADS IN THE WEST WWW.BETA.EXAMPLE\u00a0PUBLISHED:2026/01/28 \u00a0"
)


@pytest.fixture(scope="session")
def stocked(site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the demo front page and a text digest. Not to be changed: ``run`` works on a copy."""
    folder = tmp_path_factory.mktemp("stocked")
    digest = folder / "digest.txt"
    digest.write_text(DIGEST, "utf-8")
    with archiver.open(folder / "archive") as archive:
        capture_demo(archive, site.url, requisites=False)
        archive.import_file(digest)
    return folder / "archive"


@pytest.fixture
def run(stocked: Path, tmp_path: Path) -> Command:
    """The command, on a stocked archive of its own."""
    return Command(shutil.copytree(stocked, tmp_path / "archive"))


@pytest.fixture
def new(tmp_path: Path) -> Command:
    """The command, where there is no archive yet."""
    return Command(tmp_path / "new-archive")


@pytest.fixture(scope="session")
def capture(stocked: Path) -> str:
    """The ID of the newest capture in the stocked archive: of the digest."""
    with archiver.open(stocked) as archive:
        return next(archive.captures()).id


@pytest.fixture(scope="session")
def items(stocked: Path) -> list[str]:
    """The IDs of the items in the stocked archive."""
    with archiver.open(stocked) as archive:
        return [item.id for capture in archive.captures() for item in archive.items(capture.id)]
