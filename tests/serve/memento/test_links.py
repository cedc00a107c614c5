"""Link header fields, read back by a parser that is not ours (httplink); and no way out of a value."""

from __future__ import annotations

import re
from urllib.parse import quote

import httplink
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.serve.memento.links import (
    LONGEST_FIELD,
    discovery,
    field,
    link,
    memento_headers,
    memento_url,
    path_of,
    target,
    timegate_headers,
)
from tests.serve.memento.captures import OF_THE_RFC, PAIR, URL, around_last, moment

EVIL = 'http://a.example/>;rel="evil",<x>\r\nSet-Cookie: a=b\r\n\r\n"\\\u2028\x00é'
texts = st.text(max_size=40) | st.just(EVIL)


def parsed(value: str) -> list[tuple[str, set[str], str | None]]:
    """Target, relations and datetime of each link."""
    links = httplink.parse_link_header(value).links
    return [(one.target, one.rel, dict(one.attributes).get("datetime")) for one in links]


@given(texts, texts, texts)
def test_a_link_is_read_back_with_its_values(url: str, title: str, kind: str) -> None:
    value = link(url, "first memento", title=title, type=kind)
    assert re.fullmatch(r"[ -~]*", value)
    (one,) = httplink.parse_link_header(value).links
    assert one.target == target(url)
    assert one.rel == {"first", "memento"}
    printable = "".join(map(chr, range(0x20, 0x7F)))
    assert one["title"] == quote(title, safe=printable, errors="replace")
    assert one["type"] == quote(kind, safe=printable, errors="replace")
    assert len(one) == 3


@given(st.lists(texts, min_size=1, max_size=5))
def test_links_do_not_run_into_each_other(urls: list[str]) -> None:
    read = parsed(field(link(url, "memento", datetime="x, y; z") for url in urls))
    assert read == [(target(url), {"memento"}, "x, y; z") for url in urls]


def test_what_a_uri_may_hold_is_left_alone() -> None:
    url = "http://a.example/a%2F;b,c'(d)!*$&+=@[1]~-._:/?q=%D0%BC#f"
    assert target(url) == url
    assert target('<>"\\^`{|} \r\n\x7fм') == "%3C%3E%22%5C%5E%60%7B%7C%7D%20%0D%0A%7F%D0%BC"
    assert path_of("http://a.example/?q#f") == "http://a.example/?q%23f"


def test_a_memento_tells_its_time_and_its_neighbours() -> None:
    moments = [moment(captured) for captured in OF_THE_RFC]
    around = around_last(moments[:4])
    headers = memento_headers(PAIR, URL, around, moments[3])
    assert headers["Memento-Datetime"] == "Tue, 11 Sep 2001 20:36:10 GMT"
    assert set(headers) == {"Memento-Datetime", "Link"}  # and no Vary: RFC 7089 §4.2.1
    assert parsed(headers["Link"]) == [
        (URL, {"original"}, None),
        (f"{PAIR.ui}/timegate/{URL}", {"timegate"}, None),
        (f"{PAIR.ui}/timemap/link/{URL}", {"timemap"}, None),
        (f"{PAIR.replay}/memento/20010911203610/{URL}", {"last", "memento"}, "Tue, 11 Sep 2001 20:36:10 GMT"),
        (f"{PAIR.replay}/memento/20000915112826/{URL}", {"first", "memento"}, "Fri, 15 Sep 2000 11:28:26 GMT"),
        (f"{PAIR.replay}/memento/20010911203051/{URL}", {"prev", "memento"}, "Tue, 11 Sep 2001 20:30:51 GMT"),
    ]  # fmt: skip
    assert httplink.parse_link_header(headers["Link"])["timemap"]["type"] == "application/link-format"


def test_one_memento_is_first_and_last_and_named_once() -> None:
    only = moment(OF_THE_RFC[0])
    headers = memento_headers(PAIR, URL, around_last([only]), only)
    read = [(rels, when) for _, rels, when in parsed(headers["Link"]) if when]
    assert read == [({"first", "last", "memento"}, "Fri, 15 Sep 2000 11:28:26 GMT")]


def test_a_memento_is_not_its_own_neighbour() -> None:
    moments = [moment("2026-01-29T07:40:00.1Z"), moment("2026-01-29T07:40:00.9Z")]
    headers = memento_headers(PAIR, URL, around_last(moments), moments[1])
    assert [rels for _, rels, when in parsed(headers["Link"]) if when] == [{"first", "last", "memento"}]


def test_a_timegate_is_never_a_memento() -> None:
    headers = timegate_headers(PAIR, URL, around_last([moment(one) for one in OF_THE_RFC]))
    assert headers["Vary"] == "accept-datetime, accept"
    assert "Memento-Datetime" not in headers
    assert [rels for _, rels, _ in parsed(headers["Link"])].count({"original"}) == 1
    assert parsed(timegate_headers(PAIR, URL)["Link"]) == [(URL, {"original"}, None)]


@pytest.mark.parametrize("length", [100, 4_000, 10_000, 32_000])
def test_a_long_url_leaves_out_links_but_never_the_original(length: int) -> None:
    url = "http://a.example.org/" + "x" * (length - 21)
    moments = [moment(captured, url) for captured in OF_THE_RFC]
    read = parsed(memento_headers(PAIR, url, around_last(moments), moments[-1])["Link"])
    assert read[0] == (url, {"original"}, None)
    assert len(read) == {100: 6, 4_000: 6, 10_000: 3, 32_000: 1}[length]
    assert sum(len(to) for to, *_ in read) <= LONGEST_FIELD


def test_a_fragment_does_not_become_ours() -> None:
    assert memento_url(PAIR, moment(OF_THE_RFC[0], "http://a.example/?q#f")).endswith(
        "/http://a.example/?q%23f"
    )


def test_a_page_about_a_capture_leads_a_client_on() -> None:
    links = httplink.parse_link_header(discovery(PAIR, URL)).links
    assert [(one.target, one.rel, dict(one.attributes).get("type")) for one in links] == [
        (URL, {"original"}, None),
        (f"{PAIR.ui}/timegate/{URL}", {"timegate"}, None),
        (f"{PAIR.ui}/timemap/link/{URL}", {"timemap"}, "application/link-format"),
        (f"{PAIR.ui}/timemap/json/{URL}", {"timemap"}, "application/json"),
    ]
