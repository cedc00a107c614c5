"""WACZ 1.1.1 read by the letter, with nothing of the archiver: what a package breaks, one line a fault.

``wacz validate`` passes packages that break most of these rules; viewers do not.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_UNLISTED = {"datapackage.json", "datapackage-digest.json"}


def wacz_faults(path: Path) -> list[str]:
    """Every rule this package breaks; empty for a good one."""
    with zipfile.ZipFile(path) as package:
        files = {info.filename: package.read(info) for info in package.infolist()}
        stored = {info.filename for info in package.infolist() if info.compress_type == zipfile.ZIP_STORED}
        alike = {info.filename for info in package.infolist() if _headers_agree(path, info)}
    return [
        *_layout(files, stored),
        *(f"{name}: an extra field in the local header alone" for name in sorted(files.keys() - alike)),
        *_pages(files.get("pages/pages.jsonl", b"")),
        *_datapackage(files),
        *_index(files),
    ]


def _headers_agree(path: Path, info: zipfile.ZipInfo) -> bool:
    """Not a rule of ZIP, but ReplayWeb.page finds nothing in a package where this is False."""
    with path.open("rb") as file:
        file.seek(info.header_offset + 28)
        local = int.from_bytes(file.read(2), "little")
    return local == 0 or len(info.extra) > 0


def _layout(files: dict[str, bytes], stored: set[str]) -> Iterator[str]:
    warcs = [name for name in files if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", name)]
    if not warcs:
        yield "no WARC in archive/"
    yield from (f"{name}: not STOREd" for name in warcs if name not in stored)
    if not any(re.fullmatch(r"indexes/[^/]+\.cdxj?(\.gz)?", name) for name in files):
        yield "no index in indexes/"
    yield from (f"no {name}" for name in ("pages/pages.jsonl", "datapackage.json") if name not in files)


def _pages(text: bytes) -> Iterator[str]:
    head, *pages = [json.loads(line) for line in text.splitlines()] or [{}]
    if head.get("format") != "json-pages-1.0":
        yield "pages.jsonl: no header line"
    if not pages:
        yield "pages.jsonl: no page"
    for page in pages:
        if not page.get("url") or not _RFC3339.fullmatch(page.get("ts", "")):
            yield f"pages.jsonl: no url or no RFC 3339 ts in {page}"


def _datapackage(files: dict[str, bytes]) -> Iterator[str]:
    package = json.loads(files.get("datapackage.json", b"{}"))
    if package.get("profile") != "data-package" or package.get("wacz_version") != "1.1.1":
        yield "datapackage.json: profile or wacz_version"
    resources: dict[str, dict[str, Any]] = {one.get("path"): one for one in package.get("resources", [])}
    unlike = (files.keys() - _UNLISTED) ^ resources.keys()
    yield from (f"datapackage.json: {name} is listed or there, not both" for name in sorted(unlike))
    for name in resources.keys() & files.keys():
        entry = {"name": name.rsplit("/", 1)[-1], "path": name, **_fixity(files[name])}
        if resources[name] != entry:
            yield f"datapackage.json: {name} is {entry}, not {resources[name]}"
    if "datapackage-digest.json" in files:
        digest = json.loads(files["datapackage-digest.json"])
        if digest.get("hash") != _fixity(files["datapackage.json"])["hash"]:
            yield "datapackage-digest.json: not the digest of datapackage.json"


def _fixity(data: bytes) -> dict[str, Any]:
    return {"hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}


def _index(files: dict[str, bytes]) -> Iterator[str]:
    lines = b"".join(data for name, data in files.items() if name.startswith("indexes/")).splitlines()
    if lines != sorted(lines):
        yield "index: not sorted"
    named = set()
    for line in lines:
        _, stamp, fields = line.decode().split(" ", 2)
        entry = json.loads(fields)
        named.add((entry["filename"], int(entry["offset"])))
        warc = files.get(f"archive/{entry['filename']}", b"")
        if (fault := _member_fault(warc, stamp, entry)) is not None:
            yield f"index: {entry['url']} at {entry['offset']}: {fault}"
    for name, data in files.items():
        if name.startswith("archive/"):
            missing = _responses(data) - {offset for file, offset in named if name == f"archive/{file}"}
            yield from (f"index: the response at {offset} is not in it" for offset in sorted(missing))


_ANSWERS = ("response", "resource", "revisit")


def _member_fault(warc: bytes, stamp: str, entry: dict[str, str]) -> str | None:
    """What is wrong with the gzip member an index line points to; None if it is that very record, alone."""
    start = int(entry["offset"])
    member = warc[start : start + int(entry["length"])]
    try:
        gzip.decompress(member)
        records = [
            (record.rec_type, record.rec_headers, record.http_headers)
            for record in ArchiveIterator(io.BytesIO(member))
        ]
    except (OSError, EOFError) as error:
        return f"no gzip member: {error}"
    if len(records) != 1 or records[0][0] not in _ANSWERS:
        return "not one response"
    if (records[0][0] == "revisit") is not (entry["mime"] == "warc/revisit"):
        return f"a {records[0][0]} under the media type {entry['mime']}"
    _, headers, http = records[0]
    date = re.sub(r"\D", "", headers.get_header("WARC-Date"))[:14]
    found = (headers.get_header("WARC-Target-URI"), date, http.get_statuscode() if http else "200")
    wanted = (entry["url"], stamp, entry["status"])
    return None if found == wanted else f"{found} where {wanted} was promised"


def _responses(warc: bytes) -> set[int]:
    iterator = ArchiveIterator(io.BytesIO(warc))
    return {iterator.get_record_offset() for record in iterator if record.rec_type in _ANSWERS}
