"""A small archive to be browsed: feeds and articles of several outlets, captured again and again; no socket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import archiver
from archiver import http1
from archiver.archive import bundle
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.capture.options import default_options
from archiver.exchange import Block, Captured, Exchange
from archiver.model.capture import Capture, Peer

OPTIONS = default_options(requisites=False, pace=0.0)
MONGOLIAN = "Улаанбаатарын нүүрсний экспорт өслөө. Хотын төвд цэвэр агаар хэрэгтэй гэж оршин суугчид хэллээ."
ENGLISH = "Exports of coal rose by a fifth in April, customs data shows, as new border crossings opened."


@dataclass(frozen=True)
class News:
    """One entry of a feed, or an article."""

    title: str
    link: str
    published: str | None = None
    publisher: str | None = None
    language: str = "en"
    body: str = ENGLISH


def feed(entries: Sequence[News], outlet: str) -> bytes:
    """RSS 2.0; the days of the entries at 08:00 UTC."""
    items = "".join(map(_entry, entries))
    channel = f"<channel><title>{outlet}</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def _entry(news: News) -> str:
    date = ""
    if news.published:
        day = datetime.fromisoformat(news.published)
        date = f"<pubDate>{day:%a, %d %b %Y} 08:00:00 GMT</pubDate>"
    return f"<item><title>{news.title}</title><link>{news.link}</link>{date}</item>"


def article(news: News) -> bytes:
    """A page with JSON-LD."""
    node = {"@type": "NewsArticle", "headline": news.title, "datePublished": news.published, "url": news.link}
    if news.publisher:
        node["publisher"] = {"@type": "Organization", "name": news.publisher}
    paragraphs = "".join(f"<p>{news.body}</p>" for _ in range(3))
    return (
        f'<!doctype html><html lang="{news.language}"><head><meta charset="utf-8"><title>{news.title}</title>'
        f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script></head>'
        f"<body><article><h1>{news.title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def take(
    archive: archiver.Archive,
    url: str,
    moment: str,
    body: bytes,
    *,
    media: str = "text/html; charset=utf-8",
    status: str = "200 OK",
) -> Capture:
    """A capture of that page at that moment (ISO, UTC), published in a file of its own."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    page = Exchange(
        role="page",
        url=url,
        started=datetime.fromisoformat(moment).replace(tzinfo=UTC),
        seconds=0.1,
        request=f"GET / HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode(),
        response=Block.of(head + body),
        head=http1.parse_head(head),
        peer=Peer(address="192.0.2.1", port=443),
    )
    made = bundle.of_captured(Captured(url, (page,), OPTIONS), archive.folder.info, extract=True)
    [capture] = Group(Batch(archive.folder, lambda: archive.catalog, Limits(captures=1))).add(made)
    return capture


def take_feed(
    archive: archiver.Archive, url: str, moment: str, entries: Sequence[News], outlet: str = "Alpha"
) -> Capture:
    """A capture of a feed."""
    return take(archive, url, moment, feed(entries, outlet), media="application/rss+xml")
