"""The two origins, put together: their routes, what errors become, what is closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from archiver.archive.archive import Archive
from archiver.errors import ArchiverError
from archiver.serve import replay
from archiver.serve.guard import Guard
from archiver.serve.kept import Kept
from archiver.serve.memento.routes import routes as memento_routes
from archiver.serve.origins import Origins
from archiver.serve.pages import api, captures, checks, days, feed, home, item, packed, search
from archiver.serve.readers import Readers
from archiver.serve.render import document, page
from archiver.serve.replay.headers import ReplayHeaders
from archiver.serve.replay.packages import Packages
from archiver.serve.replay.refusing import refused
from archiver.serve.settings import Settings
from archiver.serve.site import Site
from archiver.serve.status import status_of

_STATIC = Path(__file__).parent / "static"
_KEPT = 32 << 20  # bytes of pages that were made, over all processes
_OURS: tuple[type[Exception], ...] = (ArchiverError, HTTPException)


def build(folder: Path, settings: Settings | None = None) -> ASGIApp:
    """The application for one archive. Raises NotFound where there is none, IntegrityFailed, BadInput."""
    settings = settings or Settings()
    with Archive(folder, create=False) as archive:
        archive.catalog  # noqa: B018 # made or caught up before the first reader comes
        kept = Kept(archive.folder, _KEPT // settings.processes)
    site = Site(Readers(folder), settings, Origins(settings), Packages(), kept)
    pages = [
        *packed.ROUTES,
        *checks.ROUTES,
        *item.ROUTES,
        *(route for module in (home, search, days, captures, feed, api) for route in module.ROUTES),
        *memento_routes(),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    ui = Starlette(routes=pages, exception_handlers=dict.fromkeys(_OURS, _refused), lifespan=_closing(site))
    other = Starlette(routes=replay.routes(), exception_handlers=dict.fromkeys(_OURS, refused))
    ui.state.site = other.state.site = site
    return Guard(site.origins, ui, ReplayHeaders(other))


def _closing(site: Site):  # type: ignore[no-untyped-def] # Starlette's own type of it is no public name
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        try:
            yield
        finally:
            site.readers.close()
            site.packages.close()  # now that nothing is written there any more

    return lifespan


async def _refused(request: Request, error: Exception) -> Response:
    """In the form that was asked for. What was typed comes back in it as harmless text alone."""
    status, message = status_of(request, error)
    if request.url.path.endswith(".json") or request.url.path.startswith("/api/"):
        return document({"error": message, "status": status}, status)
    return page(request, None, "error.html", status, code=status, message=message)
