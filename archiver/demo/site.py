"""Serves the demo newspaper on 127.0.0.1: HTTP/1.1 with keep-alive, no cookies, no state but a counter.

Answers come from the table in ``routes``; nothing outside ``files/`` is read and nothing is written.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
from collections import Counter
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from archiver.demo.routes import NOT_FOUND, ROUTES, Route

FILES = Path(__file__).parent / "files"
PARTS = ("head", "masthead", "footer")
_BY_PATH = {route.path: route for route in ROUTES}
_CHUNK = 1000


class DemoSite:
    """The newspaper, up while the ``with`` block runs. Port 0 takes a free one; OSError if it is taken."""

    def __init__(self, port: int = 0) -> None:
        self.log: list[str] = []
        """Request targets in the order they came, percent-encoded as sent."""
        self._port = port
        self._server: _Server | None = None

    def __enter__(self) -> DemoSite:
        self._server = _Server(("127.0.0.1", self._port), self.log)
        Thread(target=self._server.serve_forever, args=(0.05,), name="demo-site", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.stop()
            self._server = None

    @property
    def base(self) -> str:
        """``http://127.0.0.1:PORT``, without the slash; RuntimeError when the site is not up."""
        if self._server is None:
            raise RuntimeError("the demo site is not up: use it in a with statement")
        return self._server.base

    @property
    def url(self) -> str:
        """The front page, ``http://127.0.0.1:PORT/``."""
        return f"{self.base}/"


def body_of(route: Route, base: str, count: int = 1) -> bytes:
    """The entity a route answers with, before content coding."""
    if route.file is None:
        return b""
    if route.charset is None:
        return _stored(route.file)
    text = _template(route.file).replace("{{base}}", base).replace("{{count}}", str(count))
    return text.encode(route.charset, "xmlcharrefreplace")


@cache
def _stored(file: str) -> bytes:
    return (FILES / file).read_bytes()


@cache
def _template(file: str) -> str:
    text = _stored(file).decode("utf-8")
    for part in PARTS:
        mark = f"{{{{{part}}}}}"
        if mark in text:
            text = text.replace(mark, _stored(f"parts/{part}.html").decode("utf-8").rstrip("\n"))
    return text


def encode(body: bytes, coding: str | None) -> bytes:
    """``body`` under an HTTP content coding; the same bytes each time. ValueError for an unknown one."""
    if coding is None:
        return body
    if coding == "gzip":
        return gzip.compress(body, mtime=0)
    if coding == "br":
        import brotli

        return bytes(brotli.compress(body))
    if coding == "zstd":
        import zstandard

        return zstandard.compress(body)
    raise ValueError(f"no content coding {coding!r}: gzip, br or zstd")


def _headers(route: Route, length: int) -> dict[str, str]:
    charset = f"; charset={route.charset}" if route.charset else ""
    headers = {"Content-Type": route.media + charset}
    if route.coding:
        headers["Content-Encoding"] = route.coding
    if route.location:
        headers["Location"] = route.location
    if route.chunked:
        headers["Transfer-Encoding"] = "chunked"
    else:
        headers["Content-Length"] = str(length)
    return headers


def _chunks(body: bytes) -> bytes:
    pieces = (body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class _Server(ThreadingHTTPServer):
    """Counts requests a path and knows its open connections, so that stopping leaves none behind."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], log: list[str]) -> None:
        super().__init__(address, _Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.log = log
        self._counts: Counter[str] = Counter()
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def count(self, target: str, path: str) -> int:
        """Log a request; how many that path has had, this one included."""
        with self._lock:
            self.log.append(target)
            self._counts[path] += 1
            return self._counts[path]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SteppeRelay"
    sys_version = ""
    wbufsize = -1  # head and body leave in one segment
    disable_nagle_algorithm = True
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        count = self.server.count(self.path, path)
        self._answer(_BY_PATH.get(path, NOT_FOUND), count)

    do_HEAD = do_GET

    def _answer(self, route: Route, count: int) -> None:
        body = encode(body_of(route, self.server.base, count), route.coding)
        self.send_response(route.status)
        for name, value in _headers(route, len(body)).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(_chunks(body) if route.chunked else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        """Requests are in ``DemoSite.log``, not on stderr."""
