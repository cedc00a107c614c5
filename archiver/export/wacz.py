"""WACZ 1.1.1: captures as one ZIP that viewers open. WARC stored, never deflated; ZIP64 where needed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from archiver.catalog import Catalog
from archiver.export.cdxj import cdxj
from archiver.export.warc import Planned, Sink, planned, size_of, write_planned
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.store.folder import Folder

_IN_MEMORY = 8 << 20  # bytes of records that were written anew
_WARC = "data.warc.gz"
_INDEX = "indexes/index.cdx"  # CDXJ; pywb takes a package with only an index.cdxj for one without any


def export_wacz(
    folder: Folder, catalog: Catalog, captures: Sequence[Capture], titles: Mapping[str, str], output: BinaryIO
) -> None:
    """Write these captures; ``titles``: capture ID → title of its page. Raises IntegrityFailed."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        plan = planned(folder, catalog, captures, cast("BinaryIO", spool))
        _write(folder, captures, titles, plan, output)


def _write(
    folder: Folder,
    captures: Sequence[Capture],
    titles: Mapping[str, str],
    plan: Sequence[Planned],
    output: BinaryIO,
) -> None:
    moment = max((capture.captured for capture in captures), default=folder.info.created)
    with (
        zipfile.ZipFile(output, "w", zipfile.ZIP_STORED, allowZip64=True) as package,
        ThreadPoolExecutor(2) as beside,  # C code and the disk do most of it
    ):
        copy = partial(write_planned, folder, plan)
        copied = beside.submit(_add, package, f"archive/{_WARC}", copy, size_of(plan), beside)
        index = "".join(cdxj(captures, plan, _WARC))
        pages = "".join(_pages(captures, titles))
        resources = [
            copied.result(),
            _add_text(package, _INDEX, index),
            _add_text(package, "pages/pages.jsonl", pages),
        ]
        package_text = json.dumps(_datapackage(folder.info, moment, resources), ensure_ascii=False, indent=2)
        described = _add_text(package, "datapackage.json", package_text)
        digest = {"path": "datapackage.json", "hash": described["hash"]}
        _add_text(package, "datapackage-digest.json", json.dumps(digest))


class _Hashing:
    """Writes on and keeps count and digest. ``beside``: where it is hashed while it is written."""

    def __init__(self, out: Sink, beside: Executor | None) -> None:
        self._out, self._beside, self._hash, self.size = out, beside, hashlib.sha256(), 0

    def write(self, data: bytes | memoryview, /) -> None:
        hashed = self._beside.submit(self._hash.update, data) if self._beside else None
        self._out.write(data)
        if hashed is None:
            self._hash.update(data)
        else:
            hashed.result()  # the room of the data is used again after this
        self.size += len(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _add(
    package: zipfile.ZipFile,
    path: str,
    fill: Callable[[Sink], object],
    size: int,
    beside: Executor | None = None,
) -> dict[str, Any]:
    # A fixed date: the same captures give the same bytes.
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    # ZIP64 in the entry's own header exactly where the directory has it too: ReplayWeb.page takes an entry
    # without extra field in the directory for one without any, and would read 20 bytes too early.
    with package.open(entry, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as out:
        hashing = _Hashing(out, beside)
        fill(hashing)
    return {
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "hash": f"sha256:{hashing.hexdigest()}",
        "bytes": hashing.size,
    }


def _add_text(package: zipfile.ZipFile, path: str, text: str) -> dict[str, Any]:
    data = text.encode()
    return _add(package, path, lambda sink: sink.write(data), len(data))


def _pages(captures: Iterable[Capture], titles: Mapping[str, str]) -> Iterable[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + "\n"
    for capture in captures:
        page = {
            "id": capture.id,
            "url": capture.url,
            "ts": capture.captured,
            "title": titles.get(capture.id, capture.source or capture.url),
        }
        yield json.dumps(page, ensure_ascii=False) + "\n"


def _datapackage(info: ArchiveInfo, moment: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": info.title,
        "created": moment,
        "software": "archiver",
        "resources": resources,
    }
