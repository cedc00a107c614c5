"""An archive with something in it, and a folder for what is to be torn down."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.cli.conftest import DIGEST
from tests.conftest import capture_demo
from tests.torture.victims import LOCAL

ARTICLE = "mn/2026/01/29/zain-onoshilgoo"


@pytest.fixture(scope="session")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text with two headlines."""
    path = tmp_path_factory.mktemp("texts") / "digest.txt"
    path.write_text(DIGEST, "utf-8")
    return path


@pytest.fixture(scope="session")
def stocked(site: DemoSite, digest: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an article and a text digest: little, for all of it is verified after every strike.

    Not to be changed.
    """
    home = tmp_path_factory.mktemp("stocked") / "archive"
    with archiver.open(home) as archive:
        capture_demo(archive, f"{site.url}{ARTICLE}", requisites=False)
        archive.import_file(digest)
    return home


@pytest.fixture(scope="session")
def earlier(stocked: Path) -> set[str]:
    """What was acknowledged before: the IDs in the stocked archive."""
    with archiver.open(stocked) as archive:
        captures = list(archive.captures())
    return {i for capture in captures for i in (capture.id, *capture.items)}


@pytest.fixture
def afresh(stocked: Path, tmp_path: Path) -> Callable[[], Path]:
    """Gives a copy of the stocked archive, each time in the same place and as it was."""

    def make() -> Path:
        home = tmp_path / "archive"
        shutil.rmtree(home, ignore_errors=True)
        return shutil.copytree(stocked, home)

    return make


@pytest.fixture
def home(afresh: Callable[[], Path]) -> Path:
    """A copy of the stocked archive."""
    return afresh()


def capturing(url: str) -> tuple[str, ...]:
    """The arguments that capture a page of ours, quickly."""
    return ("capture", url, "--json", *LOCAL, "--no-requisites", "--no-extract")
