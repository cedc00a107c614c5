"""Every format that others write is recognised by its content, and read; others are refused with a reason."""

import gzip
import io
import tracemalloc
from pathlib import Path

import fastwarc.warc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import BadInput
from archiver.warc.foreign.formats import Format, recognise
from archiver.warc.foreign.scanning import Again, members, read_at
from archiver.warc.foreign.texts import Skipped
from tests.warc.foreign_files import (
    ALL,
    STORES,
    a_zip,
    an_id,
    arc,
    arc_start,
    gzip_blocks,
    gzip_members,
    gzip_whole,
    http,
    plain,
    read,
    warc,
    zstd_dictionary,
    zstd_whole,
)

BLOCKS = st.lists(st.binary(max_size=3000), min_size=1, max_size=5)
WARC = Format("warc")


@pytest.mark.parametrize("way", STORES)
@given(blocks=BLOCKS)
def test_records_come_back_however_they_are_stored(way: str, blocks: list[bytes]) -> None:
    store, coding = STORES[way]
    data = store([warc(block, number) for number, block in enumerate(blocks)])
    form = recognise(io.BytesIO(data), "upload")
    assert form == Format("warc", coding)
    found, skipped = read(data, form)
    assert [m.kept for m in found] == blocks
    assert [m.id for m in found] == [an_id(number) for number in range(len(blocks))]
    assert not any(m.faults or m.notes or m.salvaged for m in found)
    assert [s.kind for s in skipped] == (["dictionary"] if "dictionary" in way else [])


@pytest.mark.parametrize("way", STORES)
@given(blocks=BLOCKS)
def test_each_record_is_found_again_by_its_place(way: str, blocks: list[bytes]) -> None:
    store, coding = STORES[way]
    data = store([warc(block, number) for number, block in enumerate(blocks)])
    form = Format("warc", coding)
    found, _ = read(data, form, None)
    again = Again(io.BytesIO(data), form)
    for member, block in reversed(list(zip(found, blocks, strict=True))):
        assert read_at(io.BytesIO(data), form, member.offset, member.within).kept == block
        other = again.read(member.offset, member.within)
        assert (other.kept, other.faults, other.id) == (block, [], member.id)
        assert again.read(member.offset, member.within, limit=-1).kept is None


def test_where_nothing_is_that_is_said() -> None:
    data = gzip_members([warc(b"one")])
    for offset, within in ((1, 0), (0, 5), (len(data), 0)):
        assert [f.kind for f in read_at(io.BytesIO(data), Format("warc", "gzip"), offset, within).faults] == [
            "missing"
        ]


@pytest.mark.parametrize("way", STORES)
def test_arc_records_get_the_headers_of_warc(way: str) -> None:
    store, coding = STORES[way]
    block = http(b"<p>hello", "Content-Type: text/html")
    data = store([arc_start(), arc(block, "http://example.org/a b"), arc(b"x", "dns:example.org")])
    form = recognise(io.BytesIO(data), "a")
    assert form == Format("arc", coding)
    (info, page, dns), _ = read(data, form)
    assert [m.type for m in (info, page, dns)] == ["warcinfo", "response", "resource"]
    assert page.synthesised
    assert page.kept == block
    assert page.get("WARC-Target-URI") == "http://example.org/a b"
    assert page.uri == "http://example.org/a%20b"
    assert (page.get("WARC-Date"), page.instant) == ("20240506070809", "2024-05-06T07:08:09Z")
    assert page.get("ARC-Content-Type") == "text/html"
    assert page.id != dns.id
    assert page.id == read(data, form)[0][1].id
    assert not any(m.faults or m.notes for m in (info, page, dns))


def test_the_second_version_of_arc_has_more_fields() -> None:
    data = arc_start(2) + arc(b"x", second="200 checksum - 0 name.arc")
    _, page = read(data, Format("arc"))[0]
    assert (page.version, page.get("ARC-Result-Code"), page.get("ARC-Content-Type")) == (
        "ARC/2",
        "200",
        "text/html",
    )


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
def test_versions(version: str) -> None:
    (member,), _ = read(warc(b"x", version=version), WARC)
    assert member.version == f"WARC/{version}"
    assert not member.notes


