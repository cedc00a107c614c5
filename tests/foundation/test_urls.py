"""URLs as browsers read them; what is refused; the keys of indexes."""

import ada_url
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver import urls
from archiver.errors import BadUrl


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        (
            "https://пример.мон/мэдээ?q=ө#top",
            "https://xn--e1afmkfd.xn--l1acc/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D?q=%D3%A9",
        ),
        ("https://example.org:443/a/../b", "https://example.org/b"),
        (" https://example.org/a ", "https://example.org/a"),
        ("http://example.org/?", "http://example.org/"),
    ],
)
def test_normal_form(typed: str, normal: str) -> None:
    assert urls.normalize(typed).rstrip("?") == normal.rstrip("?")
    assert urls.normalize(urls.normalize(typed)) == urls.normalize(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("example.org/news", "not a URL"),
        ("https://", "not a URL"),
        ("https://exa mple.org/", "space"),
        ("https://example.org/a\r\nWARC-Date: 1999", "control character"),
        ("https://example.org\\@evil.example/", "backslash"),
        ("https://user:secret@example.org/", "user name"),
        ("https://a\0b/", "control character"),
    ],
)
def test_what_cannot_be_captured_is_said(typed: str, why: str) -> None:
    with pytest.raises(BadUrl, match=why) as caught:
        urls.normalize(typed)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


NAMES = st.lists(st.text("ab1-x0www", min_size=1, max_size=6), min_size=1, max_size=4).map(".".join)
ADDRESSES = st.lists(st.integers(0, 300).map(str) | st.sampled_from(("00", "01", "")), min_size=3, max_size=5)
PORTS = st.integers(0, 70_000).map(str) | st.sampled_from(("80", "443", "0080", ""))
HOSTS = NAMES | st.builds("{}:{}".format, NAMES | ADDRESSES.map(".".join), PORTS) | ADDRESSES.map(".".join)
PATHS = st.text("/.aZ_-~%2e0?=&;", max_size=12)


@given(st.sampled_from(("http://", "https://")), HOSTS, PATHS)
@example("https://", "news.example", "/a/../b")
@example("https://", "xn--a.example", "/")
@example("https://", "www7.example.mn", "//a/")
@example("http://", "1.2.3.0x4", "/a")
@example("http://", "127.0.0.1:8080", "a/")
@example("https://", "news.example:4430", "a")
def test_a_plain_url_has_the_surt_it_would_have_as_any_other(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}{host}.mn/{path}" if len(path) % 2 else f"{scheme}{host}{path}"
    assert urls.surt(url) == urls._surt(url)
    assert urls.surt(f"{scheme}{host}/{path}") == urls._surt(f"{scheme}{host}/{path}")


@given(st.sampled_from(("http://", "https://")), HOSTS, PATHS)
@example("https://", "news.example", "/a/../b")
@example("https://", "news.example", "")
@example("https://", "xn--a.example", "/")
@example("http://", "1.2.3.0x4", "/a")
def test_a_plain_url_has_the_normal_form_it_would_have_as_any_other(
    scheme: str, host: str, path: str
) -> None:
    for url in (f"{scheme}{host}.mn{path}", f"{scheme}{host}/{path}"):
        try:
            href = ada_url.URL(url).href
        except ValueError:
            with pytest.raises(BadUrl):
                urls.normalize(url)
        else:
            assert urls.normalize(url) == href


@given(st.sampled_from(("http://", "https://")), HOSTS, PATHS)
@example("http://", "127.0.0.1:8080", "a/")
def test_a_plain_url_has_the_host_it_would_have_as_any_other(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}{host}/{path}"
    try:
        hostname = ada_url.URL(url).hostname
    except ValueError:
        hostname = ""
    assert urls.host_of(url) == hostname


def test_surt_keys_sort_a_site_together() -> None:
    assert urls.surt("https://www.Example.org/News/?b=2&a=1") == "org,example)/news?a=1&b=2"
    assert urls.surt("http://127.0.0.1:8080/") == "1,0,0,127:8080)/"


def test_tokens_in_a_query_are_noticed() -> None:
    assert urls.looks_secret("https://example.org/?id=1&access_token=abc")
    assert not urls.looks_secret("https://example.org/?page=2&author=x")


def test_readable_never_hides_anything() -> None:
    assert urls.readable("http://a/%D0%BC%D1%8D") == "http://a/мэ"
    for url in ("http://a/%0d%0a", "http://a/%ff", "http://a/%E2%80%AE", "http://a/%20"):
        assert urls.readable(url) == url
