"""What kind of document bytes look like, where nothing says so or what says so is wrong. Pure."""

from __future__ import annotations

import re

# A feed served as HTML (WHATWG MIME Sniffing §7.3): comments and instructions, then the feed's element.
_FEED_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<[?!](?!doctype\s+html)[^<>]*>)*+<(?:rss|feed|rdf:rdf|urlset)[\s>]",
    re.I | re.S,
)


def begins_feed(body: bytes) -> bool:
    """True for bytes that begin as a feed does."""
    return _FEED_HEAD.match(body[:1445]) is not None


def sniffed(body: bytes) -> str:
    """The media type that the first bytes look like."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml"):
        return "text/html" if b"<html" in head else "application/xml"
    if re.match(rb"<(!doctype html|html|head|body|script|title|meta|h1|div|p|a)\b", head):
        return "text/html"
    if head.startswith((b"<rss", b"<feed", b"<urlset", b"<rdf:rdf")):
        return "application/xml"
    if b"\0" in head:
        return "application/octet-stream"
    try:
        body[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(body[:4096]) - 4 and any(byte < 9 for byte in head):
            return "application/octet-stream"
    return "text/plain"
