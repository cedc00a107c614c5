"""What every tab of an item or capture has: the heading, the citation box, the badge, the timeline."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from archiver.archive import browsing, history
from archiver.archive.archive import Archive
from archiver.cite import every_style
from archiver.serve.memento.links import memento_url
from archiver.serve.pages import downloads
from archiver.serve.pages.badge import badge
from archiver.serve.pages.captures import captures_path
from archiver.serve.pages.heads import metas
from archiver.serve.pages.permalink import Shown
from archiver.serve.pages.screenshots import screenshot_of
from archiver.serve.site import pair_of
from archiver.store.folder import moved_in

_MOMENTS = 200  # of the timeline beside an item, to know which one changed; few of them are shown


def about(request: Request, archive: Archive, one: Shown) -> dict[str, Any]:
    """What the templates of an item's or capture's tabs ask for."""
    held_in = browsing.files_of(archive, one.capture)
    moments = history.timeline(archive, one.capture.url, _MOMENTS)
    return {
        "one": one,
        "tabs": tabs(archive, one),
        "citations": every_style(one.ref),
        "badge": badge(archive, held_in),
        "moved": moved_in(held_in),
        "moments": moments,
        "how_often": len(moments) if len(moments) < _MOMENTS else history.how_often(archive, one.capture.url),
        "all_captures": captures_path(one.capture.url),
        "metas": metas(pair_of(request), one),
        "memento": None if one.capture.is_url_given else memento_url(pair_of(request), one.capture),
        "downloads": downloads.kinds(one.found),
    }


def tabs(archive: Archive, one: Shown) -> list[tuple[str, str]]:
    """Name and address of each tab that there is."""
    there = ["replay", "screenshot"] if screenshot_of(archive, one.capture) else ["replay"]
    names = ["read", *there, "metadata", "files", "check"]
    return [(name, one.path if name == "read" else f"{one.path}/{name}") for name in names]
