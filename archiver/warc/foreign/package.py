"""The parts of a WACZ (1.x): listed, and opened as streams of their own. Nothing is written to disk by its name.

A package is a ZIP; one without ``pages.jsonl``, with deflated WARCs or without ``datapackage.json`` is read
all the same. Refused with a reason: names that leave the package, names that stand twice, encrypted
entries, what decompresses to more than is granted.
"""

from __future__ import annotations

import io
import json
import re
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

from archiver.errors import BadInput
from archiver.warc.foreign.formats import Format, recognise
from archiver.warc.members import Fault

MAX_ENTRIES = 100_000
MAX_SIZE = 64 << 30  # bytes that a deflated part may have
MAX_RATIO = 250  # to one; for what is longer than a few megabytes
_SMALL = 16 << 20
_MAX_DIRECTORY = 64 << 20
_MAX_JSON = 8 << 20
MAX_PAGES = 100_000
_MAX_LINE = 4 << 20
_MAX_FAULTS = 1000
_PIECE = 1 << 18
_IN_MEMORY = 8 << 20
_ARCHIVES = re.compile(r"(?i)\.(?:w?arc)(?:\.(?:gz|zst|lz4|bz2|xz))?$|\.wacz$")
_ZIP64 = struct.Struct("<4sQ2H2I4Q")


@dataclass(frozen=True)
class Part:
    """A WARC, ARC or WACZ in a package. ``start``: its first byte in the package; ``size``: in bytes, unpacked.

    ``stored``: it stands in the package byte for byte.
    """

    name: str
    format: Format
    start: int
    size: int
    stored: bool


@dataclass(frozen=True)
class Contents:
    """``parts`` in the order of the directory, ``pages`` as listed, ``faults``: what is wrong, what was refused."""

    parts: tuple[Part, ...]
    pages: tuple[dict[str, Any], ...]
    faults: tuple[Fault, ...]


class Refused(Exception):
    """An entry is not opened; the reason."""


def contents(stream: BinaryIO) -> Contents:
    """What a WACZ holds. Raises BadInput where it is no ZIP that can be read, or its directory is a bomb."""
    package = opened(stream)
    faults: list[Fault] = []
    parts: list[Part] = []
    entries = named(package, faults)
    for entry in entries.values():
        if not _ARCHIVES.search(entry.filename):
            continue
        try:
            parts.append(_part(stream, package, entry))
        except (BadInput, Refused) as error:
            faults.append(Fault("refused", str(error)))
    faults += [
        Fault(
            "nested", f"{part.name} is a package in the package: its parts are listed by reading it by itself"
        )
        for part in parts
        if part.format.kind == "wacz"
    ]
    pages = tuple(_pages(package, entries, faults))
    return Contents(tuple(parts), pages, (*faults, *_missing(entries)))


def parts(stream: BinaryIO) -> list[Part]:
    """The WARC, ARC and WACZ files of a package. Raises BadInput."""
    return list(contents(stream).parts)


def part_named(stream: BinaryIO, name: str) -> Part:
    """One part by its name, without reading the others. Raises BadInput, Refused."""
    package = opened(stream)
    entry = named(package, []).get(name)
    if entry is None:
        raise Refused(f"{name} is not in the package, or its name is refused")
    return _part(stream, package, entry)


def open_part(stream: BinaryIO, part: Part) -> BinaryIO:
    """A part as a seekable stream: a window on the package, or (deflated) unpacked into a nameless file.

    Raises BadInput where it unpacks to more than it says, or does not unpack.
    """
    if part.stored:
        return cast("BinaryIO", io.BufferedReader(_Window(stream, part.start, part.size), _PIECE))
    package = opened(stream)
    try:
        return _unpacked(package, package.getinfo(part.name))
    except (KeyError, Refused) as error:
        raise BadInput(f"{part.name} cannot be unpacked: {error}") from None


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    _measure_directory(stream)
    try:
        return zipfile.ZipFile(stream)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        struct.error,
        OverflowError,
        EOFError,
    ) as error:
        raise BadInput(f"not a ZIP that can be read ({error}): get the package again, or unpack it") from None


