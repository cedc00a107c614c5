"""What stands before every page: names, methods, headers."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from tests.serve.conftest import REPLAY, UI, Holding

PATHS = ("/", "/search?q=snow", "/static/archiver.css", "/nothing", "/feed.atom", "/index.json")


@pytest.mark.parametrize("host", ["evil.example", "archiver.localhost.evil.example:8480", "127.0.0.1:1", ""])
def test_a_foreign_name_gets_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "text/plain" in answer.headers["content-type"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_answered(client: TestClient, holding: Holding, method: str) -> None:
    for path in ("/", f"/{holding.article.id}", "/search"):
        answer = client.request(method, path, headers={"Origin": "http://evil.example"})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert (
        f"frame-src {REPLAY} http://*.{REPLAY.removeprefix('http://')};" in policy
        and "frame-ancestors 'none'" in policy
    )
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_is_ever_set(client: TestClient, path: str) -> None:
    assert "set-cookie" not in client.get(path).headers


def test_head_is_as_get_without_a_body(client: TestClient, holding: Holding) -> None:
    for path in ("/", f"/{holding.article.id}", f"/{holding.article.id}.json"):
        head, got = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == got.headers["content-length"]


def test_an_address_that_is_too_long_is_refused(client: TestClient) -> None:
    """Clients refuse to ask so long a question; the server is asked without one."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "headers": [(b"host", UI.removeprefix("http://").encode())],
        "raw_path": b"/search",
        "query_string": b"q=" + b"a" * 140_000,
    }
    asyncio.run(client.app(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 414


def test_the_other_origin_has_none_of_these_pages(client: TestClient, holding: Holding) -> None:
    for path in ("/", f"/{holding.article.id}", "/search", "/static/archiver.css"):
        assert client.get(f"{REPLAY}{path}").status_code == 404
