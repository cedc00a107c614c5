"""WACZ 1.1.1: captures as one ZIP that viewers open. WARC stored, never deflated; ZIP64 where needed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO

from archiver.catalog import Catalog
from archiver.export.cdxj import cdxj
from archiver.export.warc import Sink, planned, size_of, write_planned
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.store.folder import Folder

_WARC = "data.warc.gz"
_INDEX = "indexes/index.cdx"  # CDXJ; pywb takes a package with only an index.cdxj for one without any


def export_wacz(
    folder: Folder, catalog: Catalog, captures: Sequence[Capture], titles: Mapping[str, str], output: BinaryIO
) -> None:
    """Write these captures; ``titles``: capture ID → title of its page. Raises IntegrityFailed."""
    moment = max(capture.captured for capture in captures)
    plan = planned(catalog, captures)
    index = "".join(cdxj(captures, plan, _WARC))
    pages = "".join(_pages(captures, titles))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        resources = [
            _add(package, f"archive/{_WARC}", partial(write_planned, folder, plan), size_of(plan)),
            _add_text(package, _INDEX, index),
            _add_text(package, "pages/pages.jsonl", pages),
        ]
        package_text = json.dumps(_datapackage(folder.info, moment, resources), ensure_ascii=False, indent=2)
        described = _add_text(package, "datapackage.json", package_text)
        digest = {"path": "datapackage.json", "hash": described["hash"]}
        _add_text(package, "datapackage-digest.json", json.dumps(digest))


class _Hashing:
    """Writes on and keeps count and digest."""

    def __init__(self, out: Sink) -> None:
        self._out, self._hash, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _add(package: zipfile.ZipFile, path: str, fill: Callable[[Sink], object], size: int) -> dict[str, Any]:
    # A fixed date: the same captures give the same bytes.
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    # ZIP64 in the entry's own header exactly where the directory has it too: ReplayWeb.page takes an entry
    # without extra field in the directory for one without any, and would read 20 bytes too early.
    with package.open(entry, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as out:
        hashing = _Hashing(out)
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
