"""What stands behind ``/ark:NAAN/NAME``: an item or capture, and the forms its address may have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from archiver import identifiers, inert
from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.identifiers import Ark
from archiver.model.archive import TEST_NAAN, ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Item
from archiver.reference import Reference, pwid, reference
from archiver.serve.site import pair_of

_IN_PATH = "/:@!$&'()*+,;=~-._"
_INFLECTIONS = (b"info", b"?")  # ARK: what ``?info``, and ``??`` before it, ask for


@dataclass(frozen=True)
class Named:
    """An address, taken apart: ``/ark:NAAN/NAME.v2/tab.json``."""

    ark: Ark
    tab: str = ""
    is_json: bool = False

    @property
    def path(self) -> str:
        """The one form of it."""
        tab = f"/{self.tab}" if self.tab else ""
        return f"/{self.ark}{tab}{'.json' if self.is_json else ''}"


@dataclass(frozen=True)
class Shown:
    """What a page is about. ``found.id`` is bare; ``ark`` has the version where one was asked for.

    ``title``: of a capture, the headline of the article that its page is, else the page's own title.
    """

    ark: Ark
    found: Capture | Item
    capture: Capture
    info: ArchiveInfo
    title: str | None = None

    @property
    def path(self) -> str:
        """Its permalink here."""
        return f"/{self.ark}"

    @cached_property
    def ref(self) -> Reference:
        """What its citations are made of."""
        return reference(self.cited, self.capture, self.info, self.title)

    @property
    def pwid(self) -> str | None:
        """The persistent web identifier, where there is one."""
        return pwid(self.capture, self.info)

    @property
    def cited(self) -> Capture | Item:
        """As citations name it: with the version that was asked for."""
        return self.found if self.ark.version is None else self.found.model_copy(update={"id": str(self.ark)})


def named(request: Request) -> Named:
    """The address of a request. Raises BadIdentifier."""
    name, _, tab = request.path_params["rest"].partition("/")
    is_json = (tab or name).endswith(".json")
    if is_json:
        name, tab = (name, tab.removesuffix(".json")) if tab else (name.removesuffix(".json"), "")
    return Named(identifiers.parse(f"ark:{request.path_params['naan']}/{name}", ""), tab, is_json)


def shown(archive: Archive, ark: Ark) -> Shown:
    """Raises NotFound, IntegrityFailed."""
    found = archive.get(str(ark))
    capture = found if isinstance(found, Capture) else archive.get_capture(found.capture)
    title = browsing.title_of(archive, found) if isinstance(found, Capture) else None
    return Shown(ark, found, capture, archive.folder.info, title)


def as_it_should_be(request: Request, name: Named) -> Response | None:
    """A redirect, where an ARK was written in another of its forms (``ark:/``, capitals, hyphens)."""
    if request.scope["path"] == name.path:  # request.url would end it at "?" or "#" that were percent-encoded
        return None
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(quote(name.path, safe=_IN_PATH) + (f"?{query}" if query else ""), 301)


def inflected(request: Request) -> bool:
    """True where the address ends in ``?info`` or ``??``."""
    return request.scope["query_string"] in _INFLECTIONS


def erc(request: Request, one: Shown) -> Response:
    """Kernel metadata and a statement of persistence (ARK, draft-kunze-ark-38 §5.1; ERC, draft-kunze-erc)."""
    ref = one.ref
    who = "; ".join(name.inverted for name in ref.authors) or ref.outlet or "(:unav) not stated"
    policy = (
        "(:permanence) the test range, not for long-term reference"
        if one.ark.naan == TEST_NAAN
        else "(:permanence) the ID follows from the captured bytes and is never given to others"
    )
    lines = [
        "erc:",
        f"who: {inert.one_line(who)}",
        f"what: {inert.one_line(ref.title)}",
        f"when: {inert.one_line(ref.published.iso.replace('-', '') if ref.published else '(:unkn) not stated')}",
        f"where: {pair_of(request).ui}/{one.ark}",
        *([f"note: {one.ref.origin}"] if one.ref.origin else []),
        "erc-support:",
        f"who: {inert.one_line(one.info.title)}",
        f"what: {policy}",
        f"when: {one.capture.captured[:10].replace('-', '')}",
        f"where: {pair_of(request).ui}/about",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
