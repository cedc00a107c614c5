"""Packages whose ZIP is built to deceive: refused before anything in them is read."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile

import pytest

from archiver.warc.foreign.package import MAX_RATIO
from tests.verify_packages import repacking
from tests.verify_packages.conftest import check, kinds
from tests.verify_packages.repacking import PAGES, WARC


def _with(package: bytes, *names: str) -> bytes:
    """Entries more, under names that ``zipfile`` itself would not let pass."""
    out = io.BytesIO(package)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as file:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name in names:
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            file.writestr(info, b"more")
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "archive/../../evil.txt",
        "/etc/evil",
        "C:/evil",
        "..",
        "a\x1b[2Jb",
        "pages/\u202ex.jsonl",
    ],
)
def test_a_name_that_leaves_the_package_or_deceives(package: bytes, name: str) -> None:
    assert "zip-entry" in kinds(check(_with(package, name), "files"))


def test_a_name_that_stands_twice(package: bytes) -> None:
    report = check(_with(package, "twice.txt", "twice.txt"), "files")
    assert "zip-entry" in kinds(report)
    assert "stands 2 times" in str(report.findings)


def test_pages_that_stand_twice_are_read_by_nobody(package: bytes) -> None:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(PAGES, b"{}")
    assert {"zip-entry", "resource-missing"} <= kinds(check(out.getvalue()))


def test_an_encrypted_entry(package: bytes) -> None:
    data = bytearray(package)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "zip-entry" in kinds(check(bytes(data), "files"))


def test_a_folder_is_no_file_and_one_with_content_is_refused(package: bytes) -> None:
    files = repacking.unpacked(package)
    assert check(repacking.packed(files | {"extra/": b""})).findings == []
    assert kinds(check(repacking.packed(files | {"extra/": b"content"}), "files")) == {"zip-entry"}


def test_a_deflated_warc_is_named_and_not_unpacked(package: bytes) -> None:
    report = check(repacking.packed(repacking.unpacked(package), zipfile.ZIP_DEFLATED))
    assert ("deflated", WARC) in [(f.kind, f.where) for f in report.findings]
    assert report.counts["records"] == 0


def test_a_bomb_is_not_unpacked(package: bytes) -> None:
    files = repacking.unpacked(package)
    files[PAGES] = b"\n" * (MAX_RATIO * 200_000)
    report = check(repacking.packed(files, zipfile.ZIP_DEFLATED), "files")
    assert any(f.kind == "zip-entry" and "bomb" in f.message for f in report.findings)


def test_a_bomb_in_a_compressed_index_is_not_unpacked(package: bytes) -> None:
    files = repacking.unpacked(package)
    files["indexes/index.cdx.gz"] = gzip.compress(b"!\n" * (20 << 20))
    repacking.relist(files)
    report = check(repacking.packed(files))
    assert any(f.kind == "unreadable" and "bomb" in f.message for f in report.findings)


def _directory(data: bytes) -> list[int]:
    """Where each entry of the directory begins."""
    places, at = (
        [],
        data.index(b"PK\x01\x02", struct.unpack_from("<I", data, data.rindex(b"PK\x05\x06") + 16)[0]),
    )
    while data[at : at + 4] == b"PK\x01\x02":
        places.append(at)
        at += 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    return places


def test_entries_that_share_bytes(package: bytes) -> None:
    """As in bombs without recursion: two names for one place."""
    data = bytearray(package)
    _, index, pages, *_ = _directory(data)
    data[pages + 42 : pages + 46] = data[index + 42 : index + 46]
    report = check(bytes(data))
    assert "zip" in kinds(report)
    assert report.counts["records"] == 0


def test_an_entry_that_calls_itself_otherwise(package: bytes) -> None:
    """Viewers that read a package as a stream would see another file."""
    data = bytearray(package)
    at = data.index(PAGES.encode())
    data[at : at + 5] = b"Pages"
    assert "zip-entry" in kinds(check(bytes(data), "files"))


@pytest.mark.parametrize("place", [14, 18, 22])
def test_an_entry_that_states_another_size_or_checksum(package: bytes, place: int) -> None:
    """The same: its CRC-32 and its two sizes stand in the entry and in the directory (APPNOTE 4.3.7)."""
    data = bytearray(package)
    data[data.index(PAGES.encode()) - 30 + place] ^= 1
    assert kinds(check(bytes(data), "files")) == {"zip-entry"}


def test_an_entry_that_is_not_there(package: bytes) -> None:
    data = bytearray(package)
    place = _directory(data)[2]
    data[place + 42 : place + 46] = struct.pack("<I", 7)
    assert kinds(check(bytes(data))) == {"zip"}


def test_bytes_that_nothing_vouches_for(package: bytes) -> None:
    """Before the first entry, and behind the directory: not wrong, but said."""
    for data in (b"#!/bin/sh\n" + package, _commented(package)):
        report = check(data)
        assert report.ok
        assert kinds(report, "warning") == {"zip-gap"}


def _commented(package: bytes) -> bytes:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as file:
        file.comment = b"trust me"
    return out.getvalue()


def test_an_extra_field_that_the_viewer_trips_over(package: bytes) -> None:
    files, out = repacking.unpacked(package), io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in files.items():
            with file.open(name, "w", force_zip64=name == WARC) as entry:
                entry.write(data)
    report = check(out.getvalue())
    assert [(f.severity, f.kind, f.where) for f in report.findings] == [("warning", "zip-entry", WARC)]


@pytest.mark.parametrize("cut", [0, 3, 21, 5000])
def test_a_file_that_is_cut_short(package: bytes, cut: int) -> None:
    report = check(package[:cut])
    assert kinds(report) == {"zip"}
    assert report.document()["package"] == {"name": "x.wacz", "signature": "unknown"}


def test_a_package_that_was_streamed_is_as_good(package: bytes) -> None:
    """Sizes stand behind the data then (APPNOTE 4.3.9), as in an export to standard output."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in repacking.unpacked(package).items():
            file.writestr(name, data)
    assert check(out.getvalue()).findings == []
