"""TimeMaps read back by parsers that are not ours; every memento on one page, and on no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httplink
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.serve.memento.links import memento_url, target
from archiver.serve.memento.moments import http_date, second_of
from archiver.serve.memento.timemap import TimeMap, as_cdxj, as_json, as_links
from tests.serve.memento.captures import OF_THE_RFC, PAIR, URL, moment, page_of

urls = st.sampled_from(
    [URL, "https://www.a.example.org/x?a=1,2;b#c", 'http://a.example/">,<b>;rel="x"', "ni:///sha-256;UyaQ"]
)
timelines = st.lists(st.integers(0, 4_000_000_000), min_size=1, max_size=12, unique=True).map(sorted)


def at(second: int, url: str = URL) -> object:
    when = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    return moment(when.isoformat().replace("+00:00", ".5Z"), url)


def links_of(page: TimeMap) -> list[httplink.Link]:
    return httplink.parse_link_header("".join(as_links(page)).strip()).links


@given(timelines, urls, st.integers(1, 5))
def test_the_pages_together_list_each_memento_once(seconds: list[int], url: str, per_page: int) -> None:
    every = [at(second, url) for second in seconds]
    listed = []
    pages = TimeMap(PAIR, url, page_of(every, 1, per_page)).pages
    for number in range(1, pages + 1):
        links = links_of(TimeMap(PAIR, url, page_of(every, number, per_page), number))
        assert [one.target for one in links if "original" in one.rel] == [target(url)]
        gate = f"{PAIR.ui}/timegate/{target(url)}".replace("#", "%23")
        assert [one.target for one in links if "timegate" in one.rel] == [gate]
        mementos = [one for one in links if "memento" in one.rel]
        (own,) = [one for one in links if "self" in one.rel]
        times = [parsedate_to_datetime(one["datetime"]) for one in mementos]
        assert [parsedate_to_datetime(own[end]) for end in ("from", "until")] == [times[0], times[-1]]
        assert len([one for one in links if "timemap" in one.rel]) == pages - 1
        assert len({one.target for one in links if one.rel & {"self", "timemap"}}) == pages
        listed += mementos
    assert [one.target for one in listed] == [memento_url(PAIR, one) for one in every]
    assert [one["datetime"] for one in listed] == [http_date(one.captured) for one in every]
    assert "first" in listed[0].rel
    assert "last" in listed[-1].rel
    assert sum(bool(one.rel & {"first", "last"}) for one in listed) == min(2, len(listed))


@given(timelines, urls, st.integers(1, 5))
def test_the_json_says_the_same_as_the_links(seconds: list[int], url: str, per_page: int) -> None:
    every = [at(second, url) for second in seconds]
    for number in range(1, TimeMap(PAIR, url, page_of(every, 1, per_page)).pages + 1):
        page = TimeMap(PAIR, url, page_of(every, number, per_page), number)
        document = json.loads("".join(as_json(page)))
        linked = [one for one in links_of(page) if "memento" in one.rel]
        assert [one["uri"] for one in document["mementos"]["list"]] == [one.target for one in linked]
        assert [datetime.fromisoformat(one["datetime"]) for one in document["mementos"]["list"]] == [
            parsedate_to_datetime(one["datetime"]) for one in linked
        ]
        assert document["original_uri"] == url
        assert document["mementos"]["first"]["uri"] == memento_url(PAIR, every[0])
        assert document["mementos"]["last"]["uri"] == memento_url(PAIR, every[-1])
        assert set(document.get("pages", {})) == {
            rel for rel, is_there in (("prev", number > 1), ("next", number < page.pages)) if is_there
        }


def test_the_json_is_that_of_the_aggregators() -> None:
    document = json.loads(
        "".join(as_json(TimeMap(PAIR, URL, page_of([moment(one) for one in OF_THE_RFC[:2]]))))
    )
    entries = [
        {"datetime": "2000-09-15T11:28:26Z", "uri": f"{PAIR.replay}/memento/20000915112826/{URL}"},
        {"datetime": "2001-03-21T20:36:10Z", "uri": f"{PAIR.replay}/memento/20010321203610/{URL}"},
    ]
    assert document == {
        "original_uri": URL,
        "timegate_uri": f"{PAIR.ui}/timegate/{URL}",
        "timemap_uri": {
            f"{form}_format": f"{PAIR.ui}/timemap/{form}/{URL}" for form in ("link", "json", "cdxj")
        },
        "mementos": {"first": entries[0], "last": entries[1], "list": entries},
    }


def test_cdxj_has_a_line_a_memento() -> None:
    every = [moment(one) for one in OF_THE_RFC]
    lines = "".join(as_cdxj(TimeMap(PAIR, URL, page_of(every)))).splitlines()
    about = [line.split(" ", 1) for line in lines if line.startswith("!")]
    assert [name for name, _ in about] == ["!context", "!id", "!keys", "!meta", "!meta", "!meta"]
    assert {key for name, value in about if name == "!meta" for key in json.loads(value)} == {
        "original_uri", "timegate_uri", "timemap_uri",
    }  # fmt: skip
    rows = [line.split(" ", 1) for line in lines if not line.startswith("!")]
    assert [datetime.strptime(f"{when}Z", "%Y%m%d%H%M%S%z") for when, _ in rows] == [
        second_of(one.captured) for one in every
    ]
    assert [json.loads(value)["rel"] for _, value in rows] == [
        "first memento",
        *["memento"] * 3,
        "last memento",
    ]


@pytest.mark.parametrize(
    ("number", "beside"), [(1, {"next": "2/"}), (2, {"prev": "", "next": "3/"}), (3, {"prev": "2/"})]
)
def test_the_header_names_what_it_is_about_and_the_pages_beside(number: int, beside: dict[str, str]) -> None:
    page = TimeMap(PAIR, URL, page_of([moment(one) for one in OF_THE_RFC], number, 2), number)
    links = httplink.parse_link_header(page.headers("link")["Link"])
    assert links["timemap"]["anchor"] == URL  # RFC 7089 §5.1.2
    assert {rel: links[rel].target for rel in ("prev", "next") if rel in links} == {
        rel: f"{PAIR.ui}/timemap/link/{page}{URL}" for rel, page in beside.items()
    }
