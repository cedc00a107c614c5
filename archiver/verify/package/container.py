"""The ZIP of a package: its directory against what stands in the file, before anything of it is read.

Refused, and never opened: names that leave the package, that stand twice or that the entry itself does not have;
entries that share bytes; what unpacks to far more than it takes.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archiver.errors import BadInput
from archiver.verify.report import Report
from archiver.warc.foreign.package import Entry, Refused, check_claim, named, opened
from archiver.warc.members import Fault

PIECE = 1 << 18
_DESCRIPTOR = 24  # bytes at most that may follow an entry's data (APPNOTE 4.3.9)
_HEADER = struct.Struct("<4sHHHHHIIIHH")  # APPNOTE 4.3.7
_UTF8, _DESCRIBED_BEHIND = 0x800, 0x8
_IN_ZIP64 = 0xFFFFFFFF  # where the size stands in the extra field


@dataclass(frozen=True)
class Container:
    """An open package and the entries of it that may be read, by name, without folders."""

    name: str
    stream: BinaryIO
    package: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of an entry, unpacked on the way; its CRC is checked. Raises Refused."""
        entry = self.entries[path]
        check_claim(entry)
        with Entry(self.package, entry) as file:
            while piece := file.read(PIECE):
                yield piece


def read_container(report: Report, stream: BinaryIO, name: str) -> Container | None:
    """The package, None where it is none or is built so that no two readers need see the same in it."""
    try:
        package = opened(stream)
    except BadInput as error:
        report.error(name, "zip", str(error))
        return None
    faults: list[Fault] = []
    entries = named(package, faults)
    for fault in faults:
        report.error(name, "zip-entry", fault.message)
    try:
        is_sound = _check_places(report, stream, name, package)
    except Refused as error:
        report.error(name, "zip", str(error))
        return None
    for path in [path for path in entries if path.endswith("/")]:
        if entries.pop(path).file_size:
            report.error(path, "zip-entry", "a folder with content")
    return Container(name, stream, package, entries) if is_sound else None


def _check_places(report: Report, stream: BinaryIO, name: str, package: zipfile.ZipFile) -> bool:
    """Each entry stands where the directory says, is called so there, and shares no byte with another."""
    end, is_sound = 0, True
    for entry in sorted(package.infolist(), key=lambda one: one.header_offset):
        start, data = _place(report, stream, entry)
        if start < end:
            report.error(name, "zip", f"{entry.filename[:200]!r} shares bytes with the entry before it")
            is_sound = False
        _name_gap(report, name, end, start)
        end = max(end, data + entry.compress_size)
    if end > package.start_dir:
        report.error(name, "zip", "its last entry runs into its directory")
        is_sound = False
    _name_gap(report, name, end, package.start_dir)
    if package.comment:
        report.warning(name, "zip-gap", f"{len(package.comment)} bytes of comment, which nothing vouches for")
    return is_sound


def _place(report: Report, stream: BinaryIO, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the entry and its data begin. Raises Refused where there is no entry."""
    stream.seek(max(0, entry.header_offset))
    head = stream.read(_HEADER.size)
    if entry.header_offset < 0 or len(head) < _HEADER.size or not head.startswith(b"PK\x03\x04"):
        raise Refused(f"{entry.filename[:200]!r}: there is no entry where the directory says")
    _, _, flags, method, _, _, *stated, name_length, extra_length = _HEADER.unpack(head)
    name = stream.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    is_same = flags & _DESCRIBED_BEHIND or _is_stated(entry, *stated)
    if name != entry.orig_filename or method != entry.compress_type or not is_same:
        report.error(
            entry.filename[:200], "zip-entry", "its directory and the entry itself say two things of it"
        )
    if extra_length and not entry.extra:
        message = "an extra field that the directory does not have: ReplayWeb.page reads past its bytes"
        report.warning(entry.filename[:200], "zip-entry", message)
    return entry.header_offset, entry.header_offset + _HEADER.size + name_length + extra_length


def _is_stated(entry: zipfile.ZipInfo, crc: int, packed: int, size: int) -> bool:
    """Whether an entry says of itself what the directory does: some readers go by the one, some by the other."""
    sizes = ((packed, entry.compress_size), (size, entry.file_size))
    return crc == entry.CRC and all(own in (listed, _IN_ZIP64) for own, listed in sizes)


def _name_gap(report: Report, name: str, end: int, start: int) -> None:
    if start - end > (_DESCRIPTOR if end else 0):
        report.warning(
            name, "zip-gap", f"{start - end} bytes at {end} are of no entry: nothing vouches for them"
        )
