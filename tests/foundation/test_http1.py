"""HTTP/1.1 grammar over stored bytes: heads, framing, what is cut."""

import io
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import http1


def entity(message: bytes) -> bytes:
    head = http1.parse_head(message)
    assert head is not None
    return b"".join(http1.entity_chunks(io.BytesIO(message[head.length :]), head))


def test_odd_headers_are_read_as_they_stand() -> None:
    head = http1.parse_head(
        b"HTTP/1.1 200 Fine\r\nX-Odd:no space\r\nx-folded: a\r\n\tb\r\nX-Latin: caf\xe9\r\nno colon\r\n\r\nbody"
    )
    assert head is not None
    assert (head.status, head.reason) == (200, "Fine")
    assert head.headers == (("X-Odd", "no space"), ("x-folded", "a b"), ("X-Latin", "café"))


def test_no_head_is_none() -> None:
    assert http1.parse_head(b"HTTP/1.1 200 OK\r\nA: b\r\n") is None
    assert http1.parse_head(b"SSH-2.0-x\r\n\r\n") is None


@given(st.lists(st.binary(min_size=1, max_size=300)), st.binary(max_size=20))
def test_chunked_bodies_come_back_and_what_follows_does_not(chunks: list[bytes], rest: bytes) -> None:
    coded = b"".join(b"%x;ext=1\r\n%b\r\n" % (len(c), c) for c in chunks) + b"0\r\nTrailer: x\r\n\r\n" + rest
    assert entity(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + coded) == b"".join(chunks)


def test_a_cut_chunked_body_gives_what_came() -> None:
    assert (
        entity(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nff\r\nwor") == b"hellowor"
    )


def test_content_length_bounds_the_body() -> None:
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef") == b"abc"
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc") == b"abc"
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc") == b"abc"


@pytest.mark.parametrize(
    ("value", "length"), [("5", 5), ("5, 5", 5), ("5, 7", None), ("", None), ("+5", None), ("9" * 19, None)]
)
def test_a_content_length_is_one_number(value: str, length: int | None) -> None:
    assert http1.Head(200, "OK", (("content-length", value),), 0).content_length == length


STRICT = b"HTTP/1.1 200 OK\r\n"
FAULTS = [
    (STRICT + b"A: b\r\n  folded\r\nC:\r\n\r\n", None),
    (b"HTTP/1.0 404\nA:b\n\n", None),
    (STRICT + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n", None),
    (STRICT + b"Transfer-Encoding: Chunked\r\n\r\n", None),
    (b"HTTP/1.1  200 OK\r\n\r\n", "illegal status line b'HTTP/1.1  200 OK'"),
    (b"SSH-2.0\r\n\r\n", "illegal status line b'SSH-2.0'"),
    (STRICT + b"A: b\r\nC : d\r\n\r\n", "illegal header line b'C : d'"),
    (STRICT + b" folded onto nothing\r\n\r\n", "illegal header line b' folded onto nothing'"),
    (STRICT + b"A: b\rc\r\n\r\n", "illegal header line b'A: b\\rc'"),
    (b"HTTP/1.1 099 Low\r\n\r\n", "status 099"),
    (STRICT + b"Transfer-Encoding: gzip, chunked\r\n\r\n", "Transfer-Encoding 'gzip, chunked'"),
    (STRICT + b"Transfer-Encoding:\r\n\r\n", "Transfer-Encoding ''"),
    (STRICT + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n", "conflicting Content-Length"),
    (STRICT + b"Content-Length: 0x5\r\n\r\n", "bad Content-Length"),
    (STRICT + b"Content-Length:\r\n\r\n", "bad Content-Length"),
]


@pytest.mark.parametrize(("raw", "fault"), FAULTS)
def test_what_a_strict_reader_refuses_is_said(raw: bytes, fault: str | None) -> None:
    said = http1.head_fault(raw, http1.parse_head(raw))
    assert said == fault if fault is None else str(said).startswith(fault)


CHUNKED = b'5\r\nhello\r\n6;ext="a;b"\r\n world\r\n0;last\r\nX-Sum: 1\r\n 2\r\n\r\n'
CHUNKINGS = {
    "to the letter": (CHUNKED, b"hello world", None),
    "space after the size": (b"5 \r\nhello\r\n0\r\n\r\n", b"hello", None),
    "space before an extension": (b"5 ;a\r\nhello\r\n0\r\n\r\n", b"hello", "illegal chunk size line"),
    "bare line feeds": (b"5\nhello\n0\n\n", b"hello", "illegal chunk size line"),
    "more than the size says": (b"5\r\nhello!\r\n0\r\n\r\n", b"hello", "chunk data followed by b'!"),
    "a trailer that is none": (b"0\r\nnonsense\r\n\r\n", b"", "illegal trailer line b'nonsense"),
}


@given(st.sampled_from(list(CHUNKINGS.values())), st.lists(st.integers(0, 60)), st.binary(max_size=9))
def test_chunks_are_read_in_any_pieces(
    case: tuple[bytes, bytes, str | None], cuts: list[int], rest: bytes
) -> None:
    message, body, fault = case
    data = message + rest
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    chunks, out, used = http1.Chunks(), b"", 0
    for start, stop in pairwise(edges):
        piece = data[start:stop]
        out += b"".join(piece[a:b] for a, b in chunks.feed(piece))
        used += chunks.used
    assert (out, used, chunks.over, chunks.lost) == (body, len(message), True, False)
    assert chunks.fault == fault if fault is None else str(chunks.fault).startswith(fault)


@pytest.mark.parametrize("start", [b"hello\r\n", b"-1\r\n", b"1" * 16 + b"\r\n", b"5;", b"0\r\nA: "])
def test_no_line_of_the_chunked_coding_is_waited_for_without_end(start: bytes) -> None:
    chunks = http1.Chunks()
    chunks.feed(start)
    for _ in range(40):
        chunks.feed(b"x" * (1 << 15))
    assert (chunks.over, chunks.lost) == (True, True)
    assert chunks.fault


def test_tiny_chunks_take_time_in_proportion() -> None:
    message = STRICT + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n"
    start = time.process_time()
    assert entity(message) == b"x" * 200_000
    assert time.process_time() - start < 5
