"""What is done with a page in a child, from whole to frugal: what each rung leaves out, its limits. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archiver.confine.limits import Limits
from archiver.confine.outcome import MAX_URL
from archiver.extract.draft import Reading
from archiver.extract.read import read
from archiver.page.page import Page

FULL = Limits()
FRUGAL = replace(FULL, cpu=2, wall=12.0)


@dataclass(frozen=True)
class Rung:
    """One way of reading. ``without``: what it leaves out, in words for a note."""

    read: Callable[[Page], Reading | list[str]]
    limits: Limits = FULL
    without: str = ""


def read_frugally(page: Page) -> Reading:
    """The article that head and JSON-LD state. No text is looked for, no list, no microdata."""
    from archiver.confine.frugal import read_stated

    return read_stated(page)


def find_requisites(page: Page) -> list[str]:
    """The URLs of what a page or style sheet needs to be shown, but those no server would take."""
    from archiver.page.requisites import requisites

    return [url for url in requisites(page) if len(url) <= MAX_URL]


LADDERS: dict[str, tuple[Rung, ...]] = {
    "read": (Rung(read), Rung(read_frugally, FRUGAL, "body and lists")),
    "requisites": (Rung(find_requisites, FRUGAL),),
}
