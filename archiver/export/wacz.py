"""WACZ 1.1.1: captures as one ZIP that viewers open. WARC stored, never deflated; ZIP64 where needed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from archiver.catalog import Catalog
from archiver.export.cdxj import cdxj
from archiver.export.warc import Copied, Sink, export_warc
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.store.folder import Folder

_WARC = "data.warc.gz"


def export_wacz(
    folder: Folder, catalog: Catalog, captures: Sequence[Capture], titles: Mapping[str, str], output: BinaryIO
) -> None:
    """Write these captures; ``titles``: capture ID → title of its page. Raises IntegrityFailed."""
    moment = max(capture.captured for capture in captures)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        resources: list[dict[str, Any]] = []
        copied: list[Copied] = []

        def fill(sink: Sink) -> None:
            copied.extend(export_warc(folder, catalog, captures, sink))

        resources.append(_add(package, f"archive/{_WARC}", fill))
        index = "".join(cdxj(captures, copied, _WARC))
        resources.append(_add(package, "indexes/index.cdxj", _text(index)))
        resources.append(_add(package, "pages/pages.jsonl", _text("".join(_pages(captures, titles)))))
        package_text = json.dumps(_datapackage(folder.info, moment, resources), ensure_ascii=False, indent=2)
        described = _add(package, "datapackage.json", _text(package_text))
        digest = {"path": "datapackage.json", "hash": described["hash"]}
        _add(package, "datapackage-digest.json", _text(json.dumps(digest)))


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


def _add(package: zipfile.ZipFile, path: str, fill: Callable[[Sink], object]) -> dict[str, Any]:
    # A fixed date: the same captures give the same bytes.
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    with package.open(entry, "w", force_zip64=path.endswith(".gz")) as out:
        hashing = _Hashing(out)
        fill(hashing)
    return {
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "hash": f"sha256:{hashing.hexdigest()}",
        "bytes": hashing.size,
    }


def _text(text: str) -> Callable[[Sink], object]:
    return lambda sink: sink.write(text.encode())


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
