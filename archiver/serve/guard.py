"""What stands before both origins: only names that are ours, only reading, and on every answer of the interface
the headers that keep archived pages away from it.

Plain ASGI: a body that is streamed passes through as it comes.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from typing import cast

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from archiver.serve.origins import Origins, Pair
from archiver.serve.replay.framing import frame_sources
from archiver.serve.replay.headers import Fields, encoded, with_headers

METHODS = ("GET", "HEAD")
_LONGEST_TARGET = 1 << 17  # bytes: the longest URL that is captured, percent-encoded


def policy(pair: Pair) -> str:
    """The Content-Security-Policy of the interface (CSP Level 3): own files, and one frame, of replay."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'; frame-src {' '.join(frame_sources(pair))}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


@cache
def fields(pair: Pair) -> Fields:
    """On every answer of the interface, as it is reached by one of its few names."""
    return encoded(
        {
            "Content-Security-Policy": policy(pair),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }
    )


class Guard:
    """Hands a request to the origin that its Host names."""

    def __init__(self, origins: Origins, ui: ASGIApp, replay: ASGIApp) -> None:
        self._origins, self._ui, self._replay = origins, ui, replay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's scope: HTTP, or the start and end of the server."""
        if scope["type"] != "http":
            await self._ui(scope, receive, send)
            return
        # The server ends, and what is being answered takes longer than it waits for: no error in here.
        with suppress(asyncio.CancelledError):
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        served = self._origins.of(_host(scope))
        if served is None:
            refusal = (
                "421: this server does not answer to that name. Use the address it printed at its start\n"
            )
            await PlainTextResponse(refusal, 421)(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await PlainTextResponse("405: this server only reads\n", 405, {"Allow": ", ".join(METHODS)})(
                scope, receive, send
            )
            return
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_TARGET:
            await PlainTextResponse("414: that address is too long\n", 414)(scope, receive, send)
            return
        scope.setdefault("state", {})["pair"] = served.pair
        if served.side == "replay":
            await self._replay(scope, receive, send)
        else:
            await self._ui(scope, receive, with_headers(send, fields(served.pair)))


def _host(scope: Scope) -> str:
    """The one Host header field; none where there are several, which proxies and servers read differently."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return cast("bytes", hosts[0]).decode("latin-1") if len(hosts) == 1 else ""
