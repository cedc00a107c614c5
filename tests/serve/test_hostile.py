"""Nothing that a page says becomes markup, a link that runs, a header or an address; nothing typed reaches a file."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from starlette.testclient import TestClient

import archiver
from archiver.serve import PORT, build
from tests.serve import hostile
from tests.serve.running import serving

UI = f"http://archiver.localhost:{PORT}"
OWN_SCRIPTS = ["/static/archiver.js"]
# Characters that no page may show: controls, what turns text around, lone surrogates, no characters at all.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff]")
_OF_CAPTURE = re.compile(rf"http://[0-9a-z]+\.replay\.archiver\.localhost:{PORT}/")
_LOADING = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "style")
_FETCHED = (
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
)


@pytest.fixture(scope="module")
def client(hostile_folder: Path) -> Iterator[TestClient]:
    """Raises what an endpoint raises: a fault of ours fails the test that meets it."""
    with TestClient(build(hostile_folder), base_url=UI, follow_redirects=False) as asking:
        yield asking


def faults(text: str) -> list[str]:
    """What in a page is not ours: scripts, handlers, styles, forms, and addresses that would be asked for."""
    found = [f"shows {match[0]!r}" for match in UNSEEN.finditer(text)]
    tree = html.document_fromstring(text)
    scripts = tree.findall(".//script")
    if [script.get("src") for script in scripts] != OWN_SCRIPTS or any(script.text for script in scripts):
        found.append("a script that is not ours")
    found += [
        f"<{tag}>"
        for tag in ("base", "style", "object", "embed", "svg", "b")
        if tree.find(f".//{tag}") is not None
    ]
    found += ["a refresh" for _ in tree.iterfind(".//meta[@http-equiv]")]
    for element in tree.iter(etree.Element):
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on")]
        found += [f"{name}={element.get(name)}" for name in _LOADING if not _is_own(element.get(name, "/"))]
        href = element.get("href", "/")
        is_fetched = element.tag == "link" and element.get("rel") in _FETCHED
        if not _is_own(href) and (is_fetched or not href.startswith(("http://", "https://", "#"))):
            found.append(f"href={href[:80]}")
    return found


def _is_own(url: str) -> bool:
    own = (f"http://replay.archiver.localhost:{PORT}/", f"{UI}/")
    return (
        (url.startswith("/") and not url.startswith(("//", "/\\")))
        or url.startswith(own)
        or bool(_OF_CAPTURE.match(url))
    )


def test_every_page_that_shows_it_is_harmless(client: TestClient, hostile_folder: Path) -> None:
    found = {}
    for address in hostile.addresses(hostile_folder):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        assert "set-cookie" not in answer.headers
        if wrong := faults(answer.text):
            found[address] = wrong[:5]
    assert found == {}


def test_sees_what_is_not_ours() -> None:
    """The control: each payload as a careless page would hold it."""
    page = '<!doctype html><title>x</title><script src="/static/archiver.js" defer></script><p title="{0}">{0}</p>'
    for name in ("script", "image", "svg", "attribute", "comment", "direction", "control"):
        assert faults(page.format(hostile.PAYLOADS[name])), name
    assert faults('<script src="/static/archiver.js"></script><a href="javascript:x">x</a>')
    assert (
        faults(
            '<script src="/static/archiver.js"></script><a href="/fine">x</a><a href="https://a.example/">x</a>'
        )
        == []
    )


def test_every_payload_is_shown(client: TestClient) -> None:
    """The control of the material: what is attacked with is there, as text."""
    shown = " ".join(
        html.document_fromstring(client.get(f"/search?kind=headline&from={first}").text).text_content()
        for first in (0, 20)
    )
    for words in (
        "<script>window.pwned",
        "onerror='window.pwned",
        "{{7*7}}",
        "<base href=",
        "ЖЖЖ",
        "autofocus onfocus",
    ):
        assert words in shown, words


def test_twins_are_json_and_the_feed_is_xml(client: TestClient, hostile_folder: Path) -> None:
    for address in hostile.addresses(hostile_folder):
        if re.fullmatch(r"/ark:[0-9]+/[0-9a-z]+", address):
            answer = client.get(f"{address}.json")
            assert answer.json()["id"] == address[1:]
            assert answer.headers["content-type"] == "application/json"
    assert client.get("/search.json").json()["total"] > len(hostile.PAYLOADS)
    feed = etree.fromstring(client.get("/feed.atom").content)
    assert len(feed.findall("{*}entry")) == 50
    assert all(link.get("href", "").startswith(("http://", "https://")) for link in feed.iter("{*}link"))


@pytest.mark.parametrize("kind", ["json", "csl-json", "bibtex", "ris", "prov", "ninjs"])
def test_downloads_of_it_keep_to_their_form(client: TestClient, hostile_folder: Path, kind: str) -> None:
    items = [one for one in hostile.addresses(hostile_folder) if re.fullmatch(r"/ark:[0-9]+/[0-9a-z]+", one)]
    for address in items[:: len(items) // 12]:
        answer = client.get(f"{address}/download/{kind}")
        assert answer.status_code == 200
        assert re.fullmatch(
            r'attachment; filename="[0-9a-z]+\.[a-z.]+"', answer.headers["content-disposition"]
        )
        if kind in ("json", "csl-json", "prov", "ninjs"):
            json.loads(answer.content)
        else:
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", answer.text.replace("\r\n", "\n")), address


def test_a_kernel_record_has_only_its_own_lines(client: TestClient, hostile_folder: Path) -> None:
    """ERC is a format of lines: a line of a page's making would be taken for one of ours."""
    for address in hostile.addresses(hostile_folder):
        if re.fullmatch(r"/ark:[0-9]+/[0-9a-z]+", address):
            lines = client.get(f"{address}?info").text.splitlines()
            labels = [line.partition(":")[0] for line in lines]
            if "note" in labels:  # of a file that a user gave
                assert lines[labels.index("note")].startswith("note: imported from a file")
                labels.remove("note")
            assert labels == [
                "erc",
                "who",
                "what",
                "when",
                "where",
                "erc-support",
                "who",
                "what",
                "when",
                "where",
            ]


