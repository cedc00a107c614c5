"""A loopback server of raw sockets: what it sends is what the test wrote, and it logs every byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from archiver.capture.fetch import Fetcher
from archiver.capture.guard import parse_networks
from archiver.capture.options import default_options

LOOPBACK = parse_networks(["127.0.0.0/8", "::1/128"])
# A behaviour answers one request; False ends the connection.
Behaviour = Callable[["Talk"], bool | None]


@dataclass
class Talk:
    """One exchange as the server saw it. ``sent`` holds exactly what went out."""

    sock: socket.socket
    request: bytes
    sent: bytearray = field(default_factory=bytearray)

    @property
    def path(self) -> str:
        return self.request.split(b" ")[1].decode("ascii")

    def send(self, data: bytes) -> None:
        self.sent += data
        self.sock.sendall(data)

    def reset(self) -> None:
        """Break the connection with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


class Server:
    """Answers each path with its behaviour, a connection a thread."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Behaviour] = {}
        self.log: list[Talk] = []
        self.connections = 0
        self.alpn: list[str | None] = []  # what TLS connections settled on
        self._context = context
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def route(self, path: str, behaviour: Behaviour | bytes) -> str:
        """Answer ``path`` with a behaviour or these bytes; returns the URL."""
        self.routes[path] = _always(behaviour) if isinstance(behaviour, bytes) else behaviour
        return self.url(path)

    @property
    def last(self) -> Talk:
        return self.log[-1]

    def seen(self) -> list[str]:
        """The paths asked for, in order of arrival."""
        return [talk.path for talk in self.log]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in list(self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(sock.close)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is not None:
                secured = self._context.wrap_socket(sock, server_side=True)
                self.alpn.append(secured.selected_alpn_protocol())
                sock = stack.enter_context(secured)
            self._open.add(sock)
            stack.callback(self._open.discard, sock)
            while request := _read_request(sock):
                talk = Talk(sock, request)
                self.log.append(talk)
                behaviour = self.routes.get(talk.path, _always(response(b"not here", status="404 Not Found")))
                if behaviour(talk) is False:
                    return


def _read_request(sock: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        piece = sock.recv(65536)
        if not piece:
            return b""
        data += piece
    return data


def _always(answer: bytes) -> Behaviour:
    return lambda talk: talk.send(answer)


def response(body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """A well-formed response with Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return response(b"", f"Location: {location}", status=status)


def trickle(piece: bytes, every: float) -> Behaviour:
    """Sends ``piece`` again and again until the client has had enough."""

    def behaviour(talk: Talk) -> bool:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            talk.send(piece)
            time.sleep(every)

    return behaviour


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def make_fetcher() -> Iterator[Callable[..., Fetcher]]:
    """A fetcher allowed to reach loopback, with any options by name."""
    with contextlib.ExitStack() as stack:

        def make(*, networks: Any = LOOPBACK, ca_file: str | None = None, **options: Any) -> Fetcher:
            return stack.enter_context(Fetcher(default_options(**options), networks, ca_file=ca_file))

        yield make


@pytest.fixture
def fetcher(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    return make_fetcher()
