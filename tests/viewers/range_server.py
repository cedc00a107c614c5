"""Serves a viewer, its page and the archives on 127.0.0.1, with HEAD and byte ranges (RFC 9110 §14).

A WACZ is read by ranges, its directory by a suffix range; nothing outside the given table is served.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_MEDIA = {".js": "text/javascript", ".wacz": "application/wacz", ".gz": "application/gzip"}

Page = Callable[[dict[str, str]], str]


def span(header: str | None, size: int) -> tuple[int, int] | None:
    """The first and the last byte a Range header asks for; None for the whole (no range, or an odd one).

    ValueError when no byte of it is there (416).
    """
    match = _RANGE.fullmatch(header or "")
    if not match or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:  # a suffix: the last so many bytes
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
    if start > end:
        raise ValueError(f"no bytes {header} of {size}")
    return start, end


class RangeServer:
    """``files``: path → file; ``page``: makes the HTML of ``/`` from the query. Up in a ``with`` block."""

    def __init__(self, files: Mapping[str, Path], page: Page) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.files, self._server.page = files, page

    @property
    def base(self) -> str:
        """``http://127.0.0.1:PORT``; loopback counts as secure, as service workers need."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> RangeServer:
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    files: Mapping[str, Path]
    page: Page

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser breaks off what it needs no longer; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        if target.path == "/":
            query = {name: values[0] for name, values in parse_qs(target.query).items()}
            self._answer(200, self.server.page(query).encode(), {"Content-Type": "text/html; charset=utf-8"})
        elif (file := self.server.files.get(target.path)) is not None:
            self._file(file.read_bytes(), _MEDIA.get(file.suffix, "application/octet-stream"))
        else:
            self._answer(404, b"", {})

    do_HEAD = do_GET

    def _file(self, data: bytes, media: str) -> None:
        headers = {"Content-Type": media, "Accept-Ranges": "bytes", "Cache-Control": "no-store"}
        try:
            wanted = span(self.headers.get("Range"), len(data))
        except ValueError:
            self._answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
            return
        if wanted is None:
            self._answer(200, data, headers)
            return
        start, end = wanted
        headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
        self._answer(206, data[start : end + 1], headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
        """Quiet: what matters is what the browser shows."""
