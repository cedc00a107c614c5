"""Digests that headers state, in every spelling; and reading without digests sees the same damage of form."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.warc import inflate
from archiver.warc.digests import Payload, stated
from archiver.warc.inflate import MemberReader
from archiver.warc.members import HashingReader, Member, scan
from archiver.warc.write import RecordWriter
from tests.warc.test_members import a_record, written

BODY = b"<p>news</p>" * 900
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding : chunked\r\n\r\n"


def base32(algorithm: str, data: bytes) -> str:
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, data).digest()).decode()}"


def member(block: bytes, *headers: tuple[str, str], kind: str = "response") -> Member:
    """A record as other software writes it, read again."""
    lines = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", "<urn:x>"),
        ("Content-Type", "application/http; msgtype=response"),
        *headers,
        ("Content-Length", str(len(block))),
    ]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
    [found] = scan(io.BytesIO(gzip.compress(head.encode() + block + b"\r\n\r\n")))
    return found


def said(found: Member) -> list[str]:
    return [fault.kind for fault in (*found.faults, *found.contradictions)]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512", "md5"])
@pytest.mark.parametrize("name", ["WARC-Block-Digest", "Warc-Payload-Digest"])
def test_a_digest_in_hex_or_base32_is_recomputed(algorithm: str, name: str) -> None:
    covered = HEAD + BODY if "Block" in name else BODY
    other = "block-digest" if "Block" in name else "payload-digest"
    for good, bad in (
        (base32(algorithm, covered), base32(algorithm, b"forged")),
        (base32(algorithm, covered).rstrip("="), base32(algorithm, b"forged").rstrip("=")),
        (f"{algorithm.upper()}:{hashlib.new(algorithm, covered).hexdigest().upper()}", f"{algorithm}:00"),
    ):
        assert said(member(HEAD + BODY, (name, good))) == []
        assert said(member(HEAD + BODY, (name, bad))) == ([] if bad.endswith(":00") else [other])


@pytest.mark.parametrize(
    "text", ["", "sha256", "crc32:00", "sha1:!!!", "sha256:zz", "sha1:" + "A" * 31, "sha1:\u00e9"]
)
def test_what_says_no_digest_is_not_checked(text: str) -> None:
    assert stated(text) is None


def test_a_payload_that_readers_disagree_on_is_not_judged() -> None:
    wrong = ("WARC-Payload-Digest", base32("sha1", b"forged"))
    assert said(member(CHUNKED + b"4\r\nnews\r\n0\r\n\r\n", wrong)) == []
    assert said(member(b"no head at all", wrong)) == []
    assert said(member(HEAD + BODY, wrong, kind="revisit")) == []  # the digest of what it refers to
    assert said(member(HEAD + BODY, wrong, ("WARC-Segment-Number", "1"))) == []
    assert said(member(HEAD + BODY, wrong)) == ["payload-digest"]
    assert member(HEAD + BODY, wrong).faults == []  # the record itself is whole


@given(st.lists(st.integers(1, 60), max_size=20))
def test_a_payload_in_any_pieces(sizes: list[int]) -> None:
    said = stated(base32("sha256", BODY))
    assert said is not None
    payload, data, at = Payload(said), HEAD + BODY, 0
    for size in [*sizes, len(data)]:
        payload.feed(memoryview(data)[at : at + size])
        at += size
    assert payload.fault() is None


@given(st.integers(0, 100_000), st.integers(0, 7), st.booleans())
def test_without_digests_the_same_damage_of_form_is_found(place: int, bit: int, noise: bool) -> None:
    block = random.Random(1).randbytes(70_000) if noise else b"text " * 9_000
    data = bytearray(written(b"before", block, b"after")[0])
    data[place % len(data)] ^= 1 << bit
    full = [(m.offset, m.length, said(m)) for m in scan(io.BytesIO(bytes(data)))]
    bare = [(m.offset, m.length, said(m)) for m in scan(io.BytesIO(bytes(data)), digests=False)]
    beyond_form = {"block-digest", "payload-digest"}
    assert bare == [(at, size, [k for k in kinds if k not in beyond_form]) for at, size, kinds in full]


@given(st.binary(max_size=200_000), st.integers(20, 5_000), st.integers(0, 1 << 20), st.integers(0, 7))
def test_stored_members_are_read_as_by_the_engine(data: bytes, chunk: int, place: int, bit: int) -> None:
    out = io.BytesIO()
    writer = RecordWriter(out)
    writer.add(a_record(random.Random(len(data)).randbytes(len(data)) + b"x" * 70_000))
    file = bytearray(out.getvalue())
    file[place % len(file)] ^= 1 << bit

    def read(size: int) -> tuple[list[str], int]:
        reader = MemberReader(io.BytesIO(bytes(file)), size)
        try:
            return [hashlib.sha256(b"".join(reader.member())).hexdigest()], reader.offset
        except (inflate.GzipError, EOFError) as error:
            return [type(error).__name__], 0

    assert read(1 << 20) == read(chunk)  # in small reads no member stands whole in the buffer


def test_hashing_beside_gives_the_same_digest() -> None:
    data = random.Random(1).randbytes(3_000_000)
    with ThreadPoolExecutor(1) as thread:
        reader = HashingReader(io.BytesIO(data), thread)
        while reader.read(100_000):
            pass
        assert reader.hexdigest() == hashlib.sha256(data).hexdigest()
        assert reader.size == len(data)
