"""Which records of a file are pages: what people read, and what news are listed in. Rules are data. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.page.decode import undo_codings
from archiver.warc.foreign.entity import ForeignEntity

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_FEEDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_SNIFFED = frozenset({"application/xml", "text/xml", "application/json", "text/json"})
_UNKNOWN = frozenset({None, "application/octet-stream", "application/unknown", "unk", "no-type"})
# Other schemes name what tools note about their own work.
_SCHEMES = frozenset({"http", "https", "ftp", "file", "ni"})
_LOOKED = 8192
_MARKUP = re.compile(rb"(?is)^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_FEED = re.compile(
    rb"""(?is)<(?:\w+:)?(?:rss|feed|RDF)[\s>]|<urlset[^>]{0,2000}schemas/sitemap-news|"version"\s*:\s*"https?://jsonfeed\.org/"""
)


def why_no_page(uri: str, found: ForeignEntity) -> str:
    """Why the record of a response or resource is no page, in a few words; "" for a page."""
    scheme = uri.partition(":")[0].lower()
    if scheme not in _SCHEMES:
        return f"{scheme[:40]}: URI"
    status = found.status
    if status is not None and not 200 <= status < 300:
        return f"HTTP {status}"
    media = found.media_type
    if media in _HTML or media in _FEEDS:
        return ""
    if media == "text/plain":
        return "robots.txt" if urlsplit(uri).path.lower() == "/robots.txt" else ""
    if media in _SNIFFED or media in _UNKNOWN:
        start = _start(found)
        if _FEED.search(start) if media in _SNIFFED else _FEED.search(start) or _MARKUP.match(start):
            return ""
    return (media or "no media type")[:80]


def _start(found: ForeignEntity) -> bytes:
    """The first bytes of the body, content codings undone as far as they can be."""
    pieces, size = [], 0
    for piece in found.chunks():
        pieces.append(piece)
        size += len(piece)
        if size >= 4 * _LOOKED:
            break
    data = b"".join(pieces)
    return undo_codings(data, list(found.codings), _LOOKED).body[:_LOOKED].removeprefix(b"\xef\xbb\xbf")
