"""The page of an item or a capture: what it says, where each value comes from, how to cite it, what was checked."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.errors import NotFound
from archiver.model.capture import Capture
from archiver.page.record import own_exchanges
from archiver.serve.language import LANGUAGES
from archiver.serve.memento import links, signposting
from archiver.serve.pages import compare, downloads, files, replay
from archiver.serve.pages.permalink import Shown, as_it_should_be, erc, inflected, named, shown
from archiver.serve.pages.sources import one_record, values_of
from archiver.serve.pages.tabs import about
from archiver.serve.render import document, page, reading, words_of
from archiver.serve.site import pair_of, site_of

_KEPT = ("", "metadata", "files")  # these depend on the archive alone
_QUERIES = (
    b"",
    b"info",
    b"?",
    *(f"lang={code}".encode() for code in LANGUAGES),
)  # others could be any, and long


async def permalink(request: Request) -> Response:
    """``/ark:NAAN/NAME`` and what stands behind it. Raises BadIdentifier, NotFound."""
    name = named(request)
    if (elsewhere := as_it_should_be(request, name)) is not None:
        return elsewhere
    site = site_of(request)
    state, query = site.kept.state(), request.scope["query_string"]
    key = (pair_of(request), name, query, words_of(request).code)
    answer = site.kept.get(key, state)
    if answer is not None:
        return answer
    if name.tab not in _KEPT:
        return await reading(made)(request)
    async with site.turn:
        answer = await reading(made)(request)
    if query in _QUERIES:
        site.kept.put(key, state, answer)
    return answer


def made(request: Request, archive: Archive) -> Response:
    """The answer, made anew. Raises BadIdentifier, NotFound, IntegrityFailed."""
    name = named(request)
    one = shown(archive, name.ark)
    if not name.tab and not name.is_json and inflected(request):
        return erc(request, one)
    answer = _answer(request, archive, one, name.tab, is_json=name.is_json)
    told = [signposting.signposting(pair_of(request), one.cited, one.info)]
    if not one.capture.is_url_given:
        told.append(links.discovery(pair_of(request), one.capture.url))
    answer.headers["Link"] = links.field(told)
    return answer


def _answer(request: Request, archive: Archive, one: Shown, tab: str, *, is_json: bool) -> Response:
    verb, _, rest = tab.partition("/")
    if not tab:
        return document(one.found.document()) if is_json else read(request, archive, one)
    if tab == "files" and is_json:
        return files.files_json(request, archive, one)
    if tab in _TABS and not is_json:
        return _TABS[tab](request, archive, one)
    if verb == "compare" and rest:
        return (compare.compare_json if is_json else compare.compare)(request, archive, one, rest)
    if verb == "download" and rest:
        return downloads.download(request, archive, one, f"{rest}.json" if is_json else rest)
    raise NotFound(f"{one.ark} has no page {tab[:40]!r}")


def read(request: Request, archive: Archive, one: Shown) -> Response:
    """The first tab: what it says."""
    template = "capture.html" if isinstance(one.found, Capture) else "item.html"
    return page(request, archive, template, **about(request, archive, one), **_read(archive, one))


def metadata(request: Request, archive: Archive, one: Shown) -> Response:
    """The second: everything that is known beside it."""
    own = own_exchanges(one.capture)
    return page(
        request, archive, "metadata.html", **about(request, archive, one), own=own[-1] if own else None
    )


def _read(archive: Archive, one: Shown) -> dict[str, Any]:
    if isinstance(one.found, Capture):
        return {"items": archive.items(one.found.id)}
    return {
        "values": values_of(one.found),
        "record": one_record(one.found),
        "beside": browsing.beside(archive, one.found, one.capture),
        "versions": archive.catalog.version_numbers(one.found.id),
    }


_TABS = {
    "metadata": metadata,
    "replay": replay.replay,
    "screenshot": replay.screenshot,
    "screenshot.image": replay.screenshot_bytes,
    "files": files.files,
}

ROUTES = [
    Route("/ark:{naan}/{rest:path}", permalink),
    Route("/ark:/{naan}/{rest:path}", permalink),
]
