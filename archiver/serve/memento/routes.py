"""The addresses of Memento on the interface's origin: ``/timegate/URL`` and ``/timemap/FORM/URL``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from archiver.archive.history import mementos
from archiver.errors import NotFound
from archiver.serve.memento.asked import paged, register, rest_of, url_of
from archiver.serve.memento.links import FORMATS
from archiver.serve.memento.negotiation import near
from archiver.serve.memento.timegate import PREFIX, nothing, timegate
from archiver.serve.memento.timemap import PER_PAGE, WRITERS, TimeMap
from archiver.serve.site import pair_of, site_of

_TOGETHER = 200  # links sent at a time


def routes() -> list[Route]:
    """GET and HEAD."""
    register()
    return [
        Route(f"{PREFIX}{{url:anything}}", timegate, methods=["GET"], name="timegate"),
        Route("/timemap/{form}/{url:anything}", timemap, methods=["GET"], name="timemap"),
    ]


async def timemap(request: Request) -> Response:
    """Every memento of a URL; 404, with what is near, where there is none.

    Raises NotFound for a form or page that there is not, BadUrl, BadInput for a URL that is none.
    """
    form = request.path_params["form"]
    if form not in FORMATS:
        raise NotFound(f"no TimeMap is written as {form!r}: ask for one of {', '.join(FORMATS)}")
    number, rest = paged(rest_of(request.scope, f"/timemap/{form}/"))
    url, readers = url_of(rest), site_of(request).readers
    found = await readers.run(lambda archive: mementos(archive, url, number, PER_PAGE))
    if not found.spans:
        return nothing(request, url, await readers.run(lambda archive: near(archive, url)))
    page = TimeMap(pair_of(request), url, found, number)
    if number > page.pages:
        raise NotFound(f"the TimeMap of {url} has {page.pages} pages, not {number}")
    pieces = WRITERS[form](page) if request.method == "GET" else iter(())
    return StreamingResponse(_together(pieces), 200, page.headers(form), FORMATS[form])


def _together(pieces: Iterator[str]) -> Iterator[str]:
    while several := "".join(islice(pieces, _TOGETHER)):
        yield several
