"""WACZ packages of others: every part listed and opened, nothing extracted by name, no bomb goes off."""

import hashlib
import io
import json
import struct
import zipfile
from typing import Any

import pytest

from archiver.errors import BadInput
from archiver.warc.foreign.package import contents, open_part, parts
from archiver.warc.foreign.package_check import check_package
from tests.warc.foreign_files import STORES, a_zip, gzip_members, read, warc

RECORDS = [warc(b"one" * 100), warc(b"two", 1)]
WARC_GZ = gzip_members(RECORDS)
PAGES = b'{"format": "json-pages-1.0"}\n{"url": "http://example.org/", "ts": "2024-01-01T00:00:00Z", "text": "x"}\n'


def wacz(*more: tuple[str, bytes], pages: bytes | None = PAGES) -> list[tuple[str, bytes]]:
    entries = [("archive/data.warc.gz", WARC_GZ), *more]
    if pages is not None:
        entries.append(("pages/pages.jsonl", pages))
    resources = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in entries
    ]
    described = json.dumps({"profile": "data-package", "resources": resources}).encode()
    digest = json.dumps({"hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}).encode()
    return [*entries, ("datapackage.json", described), ("datapackage-digest.json", digest)]


def said(package: Any) -> list[str]:
    return [fault.message for fault in contents(package).faults]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_of_every_kind_stored_or_deflated(method: int) -> None:
    kinds = {
        f"archive/{n}.warc{end}": s(RECORDS) for n, (s, c) in enumerate(STORES.values()) for end in [_END[c]]
    }
    package = a_zip([*kinds.items(), ("pages/pages.jsonl", PAGES)], method)
    found = parts(package)
    assert [part.name for part in found] == list(kinds)
    for part in found:
        assert part.stored == (method == zipfile.ZIP_STORED)
        with open_part(package, part) as stream:
            data = stream.read()
            assert (data, part.size) == (kinds[part.name], len(data))
            assert len(read(data, part.format)[0]) == 2
        if part.stored:
            assert package.getvalue()[part.start : part.start + part.size] == data  # type: ignore[attr-defined]


_END = {"": "", "gzip": ".gz", "zstd": ".zst"}


def test_a_package_as_it_should_be() -> None:
    package = a_zip(wacz())
    found = contents(package)
    assert found.faults == ()
    assert found.pages == ({"url": "http://example.org/", "ts": "2024-01-01T00:00:00Z"},)
    assert check_package(package) == []


def test_without_pages_or_description_it_is_read_all_the_same() -> None:
    package = a_zip([("archive/data.warc.gz", WARC_GZ)])
    assert len(parts(package)) == 1
    assert said(package) == ["has no datapackage.json", "has no pages/pages.jsonl"]


def test_what_the_description_says_wrongly_is_reported() -> None:
    entries = dict(wacz())
    entries["archive/data.warc.gz"] = WARC_GZ + b"\0"
    entries["extra.txt"] = b"unlisted"
    del entries["pages/pages.jsonl"]
    kinds = sorted(fault.kind for fault in check_package(a_zip(list(entries.items()))))
    assert kinds == ["missing", "package-digest", "package-size", "unlisted"]
    entries = dict(wacz())
    entries["datapackage.json"] = entries["datapackage.json"] + b" "
    assert [f.kind for f in check_package(a_zip(list(entries.items())))] == ["package-digest"]


def test_a_package_within_a_package_says_so() -> None:
    inner = a_zip(wacz()).getvalue()  # type: ignore[attr-defined]
    package = a_zip([("archive/inner.wacz", inner)])
    (part,) = parts(package)
    assert part.format.kind == "wacz"
    assert "a package in the package" in " ".join(said(package))
    with open_part(package, part) as stream:
        assert [p.name for p in parts(stream)] == ["archive/data.warc.gz"]


NAMES = [
    "../evil.warc.gz",
    "/etc/evil.warc.gz",
    "archive/../../evil.warc.gz",
    "C:/evil.warc.gz",
    "a\\..\\b.warc.gz",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_leave_the_package_are_refused(name: str) -> None:
    package = a_zip(wacz((name, WARC_GZ)))
    assert [part.name for part in parts(package)] == ["archive/data.warc.gz"]
    assert any("evil" in message or "b.warc.gz" in message for message in said(package))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused_both_times() -> None:
    package = a_zip(
        [("archive/a.warc.gz", WARC_GZ), ("archive/a.warc.gz", WARC_GZ[:50]), ("b.warc.gz", WARC_GZ)]
    )
    assert [part.name for part in parts(package)] == ["b.warc.gz"]
    assert sum("stands 2 times" in message for message in said(package)) == 1


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(a_zip([("archive/a.warc.gz", WARC_GZ)]).getvalue())  # type: ignore[attr-defined]
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in " ".join(said(io.BytesIO(data)))


def test_a_bomb_is_refused_by_what_it_claims_and_cannot_exceed_that() -> None:
    bomb = a_zip([("archive/a.warc", warc(bytes(20_000_000)))], zipfile.ZIP_DEFLATED)
    assert "as a bomb would" in " ".join(said(bomb))
    lie = bytearray(bomb.getvalue())  # type: ignore[attr-defined]
    struct.pack_into("<I", lie, lie.rindex(b"PK\x01\x02") + 24, 5000)
    for part in parts(io.BytesIO(lie)):
        with pytest.raises(BadInput, match="cannot be unpacked"):
            open_part(io.BytesIO(lie), part)


def test_what_is_no_whole_zip_is_refused() -> None:
    data = a_zip(wacz()).getvalue()  # type: ignore[attr-defined]
    for broken in (data[:-30], data[: len(data) // 2], b"PK\x03\x04"):
        with pytest.raises(BadInput):
            parts(io.BytesIO(broken))
    crowd = bytearray(data)
    struct.pack_into("<I", crowd, data.rindex(b"PK\x05\x06") + 12, 1 << 31)
    with pytest.raises(BadInput, match="directory"):
        parts(io.BytesIO(crowd))


def test_an_entry_that_is_not_where_the_directory_says_is_refused() -> None:
    data = bytearray(a_zip([("archive/a.warc.gz", WARC_GZ), ("b.warc.gz", WARC_GZ)]).getvalue())  # type: ignore[attr-defined]
    data[:4] = b"XXXX"
    assert [part.name for part in parts(io.BytesIO(data))] == ["b.warc.gz"]
    assert "no entry where its directory says" in " ".join(said(io.BytesIO(data)))


def test_one_byte_changed_anywhere_raises_nothing_but_our_own() -> None:
    data = a_zip(wacz(), zipfile.ZIP_DEFLATED).getvalue()  # type: ignore[attr-defined]
    for place in range(len(data)):
        broken = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        stream = io.BytesIO(broken)
        try:
            for part in parts(stream):
                with open_part(stream, part) as opened:
                    read(opened.read(), part.format) if part.format.kind != "wacz" else None
            check_package(stream)
        except BadInput:
            pass
