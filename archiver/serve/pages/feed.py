"""An Atom feed (RFC 4287) of what came last."""

from __future__ import annotations

import re

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver.archive import browsing
from archiver.archive.archive import Archive
from archiver.model.brief import Brief
from archiver.model.capture import Capture
from archiver.model.items import Article, Item
from archiver.reference import capitalized, web_url
from archiver.serve.render import clipped, reading
from archiver.serve.site import pair_of

_NEWEST = 50
_INSTANT = re.compile(
    r"[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)  # RFC 4287 §3.3
_ATOM = "http://www.w3.org/2005/Atom"


def feed(request: Request, archive: Archive) -> Response:
    """``/feed.atom``: the newest items. An entry is updated when it was captured, and published when it says so."""
    base = pair_of(request).ui
    root = etree.Element("feed", nsmap={None: _ATOM})  # type: ignore[dict-item] # lxml's own way
    items = [item for item in browsing.newest(archive, _NEWEST, "item") if not isinstance(item, Capture)]
    captures = {ark: archive.brief(ark) for ark in dict.fromkeys(item.capture for item in items)}
    _add(root, "id", f"{base}/feed.atom")
    _add(root, "title", archive.folder.info.title)
    _add(root, "updated", max((c.captured for c in captures.values()), default=archive.folder.info.created))
    etree.SubElement(root, "link", rel="self", href=f"{base}/feed.atom", type="application/atom+xml")
    etree.SubElement(root, "link", rel="alternate", href=f"{base}/", type="text/html")
    _add(etree.SubElement(root, "author"), "name", archive.folder.info.title)
    for item in items:
        root.append(_entry(base, item, captures[item.capture]))
    text = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return Response(text, 200, {"Cache-Control": "no-cache"}, "application/atom+xml")


def _entry(base: str, item: Item, capture: Brief) -> etree._Element:
    entry = etree.Element("entry")
    _add(entry, "id", f"{base}/{item.id}")
    _add(entry, "title", item.data.headline)
    _add(entry, "updated", capture.captured)
    if _INSTANT.fullmatch(item.data.datePublished or ""):
        _add(entry, "published", item.data.datePublished or "")
    etree.SubElement(entry, "link", rel="alternate", href=f"{base}/{item.id}", type="text/html")
    if via := web_url(item.data.url):
        etree.SubElement(entry, "link", rel="via", href=via)
    for person in (item.data.author or ()) if isinstance(item, Article) else ():
        _add(etree.SubElement(entry, "author"), "name", person.name)
    about = item.data.description if isinstance(item, Article) else None
    if said := ". ".join(filter(None, (capture.origin and capitalized(capture.origin), about))):
        _add(entry, "summary", said)
    if item.data.publisher:
        etree.SubElement(entry, "category", term=clipped(item.data.publisher, 200))
    return entry


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = clipped(text) or "–"


ROUTES = [Route("/feed.atom", reading(feed))]
