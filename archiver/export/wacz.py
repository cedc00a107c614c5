"""WACZ 1.1.1: captures as one signed ZIP that viewers open. WARC stored, never deflated; ZIP64 where needed.

The same captures give the same bytes, but for what another key signs in ``datapackage-digest.json``. For that,
``created`` in ``datapackage.json`` and in the signature is the moment of the newest capture in the package, not that
of the export: nobody attests a time here. The signature says that the package is as the owner of the key made it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from shutil import copyfileobj
from typing import Any, BinaryIO

from archiver.catalog import Catalog
from archiver.export.contents import Contents
from archiver.export.enclosed import Listed, enclosed
from archiver.export.signing import SigningKey, signing_key
from archiver.export.unchunked import unchunked
from archiver.export.warc import Planned, Sink, planned, size_of, spooled, write_planned
from archiver.model.archive import ArchiveInfo
from archiver.model.brief import Brief
from archiver.store.folder import Folder

_DEFLATE = 1  # half the time of the default for a sixth more bytes
_FOR_VIEWER = (
    "Made for ReplayWeb.page, which does not decode chunked bodies whose chunks have extensions: such responses are "
    "here without the chunked coding. `archiver export --to wacz` gives what was captured, byte for byte, and signed."
)
_WARC = "data.warc.gz"
_INFO = "archiver/archive.json"
_INDEX = "indexes/index.cdx"  # CDXJ; pywb takes a package with only an index.cdxj for one without any


def export_wacz(
    folder: Folder,
    catalog: Catalog,
    captures: Iterable[Brief],
    output: BinaryIO,
    key: SigningKey | None = None,
) -> tuple[str, ...]:
    """Write these captures, signed; gives notes for the person, such as that the key is not kept.

    Captures are taken as they come and not kept. ``key``: the user's own where none is given (see
    ``archiver.export.signing``). Raises IntegrityFailed, BadInput (the user's key cannot be used).
    """
    key = signing_key() if key is None else key
    contents = Contents(catalog)
    with spooled() as spool:
        plan = planned(folder, catalog, contents.each(captures), spool)
        _write(folder, catalog, contents, plan, key, output)
    return key.notes


def hand_to_viewer(folder: Folder, catalog: Catalog, capture: Brief, output: BinaryIO) -> None:
    """Write one capture for ReplayWeb.page, unsigned: as above, but for responses that it would not decode (see
    ``archiver.export.unchunked``); the package says so. Raises IntegrityFailed.
    """
    contents = Contents(catalog)
    with spooled() as spool:
        plan, count = unchunked(folder, planned(folder, catalog, contents.each([capture]), spool), spool)
        said = f"{_FOR_VIEWER} Written anew: {count} of {len(plan)} records." if count else _FOR_VIEWER
        _write(folder, catalog, contents, plan, None, output, said)


def _write(
    folder: Folder,
    catalog: Catalog,
    contents: Contents,
    plan: Sequence[Planned],
    key: SigningKey | None,
    output: BinaryIO,
    description: str | None = None,
) -> None:
    moment = contents.newest or folder.info.created
    with (
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=_DEFLATE) as package,
        ThreadPoolExecutor(2) as beside,  # C code and the disk do most of it
        ExitStack() as stack,
    ):
        copy = partial(write_planned, folder, plan)
        copied = beside.submit(_add, package, f"archive/{_WARC}", copy, size_of(plan), beside)
        index = "".join(contents.answers.cdxj(plan, _WARC))
        listed = enclosed(catalog, contents.files, plan, stack)
        resources = [
            copied.result(),
            _add_text(package, _INDEX, index),
            _add_text(package, "pages/pages.jsonl", "".join(contents.pages)),
            _add_text(package, _INFO, folder.info.to_json().decode()),
            *(_add_listed(package, one) for one in listed),
        ]
        described_as = {"description": description} if description else {}
        document = _datapackage(folder.info, moment, resources) | described_as
        package_text = json.dumps(document, ensure_ascii=False, indent=2)
        described = _add_text(package, "datapackage.json", package_text)
        digest: dict[str, Any] = {"path": "datapackage.json", "hash": described["hash"]}
        if key is not None:
            digest["signedData"] = key.signed_data(described["hash"], moment)
        _add_text(package, "datapackage-digest.json", json.dumps(digest, indent=2))


class _Hashing:
    """Writes on and keeps count and digest. ``beside``: where it is hashed while more is read and written."""

    def __init__(self, out: Sink, beside: Executor | None) -> None:
        self._out, self._beside, self._hash, self.size = out, beside, hashlib.sha256(), 0
        self._under_way: Future[None] | None = None

    def write(self, data: bytes | memoryview, /) -> None:
        self._wait()
        if self._beside is None:
            self._hash.update(data)
        else:
            self._under_way = self._beside.submit(self._hash.update, data)
        self._out.write(data)
        self.size += len(data)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()

    def hexdigest(self) -> str:
        self._wait()
        return self._hash.hexdigest()


def _add(
    package: zipfile.ZipFile,
    path: str,
    fill: Callable[[Sink], object],
    size: int,
    beside: Executor | None = None,
    *,
    deflated: bool = False,
) -> dict[str, Any]:
    # Both are of the same fixed date, so that the same captures give the same bytes; named by its path alone, an
    # entry is written as the package was opened for: deflated.
    entry = path if deflated else zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    # ZIP64 in the entry's own header exactly where the directory has it too: ReplayWeb.page takes an entry
    # without extra field in the directory for one without any, and would read 20 bytes too early.
    with package.open(entry, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as out:
        hashing = _Hashing(out, beside)
        fill(hashing)
    package.getinfo(path).external_attr = 0o644 << 16
    return {
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "hash": f"sha256:{hashing.hexdigest()}",
        "bytes": hashing.size,
    }


def _add_text(package: zipfile.ZipFile, path: str, text: str) -> dict[str, Any]:
    data = text.encode()
    return _add(package, path, lambda sink: sink.write(data), len(data))


def _add_listed(package: zipfile.ZipFile, one: Listed) -> dict[str, Any]:
    """Deflated: documents are ten times smaller then, and no viewer reads them by ranges."""
    return _add(package, one.path, partial(copyfileobj, one.content), one.size, deflated=True)


def _datapackage(info: ArchiveInfo, moment: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": info.title,
        "created": moment,
        "software": "archiver",
        "resources": resources,
    }