@pytest.mark.parametrize("name", sorted(hostile.PAYLOADS))
@pytest.mark.parametrize(
    "path", ["/search", "/captures", "/search.json", "/days", "/day/2026-02-01", "/ark:99999/fk4", "/nowhere"]
)
def test_what_is_typed_comes_back_as_text(client: TestClient, path: str, name: str) -> None:
    typed = hostile.PAYLOADS[name][:200].encode("utf-8", "surrogatepass")
    answer = client.get(
        path, params=dict.fromkeys(("q", "url", "lang", "in", "year", "since", "kind", "from"), typed)
    )
    assert answer.status_code in (200, 400, 404)
    if answer.headers["content-type"].startswith("text/html"):
        assert faults(answer.text) == []
    else:
        answer.json()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", sorted(hostile.PAYLOADS))
def test_a_search_alone_shows_what_was_typed(client: TestClient, name: str) -> None:
    for given, status in (
        ({"q": hostile.PAYLOADS[name]}, 200),
        ({"outlet": hostile.PAYLOADS[name]}, 200),
        ({"language": hostile.PAYLOADS[name]}, 400),
        ({"verdict": hostile.PAYLOADS[name]}, 400),
    ):
        answer = client.get(
            "/search", params={k: v[:1_500].encode("utf-8", "surrogatepass") for k, v in given.items()}
        )
        assert answer.status_code == status
        assert faults(answer.text) == []


# -- addresses, as bytes on a socket: clients tidy them up ------------------------------------------------


@pytest.fixture(scope="module")
def server(hostile_folder: Path) -> Iterator[str]:
    """A real one; it fails the module when it ends having said a traceback."""
    with serving(hostile_folder) as origin:
        yield origin


def ask(
    server: str, target: bytes, *, method: bytes = b"GET", host: bytes | None = None, more: bytes = b""
) -> tuple[int, str]:
    """Status and everything that came."""
    name = server.removeprefix("http://")
    lines = b"%b %b HTTP/1.1\r\nHost: %b\r\n%bConnection: close\r\n\r\n" % (
        method,
        target,
        host or name.encode(),
        more,
    )
    with socket.create_connection(("127.0.0.1", int(name.rpartition(":")[2])), timeout=20) as connection:
        connection.sendall(lines)
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert answer.startswith(b"HTTP/1.1 "), answer[:100]
    return int(answer[9:12]), answer.decode("utf-8", "replace")


TRICKS = (
    b"/static/../app.py",
    b"/static/../../pyproject.toml",
    b"/static/%2e%2e/app.py",
    b"/static/%2e%2e%2f%2e%2e%2fapp.py",
    b"/static/..%2fapp.py",
    b"/static/..%5capp.py",
    b"/static/%252e%252e/app.py",
    b"/static/....//app.py",
    b"/static//etc/passwd",
    b"/static/%2fetc%2fpasswd",
    b"/static/archiver.css%00.html",
    b"/static/",
    b"/../../../../etc/passwd",
    b"/%2e%2e/%2e%2e/etc/passwd",
    b"/ark:99999/../../etc/passwd",
    b"/ark:99999/..",
    b"/ark:99999/%2e%2e%2f%2e%2e",
    b"/ark:99999//",
    b"/ark:99999/fk4%00",
    b"/ark:99999/fk4\xff\xfe",
    b"/ark:99999/fk4/download/../../../etc/passwd",
    b"/ark:99999999999999999999999999/fk4",
    b"/ark:" + b"9" * 5_000 + b"/fk4",
    b"/ark:" + b"9" * 5_000 + b"/fk4/check",
    b"/ark:" + b"9" * 5_000 + b"/fk4/download/warc",
    b"/ark:-1/fk4",
    b"/ark:99999/" + b"x" * 30_000,
    b"/ark:99999/fk4/compare/" + b"ark:99999/" * 500,
    b"//outside.example/",
    b"//outside.example/search",
    b"/\\outside.example/",
    b"/day/2026-02-01/../../x",
    b"/day/%00",
    b"/day/" + b"9" * 5_000,
    b"/schemas/../../pyproject.toml/1.0.0.json",
    b"/schemas/%2e%2e%2fapp/1.0.0.json",
    b"/captures?url=file:///etc/passwd",
    b"/captures?url=" + b"http://a.example/" + b"x" * 40_000,
    b"/" + b"a" * 60_000,
    b"/search?from=" + b"9" * 5_000,
    b"/search?from=" + b"0" * 9 + b"1" * 5_000,
    b"/%ff%fe",
    b"/%",
    b"/%zz",
    b"/api/../app.py",
    b"/timegate/file:///etc/passwd",
    b"/timemap/link/",
)