def test_what_breaks_only_the_form_is_read_and_noted() -> None:
    cases = {
        "line-ends": warc(b"block", line_end=b"\n", end=b"\r\n\r\n"),
        "version": warc(b"block", version="0.99"),
        "trailer": warc(b"block", end=b"\n"),
        "folded": warc(b"block", 0, ("X-Long", "one\r\n two"), version="1.1"),
        "header-line": warc(b"block", 0, ("no header at all\r\nX", "y")),
        "not-utf-8": warc(b"block").replace(b"text/plain", b"text/\xff\xfe"),
    }
    for kind, record in cases.items():
        (first, second), skipped = read(record + warc(b"after", 1), WARC)
        assert (first.kept, second.kept, skipped) == (b"block", b"after", []), kind
        assert [note.kind for note in first.notes] == [kind]
        assert not first.faults + second.faults + second.notes


def test_folded_and_lower_case_headers_of_old_warcs() -> None:
    record = warc(b"block", 0, ("x-long", "\r\n one\r\n\ttwo")).replace(b"Content-Length", b"content-length")
    (member,), _ = read(record, WARC)
    assert (member.get("X-Long"), member.kept, member.notes) == ("one two", b"block", [])


def test_a_head_of_megabytes_is_refused_and_what_follows_is_read() -> None:
    long = warc(b"block", 0, ("X-Long", "a" * 500_000))
    too_long = warc(b"block", 1, ("X-Long", "a" * 1_100_000))
    found, skipped = read(long + too_long + warc(b"after", 2), WARC)
    assert [m.kept for m in found] == [b"block", b"after"]
    assert [(s.start, s.end) for s in skipped] == [(len(long), len(long) + len(too_long))]
    assert "longer than 1048576" in skipped[0].reason


def test_stated_digests_are_checked_in_every_usual_form() -> None:
    import base64
    import hashlib

    body, block = b"hello", http(b"hello")
    made = {name: hashlib.new(name, body).digest() for name in ("md5", "sha1", "sha256", "sha512")}
    for name, value in made.items():
        forms = (value.hex(), base64.b32encode(value).decode(), base64.b64encode(value).decode())
        for text in (*forms, forms[0].upper(), forms[1].lower(), forms[2].rstrip("=")):
            stated = f"{name.upper().replace('SHA', 'sha-')}:{text}"
            (member,), _ = read(warc(block, 0, ("WARC-Payload-Digest", stated), kind="response"), WARC)
            assert not member.contradictions + member.notes, stated
            (member,), _ = read(warc(block + b"!", 0, ("WARC-Payload-Digest", stated), kind="response"), WARC)
            assert [f.kind for f in member.contradictions] == ["payload-digest"]
            (member,), _ = read(warc(b"hullo", 0, ("WARC-Block-Digest", stated)), WARC)
            assert [f.kind for f in member.faults] == ["block-digest"]
    (member,), _ = read(warc(b"x", 0, ("WARC-Block-Digest", "sharif-1; omar")), WARC)
    assert [n.kind for n in member.notes] == ["digest-unreadable"]


def test_of_a_chunked_payload_both_readings_of_the_digest_are_taken() -> None:
    import hashlib

    block = http(b"5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked")
    for covered in (b"hello", b"5\r\nhello\r\n0\r\n\r\n"):
        digest = ("WARC-Payload-Digest", f"sha1:{hashlib.sha1(covered).hexdigest()}")
        assert not read(warc(block, 0, digest, kind="response"), WARC)[0][0].contradictions
    wrong = ("WARC-Payload-Digest", f"sha1:{hashlib.sha1(b'other').hexdigest()}")
    assert read(warc(block, 0, wrong, kind="response"), WARC)[0][0].contradictions


