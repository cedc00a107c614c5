"""A package with some of everything: a page of ours twice, a list, a text, and captures that others made."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from archiver.verify.package import check_stream
from archiver.verify.report import Report
from tests.archive.imports import ARTICLE, HOST, arc, exported, gzipped, http, put, site, take_in
from tests.conftest import capture_demo
from tests.verify_packages import repacking
from tests.verify_packages.repacking import Files

DIGEST = (
    "1 COAL EXPORTS RISE WWW.ALPHA.EXAMPLE\u00a0PUBLISHED:2026/01/29 \u00a0 "
    "2 SNOW CLOSES ROADS WWW.BETA.EXAMPLE\u00a0PUBLISHED:2026/01/28 \u00a0"
)
ARTICLE_PATH = "/en/2026/01/29/winter-road-tosontsengel"


@pytest.fixture(scope="session")
def package(site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Of captures of ours: the front page, an article twice (the second a revisit), a text digest."""
    folder = tmp_path_factory.mktemp("packages")
    with archiver.open(folder / "archive") as archive:
        captures = [
            capture_demo(archive, site.base + path, requisites=False, dedup=True)
            for path in ("/", ARTICLE_PATH, ARTICLE_PATH)
        ]
        put(folder, "digest.txt", DIGEST.encode())
        captures.append(archive.import_file(folder / "digest.txt"))
        return exported(archive, [capture.id for capture in captures], "wacz")


OTHERS = {
    "gzip": ("x.warc.gz", gzipped(site())),
    "plain": ("x.warc", b"".join(site())),
    "one member": ("whole.warc.gz", gzip.compress(b"".join(site()), mtime=0)),
    "arc": ("x.arc", arc([(f"{HOST}/coal", http(ARTICLE, "text/html"))])),
}


@pytest.fixture(scope="session")
def of_others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """By the kind of file that captures were imported from: the package of them."""
    made = {}
    for kind, (name, data) in OTHERS.items():
        folder = tmp_path_factory.mktemp("others")
        with archiver.open(folder / "archive") as archive:
            _, captures = take_in(archive, put(folder, name, data))
            made[kind] = exported(archive, [capture.id for capture in captures], "wacz")
    return made


def check(data: bytes, depth: str = "meaning", signer: str | None = None) -> Report:
    return check_stream(io.BytesIO(data), "x.wacz", depth, signer)  # type: ignore[arg-type]


def kinds(report: Report, severity: str = "error") -> set[str]:
    return {finding.kind for finding in report.findings if finding.severity == severity}


@pytest.fixture
def tampered(package: bytes) -> Callable[..., Report]:
    """Checks the package after a change; ``level`` says what else is made right again."""

    def change_and_check(change: Callable[[Files], object], level: str = "nothing", **how: str) -> Report:
        files = repacking.unpacked(package)
        change(files)
        if level != "nothing":
            repacking.relist(files)
        if level == "signed by another":
            repacking.resign(files)
        return check(repacking.packed(files), **how)

    return change_and_check


@pytest.fixture
def file(package: bytes, tmp_path: Path) -> Path:
    return put(tmp_path, "x.wacz", package)
