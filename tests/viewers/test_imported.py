"""A capture that others made, taken in and exported again: pywb's own reader finds it, with what it needs."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

import archiver
from tests.archive.imports import ARTICLE, HOST, PNG, arc, gzipped, http, put, site, take_in
from tests.viewers.conftest import CHECKOUT, skip

PYTHON = CHECKOUT / ".pywb" / "bin" / "python"
KINDS = {
    "gzip": ("x.warc.gz", gzipped(site())),
    "plain": ("x.warc", b"".join(site())),
    "arc": (
        "x.arc",
        arc([(f"{HOST}/coal", http(ARTICLE, "text/html")), (f"{HOST}/coal.png", http(PNG, "image/png"))]),
    ),
}
# What pywb answers for each URL: by its own index and its own reader of records.
LOOKUP = """
import json, sys
from pywb.warcserver.index.aggregator import SimpleAggregator
from pywb.warcserver.index.indexsource import FileIndexSource
from pywb.warcserver.handlers import DefaultResourceHandler
from pywb.warcserver.inputrequest import DirectWSGIInputRequest
source = SimpleAggregator({"x": FileIndexSource(sys.argv[1])})
handler = DefaultResourceHandler(source, sys.argv[2])
said = {}
for url in sys.argv[3:]:
    asked = DirectWSGIInputRequest({"REQUEST_METHOD": "GET"})
    headers, body, errors = handler({"url": url, "closest": "20240506070850", "_input_req": asked})
    said[url] = [dict(headers or {}).get("Warcserver-Type"), b"".join(body or []).hex()]
print(json.dumps(said))
"""


@pytest.mark.parametrize("kind", KINDS)
def test_pywbs_reader_finds_what_was_imported(archive: archiver.Archive, tmp_path: Path, kind: str) -> None:
    if not PYTHON.exists():
        skip("no pywb in .pywb")
    _, captures = take_in(archive, put(tmp_path, *KINDS[kind]))
    out = io.BytesIO()
    archive.export([capture.id for capture in captures], "wacz", out)
    with zipfile.ZipFile(out) as package:
        package.extract("archive/data.warc.gz", tmp_path)
        index = tmp_path / "index.cdxj"
        index.write_bytes(package.read("indexes/index.cdx"))
    wanted = {f"{HOST}/coal": ARTICLE, f"{HOST}/coal.png": PNG}
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", LOOKUP, index, f"{tmp_path}/archive/", *wanted],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for url, body in wanted.items():
        assert body in bytes.fromhex(found[url][1]), (url, found[url][0])
