"""TimeGate and TimeMaps over HTTP, asked by httpx2 and by the Memento group's own client (memento_client)."""

from __future__ import annotations

import hashlib
import json
import re
import socket
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote, urlsplit

import httplink
import httpx2
import pytest
from memento_client import MementoClient

import archiver
from archiver.catalog import Query
from archiver.serve.memento import routes
from tests.serve.memento.captures import OF_THE_RFC, URL
from tests.serve.memento.conftest import Served

SNOW = quote("/mn/мэдээ/тал-нутгийн-цас")
BAD = "Thursday, 31-May-07 20:35:00 GMT"


def links(answer: httpx2.Response) -> httplink.ParsedLinks:
    return httplink.parse_link_header(answer.headers["Link"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("wanted", "stamp"),
    [
        ("Tue, 20 Mar 2001 20:35:00 GMT", "20010321203610"),  # figures 11 to 13 of RFC 7089
        ("Tue, 11 Sep 2001 20:35:00 GMT", "20010911203610"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", "20000915112826"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "20100120093433"),
        (None, "20100120093433"),
    ],
)
def test_a_timegate_redirects_to_the_memento_nearest(
    served: Served, method: str, wanted: str | None, stamp: str
) -> None:
    answer = served.get(f"/timegate/{URL}", method, **({"Accept_Datetime": wanted} if wanted else {}))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{served.replay}/memento/{stamp}/{URL}"
    assert "accept-datetime" in answer.headers["Vary"]
    assert "Memento-Datetime" not in answer.headers
    assert links(answer)["original"].target == URL
    assert links(answer)["timemap"].target == f"{served.ui}/timemap/link/{URL}"
    memento = httpx2.request(method, answer.headers["Location"], trust_env=False)
    assert memento.status_code == 200
    assert links(memento)["original"].target == URL
    (own,) = [one for one in links(memento).links if one.target == str(memento.url)]
    assert own["datetime"] == memento.headers["Memento-Datetime"]


@pytest.mark.parametrize("wanted", [BAD, "Sat, 31 Dec 2016 23:59:60 GMT", "", "x" * 5_000])
def test_a_date_that_is_none_is_400_with_the_headers_of_a_timegate(served: Served, wanted: str) -> None:
    answer = served.get(f"/timegate/{URL}", Accept_Datetime=wanted)
    assert answer.status_code == 400
    assert "send one in GMT, as in Thu, 29 Jan 2026 07:40:00 GMT" in answer.text
    assert "accept-datetime" in answer.headers["Vary"]
    assert "Location" not in answer.headers
    assert links(answer)["original"].target == URL
    assert links(answer)["timemap"].target == f"{served.ui}/timemap/link/{URL}"


def test_two_dates_are_none(served: Served) -> None:
    dates = [("Accept-Datetime", f"Tue, {day} Mar 2001 20:35:00 GMT") for day in ("20", "27")]
    assert httpx2.get(f"{served.ui}/timegate/{URL}", headers=dates, trust_env=False).status_code == 400


def test_what_was_not_captured_is_404_and_names_what_is_near(served: Served) -> None:
    url = f"{served.base}/elsewhere?a=%22%3E"
    answer = served.get(f"/timegate/{url}", Accept="application/json")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/json"
    document = answer.json()
    assert document["original_uri"] == url
    assert 1 <= len(document["nearest"]) <= 10
    assert all(near["url"].startswith(served.base) for near in document["nearest"])
    assert {"url", "datetime", "uri", "timegate"} == set(document["nearest"][0])
    assert [one.target for one in links(answer).links] == [url]
    text = served.get(f"/timegate/{url}")
    assert text.status_code == 404
    assert text.headers["Content-Type"].startswith("text/plain")
    assert document["nearest"][0]["uri"] in text.text


@pytest.mark.parametrize(
    ("sent", "url"),
    [
        ("{base}/missing", "{base}/missing"),
        ("{base}/latest", "{base}/latest"),
        ("{base}" + SNOW, "{base}" + SNOW),
        ("https://www.shop.example/list?b=2&a=%D1%86%D0%B0%D1%81", "https://www.shop.example/list?b=2&a=%D1%86%D0%B0%D1%81"),
        ("http:/shop.example/list?a=%D1%86%D0%B0%D1%81&b=2", "https://www.shop.example/list?b=2&a=%D1%86%D0%B0%D1%81"),
        ("http://мэдээ.мон/a%0Ab", "http://xn--d1ap5cba.xn--l1acc/a%0Ab"),
        ("http://xn--d1ap5cba.xn--l1acc/a%0Ab", "http://xn--d1ap5cba.xn--l1acc/a%0Ab"),
    ],
)  # fmt: skip
def test_a_url_is_found_in_every_form(served: Served, sent: str, url: str) -> None:
    sent, url = sent.replace("{base}", served.base), url.replace("{base}", served.base)
    answer = served.get(f"/timegate/{sent}")
    assert answer.status_code == 302
    assert urlsplit(answer.headers["Location"]).path.split("/")[1] == "memento"
    assert answer.headers["Location"].split("/", 5)[5] == url
    for form in ("link", "json", "cdxj"):
        timemap = served.get(f"/timemap/{form}/{sent}")
        assert timemap.status_code == 200
        assert url in timemap.text


def test_a_file_without_url_is_found_by_its_name(served: Served) -> None:
    assert served.get(f"/timegate/ni:///sha-256;{'A' * 43}").status_code == 404
    with archiver.open(served.folder) as archive:
        (held,) = [capture for capture in archive.captures() if capture.url.startswith("ni:")]
    answer = served.get(f"/timegate/{held.url}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/{held.url}")
    assert f'<{held.url}>; rel="original"' in served.get(f"/timemap/link/{held.url}").text


def test_what_redirects_led_to_is_a_memento_of_its_own_url_at_its_own_time(served: Served) -> None:
    """As in the CDX of the WARC: the record under that URL, with its WARC-Date. ``list --url`` finds its capture."""
    with archiver.open(served.folder) as archive:
        (redirected,) = [one for one in archive.captures() if one.url == f"{served.base}/latest"]
        final = redirected.finalUrl or ""
        listed = [one.id for one in archive.select(Query(kind="capture", url=final))]
    (page,) = [one for one in redirected.exchanges if one.role == "page"]
    stamp = f"{page.started[:19]}Z"
    address = f"{served.replay}/memento/{re.sub('[^0-9]', '', stamp)}/{final}"
    document = served.get(f"/timemap/json/{final}").json()
    assert document["original_uri"] == final
    assert document["mementos"]["list"] == [{"datetime": stamp, "uri": address}]
    assert f'<{address}>; rel="first last memento"' in served.get(f"/timemap/link/{final}").text
    assert served.get(f"/timegate/{final}").headers["Location"] == address
    memento = httpx2.get(address, trust_env=False)
    assert memento.status_code == 200
    assert parsedate_to_datetime(memento.headers["Memento-Datetime"]) == datetime.fromisoformat(stamp)
    assert links(memento)["original"].target == final
    assert hashlib.sha256(memento.content).hexdigest() == (page.entity and page.entity.digest[7:])
    timeline = served.get(f"/captures.json?url={quote(final, safe='')}").json()
    assert [one["id"] for one in timeline["captures"]] == listed == [redirected.id]
    assert timeline["captures"][0]["memento"] == address


def test_every_capture_has_a_memento_that_says_when_and_of_what(served: Served) -> None:
    with archiver.open(served.folder) as archive:
        captures = list(archive.captures())
    assert len(captures) == 14
    for capture in captures:
        page = httpx2.get(f"{served.ui}/timemap/json/{quote(capture.url, safe='')}", trust_env=False).json()
        stamp = f"{capture.captured[:19]}Z"
        (address,) = [one["uri"] for one in page["mementos"]["list"] if one["datetime"] == stamp]
        memento = httpx2.get(address, trust_env=False)
        assert not memento.is_redirect
        assert datetime.fromisoformat(stamp) == parsedate_to_datetime(memento.headers["Memento-Datetime"])
        assert "accept-datetime" not in memento.headers.get("Vary", "").lower()
        assert unquote(links(memento)["original"].target) == unquote(capture.url)


def test_the_page_about_a_capture_leads_to_its_timegate(served: Served) -> None:
    with archiver.open(served.folder) as archive:
        ids = [capture.id for capture in archive.captures()]
        named = {i: archive.get_capture(i).url for i in [*ids, *archive.get_capture(ids[-1]).items]}
    for identifier, url in named.items():
        read = links(served.get(f"/{identifier}"))
        assert read["cite-as"].target == f"{served.ui}/{identifier}"
        assert unquote(read["original"].target) == unquote(url)
        assert served.get(f"/{identifier}.json").json()["id"] == identifier
        if len(url) < 5_000:
            gate = read["timegate"].target
            assert httpx2.head(gate, trust_env=False).status_code == 302


def test_ten_thousand_characters_are_answered_within_bounds(served: Served) -> None:
    url = "http://long.example/" + "x" * 9_980
    answer = served.get(f"/timegate/{url}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(url)
    assert len(answer.headers["Link"]) <= 32_000
    assert served.get("/timegate/http://long.example/" + "x" * 40_000).status_code == 400
    assert served.get("/timegate/http://long.example/" + "x" * 60_000).status_code in (400, 414)


@pytest.mark.parametrize(
    "target",
    [
        b"/timegate/http://a.example.org/%0D%0ASet-Cookie:%20a=b",
        b"/timegate/http://a.example.org/%0d%0a%0d%0a<script>",
        b'/timegate/http://a.example.org/>;rel="memento",<http://evil.example/',
        b"/timegate/http%3A%2F%2Fa.example.org%2F%0D%0AX:%20y",
        b"/timemap/link/http://a.example.org/\xd0\xbc",
        b"/timegate/\xff\xfe",
        b"/timegate/javascript:alert(1)",
        b"/timegate/",
        b"/timemap/exe/http://a.example.org/",
        b"/timemap/link/2/http://a.example.org/",
    ],
)
def test_nothing_in_a_target_gets_into_a_header_of_its_own(served: Served, target: bytes) -> None:
    host, port = "127.0.0.1", urlsplit(served.ui).port
    with socket.create_connection((host, port), timeout=20) as connection:
        asked = b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port
        connection.sendall(asked)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head = answer.partition(b"\r\n\r\n")[0].decode("ascii")
    status, *fields = head.split("\r\n")
    assert status.split()[1] in ("400", "404")
    assert not {"set-cookie", "x"} & {one.partition(":")[0].lower() for one in fields}
    given = [one.partition(": ")[2] for one in fields if one.lower().startswith("link:")]
    for value in given:
        assert [one.rel for one in httplink.parse_link_header(value).links] == [{"original"}]


def test_a_timemap_lists_every_memento(served: Served) -> None:
    answer = served.get(f"/timemap/link/{URL}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == "application/link-format"
    assert links(answer)["timemap"]["anchor"] == URL
    read = MementoClient.parse_link_header(answer.text)
    listed = [(uri, values["datetime"][0]) for uri, values in read.items() if "memento" in values["rel"]]
    assert [uri for uri, _ in listed] == [
        f"{served.replay}/memento/{''.join(filter(str.isdigit, one))}/{URL}" for one in OF_THE_RFC
    ]
    for uri, when in listed:
        assert httpx2.get(uri, trust_env=False).headers["Memento-Datetime"] == when
    head = served.get(f"/timemap/link/{URL}", "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Link"] == answer.headers["Link"]
    assert head.headers.get("Content-Length") == answer.headers.get("Content-Length")
    document = json.loads(served.get(f"/timemap/json/{URL}").text)
    assert [one["uri"] for one in document["mementos"]["list"]] == [uri for uri, _ in listed]


@pytest.mark.parametrize("form", ["link", "json", "cdxj"])
def test_the_pages_of_a_long_timemap_lead_to_one_another(
    served: Served, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(routes, "PER_PAGE", 2)
    found: list[str] = []
    address = f"{served.ui}/timemap/{form}/{URL}"
    for _ in range(3):
        answer = httpx2.get(address, trust_env=False)
        found += re.findall(
            rf"{served.replay}/memento/([0-9]+)/", answer.text.partition('"list"')[2] or answer.text
        )
        address = links(answer)["next"].target if "next" in links(answer) else ""
    assert address == ""
    assert found == ["".join(filter(str.isdigit, one)) for one in OF_THE_RFC]
    assert served.get(f"/timemap/{form}/4/{URL}").status_code == 404


def test_no_other_site_may_read_what_is_held(served: Served) -> None:
    for path in ("timegate", "timemap/link", "timemap/json"):
        answer = served.get(f"/{path}/{URL}", Origin="https://evil.example")
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.fixture
def client(served: Served) -> MementoClient:
    """Finds the original by a HEAD of it, so only what the demo site has can be asked."""
    return MementoClient(timegate_uri=f"{served.ui}/timegate/", check_native_timegate=False)


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/missing", 404), (SNOW, 200)])
def test_the_memento_groups_client_finds_a_memento(
    served: Served, client: MementoClient, path: str, status: int
) -> None:
    info = client.get_memento_info(f"{served.base}{path}", datetime(2020, 1, 1))
    assert info["original_uri"] == f"{served.base}{path}"
    assert info["timegate_uri"] == f"{served.ui}/timegate/{served.base}{path}"
    closest = info["mementos"]["closest"]
    assert closest["http_status_code"] == status
    assert closest["uri"][0].startswith(f"{served.replay}/memento/")
    assert abs(closest["datetime"] - datetime.now(UTC).replace(tzinfo=None)).total_seconds() < 600
    assert info["mementos"]["first"] == info["mementos"]["last"]
    assert info["mementos"]["first"]["uri"] == closest["uri"]


def test_the_memento_groups_client_walks_from_memento_to_memento(
    served: Served, client: MementoClient
) -> None:
    wanted = datetime(2001, 9, 11, 20, 35)
    of_a_memento = (
        f"{served.replay}/memento/20000915112826/{URL}"  # leads it back to the original, and its TimeGate
    )
    info = client.get_memento_info(of_a_memento, wanted)
    assert info["original_uri"] == URL
    times = {name: one["datetime"].isoformat() for name, one in info["mementos"].items()}
    assert times == {
        "closest": "2001-09-11T20:36:10",
        "first": "2000-09-15T11:28:26",
        "prev": "2001-09-11T20:30:51",
        "next": "2010-01-20T09:34:33",
        "last": "2010-01-20T09:34:33",
    }
    assert MementoClient.is_timegate(info["timegate_uri"], "Tue, 11 Sep 2001 20:35:00 GMT")
    assert MementoClient.is_memento(info["mementos"]["closest"]["uri"][0])
    assert not MementoClient.is_memento(info["timegate_uri"])
