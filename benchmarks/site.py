"""A small fast site on loopback, in a process of its own, so that the server is not what is measured.

``/page/N`` and ``/article/N`` for N below the number given, all different; ``/body`` is random bytes, made of one
random megabyte again and again (far beyond deflate's window of 32 KB, so no less incompressible).
Threads over raw sockets, HTTP/1.1 kept alive, every answer made ready before it is asked for.
Prints its port, ends when its standard input does.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks import texts

_PIECE = 1_000_000
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_HEAD = (
    "HTTP/1.1 200 OK\r\nServer: benchmark\r\nDate: Thu, 29 Jan 2026 10:00:00 GMT\r\n"
    "Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
)


@dataclass(frozen=True)
class Site:
    """A site that is up. ``pages`` and ``articles`` are templates with ``{}`` for the number."""

    base: str

    @property
    def pages(self) -> str:
        return f"{self.base}/page/{{}}"

    @property
    def articles(self) -> str:
        return f"{self.base}/article/{{}}"

    @property
    def body(self) -> str:
        return f"{self.base}/body"


@contextmanager
def serving(pages: int, body: int) -> Iterator[Site]:
    """Start the site with that many pages and a body of that many bytes; stop it at the end."""
    command = [sys.executable, "-m", "benchmarks.site", str(pages), str(body)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Site(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.stdin.close()


def answers(pages: int, body: int) -> dict[bytes, list[bytes]]:
    """Path → the pieces of its response, head first."""
    found = {b"/page/%d" % n: [_ok(texts.page(n), "text/html; charset=utf-8")] for n in range(pages)}
    found |= {b"/article/%d" % n: [_ok(texts.article(n), "text/html; charset=utf-8")] for n in range(pages)}
    piece = random.Random(1).randbytes(min(_PIECE, body))
    whole, rest = divmod(body, len(piece)) if piece else (0, 0)
    head = _HEAD.format(kind="application/octet-stream", length=body).encode()
    found[b"/body"] = [head, *[piece] * whole, piece[:rest]]
    return found


def _ok(body: bytes, kind: str) -> bytes:
    return _HEAD.format(kind=kind, length=len(body)).encode() + body


def _serve(connection: socket.socket, found: dict[bytes, list[bytes]]) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    asked = b""
    with connection:
        while data := connection.recv(1 << 16):
            asked += data
            while (end := asked.find(b"\r\n\r\n")) >= 0:
                path = asked.split(b" ", 2)[1]
                asked = asked[end + 4 :]
                for piece in found.get(path, [_MISSING]):
                    connection.sendall(piece)


def _serve_calmly(connection: socket.socket, found: dict[bytes, list[bytes]]) -> None:
    try:
        _serve(connection, found)
    except OSError:  # the client went away
        return


def main(pages: int, body: int) -> None:
    """Serve until standard input ends."""
    found = answers(pages, body)
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve_calmly, args=(connection, found), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
