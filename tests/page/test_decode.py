"""Content codings undone within bounds; the charset by the order of the WHATWG."""

import gzip
import time
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.decode import Charset, Decoded, find_charset, to_text, undo_codings
from archiver.page.page import Page

CODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("coding", CODERS)
@given(body=st.binary(max_size=2000))
def test_round_trip(coding: str, body: bytes) -> None:
    assert undo_codings(CODERS[coding](body), [coding]).body == body


def test_two_layers_come_off_in_the_order_they_went_on() -> None:
    assert undo_codings(brotli.compress(gzip.compress(b"page")), ["gzip", "br"]).body == b"page"


def test_three_layers_stay_on_and_it_is_said() -> None:
    decoded = undo_codings(b"x", ["gzip", "gzip", "gzip"])
    assert decoded.body == b"x"
    assert "3 content codings" in decoded.notes[0]


@pytest.mark.parametrize("coding", CODERS)
def test_a_bomb_is_read_to_the_limit_and_no_further(coding: str) -> None:
    decoded = undo_codings(CODERS[coding](bytes(30_000_000)), [coding], limit=1_000_000)
    assert len(decoded.body) == 1_000_000
    assert "has over 1,000,000 bytes decoded" in decoded.notes[0]


@pytest.mark.parametrize("coding", CODERS)
def test_a_cut_body_gives_what_came_and_says_so(coding: str) -> None:
    noise = bytes(range(256)) * 400
    decoded = undo_codings(CODERS[coding](noise)[:-20], [coding])
    assert noise.startswith(decoded.body)
    assert decoded.notes == (f"{coding} body is cut: the rest was not read",)


MEMBERS = gzip.compress(b"first half, ") + gzip.compress(b"second half")


def test_gzip_members_are_read_one_after_another() -> None:
    assert undo_codings(MEMBERS, ["gzip"]) == Decoded(b"first half, second half")
    assert undo_codings(MEMBERS + bytes(512), ["gzip"]) == Decoded(b"first half, second half")


def test_the_limit_is_for_all_members_together() -> None:
    decoded = undo_codings(gzip.compress(bytes(700)) * 3, ["gzip"], limit=1000)
    assert len(decoded.body) == 1000
    assert "has over 1,000 bytes decoded" in decoded.notes[0]


@pytest.mark.parametrize(
    ("entity", "coding", "note"),
    [
        (MEMBERS + b"<p>not it", "gzip", "followed by bytes"),
        (MEMBERS[:-9], "gzip", "cut"),
        (MEMBERS + b"\x1f\x8b\xff\xff\xff", "gzip", "damaged"),
        (zlib.compress(b"page") + b"more", "deflate", "followed by bytes"),
        (CODERS["zstd"](b"page") + CODERS["zstd"](b"more"), "zstd", "followed by bytes"),
    ],
    ids=["gzip and text", "gzip cut", "gzip damaged", "deflate and text", "two zstd frames"],
)
def test_what_stands_after_the_last_member_read_is_said(entity: bytes, coding: str, note: str) -> None:
    decoded = undo_codings(entity, [coding])
    assert decoded.body
    assert note in decoded.notes[0]


def test_a_million_empty_members_cost_little() -> None:
    started = time.monotonic()
    decoded = undo_codings(gzip.compress(b"") * 500_000, ["gzip"])
    assert "followed by bytes" in decoded.notes[0]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("coding", [*CODERS, "compress"])
def test_garbage_is_noted_and_raises_nothing(coding: str) -> None:
    assert undo_codings(b"\x00not it", [coding]).notes


@pytest.mark.parametrize(
    ("body", "content_type", "name", "by"),
    [
        (b"\xef\xbb\xbfx", "text/html; charset=windows-1251", "utf-8", "bom"),
        (b"<meta charset=utf-8>", "text/html; charset=windows-1251", "cp1251", "header"),
        (
            b'<meta http-equiv="content-type" content="text/html; charset=koi8-r">',
            "text/html",
            "koi8-r",
            "meta",
        ),
        (b"<meta charset=latin1>", None, "cp1252", "meta"),
        (b"<meta charset=utf-16>", None, "utf-8", "meta"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "text/xml", "cp1251", "xml"),
        (b"<meta charset=nonsense>", "text/html; charset=nonsense", "utf-8", "guess"),
        ("Монгол улсын шинэ мэдээ".encode(), None, "utf-8", "guess"),
        (
            "Монгол улсын шинэ мэдээ энд олон байна, тиймээс уншаарай".encode("cp1251"),
            None,
            "cp1251",
            "guess",
        ),
        ("café crème".encode("cp1252"), None, "cp1252", "guess"),
        ("<meta charset=latin1>café".encode(), None, "utf-8", "bytes"),
        ("<meta charset=latin1>café, café".encode()[:-1], None, "utf-8", "bytes"),
        ("<meta charset=latin1>café, café".encode("cp1252"), None, "cp1252", "meta"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>Мэдээ</a>'.encode(), "text/xml", "utf-8", "bytes"),
        ("<meta charset=latin1>café".encode(), "text/html; charset=iso-8859-1", "cp1252", "header"),
        ("<meta charset=shift_jis>日本語".encode(), None, "cp932", "meta"),
        ("<meta charset=shift_jis>日本語のニュース".encode(), None, "utf-8", "bytes"),
        (b"<meta charset=x-user-defined>abc", None, "utf-8", "guess"),
        (b"<meta charset=replacement>abc", "text/html; charset=iso-2022-kr", "utf-8", "guess"),
    ],
)
def test_charsets(body: bytes, content_type: str | None, name: str, by: str) -> None:
    assert find_charset(body, content_type) == Charset(name, by)


def test_a_page_can_still_be_read_in_the_charset_it_states() -> None:
    body = "<meta charset=latin1><h1>café</h1>".encode()
    page = Page.from_entity(body, url="http://a.example/", record="<urn:x>", content_type="text/html")
    assert "café" in page.text
    assert "cafÃ©" in page.as_stated.text
    assert page.as_stated.as_stated.text == page.as_stated.text
    plain = Page.from_entity(
        b"<h1>a</h1>", url="http://a.example/", record="<urn:x>", content_type="text/html"
    )
    assert plain.as_stated is plain


def test_the_byte_order_mark_is_no_part_of_the_text() -> None:
    body = "\ufeffабв".encode("utf-16")
    assert to_text(body, find_charset(body, None)).lstrip("\ufeff") == "абв"
    assert to_text(b"\xef\xbb\xbfabc", Charset("utf-8", "bom")) == "abc"