@pytest.mark.parametrize("target", TRICKS, ids=lambda target: target[:50].decode("latin-1"))
def test_a_trick_with_the_address_gives_nothing(server: str, target: bytes) -> None:
    status, answer = ask(server, target)
    assert 400 <= status < 500
    for leak in ("root:x:", "from __future__", "[project]", "Traceback", str(Path(__file__).parents[2])):
        assert leak not in answer


@pytest.mark.parametrize(
    "target", [b"/a b", b"/\x00", b"/\x01", b"\\", b"relative", b"", b"/" + b"a" * 200_000]
)
def test_what_is_no_request_is_refused(server: str, target: bytes) -> None:
    assert 400 <= ask(server, target)[0] < 500


def test_it_is_no_proxy(server: str) -> None:
    assert 400 <= ask(server, b"outside.example:443", method=b"CONNECT")[0] < 500
    status, answer = ask(server, b"http://outside.example/days")
    assert (status, answer.partition("\r\n\r\n")[2]) == (
        200,
        ask(server, b"/days")[1].partition("\r\n\r\n")[2],
    )


@pytest.mark.parametrize(
    "target",
    [b"/static", b"/ark:/ID//outside.example", b"/ark:/ID?x=//outside.example", b"/ark:/ID/\\outside"],
)
def test_a_redirect_stays_here(server: str, hostile_folder: Path, target: bytes) -> None:
    with archiver.open(hostile_folder) as archive:
        named = next(archive.captures()).id.removeprefix("ark:").encode()
    status, answer = ask(server, target.replace(b"ID", named))
    location = re.search(r"(?im)^location: (.*?)\r$", answer)
    assert 300 <= status < 400
    assert location and _is_own(location[1].replace(server, UI))


@pytest.mark.parametrize(
    "target",
    [
        b"/ark:/99999/FK4%0d%0aSet-Cookie:%20pwned=1",
        b"/ark:99999/fk4-%0d%0a%0d%0a<script>",
        b"/timegate/http://a.example/%0d%0aSet-Cookie:%20pwned=1",
        b"/captures?url=http://a.example/%0d%0aSet-Cookie:%20pwned=1",
        b"/search?q=%0d%0aSet-Cookie:%20pwned=1",
        b"/memento/20260201080000/http://a.example/%0aSet-Cookie:%20pwned=1",
    ],
)
def test_no_address_writes_a_header(server: str, target: bytes) -> None:
    for host in (None, b"replay." + server.removeprefix("http://").encode()):
        head = ask(server, target, host=host)[1].partition("\r\n\r\n")[0]
        assert "set-cookie" not in [line.partition(":")[0].strip().lower() for line in head.split("\n")]


@pytest.mark.parametrize(
    "method", [b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"PROPFIND", b"get"]
)
def test_writing_is_refused_wherever_it_comes_from(server: str, method: bytes) -> None:
    for origin in (
        b"",
        b"Origin: http://outside.example\r\n",
        b"Origin: null\r\n",
        b"Origin: %b\r\n" % server.encode(),
    ):
        status, answer = ask(server, b"/", method=method, more=origin + b"Content-Length: 0\r\n")
        assert status in (400, 405)
        assert "access-control-allow" not in answer.lower()


FOREIGN = (
    b"outside.example",
    b"archiver.localhost.outside.example:%d",
    b"archiver.localhost:1",
    b"archiver.localhost@outside.example",
    b"outside.example#archiver.localhost",
    b"archiver.localhost.:%d",
    b"127.0.0.1.outside.example:%d",
    b"0.0.0.0:%d",
    b"[::]:%d",
    b" ",
)


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_name_is_refused_on_the_wire(server: str, host: bytes) -> None:
    name = host % int(server.rpartition(":")[2]) if b"%d" in host else host
    status, answer = ask(server, b"/", host=name)
    assert status in (400, 421)
    assert "hostile" not in answer


def test_two_names_are_one_too_many(server: str) -> None:
    assert ask(server, b"/", more=b"Host: outside.example\r\n")[0] in (400, 421)
