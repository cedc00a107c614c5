"""Heads of records as others write them: WARC 0.17 to 1.1, ARC versions 1 and 2. Pure.

Tolerant where the block is still certain; what breaks the standard is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from archiver.warc.members import Fault

Kind = Literal["warc", "arc"]

MAX_HEAD = 1 << 20
VERSIONS = ("WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18")
HEAD_END = re.compile(rb"\n\r*\n")
_LENGTH = re.compile(r"[0-9]{1,15}")
_NAMES = re.compile(r"[A-Za-z0-9-]+")
_WARC_START = re.compile(rb"(?i:WARC/)[^\r\n]{1,24}\r*\n")
# Found by a search, more is asked: a version and the name of a field.
_WARC_SURE = re.compile(rb"WARC/[0-9]\.[0-9]{1,2}[ \t]*\r*\n[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:")
_ARC_LINE = re.compile(
    rb"(?P<uri>[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s][^\r\n]{0,8000}?)"
    rb" (?P<ip>[0-9A-Fa-f.:]{2,45}|-|[Uu]nknown) (?P<date>[0-9]{4,20}|-)"
    rb" (?P<type>[^\r\n]{1,400}?) (?P<length>-?[0-9A-Za-z]{1,20}) ?\r*\n"
)
_ARC_SURE = re.compile(rb" [0-9]{12,18} [^\r\n]{1,400} -?[0-9]{1,15} ?\r*\n")
# Result code, checksum, location, offset, file name: what version 2 has before the length.
_ARC_SECOND = re.compile(
    r"^(?P<type>.{1,300}?) (?P<status>[0-9]{3}|-) (?P<checksum>\S+) (?P<location>\S+) (?P<offset>[0-9]+|-)"
    r" (?P<file>\S+)$"
)
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}:")
_ARC_LONGEST = 8192
_NO_HTTP = ("dns:", "filedesc:", "ftp:", "whois:", "rtsp:", "mms:")


@dataclass
class Head:
    """A record's head: ``length`` of its bytes, ``block`` the stated Content-Length, None where that is none."""

    length: int
    version: str
    headers: list[tuple[str, str]]
    block: int | None
    stated: str
    notes: list[Fault] = field(default_factory=list)


def is_start(kind: Kind, data: bytes) -> bool:
    """True when a record of that kind begins ``data``, at a place where one should."""
    return (_WARC_START if kind == "warc" else _ARC_LINE).match(data) is not None


def find_start(kind: Kind, data: bytes | bytearray, begin: int) -> int:
    """The first place from ``begin`` where a record surely begins (an ARC's: at the start of a line); -1 for none."""
    if kind == "warc":
        at = data.find(b"WARC/", begin)
        while at >= 0 and not _WARC_SURE.match(data, at):
            at = data.find(b"WARC/", at + 1)
        return at
    at = begin if begin == 0 or data[begin - 1] == 10 else data.find(b"\n", begin) + 1
    while at or begin == 0:
        if _SCHEME.match(data, at) and (line := _ARC_LINE.match(data, at)) and _ARC_SURE.search(line[0]):
            return at
        at = data.find(b"\n", at) + 1
        if not at:
            return -1
    return -1


def head_end(kind: Kind, data: bytes) -> int:
    """How long the head is that ``data`` starts with, 0 where it does not end there."""
    if kind == "arc":
        return data.find(b"\n", 0, _ARC_LONGEST) + 1
    end = HEAD_END.search(data)
    return end.end() if end else 0


def parse_head(kind: Kind, data: bytes) -> Head:
    """The head that is ``data``."""
    return _warc_head(data) if kind == "warc" else _arc_head(data)


def quick_head(data: bytes) -> Head | None:
    """A WARC head that is as it should be; None when it is not, or not surely."""
    try:
        version, *lines = data[:-4].decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        return None
    if version not in VERSIONS or len(lines) != data.count(b"\n") - 2:
        return None
    names: list[str] = []
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        names.append(name)
        headers.append((name, value.strip()))
    if names.count("Content-Length") != 1 or not _NAMES.fullmatch("".join(names)):
        return None
    length = headers[names.index("Content-Length")][1]
    if not _LENGTH.fullmatch(length):
        return None
    return Head(len(data), version, headers, int(length), length)


def _warc_head(data: bytes) -> Head:
    notes: list[Fault] = []
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text:
        notes.append(Fault("not-utf-8", "the WARC headers are not all UTF-8"))
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if data.count(b"\n") != data.count(b"\r\n") or lines[0].endswith("\r"):
        notes.append(Fault("line-ends", "lines of the WARC headers do not end in CR LF"))
        lines = [line.rstrip("\r") for line in lines if line.strip("\r")]
    version = lines[0].strip().upper()
    if version not in VERSIONS:
        notes.append(Fault("version", f"{version[:24]!r} is no version of WARC that is known"))
    headers = _fields(lines[1:], version, notes)
    return _head(len(data), version, headers, notes)


def _fields(lines: list[str], version: str, notes: list[Fault]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}".strip())
            if version == "WARC/1.1":
                notes.append(
                    Fault("folded", f"{name} goes on in a second line, which WARC/1.1 does not have")
                )
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            notes.append(Fault("header-line", f"{line[:80]!r} is no header"))
            continue
        headers.append((name.strip(), value.strip()))
    return headers


def _head(length: int, version: str, headers: list[tuple[str, str]], notes: list[Fault]) -> Head:
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    stated = lengths[0] if lengths else ""
    if len(set(lengths)) > 1:
        notes.append(Fault("duplicate", "Content-Length is stated twice, and differently"))
    return Head(length, version, headers, int(stated) if _LENGTH.fullmatch(stated) else None, stated, notes)


def _arc_head(data: bytes) -> Head:
    """The line of an ARC record as the headers a WARC would have (ARC File Format, 1996)."""
    notes: list[Fault] = []
    match = _ARC_LINE.fullmatch(data)
    if match is None:
        return Head(
            len(data), "ARC", [], None, "", [Fault("header-line", f"{data[:80]!r} is no ARC record line")]
        )
    uri, ip, date, media, length = (
        match[name].decode("utf-8", "replace") for name in ("uri", "ip", "date", "type", "length")
    )
    version = "ARC/1"
    more: list[tuple[str, str]] = []
    if second := _ARC_SECOND.match(media):
        media, version = second["type"], "ARC/2"
        more = [("ARC-Result-Code", second["status"]), ("ARC-Checksum", second["checksum"])]
        if second["location"] != "-":
            more.append(("ARC-Location", second["location"]))
    kind = "warcinfo" if uri.startswith("filedesc:") else _arc_type(uri)
    headers = [
        ("WARC-Type", kind),
        *(
            [("WARC-Filename", uri.removeprefix("filedesc://"))]
            if kind == "warcinfo"
            else [("WARC-Target-URI", uri)]
        ),
        ("WARC-Date", date),
        *([("WARC-IP-Address", ip)] if ip not in ("-", "0.0.0.0") else []),
        ("Content-Type", "application/http; msgtype=response" if kind == "response" else media),
        *([("ARC-Content-Type", media)] if kind == "response" else []),
        *more,
        ("Content-Length", length),
    ]
    return _head(len(data), version, headers, notes)


def _arc_type(uri: str) -> str:
    return "resource" if uri.lower().startswith(_NO_HTTP) else "response"
