"""HTTP/1.1 grammar over stored bytes: heads, framing, what is cut."""

import io

from hypothesis import given
from hypothesis import strategies as st

from archiver import http1


def entity(message: bytes) -> bytes:
    stream = io.BytesIO(message)
    head = http1.read_head(stream)
    assert head is not None
    return b"".join(http1.entity_chunks(stream, head))


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
    assert entity(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nff\r\nwor") == b"hellowor"


def test_content_length_bounds_the_body() -> None:
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef") == b"abc"
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc") == b"abc"
    assert entity(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc") == b"abc"


def test_interim_responses_are_split_off() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    interim, offset = http1.split_interim(io.BytesIO(hints + hints + b"HTTP/1.1 200 OK\r\n\r\n"))
    assert interim == [hints, hints]
    assert offset == 2 * len(hints)
