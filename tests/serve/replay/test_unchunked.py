"""Chunks with extensions: kept as they came in every export, and written without in what the viewer is handed."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import archiver
from archiver.archive import bundle
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.capture.options import default_options
from archiver.exchange import Block, Captured, Exchange
from archiver.export.wacz import hand_to_viewer
from archiver.http1 import parse_head
from tests.serve.replay.conftest import Served, replayed

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = b"<!doctype html><title>x</title><p>Every word of this came in a chunk of its own."
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
END = b"0;last=1\r\nX-Sum: 1; 2\r\n\r\n"
EXTENDED = HEAD + b"".join(b"%x;a=1\r\n%b\r\n" % (len(w), w) for w in TEXT.split(b" ")) + END
PLAIN = HEAD + b"".join(b"%x\r\n%b\r\n" % (len(w), w) for w in TEXT.split(b" ")) + b"0\r\n\r\n"
BODY = TEXT.replace(b" ", b"")


def _capture(
    archive: archiver.Archive, block: bytes, url: str = "http://chunks.example/"
) -> archiver.Capture:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    request, response, head = b"GET / HTTP/1.1\r\n\r\n", Block.of(block), parse_head(block)
    exchange = Exchange("page", url, moment, seconds=0.1, request=request, response=response, head=head)
    found = Captured(url, (exchange,), default_options(requisites=False, pace=0.0))
    made = bundle.finish(bundle.begin(found, archive.folder.info, extract=False), None)
    return Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(made)[0]


def _handed(archive: archiver.Archive, capture: archiver.Capture) -> tuple[bytes, dict[str, str]]:
    """The WARC and the description of the package that a viewer is handed."""
    out = io.BytesIO()
    hand_to_viewer(archive.folder, archive.catalog, archive.brief(capture.id), out)
    with zipfile.ZipFile(out) as package:
        index = package.read("indexes/index.cdx").decode()
        where, warc = json.loads(index[index.index("{") :]), package.read("archive/data.warc.gz")
        start = int(where["offset"])
        assert gzip.decompress(warc[start : start + int(where["length"])]).startswith(
            b"WARC/1.1\r\nWARC-Type: response"
        )
        return gzip.decompress(warc), json.loads(package.read("datapackage.json"))


def test_is_written_without_them(archive: archiver.Archive) -> None:
    warc, document = _handed(archive, _capture(archive, EXTENDED))
    expected = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (
        len(BODY),
        BODY,
    )
    assert expected in warc and b";a=1" not in warc
    assert "Written anew: 1 of " in document["description"]


def test_every_other_response_stays_as_it_is(archive: archiver.Archive) -> None:
    warc, document = _handed(archive, _capture(archive, PLAIN))
    assert PLAIN in warc
    assert "Written anew" not in document["description"]


@pytest.mark.parametrize("kind", ["warc", "wacz"])
def test_an_export_keeps_the_bytes(archive: archiver.Archive, kind: str) -> None:
    out = io.BytesIO()
    archive.export([_capture(archive, EXTENDED).id], kind, out)
    if kind == "wacz":
        with zipfile.ZipFile(out) as package:
            out = io.BytesIO(package.read("archive/data.warc.gz"))
    assert EXTENDED in gzip.decompress(out.getvalue())


@pytest.mark.viewer
def test_the_viewer_shows_it(archive: archiver.Archive, serve: Callable[[Path], Served], tab: Page) -> None:
    capture = _capture(archive, EXTENDED)
    tab.goto(f"{serve(archive.folder.path).names.ui}/{capture.id}/replay")
    text = replayed(tab, lambda text: "ofitsown." in text).inner_text("body")
    assert text == "Everywordofthiscameinachunkofitsown."
