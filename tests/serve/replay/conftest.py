"""``archiver serve`` as a process of its own, and a real Chromium that looks at its pages."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

from archiver.serve.origins import Pair
from tests.serve.replay.hostile import SECRET
from tests.viewers.conftest import BROWSERS, CHECKOUT, FLAGS, exported, skip  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

VIEWER = CHECKOUT / ".viewer"
_PATIENCE = 30.0  # seconds
# Chromium itself knows that every name under localhost is this machine.
_KNOWN = "EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"
_PLANTING = f"""if (self === top) {{
    window.PLANTED = "{SECRET}";
    document.cookie = "planted={SECRET}; path=/";
    localStorage.setItem("planted", "{SECRET}");
    indexedDB.open("{SECRET}");
}}"""


@dataclass(frozen=True)
class Served:
    """A server that is up. ``names``, ``ports``: the two origins under names that differ, and on ports that differ."""

    folder: Path
    names: Pair
    ports: Pair

    def pair(self, kind: str) -> Pair:
        """One of the two."""
        return {"names": self.names, "ports": self.ports}[kind]

    def get(self, path: str, method: str = "GET", side: str = "replay", **headers: str) -> httpx2.Response:
        """A request to the replay origin; redirects are not followed, nothing is decoded that was not sent so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx2.request(method, getattr(self.ports, side) + path, headers=named, trust_env=False)


def _free_pairs() -> Iterator[int]:
    """Ports that are free with the one after each; another process may still be quicker."""
    for _ in range(50):
        with contextlib.suppress(OSError, OverflowError), socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
            socket.create_server(("127.0.0.1", port + 1)).close()
            first.close()
            yield port


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], Served]]:
    """Serves an archive with the real command."""
    running: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> Served:
        environment = {**os.environ, "ARCHIVER_VIEWER": str(VIEWER), "PYTHONWARNINGS": "error"}
        command = [sys.executable, "-m", "archiver", "--archive", str(folder), "serve", "--port"]
        for port in _free_pairs():
            process = subprocess.Popen(
                [*command, str(port)], stderr=subprocess.PIPE, text=True, env=environment
            )
            assert process.stderr is not None
            if " is at http" in (said := process.stderr.readline()):
                running.append(process)
                name, plain = "archiver.localhost", "127.0.0.1"
                return Served(
                    folder,
                    Pair(f"http://{name}:{port}", f"http://replay.{name}:{port}"),
                    Pair(f"http://{plain}:{port}", f"http://{plain}:{port + 1}"),
                )
            process.wait(10)
            process.stderr.close()
            assert "cannot be served on" in said, said
        raise AssertionError("no two ports in a row are free")

    yield start
    for process in running:
        process.terminate()
        process.wait(20)
        assert process.stderr is not None
        process.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium that reaches nothing but this machine."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        skip("no Chromium here")
    if not all((VIEWER / name).is_file() for name in ("ui.js", "sw.js")):
        skip("no ReplayWeb.page in .viewer")
    from playwright.sync_api import sync_playwright

    flags = [flag.replace("EXCLUDE 127.0.0.1", _KNOWN) for flag in FLAGS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of a new profile; whatever is opened at the top holds the secrets of ``hostile``."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.add_init_script(_PLANTING)
    yield context.new_page()
    context.close()


def replayed(page: Page, holds: Callable[[str], bool]) -> Frame:
    """The frame of the archived page, once its text is such."""
    deadline, text = time.monotonic() + _PATIENCE, "nothing was replayed"
    while time.monotonic() < deadline:
        frame = next((f for f in page.frames if "/replay/w/" in f.url and "mp_/" in f.url), None)
        if frame is not None:
            text = frame.locator("body").inner_text()
            if holds(text):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError(text)