REFUSED = {
    "a.warc.gz": (b"", "empty"),
    "a.warc": (b"nothing like it", "holds no WARC record"),
    "a.warc.lz4": (b"\x04\x22\x4d\x18....", "lz4"),
    "a.warc.bz2": (b"BZh91AY", "bzip2"),
    "b.warc.gz": (b"no gzip", "is not gzip"),
    "page.html": (b"<!DOCTYPE html><p>", "HTML"),
    "page.gz": (gzip.compress(b"<!DOCTYPE html><p>"), "gzip of a page"),
    "index.cdxj": (b'org,example)/ 20240101000000 {"url": "x"}\n', "CDX"),
    "many.json": (b'{"profile": "multi-wacz-package", "resources": []}', "multi-WACZ"),
    "photo.png": (b"\x89PNG\r\n", "does not begin like"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_web_archive_is_refused_with_a_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(BadInput, match=reason):
        recognise(io.BytesIO(data), name)


def test_the_name_decides_only_where_damage_hides_the_content() -> None:
    data = bytearray(gzip_members([warc(b"one"), warc(b"two")]))
    data[0] ^= 1
    form = recognise(io.BytesIO(bytes(data)), "x.warc.gz")
    assert form == Format("warc", "gzip")
    assert [m.kept for m in read(bytes(data), form)[0]] == [b"two"]
    assert recognise(a_zip([("a", b"")]), "x.warc.gz") == Format("wacz")
    assert recognise(io.BytesIO(b"\xef\xbb\xbf\r\n" + warc(b"x")), "x").kind == "warc"
    with pytest.raises(BadInput, match="part by part"):
        list(members(io.BytesIO(b"PK"), Format("wacz")))


def test_the_dictionary_of_zstd_frames_may_itself_be_compressed() -> None:
    data = zstd_dictionary([warc(b"one"), warc(b"two")], packed=True)
    assert [m.kept for m in read(data, Format("warc", "zstd"))[0]] == [b"one", b"two"]


def test_records_longer_than_what_is_read_at_a_time() -> None:
    big = bytes(range(256)) * 30_000
    for store, coding in STORES.values():
        if store is gzip_blocks:
            continue
        data = store([warc(b"before", 0), warc(big, 1), warc(b"after", 2)])
        found, _ = read(data, Format("warc", coding))
        assert [m.kept for m in found] == [b"before", big, b"after"]
        assert not any(m.faults or m.notes for m in found)


@pytest.mark.parametrize("store", [gzip_whole, zstd_whole, gzip_members])
def test_a_block_of_a_gigabyte_of_nothing_needs_little_memory(store: object) -> None:
    bomb = _bomb(store is zstd_whole)
    tracemalloc.start()
    try:
        found, _ = read(bomb, Format("warc", "zstd" if store is zstd_whole else "gzip"), None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [m.block_length for m in found] == [200_000_000]
    assert peak < 64 << 20


def _bomb(zstd: bool) -> bytes:
    import zlib

    import zstandard

    head, size = warc(b"", length="200000000", end=b""), 200_000_000
    engine = zstandard.ZstdCompressor().compressobj() if zstd else zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [engine.compress(head)]
    pieces += [engine.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)]
    return b"".join([*pieces, engine.compress(b"\r\n\r\n"), engine.flush()])


def test_an_outside_opinion(tmp_path: Path) -> None:
    """fastwarc finds the same records at the same places with the same blocks."""
    records = [warc(http(b"body %d" % n * n), n, kind="response") for n in range(30)]
    for name, store, form in (("a.warc.gz", gzip_members, Format("warc", "gzip")), ("a.warc", plain, WARC)):
        (tmp_path / name).write_bytes(store(records))
        theirs = [
            (r.stream_pos, r.record_id, r.reader.read())
            for r in fastwarc.warc.ArchiveIterator(str(tmp_path / name), parse_http=False)
        ]
        ours = [m for m in members(io.BytesIO(store(records)), form, ALL) if not isinstance(m, Skipped)]
        assert [(m.offset, m.record_id, m.kept) for m in ours] == theirs
