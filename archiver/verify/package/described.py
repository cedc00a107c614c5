"""``datapackage.json`` against WACZ 1.1.1, and every file against the digest it is listed with."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.verify.package.container import Container
from archiver.verify.report import Report
from archiver.warc.foreign.package import Refused, read_json
from archiver.warc.members import Fault

DESCRIPTOR, DIGEST = "datapackage.json", "datapackage-digest.json"
PAGES = "pages/pages.jsonl"
_VERSIONS = ("1.0.0", "1.1.0", "1.1.1", "1.2.0")
_SUMS = ("sha256", "sha384", "sha512", "md5", "sha1")
_BROKEN = ("md5", "sha1")  # others can be found with the same
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_FOLDERS = {
    "archive/": re.compile(r"(?i).+\.w?arc(\.(gz|zst))?"),
    "indexes/": re.compile(r"(?i).+\.(cdxj?(\.gz)?|idx)"),
    "pages/": re.compile(r"(?i).+\.jsonl"),
}


@dataclass(frozen=True)
class Described:
    """``datapackage.json``: what it says ({} where it cannot be read), and ``sha256:HEX`` of its bytes."""

    document: dict[str, Any]
    digest: str


def instant_of(text: Any) -> datetime | None:
    """An RFC 3339 date and time, None for anything else."""
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) and _RFC3339.fullmatch(text) else None
    except ValueError:
        return None


def check_described(report: Report, container: Container) -> Described:
    """Check the description, the layout, and size and digest of each file, read as a stream."""
    document = json_of(report, container, DESCRIPTOR)
    if DESCRIPTOR not in container.entries:
        report.error(container.name, "datapackage", f"it has no {DESCRIPTOR}: it is no WACZ")
    elif not isinstance(document, dict):
        report.error(DESCRIPTOR, "datapackage", "it is no JSON object")
    _check_layout(report, container)
    if not isinstance(document, dict):
        return Described({}, _digest_of(report, container, DESCRIPTOR, "sha256")[0])
    for said in _wrong(document):
        report.error(DESCRIPTOR, "datapackage", said)
    if document.get("wacz_version") not in _VERSIONS:
        said = f"of version {str(document.get('wacz_version'))[:40]!r}, which is not known here"
        report.warning(DESCRIPTOR, "datapackage", said)
    _check_resources(report, container, document)
    return Described(document, _digest_of(report, container, DESCRIPTOR, "sha256")[0])


def json_of(report: Report, container: Container, path: str) -> Any:
    """A small JSON file of the package, None where it cannot be read, which is reported."""
    faults: list[Fault] = []
    value = read_json(container.package, container.entries, path, faults)
    for fault in faults:
        report.error(path, "datapackage" if fault.kind == "package" else "zip-entry", fault.message)
    return value


def _wrong(document: dict[str, Any]) -> Iterator[str]:
    if document.get("profile") != "data-package":
        yield f"profile is {str(document.get('profile'))[:40]!r}, not 'data-package'"
    if not isinstance(document.get("wacz_version"), str):
        yield "no wacz_version"
    for name in ("created", "modified"):
        if name in document and instant_of(document[name]) is None:
            yield f"{name} is {str(document[name])[:40]!r}, no RFC 3339 date and time"


def _check_layout(report: Report, container: Container) -> None:
    """The folders hold what WACZ 1.1.1 has in them, and WARCs stand there as they are."""
    for folder, pattern in _FOLDERS.items():
        inside = [path for path in container.entries if path.startswith(folder)]
        for path in inside:
            if not pattern.fullmatch(path):
                report.error(path, "datapackage", f"no file that may be in {folder}")
        if not inside or (folder == "pages/" and PAGES not in inside):
            report.error(
                container.name, "datapackage", f"it has no {PAGES if folder == 'pages/' else folder}"
            )
    for path, entry in container.entries.items():
        packed = entry.compress_type != zipfile.ZIP_STORED
        if packed and (path.startswith("archive/") or path.endswith(".cdx.gz")):
            report.error(
                path,
                "deflated",
                "compressed in the ZIP: no viewer can read a part of it, so stored it must be",
            )


def _check_resources(report: Report, container: Container, document: dict[str, Any]) -> None:
    """What is listed is there as it is listed, and what is there is listed."""
    resources = document.get("resources")
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        report.error(DESCRIPTOR, "datapackage", "resources is no list of objects")
        resources = []
    listed = Counter(str(one.get("path"))[:1000] for one in resources)
    for path in [path for path, times in listed.items() if times > 1]:
        report.error(path[:200], "datapackage", f"listed {listed[path]} times")
    for path in sorted(container.entries.keys() - listed.keys() - {DESCRIPTOR, DIGEST}):
        report.error(path, "unlisted-file", f"it is not listed in {DESCRIPTOR}: nothing vouches for it")
    for resource in resources:
        _check_resource(report, container, resource)


def _check_resource(report: Report, container: Container, resource: dict[str, Any]) -> None:
    path = resource.get("path")
    if not isinstance(path, str) or path not in container.entries:
        report.error(
            str(path)[:200], "resource-missing", f"{DESCRIPTOR} lists it, the package does not have it"
        )
        return
    if not isinstance(resource.get("name"), str) or not resource["name"]:
        report.error(path, "datapackage", "listed without a name")
    stated, size = resource.get("hash"), resource.get("bytes")
    algorithm = stated.partition(":")[0] if isinstance(stated, str) else ""
    if algorithm not in _SUMS:
        report.error(path, "datapackage", "listed without a digest that can be checked")
        algorithm = "sha256"
    elif algorithm in _BROKEN:
        report.warning(path, "weak-digest", f"listed with {algorithm}, which others can be made for")
    found, length = _digest_of(report, container, path, algorithm)
    if not found:
        return  # said already
    if isinstance(stated, str) and stated.partition(":")[0] in _SUMS and stated.lower() != found:
        report.error(path, "resource-digest", f"it is {found}, listed as {stated[:200]}")
    if size != length or isinstance(size, bool):
        report.error(path, "resource-size", f"it has {length} bytes, listed with {str(size)[:40]}")


def _digest_of(report: Report, container: Container, path: str, algorithm: str) -> tuple[str, int]:
    """``ALGORITHM:HEX`` and size of a file; "" where it cannot be read, which is reported."""
    if path not in container.entries:
        return "", 0
    made, size = hashlib.new(algorithm, usedforsecurity=False), 0
    try:
        for piece in container.pieces(path):
            made.update(piece)
            size += len(piece)
    except Refused as error:
        report.error(path, "zip-entry", str(error))
        return "", size
    return f"{algorithm}:{made.hexdigest()}", size
