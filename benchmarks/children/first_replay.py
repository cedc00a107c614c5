"""Replay the demo site's front page in a Chromium with a new profile; seconds from the click to its text."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import archiver
from archiver.demo.site import DemoSite
from archiver.serve import viewer
from benchmarks.children.server import serving

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost",
)
_TEXT = "Snow closes the winter road"


def main() -> None:
    """Measure, and print. Ends with what is missing, where something is."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        sys.exit("no Chromium here: make viewers")
    if viewer.find() is None:
        sys.exit(f"no viewer here: {viewer.INSTALL}")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "archive"
        with DemoSite() as site, archiver.open(folder) as archive:
            capture = archive.capture(site.url, pace=0.0, allowNetwork=("127.0.0.0/8",))
        with serving(folder) as server:
            print(json.dumps({"seconds": shown(program, f"{server.named}/{capture.id}/replay")}))


def shown(program: str, address: str) -> float:
    """Seconds until the replayed page's text is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(address, wait_until="commit")
        while time.perf_counter() - started < 60:
            for frame in page.frames:
                if "/w/" in frame.url and _TEXT in frame.locator("body").inner_text():
                    took = time.perf_counter() - started
                    browser.close()
                    return took
            page.wait_for_timeout(50)
        browser.close()
    sys.exit("nothing was replayed within a minute")


if __name__ == "__main__":
    main()