def _measure_directory(stream: BinaryIO) -> None:
    """zipfile reads the directory as a whole: not one that is made to fill the memory."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise BadInput("not a whole ZIP: its directory is missing. Get the package again")
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    if length == 0xFFFFFFFF or entries == 0xFFFF:
        found = tail.rfind(b"PK\x06\x06", 0, at)
        if found >= 0 and len(tail) - found >= _ZIP64.size:
            *_, entries, length, _ = _ZIP64.unpack_from(tail, found)
    if entries > MAX_ENTRIES or length > min(_MAX_DIRECTORY, size):
        raise BadInput(
            f"its directory has {entries} entries in {length} bytes: not read. Give its WARC files"
        )


def named(package: zipfile.ZipFile, faults: list[Fault]) -> dict[str, zipfile.ZipInfo]:
    """The entries whose names may be used, by name."""
    counted = Counter(entry.filename for entry in package.infolist())
    kept: dict[str, zipfile.ZipInfo] = {}
    refused: dict[str, str] = {}
    for entry in package.infolist():
        if reason := _forbidden(entry, counted):
            refused[entry.filename] = reason
        else:
            kept[entry.filename] = entry
    faults += [Fault("refused", f"{name[:200]!r}: {reason}") for name, reason in refused.items()]
    return kept


def _forbidden(entry: zipfile.ZipInfo, counted: Counter[str]) -> str | None:
    name = entry.filename
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "an absolute name"
    if ".." in re.split(r"[/\\]", name):
        return "a name that leaves the package"
    if not name.isprintable() or "\\" in entry.orig_filename:
        return "control characters or backslashes in its name"
    if counted[name] > 1:
        return f"stands {counted[name]} times in the package"
    return "encrypted" if entry.flag_bits & 0x41 else None


def _part(stream: BinaryIO, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    name = entry.filename
    if entry.compress_type == zipfile.ZIP_STORED:
        start = _data_start(stream, entry)
        window = cast("BinaryIO", io.BufferedReader(_Window(stream, start, entry.file_size)))
        return Part(name, recognise(window, name), start, entry.file_size, stored=True)
    check_claim(entry)
    with Entry(package, entry) as file:
        first = cast("BinaryIO", io.BytesIO(file.read(_PIECE)))
    return Part(name, recognise(first, name), entry.header_offset, entry.file_size, stored=False)


def _data_start(stream: BinaryIO, entry: zipfile.ZipInfo) -> int:
    """Where the bytes of a stored entry begin (APPNOTE 4.3.7)."""
    stream.seek(max(0, entry.header_offset))
    head = stream.read(30)
    if entry.header_offset < 0 or len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise Refused(f"{entry.filename}: the package has no entry where its directory says")
    name, extra = struct.unpack_from("<HH", head, 26)
    start = entry.header_offset + 30 + int(name) + int(extra)
    if start + entry.file_size > stream.seek(0, io.SEEK_END) or entry.file_size != entry.compress_size:
        raise Refused(f"{entry.filename}: the entry is longer than the package")
    return start


def check_claim(entry: zipfile.ZipInfo) -> None:
    if entry.file_size > MAX_SIZE:
        raise Refused(f"{entry.filename}: {entry.file_size} bytes, more than {MAX_SIZE}")
    if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise Refused(f"{entry.filename}: unpacks to more than {MAX_RATIO} times its size, as a bomb would")


_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    OSError,
    ValueError,
    struct.error,
)


class Entry:
    """An entry as a stream; whatever zipfile raises for it is a refusal."""

    def __init__(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self._package, self._entry = package, entry

    def __enter__(self) -> IO[bytes]:
        try:
            self._file = self._package.open(self._entry)
        except _DAMAGE as error:
            raise Refused(f"{self._entry.filename}: {error}") from None
        return self._file

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._file.close()
        if isinstance(error, _DAMAGE):
            raise Refused(f"{self._entry.filename}: {error}") from None


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """zipfile gives no more bytes than the entry claims, and what it claims was checked."""
    check_claim(entry)
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the caller's to close
    with Entry(package, entry) as file:
        while piece := file.read(_PIECE):
            out.write(piece)
    out.seek(0)
    return cast("BinaryIO", out)


def read_json(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, faults: list[Fault]
) -> Any:
    data = _bytes(package, entries, name, faults)
    try:
        return json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        faults.append(Fault("package", f"{name} is no JSON"))
        return None


def _bytes(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, faults: list[Fault]
) -> bytes | None:
    entry = entries.get(name)
    if entry is None:
        return None
    try:
        if entry.file_size > _MAX_JSON:
            raise Refused(f"{name}: {entry.file_size} bytes, more than {_MAX_JSON}")
        with Entry(package, entry) as file:
            return file.read(_MAX_JSON)
    except Refused as error:
        faults.append(Fault("refused", str(error)))
        return None


def _pages(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], faults: list[Fault]
) -> Iterator[dict[str, Any]]:
    left = MAX_PAGES
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        entry = entries.get(name)
        if entry is None:
            continue
        try:
            check_claim(entry)
            with Entry(package, entry) as file:
                while left and (line := file.readline(_MAX_LINE)):
                    left -= 1
                    if page := _page(line, name, faults):
                        yield page
        except Refused as error:
            faults.append(Fault("refused", str(error)))
    if not left:
        faults.append(Fault("package", f"lists {MAX_PAGES} pages or more: the others are left out"))


def _page(line: bytes, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """What a line says of a page; its text and other long fields are left out."""
    try:
        page = json.loads(line) if line.strip() else {}
    except (ValueError, RecursionError):
        if len(faults) < _MAX_FAULTS:
            faults.append(Fault("package", f"{name} has a line that is no JSON: {line[:60]!r}"))
        return None
    if not isinstance(page, dict) or not isinstance(page.get("url"), str):
        return None
    return {key: page[key] for key in ("id", "url", "ts", "title") if isinstance(page.get(key), str)}


def _missing(entries: dict[str, zipfile.ZipInfo]) -> Iterator[Fault]:
    for name in ("datapackage.json", "pages/pages.jsonl"):
        if name not in entries:
            yield Fault("package", f"has no {name}")
    if not any(name.startswith("archive/") and _ARCHIVES.search(name) for name in entries):
        yield Fault("package", "has no WARC in archive/")


class _Window(io.RawIOBase):
    """Part of a stream as a stream."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        size = max(0, min(len(buffer), self._size - self._at))
        self._stream.seek(self._start + self._at)
        data = self._stream.read(size)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
