"""The tabs that show a captured page itself: played in a frame of the other origin, or as a picture of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from archiver.archive.archive import Archive
from archiver.errors import NotFound
from archiver.serve import viewer
from archiver.serve.pages.permalink import Shown
from archiver.serve.pages.screenshots import picture, screenshot_of
from archiver.serve.pages.tabs import about
from archiver.serve.render import page
from archiver.serve.replay.framing import frame_url
from archiver.serve.replay.headers import SANDBOX
from archiver.serve.site import pair_of, site_of


def replay(request: Request, archive: Archive, one: Shown) -> Response:
    """The viewer in a frame; without one, what to type."""
    has_page = any(e.response is not None for e in one.capture.exchanges)
    return page(
        request,
        archive,
        "replay.html",
        frame=frame_url(pair_of(request), one.capture) if has_page else None,
        sandbox=SANDBOX,
        is_installed=viewer.find(site_of(request).settings.viewer) is not None,
        install=viewer.INSTALL,
        **about(request, archive, one),
    )


def screenshot(request: Request, archive: Archive, one: Shown) -> Response:
    """The picture's page."""
    if screenshot_of(archive, one.capture) is None:
        raise NotFound(f"{one.ark} has no screenshot")
    return page(request, archive, "screenshot.html", **about(request, archive, one))


def screenshot_bytes(request: Request, archive: Archive, one: Shown) -> Response:
    """The picture: whatever else is in those bytes, it is taken for an image alone."""
    del request
    data, media_type = picture(archive, one.capture)
    return Response(data, 200, {"Cache-Control": "no-cache"}, media_type)
