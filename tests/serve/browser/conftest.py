"""A real Chromium before a real server. Every tab is watched: nothing may leave, fail, pop up or break the policy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from archiver.demo.site import DemoSite
from archiver.serve.language import Words, words
from tests.serve.browser.material import Filled, fill
from tests.serve.running import serving
from tests.viewers.conftest import BROWSERS, FLAGS, skip

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"
_PATIENCE = 15_000  # milliseconds: the machine may be busy
OpenTab = Callable[..., "Page"]


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The archive; the site it was captured from is down by now."""
    with DemoSite() as up:
        return fill(tmp_path_factory.mktemp("browser") / "archive", up)


@pytest.fixture(scope="package")
def ui(filled: Filled) -> Iterator[str]:
    """The origin of the interface, ``http://archiver.localhost:PORT``."""
    with serving(filled.folder) as origin:
        yield origin


@pytest.fixture(scope="package")  # no longer: its event loop would be in the way of other tests' own
def chromium() -> Iterator[Browser]:
    """A browser that reaches nothing but this machine."""
    with launched() as browser:
        yield browser


@contextmanager
def launched() -> Iterator[Browser]:
    """Debian's Chromium, as long as the ``with`` block runs; every host but this machine is unknown to it."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    flags = [flag for flag in FLAGS if not flag.startswith("--host-resolver-rules")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, _HOSTS])
        yield browser
        browser.close()


@dataclass
class Seen:
    """What must not be, in every tab that a test opened. ``origin``: where the interface is."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Look at everything this tab does from now on."""
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("popup", lambda other: self.faults.append(f"a window opened: {other.url}"))
        page.on(
            "dialog", lambda dialog: (self.faults.append(f"a dialog: {dialog.message}"), dialog.dismiss())
        )

    def _asked(self, request: Request) -> None:
        name = re.match(r"https?://([^/:]+)", request.url)
        if name and not name[1].endswith("archiver.localhost"):
            self.faults.append(f"a request left: {request.url}")

    def _answered(self, response: Response) -> None:
        own = response.url.startswith(self.origin)
        if own and response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status} for {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        failed_to_load = message.text.startswith("Failed to load resource")  # told apart by _answered
        if (
            message.type == "error"
            and message.location.get("url", "").startswith(self.origin)
            and not failed_to_load
        ):
            self.faults.append(f"on the console: {message.text}")


@pytest.fixture
def open_tab(chromium: Browser, ui: str) -> Iterator[OpenTab]:
    """Opens a tab in a profile of its own, with options of a Playwright context; relative URLs are the interface's."""
    seen, contexts = Seen(ui), []

    def opened(**options: Any) -> Page:
        options = {"viewport": {"width": 1200, "height": 800}, "base_url": ui, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        seen.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert seen.faults == []


@pytest.fixture(params=("en", "mn"))
def t(request: pytest.FixtureRequest) -> Words:
    """The words of each language."""
    return words(request.param)
