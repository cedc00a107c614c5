"""An export with revisit records, as others index, check and replay it: the body comes out of the original."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

import archiver
from archiver.demo.site import DemoSite
from tests.demo import truth
from tests.viewers.conftest import skip
from tests.viewers.test_opinions import OPINIONS
from tests.viewers.test_pywb import KINDS, PYWB, _add, _await, _free_port
from tests.viewers.wacz_rules import wacz_faults

pytestmark = pytest.mark.viewer

PATH = truth.JSON_LD.path


@dataclass(frozen=True)
class Again:
    """A capture of revisits, exported alone; ``body``: what it stands for."""

    warc: Path
    wacz: Path
    capture: archiver.Capture
    body: bytes

    @property
    def stamp(self) -> str:
        """Its time in 14 digits."""
        return "".join(c for c in self.capture.captured if c.isdigit())[:14]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    folder = tmp_path_factory.mktemp("revisits")
    with DemoSite() as site, archiver.open(folder / "archive") as archive:
        captures = []
        for _ in range(2):
            url = site.base + PATH
            captures.append(archive.capture(url, dedup=True, pace=0, allowNetwork=("127.0.0.0/8",)))
            time.sleep(1)  # replay tells two captures of one URL apart by the second
        again = captures[1]
        assert any(exchange.original for exchange in again.exchanges)
        for kind in ("warc", "wacz"):
            with (folder / f"again.{kind}").open("wb") as out:
                archive.export([again.id], kind, out)
        (folder / "again.warc").rename(folder / "again.warc.gz")
        return Again(folder / "again.warc.gz", folder / "again.wacz", again, archive.page_of(again).body)


@pytest.mark.parametrize("name", [name for name in OPINIONS if name != "fastwarc check"])
def test_the_export_passes(name: str, again: Again) -> None:
    assert OPINIONS[name](again.warc) == ""


def test_fastwarc_finds_every_block_as_it_was(again: Again) -> None:
    """Not its payload check: it hashes what stands in a revisit, where WARC/1.1 means the original's payload."""
    check = [Path(sys.executable).with_name("fastwarc"), "check", "--quiet", again.warc]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_keeps_every_rule(again: Again) -> None:
    assert wacz_faults(again.wacz) == []


def test_another_indexer_finds_the_same_revisits(again: Again, tmp_path: Path) -> None:
    if not (PYWB / "cdxj-indexer").exists():
        skip("no cdxj-indexer in .pywb")
    with zipfile.ZipFile(again.wacz) as package:
        warc = package.extract("archive/data.warc.gz", tmp_path)
        ours = package.read("indexes/index.cdx").decode()
    done = subprocess.run(
        [PYWB / "cdxj-indexer", "--sort", warc], capture_output=True, text=True, timeout=60, check=True
    )
    found = [_revisits(text) for text in (ours, done.stdout)]
    assert found[0] == found[1]
    assert len(found[0]) > 1


def _revisits(text: str) -> set[tuple[str, str, str]]:
    """Time, offset and URL of each line that is a revisit."""
    lines = [line.split(" ", 2) for line in text.splitlines()]
    entries = [(stamp, json.loads(fields)) for _, stamp, fields in lines]
    return {(stamp, e["offset"], e["url"]) for stamp, e in entries if e.get("mime") == "warc/revisit"}


@pytest.fixture(scope="module")
def pywb(again: Again, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a pywb that holds the export as the collections ``warc`` and ``wacz``."""
    if not (PYWB / "wayback").exists():
        skip("no pywb in .pywb")
    root, port = tmp_path_factory.mktemp("pywb-revisits"), _free_port()
    _add(root, "warc", again.warc)
    _add(root, "wacz", again.wacz)
    with (root / "log").open("wb") as log:
        command = [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(f"http://127.0.0.1:{port}/warc/", process, root / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize("kind", KINDS)
def test_pywb_replays_the_body_under_the_date_of_the_revisit(pywb: str, again: Again, kind: str) -> None:
    replayed = f"{pywb}/{kind}/{again.stamp}id_/{again.capture.url}"
    with urllib.request.urlopen(replayed, timeout=20) as answer:
        assert answer.read() == again.body
        moment = parsedate_to_datetime(answer.headers["Memento-Datetime"])
    assert moment.strftime("%Y%m%d%H%M%S") == again.stamp
