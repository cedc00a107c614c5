"""Which kind of web archive a stream is: by its content first, its name second."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Literal

from archiver.errors import BadInput
from archiver.warc.foreign.codings import Coding, Gzip, Source
from archiver.warc.foreign.heads import Kind, find_start, is_start
from archiver.warc.foreign.zstd_frames import Zstd

_LOOKED = 1 << 20  # bytes in which a record has to begin, where the name says that one should
_NAMED = re.compile(r"(?i)\.(w?arc)(?:\.(gz|zst|lz4|bz2|xz))?(?:\.[a-z]{1,8})?$")
_FOREIGN = (
    (b"\x04\x22\x4d\x18", "is compressed with lz4, which is not read", "unpack it with `lz4 -d`"),
    (b"BZh", "is compressed with bzip2, which is not read", "unpack it with `bunzip2`"),
    (b"\xfd7zXZ\0", "is compressed with xz, which is not read", "unpack it with `unxz`"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", "unpack it, and give the WARC files in it"),
    (b"bplist00", "is a property list, perhaps a Safari webarchive", "give a WARC, ARC or WACZ file"),
)
_INDEX = re.compile(rb"^(?:!|\S{1,4096} [0-9]{14} (?:\{| ?\S)| CDX )")
_LIST = re.compile(rb'^\s*\{[^\x00]{0,4000}"profile"\s*:\s*"(?:multi-wacz-package|wacz-package)"')
_CODINGS = {"gz": "gzip", "zst": "zstd"}


@dataclass(frozen=True)
class Format:
    """``kind``: ``warc``, ``arc`` or ``wacz``; ``coding``: ``""``, ``gzip`` or ``zstd``."""

    kind: Literal["warc", "arc", "wacz"]
    coding: Literal["", "gzip", "zstd"] = ""

    def __str__(self) -> str:
        return self.kind + {"": "", "gzip": ".gz", "zstd": ".zst"}[self.coding]


def recognise(stream: BinaryIO, name: str) -> Format:
    """What ``stream`` holds; ``name`` decides only where damage leaves its content unsure.

    Raises BadInput with the reason and what to do.
    """
    source = Source(stream)
    head = source.read(0, 1 << 13)
    if not head:
        raise BadInput(f"{name} is empty: give a WARC, ARC or WACZ file")
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return Format("wacz")
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise BadInput(f"{name} {what}: {remedy}")
    for label, coding in (("gzip", Gzip(source)), ("zstd", Zstd(source))):
        if coding.begins(0) or coding.aside(0):
            return _coded(coding, label, name)
    return _plain(source, head, name)


def _coded(coding: Coding, label: str, name: str) -> Format:
    problem = getattr(coding, "problem", None)
    if problem:
        raise BadInput(f"{name} cannot be read: {problem}")
    text, offset = b"", 0
    while not text and (aside := coding.aside(offset)):
        offset = aside[0]
    text = coding.peek(offset)
    coded: Literal["gzip", "zstd"] = "gzip" if label == "gzip" else "zstd"
    for kind in _KINDS:
        if is_start(kind, text.lstrip(b"\r\n")):
            return Format(kind, coded)
    named = _kind_named(name)
    # Damage, or a member of something else first: reading finds the records, if there are any.
    if named is not None and (len(text) < 16 or _NAMED.search(name)):
        return Format(named, coded)
    what = _described(text) or "something that is no web archive"
    raise BadInput(f"{name} is {label} of {what}: give a WARC, ARC or WACZ file")


_KINDS: tuple[Kind, ...] = ("warc", "arc")


def _plain(source: Source, head: bytes, name: str) -> Format:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    for kind in _KINDS:
        if is_start(kind, text):
            return Format(kind)
    if what := _described(head):
        raise BadInput(f"{name} is {what}: give the WARC, ARC or WACZ file itself")
    named = _NAMED.search(name)
    if named is None:
        raise BadInput(f"{name} does not begin like a WARC, ARC or WACZ file: give one of these")
    coding = _CODINGS.get((named[2] or "").lower())
    found = _kind_named(name) or "warc"
    if coding is None and find_start(found, source.read(0, _LOOKED), 0) < 0:
        raise BadInput(
            f"{name} holds no {found.upper()} record in its first {_LOOKED >> 20} MiB: is it the right file?"
        )
    if coding is not None and not _holds_part(source, coding):
        raise BadInput(f"{name} is not {coding}, whatever its name says: give the file as it was made")
    return Format(found, "gzip" if coding == "gzip" else "zstd" if coding else "")


def _holds_part(source: Source, coding: str) -> bool:
    pattern = (Gzip(source) if coding == "gzip" else Zstd(source)).candidates()
    return pattern.search(source.read(0, _LOOKED)) is not None


def _kind_named(name: str) -> Kind | None:
    found = _NAMED.search(name)
    return None if found is None else "arc" if found[1].lower() == "arc" else "warc"


def _described(text: bytes) -> str:
    """What else a text is, as far as a few first bytes tell; "" for no idea."""
    start = text[:4096].lstrip().lower()
    if _LIST.match(text):
        return "a list of WACZ packages (multi-WACZ), not one"
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "a page of HTML or XML"
    if start.startswith((b"mime-version:", b"from: <saved by")):
        return "MHTML, a page saved by a browser"
    if start.startswith(b"pk\x03\x04"):
        return "a ZIP archive"
    return "an index of web archives (CDX)" if _INDEX.match(text) else ""
