"""The viewer's page, its files, and the packages it reads. What is served is named by tables and checked IDs alone."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from archiver.archive.archive import Archive
from archiver.errors import NotFound
from archiver.serve.origins import capture_of_host
from archiver.serve.replay.framing import origin_of
from archiver.serve.replay.headers import headers
from archiver.serve.replay.packages import capture_named, key_of, records_of
from archiver.serve.replay.ranges import wanted, written
from archiver.serve.site import pair_of, site_of
from archiver.serve.viewer import INSTALL, find

_SOURCE = ("/packages/", ".wacz")
_SCRIPT = "text/javascript"
_QUERIES = ("", "serveIndex=1")  # what the viewer's page asks for; a page in an archive might ask for more
_NO_VIEWER = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>No viewer here</title>
<p>The viewer of archived pages, ReplayWeb.page, is not installed. Whoever runs this server can put it here:</p>
<pre>{INSTALL}</pre>
"""


@cache
def _own(name: str) -> str:
    return resources.files("archiver.serve.replay").joinpath(name).read_text("utf-8")


async def page(request: Request) -> Response:
    """``/replay/?source=/packages/NAME.wacz&…``: the viewer on one package, for a frame of the interface.

    Raises NotFound.
    """
    site, pair, name = site_of(request), pair_of(request), _name_in(request.query_params.get("source", ""))
    ark, key = await site.readers.run(lambda archive: _asked(archive, name))
    if request.headers.get("sec-fetch-dest") == "document":
        # A tab of its own: archived pages stay in a frame.
        return RedirectResponse(f"{pair.ui}/{ark}/replay", 302)
    _require_own_origin(request, name)
    if find(site.settings.viewer) is None:
        return HTMLResponse(_NO_VIEWER, 503)
    scheme = pair.replay.partition("://")[0]
    # The viewer remembers packages by their address: the key makes another one of what was read anew.
    source = f"{scheme}://{request.headers['host']}/packages/{name}.wacz?{key}"
    return HTMLResponse(_own("page.html").replace("SOURCE", html.escape(source)))


def _name_in(source: str) -> str:
    start, end = _SOURCE
    if not (source.startswith(start) and source.endswith(end)):
        raise NotFound("the page of the viewer needs ?source=/packages/NAME.wacz")
    return source[len(start) : -len(end)]


def _require_own_origin(request: Request, name: str) -> None:
    """Where a capture has an origin of its own, nothing else is there, and it is nowhere else. Raises NotFound."""
    pair = pair_of(request)
    label = name if origin_of(pair, name) != pair.replay else None
    if capture_of_host(request.headers.get("host", "")) != label:
        raise NotFound(f"{name[:100]!r} is not replayed at this address")


def _asked(archive: Archive, name: str) -> tuple[str, str]:
    capture = capture_named(archive, name)
    return capture.id, key_of(capture, records_of(archive, capture))


async def guard(request: Request) -> Response:
    """``/replay/sw.js``: our service worker, which loads the viewer's. Raises NotFound for settings it has not."""
    if request.url.query not in _QUERIES:
        raise NotFound("the worker takes no such settings")
    more = dict(headers(pair_of(request)))
    del more["Cache-Control"]
    text = _own("guard.js").replace("/* made by the server */ {}", json.dumps(more))
    return Response(text, media_type=_SCRIPT)


async def once(request: Request) -> Response:
    """``/replay/once.js``."""
    del request
    return Response(_own("once.js"), media_type=_SCRIPT)


def viewer_file(name: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of one of the viewer's two files."""

    async def endpoint(request: Request) -> Response:
        folder = find(site_of(request).settings.viewer)
        if folder is None:
            raise NotFound(f"the viewer is not installed: {INSTALL}")
        return FileResponse(folder / name, media_type=_SCRIPT)

    return endpoint


async def elsewhere(request: Request) -> Response:
    """What the viewer's worker answers inside a frame; in a tab of its own, or without the worker, there is nothing."""
    if request.headers.get("sec-fetch-dest") == "document":
        return RedirectResponse(f"{pair_of(request).ui}/", 302)
    raise NotFound("this part of the viewer is made in the browser: open the capture's page")


async def package(request: Request) -> Response:
    """``/packages/NAME.wacz``, whole or in ranges. Raises NotFound."""
    name = request.path_params["name"]
    _require_own_origin(request, name)
    return Lent(request, name)


class Lent(Response):
    """A package while it is sent: the file is opened only then, and must not go before."""

    def __init__(self, request: Request, name: str) -> None:
        self._request, self._name = request, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises NotFound, IntegrityFailed, CannotStore, all before anything was sent."""
        site = site_of(self._request)
        async with site.packages.lent(site.readers, self._name) as lent:
            more = {"ETag": f'"{lent.key}"', "Content-Disposition": f'inline; filename="{self._name}.wacz"'}
            spans = self._spans(lent.size, more["ETag"])
            others = [
                (name, value) for name, value in scope["headers"] if name not in (b"range", b"if-range")
            ]
            if spans == []:
                gone = {"Content-Range": f"bytes */{lent.size}", **more}
                response: Response = PlainTextResponse("416: it has no such bytes\n", 416, gone)
            else:
                others += [(b"range", written(spans).encode())] if spans else []
                response = FileResponse(lent.path, headers=more, media_type="application/wacz")
            await response({**scope, "headers": others}, receive, send)

    def _spans(self, size: int, etag: str) -> list[tuple[int, int]] | None:
        given = self._request.headers
        ranges = given.getlist("range")
        if self._request.method != "GET" or len(ranges) != 1 or given.get("if-range", etag) != etag:
            return None
        return wanted(ranges[0], size)
