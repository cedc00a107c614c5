"""A WACZ by itself: is it whole, is it as its signer made it, and does what it says follow from its bytes?

Needs no archive; reads the one file, unpacks nothing to disk, never writes. Depths, each including the one before:
``files``     the ZIP, ``datapackage.json`` and the digest of every file, the signature;
``records``   every WARC record, every line of the index and of the pages;
``meaning``   where manifests of ours are inside: that IDs follow from the records, that manifests and items say what
              the records say, satisfy their schemas and are those enclosed as files, that every selector resolves.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archiver.errors import BadInput
from archiver.verify.package.container import Container, read_container
from archiver.verify.package.described import check_described
from archiver.verify.package.index import check_index, check_pages
from archiver.verify.package.meaning import check_documents, check_meaning
from archiver.verify.package.signature import check_signature
from archiver.verify.package.warcs import Warc, read_ours, read_warcs
from archiver.verify.report import Depth, Report
from archiver.warc.foreign.package import Part

__all__ = ["check_package", "check_stream", "check_warc"]


def check_package(path: Path, depth: Depth = "meaning", signer: str | None = None) -> Report:
    """Check the package at ``path``; never raises for what stands in it.

    ``signer``: the fingerprint (``sha256:HEX`` of its SubjectPublicKeyInfo) of the key it has to be signed with.
    Raises BadInput where the file cannot be read at all.
    """
    try:
        with path.open("rb") as stream:
            return check_stream(stream, path.name, depth, signer)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None


def check_stream(stream: BinaryIO, name: str, depth: Depth = "meaning", signer: str | None = None) -> Report:
    """The same for a seekable stream. ``report.package`` says what it is and how it is signed. Raises OSError."""
    report = Report(depth, package={"name": name})
    report.counts["files"] += 1
    container = read_container(report, stream, name)
    if container is None:
        report.package = {"name": name, "signature": "unknown"}
        return report
    described = check_described(report, container)
    check_signature(report, container, described, signer)
    if depth != "files":
        _check_records(report, container, described.document, depth)
    return report


def check_warc(stream: BinaryIO, part: Part) -> Report:
    """A WARC of ours by itself, as that of a package is checked. ``stream``: what it is a part of. Raises OSError."""
    report = Report("meaning")
    warc = Warc(part.name, part, is_ours=True)
    read_ours(report, stream, warc)
    check_documents(report, stream, [warc])
    return report


def _check_records(report: Report, container: Container, described: dict[str, object], depth: Depth) -> None:
    warcs = read_warcs(report, container)
    index = check_index(report, container, warcs)
    check_pages(report, container, warcs, index)
    if depth == "meaning":
        check_meaning(report, container, warcs, index, described)
