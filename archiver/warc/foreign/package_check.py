"""Whether a WACZ holds what it says: sizes, digests and CRCs of its entries."""

from __future__ import annotations

import hashlib
import zipfile
from typing import Any, BinaryIO

from archiver.warc.foreign.package import Entry, Refused, check_claim, named, opened, read_json
from archiver.warc.members import Fault

_PIECE = 1 << 18
_SUMS = {"sha256": hashlib.sha256, "md5": hashlib.md5, "sha1": hashlib.sha1, "sha512": hashlib.sha512}


def check_package(stream: BinaryIO) -> list[Fault]:
    """The sizes and digests that ``datapackage.json`` states, and the CRC of every entry: what does not fit."""
    package = opened(stream)
    faults: list[Fault] = []
    entries = named(package, faults)
    described = read_json(package, entries, "datapackage.json", faults)
    faults += _check_descriptor(package, entries, faults)
    resources = described.get("resources") if isinstance(described, dict) else None
    listed: set[str] = set()
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict):
            path = str(resource.get("path") or "")
            listed.add(path)
            faults += _check(package, entries, path, resource)
    for name in entries:
        if name not in listed and not name.startswith("datapackage") and not name.endswith("/"):
            faults.append(Fault("unlisted", f"{name} is not listed in datapackage.json"))
            faults += _check(package, entries, name, {})
    return faults


def _check_descriptor(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], faults: list[Fault]
) -> list[Fault]:
    described = read_json(package, entries, "datapackage-digest.json", faults)
    if not isinstance(described, dict) or not isinstance(described.get("hash"), str):
        return []
    return _check(package, entries, "datapackage.json", {"hash": described["hash"]})


def _check(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], path: str, stated: dict[str, Any]
) -> list[Fault]:
    entry = entries.get(path)
    if entry is None:
        return [Fault("missing", f"{path[:200]!r} is listed in datapackage.json and not in the package")]
    label, _, value = str(stated.get("hash") or "sha256:").partition(":")
    made = _SUMS.get(label.lower(), hashlib.sha256)()
    size = 0
    try:
        check_claim(entry)
        with Entry(package, entry) as file:
            while piece := file.read(_PIECE):
                made.update(piece)
                size += len(piece)
    except Refused as error:
        return [Fault("refused", str(error))]
    faults = []
    if value and label.lower() in _SUMS and value.lower() != made.hexdigest():
        faults.append(
            Fault("package-digest", f"{path} is {label}:{made.hexdigest()}, the package says {label}:{value}")
        )
    if stated.get("bytes") not in (None, size):
        faults.append(Fault("package-size", f"{path} has {size} bytes, the package says {stated['bytes']}"))
    return faults
