"""The warm process: modules imported once, a child forked for each page.

Handles a page as bytes it does not look at. Run by ``Reader`` as the program of a process of its own.
"""

from __future__ import annotations

import gc
import os
import select
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module

from archiver.confine import frames, limits
from archiver.confine.fork import Forks
from archiver.confine.outcome import to_reply
from archiver.confine.rungs import LADDERS, Rung
from archiver.page.page import Page

_REQUESTS, _REPLIES = 0, 1
# What a task needs with pages of a kind, imported while the page is still being fetched.
_NEEDS = {
    ("requisites", "html"): ("archiver.page.requisites", "tinycss2"),
    ("read", "html"): ("archiver.extract.lists", "archiver.page.dates.parse"),
    ("read", "text"): ("archiver.extract.digest", "archiver.page.dates.parse"),
}
# What few pages need, and takes as long as all of that: when there is time.
_MAY_NEED = {"html": ("trafilatura",)}
_ROUNDS = 10  # of practice: the interpreter adapts code to its use, each child would begin anew
_SAMPLE = b"""<!doctype html><html lang=en><head><title>Snow closes a road</title>
<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle", "headline":
"Snow closes a road", "datePublished": "2026-01-29", "author": {"name": "Bat Bold"}}</script></head><body>
<h1>Snow closes a road</h1><p>By Bat Bold, 29 January 2026</p><article>
<p>The road over the pass has been closed since the morning, the ministry of roads said on Thursday.</p>
<p>It will open again when the snow is cleared, which may take a day or two if the weather holds.</p>
<p>Drivers are asked to take the longer way through the valley, where two bridges were repaired last year.</p>
<p>Herders who live near the pass said that they had not seen as much snow in January for eleven years.</p></article>
<ul><li><h3><a href="/2026/01/28/first">The first of three headlines of the day before</a></h3></li>
<li><h3><a href="/2026/01/28/second">The second of three headlines of the day before</a></h3></li>
<li><h3><a href="/2026/01/28/third">The third of three headlines of the day before</a></h3></li></ul></body></html>"""


class Warm:
    """Serves one pair of pipes, one page at a time, until the requests end."""

    def __init__(self, ladders: Mapping[str, Sequence[Rung]]) -> None:
        self._ladders = ladders
        self._trusted = ladders is LADDERS  # others may do harm, and practice is not confined
        self._forks = Forks()
        self._needed: list[tuple[str, str]] = []  # task and module
        self._practice = 0
        self._extra: list[str] = []

    def serve(self, kind: str) -> None:
        """Import what pages of that kind need while nothing is asked, and answer."""
        self._needed = [(task, name) for (task, of), names in _NEEDS.items() if of == kind for name in names]
        self._practice = _ROUNDS if kind == "html" and self._trusted else 0
        self._extra = list(_MAY_NEED.get(kind, ()))
        while True:
            while not frames.is_ready(_REQUESTS, select.POLLIN) and self._prepare():
                pass
            gc.freeze()  # what is there already is not touched by a child's collector: its pages stay shared
            if (request := frames.receive(_REQUESTS)) is None:
                return
            head, body = request
            task = str(head.pop("task"))
            while any(of == task for of, _ in self._needed):
                self._prepare(task)
            steps, reply = self._forks.climb(self._ladders[task], head, body)
            del request, body
            frames.send(_REPLIES, {"steps": steps}, reply)

    def _prepare(self, task: str = "") -> bool:
        """One thing that is still to be done before pages come; False when there is none."""
        wanted = next((need for need in self._needed if not task or need[0] == task), None)
        if wanted is not None:
            self._needed.remove(wanted)
            self._forks.load(wanted[1])
        elif self._practice:
            self._practise()
            self._practice -= 1
        elif self._extra:
            self._forks.load(self._extra.pop(0))
        return bool(self._needed or self._practice or self._extra)

    def _practise(self) -> None:
        """Read a page of our own: what readers compile and cache on their way, no child has to do again."""
        digest = "sha256:" + "0" * 64
        for ladder in self._ladders.values():
            for rung in ladder:
                with suppress(Exception):  # a defect will show, and be told, when a page is read
                    page = Page("https://example.org/", "<urn:x>", digest, _SAMPLE, "text/html")
                    to_reply(rung.read(page), page.notes)


def main(ladders: str, kind: str) -> None:
    """Serve. ``ladders`` names what maps tasks to rungs as ``module:name``; production knows one."""
    os.closerange(3, limits.MOST_OPEN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    module, _, name = ladders.partition(":")
    with suppress(BrokenPipeError):
        Warm(getattr(import_module(module), name)).serve(kind)
