"""What was checked: by this archive's log, and each value of an item, looked up in the bytes for this very page."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.model import views
from archiver.model.capture import Capture
from archiver.serve.lookup import LookupFailed, look_up
from archiver.serve.pages.badge import badge
from archiver.serve.pages.permalink import Named, Shown, as_it_should_be, named, shown
from archiver.serve.pages.tabs import about
from archiver.serve.render import document, page
from archiver.serve.site import site_of
from archiver.serve.status import placeless


async def check(request: Request) -> Response:
    """The tab, ``/ark:NAAN/NAME/check``. Raises BadIdentifier, NotFound."""
    name = replace(named(request), tab="check")
    if (elsewhere := as_it_should_be(request, name)) is not None:
        return elsewhere
    view = await _view(request, name, None)
    lost = sum(not value.resolves for value in view.values)

    def answer(archive: Archive) -> Response:
        one = shown(archive, name.ark)
        return page(request, archive, "check.html", view=view, lost=lost, **about(request, archive, one))

    return await site_of(request).readers.run(answer)


async def check_json(request: Request) -> Response:
    """Its twin; ``?field=`` for one value. 503 where the values could not be looked up."""
    view = await _view(request, named(request), request.query_params.get("field"))
    return document(view.document(), 503 if view.failure else 200)


async def _view(request: Request, name: Named, field: str | None) -> views.Checks:
    readers = site_of(request).readers
    one, checks = await readers.run(lambda archive: _logged(archive, name))
    view = views.Checks(id=str(one.ark), checks=checks)
    if isinstance(one.found, Capture):
        return view
    try:
        values = await look_up(site_of(request).lookups, readers.folder.absolute(), str(one.ark), field)
    except LookupFailed as error:
        return view.model_copy(update={"failure": placeless(str(error), readers.folder.absolute())})
    return view.model_copy(update={"values": values})


def _logged(archive: Archive, name: Named) -> tuple[Shown, tuple[views.DepthCheck, ...]]:
    one = shown(archive, name.ark)
    return one, badge(archive, browsing.files_of(archive, one.capture)).checks


ROUTES = [
    Route("/ark:{naan}/{rest:path}/check", check),
    Route("/ark:{naan}/{rest:path}/check.json", check_json),
]
