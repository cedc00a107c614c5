"""The body in a record of others: read in spite of what tools have done to its head, and said."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from archiver.errors import IntegrityFailed
from archiver.warc.foreign.entity import ForeignEntity, entity_of_foreign
from archiver.warc.foreign.formats import Format
from tests.warc.foreign_files import arc, arc_start, http, read, warc

PAGE = b"<p>hello, " + b"page " * 40
CHUNKED = "Transfer-Encoding: chunked"


def entity(block: bytes, kind: str = "response") -> ForeignEntity:
    return entity_of_foreign(read(warc(block, kind=kind), Format("warc"))[0][0])


def body(block: bytes) -> bytes:
    return b"".join(entity(block).chunks())


STATUS_LINES = {
    "HTTP/1.1 200 OK": (200, "OK", False),
    "HTTP/1.1 200": (200, "", False),
    "HTTP/1.0 302 ": (302, "", False),
    "HTTP/2 200": (200, "", True),
    "HTTP 404 gone": (404, "gone", True),
    "ICY 200 OK": (200, "OK", True),
    "http/1.1 200 ok": (200, "ok", True),
}


@pytest.mark.parametrize("line", STATUS_LINES)
def test_status_lines(line: str) -> None:
    status, reason, noted = STATUS_LINES[line]
    made = entity(http(PAGE, "Content-Type: text/html; charset=utf-8", status=line))
    assert (made.status, made.reason, bool(made.notes)) == (status, reason, noted)
    assert (made.media_type, made.content_type) == ("text/html", "text/html; charset=utf-8")
    assert b"".join(made.chunks()) == PAGE


def test_heads_with_other_line_ends_or_without_an_end() -> None:
    whole = http(PAGE, "Content-Type: text/html")
    for block in (whole.replace(b"\r\n", b"\n"), whole.replace(b"\r\n", b"\r\r\n"), b"\r\n" + whole):
        made = entity(block)
        assert (made.status, made.media_type, b"".join(made.chunks())) == (200, "text/html", PAGE)
    made = entity(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + PAGE)
    assert (b"".join(made.chunks()), made.notes[0]) == (PAGE, "no empty line after the HTTP headers")


def test_without_any_head_the_block_is_the_entity() -> None:
    made = entity(PAGE)
    assert (made.status, made.headers, b"".join(made.chunks())) == (None, (), PAGE)
    assert made.notes == ("no HTTP head: the whole block is taken for the entity",)
    assert (entity(PAGE, "resource").media_type, entity(PAGE, "resource").notes) == ("text/plain", ())
    page = read(arc_start() + arc(PAGE), Format("arc"))[0][1]
    assert entity_of_foreign(page).media_type == "text/html"


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def test_chunks_are_taken_off_where_there_are_any() -> None:
    made = entity(http(chunked(b"a" * 100_000, PAGE), CHUNKED))
    assert (b"".join(made.chunks()), made.notes) == (b"a" * 100_000 + PAGE, ())


BROKEN = {
    "kept, undone": (PAGE, PAGE, "many tools undo it"),
    "cut": (chunked(PAGE)[:-20], PAGE[:-13], "does not end"),
    "rest": (chunked(PAGE) + b"more", PAGE, "4 bytes after"),
    "LF alone": (chunked(PAGE).replace(b"\r\n", b"\n"), PAGE, "illegal chunk size line"),
}


@pytest.mark.parametrize("name", ["kept, undone", "cut", "rest", "LF alone"])
def test_what_is_said_to_be_chunked_and_is_not_well(name: str) -> None:
    stored, wanted, note = BROKEN[name]
    made = entity(http(stored, CHUNKED))
    assert (b"".join(made.chunks())[: len(wanted)], note in " ".join(made.notes)) == (wanted, True)


def test_a_length_that_does_not_fit_is_said_and_nothing_is_cut_off() -> None:
    for stated in ("3", "9999"):
        made = entity(http(PAGE, f"Content-Length: {stated}"))
        assert b"".join(made.chunks()) == PAGE
        assert f"Content-Length says {stated}" in made.notes[0]


CODED = {
    "gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.ZstdCompressor().compress(PAGE),
}


@pytest.mark.parametrize("coding", CODED)
def test_a_content_coding_that_was_undone_is_noticed(coding: str) -> None:
    kept = entity(http(CODED[coding], f"Content-Encoding: {coding}"))
    assert (kept.codings, kept.notes) == ((coding,), ())
    undone = entity(http(PAGE, f"Content-Encoding: {coding}"))
    assert (undone.codings, b"".join(undone.chunks())) == ((), PAGE)
    assert "the body is plain" in undone.notes[0]


def test_a_block_that_was_not_kept_is_no_entity() -> None:
    member = read(warc(PAGE, kind="response"), Format("warc"), None)[0][0]
    with pytest.raises(IntegrityFailed, match="was not kept"):
        entity_of_foreign(member)
