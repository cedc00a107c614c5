"""The URL behind /timegate/ in every form that it comes in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import BadInput, BadUrl
from archiver.serve.memento.asked import paged, rest_of, url_of

NI = "sha-256;UyaQV-Ev4rdLoHyJJWCi11OHfrYv9E1aGQAlMO2X_-Q"


@pytest.mark.parametrize(
    ("sent", "url"),
    [
        (b"http://a.example.org/", "http://a.example.org/"),
        (b"http://a.example.org", "http://a.example.org/"),
        (b"http:/a.example.org/x", "http://a.example.org/x"),
        (b"HTTPS:/A.example.org/X", "https://a.example.org/X"),
        (b"https:///a.example.org/x", "https://a.example.org/x"),
        (b"a.example.org/x", "http://a.example.org/x"),
        (b"//a.example.org/x", "http://a.example.org/x"),
        (b"a.example.org:8080/x", "http://a.example.org:8080/x"),
        (b"http://a.example.org/x?b=1&a=http://b.example/?c", "http://a.example.org/x?b=1&a=http://b.example/?c"),
        (b"http://a.example.org/a%2Fb%20c%0A%3f", "http://a.example.org/a%2Fb%20c%0A%3f"),
        (b"http%3A%2F%2Fa.example.org%2Fx%3Fa%3D1%262", "http://a.example.org/x?a=1&2"),
        (b"http%3a//a.example.org/a%252Fb", "http://a.example.org/a%2Fb"),
        (b"http://a.example.org/x#part", "http://a.example.org/x"),
        (b"http%3A%2F%2Fa.example.org%2Fx%23part", "http://a.example.org/x"),
        ("http://a.example.org/мэдээ?q=цас".encode(), "http://a.example.org/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D?q=%D1%86%D0%B0%D1%81"),
        (b"http://a.example.org/%D0%BC", "http://a.example.org/%D0%BC"),
        (b"http://a.example.org/\xec\xfd", "http://a.example.org/%EC%FD"),  # windows-1251
        ("http://мэдээ.мон/".encode(), "http://xn--d1ap5cba.xn--l1acc/"),
        (b"http://%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D.%D0%BC%D0%BE%D0%BD/", "http://xn--d1ap5cba.xn--l1acc/"),
        (b"http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
        (b"http://a.example.org/<\"'>", "http://a.example.org/%3C%22'%3E"),
        (f"ni:///{NI}".encode(), f"ni:///{NI}"),
        (f"ni:/{NI}".encode(), f"ni:///{NI}"),
        (f"ni%3A%2F%2F%2F{NI.replace(';', '%3B')}".encode(), f"ni:///{NI}"),
    ],
)  # fmt: skip
def test_a_url_is_read_as_the_archive_writes_it(sent: bytes, url: str) -> None:
    assert url_of(sent) == url


@pytest.mark.parametrize(
    "sent",
    [
        b"ftp://a.example.org/x",
        b"javascript:alert(1)",
        b"mailto:a@example.org",
        b"http://user:word@a.example.org/",
        b"http://",
        b"http%3A%2F%2Fa.example.org%5Cb%5C",
        b"http://a.example.org/" + b"x" * 40_000,
        b"ni:///md5;abc",
        b"http://a b/",
    ],
)
def test_what_is_no_url_of_a_page_is_refused(sent: bytes) -> None:
    with pytest.raises(BadUrl):
        url_of(sent)


@pytest.mark.parametrize("sent", [b"", b"/", b"///"])
def test_nothing_is_refused_with_what_to_type(sent: bytes) -> None:
    with pytest.raises(BadInput, match=r"https://example\.org/news"):
        url_of(sent)


@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"http://a.example/", b"http://a.example/?", b"ni:", b"http%3a"]),
)
def test_whatever_is_sent_gives_a_url_in_ascii_or_a_refusal(sent: bytes, before: bytes) -> None:
    try:
        url = url_of(before + sent)
    except BadInput:
        return
    assert re.fullmatch(r"(?:https?://|ni:///)[!-;=?-~]+", url)  # no space, control character, angle bracket


def test_the_query_is_the_urls_own() -> None:
    scope = {"raw_path": b"/timegate/http://a.example/x%2Fy", "query_string": b"a=%2F&b"}
    assert rest_of(scope, "/timegate/") == b"http://a.example/x%2Fy?a=%2F&b"
    with pytest.raises(BadInput):
        rest_of({**scope, "raw_path": b"/time%67ate/http://a.example/"}, "/timegate/")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (b"http://a.example/", (1, b"http://a.example/")),
        (b"2/http://a.example/3/", (2, b"http://a.example/3/")),
        (b"999999/a", (999_999, b"a")),
        (b"1000000/a", (1, b"1000000/a")),
        (b"0/a", (1, b"0/a")),
        (b"2/", (1, b"2/")),
        (b"10.0.0.1/a", (1, b"10.0.0.1/a")),
    ],
)
def test_the_page_of_a_timemap_stands_before_the_url(rest: bytes, expected: tuple[int, bytes]) -> None:
    assert paged(rest) == expected
