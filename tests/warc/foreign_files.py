"""Web archives as others write them, made here: each record is bytes, each way to store them a function."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import BinaryIO

import zstandard

from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import Keep

ALL = Keep(limit=1 << 30)
DATE = "2024-05-06T07:08:09Z"


def an_id(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"


def warc(
    block: bytes,
    number: int = 0,
    *more: tuple[str, str],
    kind: str = "resource",
    version: str = "1.0",
    length: str | None = None,
    end: bytes = b"\r\n\r\n",
    line_end: bytes = b"\r\n",
) -> bytes:
    """One record; ``length`` is what Content-Length says, "" for no such header."""
    given = {name for name, _ in more}
    standard = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", an_id(number)),
        ("WARC-Date", DATE),
        ("WARC-Target-URI", f"http://example.org/{number}"),
        ("Content-Type", "application/http; msgtype=response" if kind == "response" else "text/plain"),
    ]
    headers = [*((n, v) for n, v in standard if n not in given), *more]
    if length != "":
        headers.append(("Content-Length", length or str(len(block))))
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return line_end.join(line.encode() for line in lines) + block + end


def arc(
    block: bytes, uri: str = "http://example.org/", *, length: str | None = None, second: str = ""
) -> bytes:
    """One ARC record; ``second``: what version 2 has between type and length."""
    fields = [uri, "192.0.2.1", "20240506070809", "text/html", *([second] if second else [])]
    return f"{' '.join(fields)} {length or len(block)}\n".encode() + block + b"\n"


def arc_start(version: int = 1) -> bytes:
    names = "URL IP-address Archive-date Content-type Archive-length\n"
    return arc(f"{version} 0 Somebody\n{names}".encode(), "filedesc://a.arc")


def http(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, *headers, "", ""]).encode() + body


Store = Callable[[Sequence[bytes]], bytes]


def plain(records: Sequence[bytes]) -> bytes:
    return b"".join(records)


def gzip_members(records: Sequence[bytes]) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def gzip_whole(records: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(records), mtime=0)


def gzip_blocks(records: Sequence[bytes]) -> bytes:
    """As bgzip does: members of a fixed size, wherever records begin."""
    text = b"".join(records)
    return b"".join(gzip.compress(text[at : at + 700], mtime=0) for at in range(0, len(text), 700))


def zstd_frames(records: Sequence[bytes]) -> bytes:
    engine = zstandard.ZstdCompressor(write_checksum=True)
    return b"".join(engine.compress(record) for record in records)


def zstd_whole(records: Sequence[bytes]) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(b"".join(records))


def zstd_dictionary(records: Sequence[bytes], *, packed: bool = False) -> bytes:
    """As the proposal for .warc.zst has it: the dictionary in a first skippable frame, perhaps itself packed."""
    data = _dictionary().as_bytes()
    shown = zstandard.ZstdCompressor().compress(data) if packed else data
    engine = zstandard.ZstdCompressor(dict_data=_dictionary(), write_checksum=True)
    head = b"\x5d\x2a\x4d\x18" + len(shown).to_bytes(4, "little") + shown
    return head + b"".join(engine.compress(record) for record in records)


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    samples = [warc(f"sample {n} of many words {n * n}".encode(), n) for n in range(200)]
    return zstandard.train_dictionary(2048, samples)


STORES: dict[str, tuple[Store, str]] = {
    "plain": (plain, ""),
    "gzip, a record a member": (gzip_members, "gzip"),
    "gzip, one stream": (gzip_whole, "gzip"),
    "gzip, blocks": (gzip_blocks, "gzip"),
    "zstd, a record a frame": (zstd_frames, "zstd"),
    "zstd, one frame": (zstd_whole, "zstd"),
    "zstd, dictionary": (zstd_dictionary, "zstd"),
}


def read(data: bytes, form: Format, keep: Keep | None = ALL) -> tuple[list[ForeignMember], list[Skipped]]:
    """All that is found in ``data``; that no byte is left out is checked every time."""
    found = list(members(io.BytesIO(data), form, keep))
    assert uncovered(data, form, found) == []
    return [f for f in found if not isinstance(f, Skipped)], [f for f in found if isinstance(f, Skipped)]


def uncovered(data: bytes, form: Format, found: Sequence[ForeignMember | Skipped]) -> list[tuple[int, int]]:
    """The byte ranges of a file that are in nothing that was found."""
    spans = sorted(
        (f.start, f.end) if isinstance(f, Skipped) else (f.offset, f.offset + f.length) for f in found
    )
    at, gaps = 0, []
    for start, end in spans:
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    return gaps if at == len(data) else [*gaps, (at, len(data))]


def text_before(data: bytes, position: int) -> int:
    """How many bytes of text the first ``position`` bytes of one gzip stream hold."""
    return len(zlib.decompressobj(31).decompress(data[:position]))


def a_zip(entries: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> BinaryIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in entries:
            package.writestr(name, data)
    return out
