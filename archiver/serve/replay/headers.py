"""The headers of the replay origin, where the scripts of archived pages run: what they may reach is this origin alone.

A service worker makes the answers of the viewer, so the same headers are set there once more (``guard.js``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archiver.serve.origins import Pair

Fields = tuple[tuple[bytes, bytes], ...]
WORKER = "/replay/sw.js"
# A page must not lead out of its frame, nor put files onto the reader's disk. allow-same-origin: one without an
# origin has no service worker.
SANDBOX = "allow-scripts allow-same-origin allow-forms"
_DENIED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
)


def policy(pair: Pair) -> str:
    """The Content-Security-Policy (CSP Level 3) of everything that may hold a script of an archived page."""
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' data: blob:; "
        f"object-src 'none'; form-action 'self'; base-uri 'self'; webrtc 'block'; sandbox {SANDBOX}; "
        f"frame-ancestors 'self' {pair.ui}"
    )


def inert_policy(pair: Pair) -> str:
    """The Content-Security-Policy of captured bytes as they are: nothing in them runs or is fetched for them."""
    return (
        "sandbox; default-src 'none'; img-src data:; media-src 'self' data:; font-src data:; "
        f"style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self' {pair.ui}"
    )


def headers(pair: Pair) -> Mapping[str, str]:
    """On every answer of the replay origin, where the answer has none of its own."""
    return {
        "Content-Security-Policy": policy(pair),
        "X-Content-Type-Options": "nosniff",
        "X-DNS-Prefetch-Control": "off",
        # The viewer tells by the referrer which page asked; nobody else is told.
        "Referrer-Policy": "same-origin",
        # What CSP leaves open: WebRTC (Chromium knows no webrtc directive), and look-ups and connections made ahead
        # of a navigation that is then refused.
        "Connection-Allowlist": "(response-origin);redirects=allow;webrtc=block",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Origin-Agent-Cluster": "?1",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _DENIED),
        "Cache-Control": "no-cache",
    }


def encoded(named: Mapping[str, str]) -> Fields:
    """Header fields as ASGI has them."""
    return tuple((name.lower().encode(), value.encode()) for name, value in named.items())


@cache
def _fields(pair: Pair) -> Fields:
    return encoded(headers(pair))


class ReplayHeaders:
    """ASGI middleware: ``headers`` on every answer, and no service worker but ours. The scope holds the ``Pair``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        more = _fields(scope["state"]["pair"])
        app = self._app
        if scope["path"] != WORKER and any(name == b"service-worker" for name, _ in scope["headers"]):
            app = PlainTextResponse("403: no service worker of an archived page\n", 403)
        await app(scope, receive, with_headers(send, more))


def with_headers(send: Send, more: Fields) -> Send:
    """``send``, that adds header fields which an answer has none of itself; a body that is streamed passes through."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(field for field in more if field[0] not in own)]
        await send(message)

    return sending
