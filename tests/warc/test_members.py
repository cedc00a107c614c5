"""Records out and in again, byte for byte; every way a member can be damaged is named."""

import gzip
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import BadInput
from archiver.exchange import Block
from archiver.warc.members import Keep, Member, read_member, scan
from archiver.warc.records import Record, record
from archiver.warc.write import RecordWriter

DATE = "2026-11-23T07:15:29.000001Z"
ALL = Keep(limit=1 << 30)


def a_record(block: bytes, number: int = 0) -> Record:
    return record("resource", f"<urn:test:{number}>", DATE, "text/plain", Block.of(block))


def written(*blocks: bytes) -> tuple[bytes, list[int]]:
    out, offsets = io.BytesIO(), []
    writer = RecordWriter(out)
    for number, block in enumerate(blocks):
        offsets.append(out.tell())
        writer.add(a_record(block, number))
    return out.getvalue(), offsets


def described(*blocks: bytes) -> list[Member]:
    """What the writer says it wrote; metadata blocks apart, a scan keeps more."""
    writer = RecordWriter(io.BytesIO())
    for number, block in enumerate(blocks):
        writer.add(a_record(block, number))
    return [replace(member, kept=block) for member, block in zip(writer.members, blocks, strict=True)]


def read(data: bytes) -> list[Member]:
    return list(scan(io.BytesIO(data), ALL))


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=5))
def test_round_trip(blocks: list[bytes]) -> None:
    data, offsets = written(*blocks)
    members = read(data)
    assert members == described(*blocks)
    assert [m.kept for m in members] == blocks
    assert [m.offset for m in members] == offsets
    assert sum(m.length for m in members) == len(data)
    assert not any(m.faults for m in members)
    assert read_member(io.BytesIO(data), offsets[-1]).kept == blocks[-1]
    assert gzip.decompress(data).count(b"WARC/1.1\r\n") >= len(blocks)


def test_a_record_of_several_megabytes_is_read_in_pieces() -> None:
    block = bytes(range(256)) * 40_000
    data, _ = written(block, b"after")
    assert [m.kept for m in scan(io.BytesIO(data), Keep(limit=10))] == [None, b"after"]
    assert read(data)[0].kept == block


@pytest.mark.parametrize("value", ["a\r\nWARC-Date: 1999-01-01T00:00:00Z", "a\nb", "a\0b"])
def test_no_value_forges_a_header(value: str) -> None:
    with pytest.raises(BadInput, match="line break or NUL"):
        record("resource", "<urn:x>", DATE, "text/plain", Block.of(b""), ("WARC-Target-URI", value))


def rewritten(block: bytes, change: tuple[bytes, bytes]) -> bytes:
    """A member whose text was changed and compressed again: its CRC is right."""
    data, _ = written(block)
    return gzip.compress(gzip.decompress(data).replace(*change))


FAULTS = {
    "a bit": (lambda d: d[:150] + bytes([d[150] ^ 8]) + d[151:], "gzip"),
    "its CRC": (lambda d: d[:-8] + bytes([d[-8] ^ 1]) + d[-7:], "gzip"),
    "its end": (lambda d: d[:-9], "gzip-truncated"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_damage_to_one_member_leaves_the_others_readable(name: str) -> None:
    damage, kind = FAULTS[name]
    first, _ = written(b"one" * 500)
    second, _ = written(b"two" * 500)
    if kind == "gzip-truncated":
        members = read(second + damage(first))
        assert [m.kept for m in members][:1] == [b"two" * 500]
    else:
        members = read(damage(first) + second)
        assert members[1].kept == b"two" * 500
        assert not members[1].faults
    assert kind in {fault.kind for m in members for fault in m.faults}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ((b"hello", b"hullo"), "block-digest"),
        ((b"Content-Length: 5", b"Content-Length: 4"), "trailer"),
        ((b"Content-Length: 5", b"Content-Length: 50"), "block-length"),
        ((b"Content-Length: 5", b"Content-Length: -5"), "record-header"),
        ((b"Content-Length: 5", b"Content-Length: five"), "record-header"),
        ((b"Content-Length: 5\r\n", b""), "record-header"),
        ((b"hello\r\n\r\n", b"hello"), "trailer"),
        ((b"WARC/1.1", b"HTTP/1.1"), "record-header"),
    ],
)
def test_each_promise_about_a_record_is_checked(change: tuple[bytes, bytes], kind: str) -> None:
    good, _ = written(b"after")
    members = read(rewritten(b"hello", change) + good)
    assert kind in [fault.kind for fault in members[0].faults]
    assert members[1].kept == b"after"
    assert not members[1].faults


def test_garbage_between_members_is_one_fault_and_no_record_is_lost() -> None:
    first, _ = written(b"one")
    second, _ = written(b"two")
    members = read(first + b"\0" * 1000 + b"\x1f\x8b\x08 not gzip" + second)
    assert [m.kept for m in members if not m.faults] == [b"one", b"two"]
    assert [(m.offset, m.length) for m in members if m.faults] == [(len(first), 1012)]


def test_headers_without_end_are_refused_in_bounded_memory() -> None:
    bomb = gzip.compress(b"WARC/1.1\r\n" + b"A" * 20_000_000)
    members = read(bomb)
    assert [fault.kind for fault in members[0].faults] == ["record-header"]


@pytest.mark.parametrize("size", [0, 1, 5000, 65_535, 65_536, 65_537, 70_000, 1 << 20])
def test_what_no_engine_makes_smaller_is_stored_and_reads_the_same(size: int) -> None:
    import random

    noise = random.Random(size).randbytes(size)
    data, _ = written(noise, b"text " * 20_000, noise)
    assert [m.kept for m in read(data)] == [noise, b"text " * 20_000, noise]
    assert len(data) < 2.01 * size + 5000
    # gzip of the standard library is the outside opinion: CRC, sizes, block structure
    assert gzip.decompress(data).count(noise) >= 2
