"""What was checked: by this archive's log, and each value of an item, looked up in the bytes for this very page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.model import views
from archiver.model.capture import Capture
from archiver.serve.lookup import LookupFailed, look_up
from archiver.serve.pages.badge import badge
from archiver.serve.pages.permalink import Shown
from archiver.serve.pages.tabs import about
from archiver.serve.render import document, page


def check(request: Request, archive: Archive, one: Shown) -> Response:
    """The tab."""
    view = _view(archive, one, None)
    lost = sum(not value.resolves for value in view.values)
    return page(request, archive, "check.html", view=view, lost=lost, **about(request, archive, one))


def check_json(request: Request, archive: Archive, one: Shown) -> Response:
    """Its twin; ``?field=`` for one value. 503 where the values could not be looked up."""
    view = _view(archive, one, request.query_params.get("field"))
    return document(view.document(), 503 if view.failure else 200)


def _view(archive: Archive, one: Shown, field: str | None) -> views.Checks:
    checks = badge(archive, browsing.files_of(archive, one.capture)).checks
    if isinstance(one.found, Capture):
        return views.Checks(id=str(one.ark), checks=checks)
    try:
        values = look_up(archive.folder.path.absolute(), str(one.ark), field)
    except LookupFailed as error:
        return views.Checks(id=str(one.ark), checks=checks, failure=str(error))
    return views.Checks(id=str(one.ark), checks=checks, values=values)
