"""A real server on loopback: both origins, and an archive of the demo site and of what RFC 7089's figures show."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn

import archiver
from archiver.demo.site import DemoSite
from archiver.serve import Settings, build
from tests.conftest import capture_demo
from tests.serve.memento.captures import OF_THE_RFC, capture_at


@dataclass(frozen=True)
class Served:
    """A server that is up. ``base``: where the demo site is, which its archive holds."""

    ui: str
    replay: str
    base: str
    folder: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx2.Response:
        """A request to the interface; redirects are not followed. ``Accept_Datetime`` is Accept-Datetime."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx2.request(method, f"{self.ui}{path}", headers=named, trust_env=False)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Iterator[Served]:
    """The archive served by uvicorn, both origins on ports of their own."""
    folder = tmp_path_factory.mktemp("memento") / "archive"
    with archiver.open(folder) as archive:
        _fill(archive, site)
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    first, second = (one.getsockname()[1] for one in sockets)
    settings = Settings(port=first, replay_port=second)
    config = uvicorn.Config(build(folder, settings), http="httptools", log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=(sockets,), daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield Served(f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}", site.base, folder)
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()


def _fill(archive: archiver.Archive, site: DemoSite) -> None:
    for captured in OF_THE_RFC:
        capture_at(archive, captured, body=captured.encode())
    for path in ("/", "/missing", "/latest", "/mn/мэдээ/тал-нутгийн-цас"):
        capture_demo(archive, f"{site.base}{path}", requisites=False)
    capture_at(archive, "2024-05-06T07:08:09Z", "https://www.shop.example/list?b=2&a=%D1%86%D0%B0%D1%81")
    capture_at(archive, "2024-05-06T07:08:09Z", "http://xn--d1ap5cba.xn--l1acc/a%0Ab")
    capture_at(archive, "2024-05-06T07:08:09Z", "http://odd.example/a|b^c;d,e'%zz?{x}=[y]&<z>")
    capture_at(archive, "2024-05-06T07:08:09Z", "http://long.example/" + "x" * 9_980)
    file = archive.folder.path.parent / "file.txt"
    file.write_text("A headline\n")
    archive.import_file(file, extract=False)
