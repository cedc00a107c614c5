"""Where a capture lies: its files, its records with their digests, and what happened to those files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.archive.checks import events
from archiver.model import views
from archiver.serve.pages.badge import badge
from archiver.serve.pages.permalink import Shown
from archiver.serve.pages.tabs import about
from archiver.serve.render import document, page


def files(request: Request, archive: Archive, one: Shown) -> Response:
    """The tab."""
    return page(request, archive, "files.html", view=_view(archive, one), **about(request, archive, one))


def files_json(request: Request, archive: Archive, one: Shown) -> Response:
    """Its twin."""
    del request
    return document(_view(archive, one).document())


def _view(archive: Archive, one: Shown) -> views.Files:
    names = browsing.files_of(archive, one.capture)
    return views.Files(
        id=str(one.ark),
        files=tuple(_stored(archive, name) for name in names),
        checks=badge(archive, names).checks,
        events=events(archive, names),
    )


def _stored(archive: Archive, name: str) -> views.StoredFile:
    known = archive.catalog.warc(name)
    return (
        views.StoredFile(name=name)
        if known is None
        else views.StoredFile(name=name, size=known[0], sha256=known[1])
    )
