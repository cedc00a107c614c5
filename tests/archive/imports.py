"""Web archives of others, written here: a small news site as several tools would have kept it."""

from __future__ import annotations

import gzip
import hashlib
import io
from base64 import b32encode
from pathlib import Path

import archiver
from archiver.archive.accession import Accession

HOST = "https://news.example"
ARTICLE = b"""<!doctype html><html lang="en"><head><title>Coal exports rise - Alpha</title>
<meta property="og:type" content="article"><meta property="og:title" content="Coal exports rise">
<meta property="article:published_time" content="2024-05-06T07:08:09Z">
<link rel="stylesheet" href="/style.css"><script type="application/ld+json">{"@type":"NewsArticle",
"headline":"Coal exports rise","datePublished":"2024-05-06T07:08:09Z","author":{"@type":"Person","name":"A. Bold"}}
</script></head><body><article><h1>Coal exports rise</h1><p>Exports of coal rose by a fifth in April, customs data
shows, as new border crossings opened and prices held.</p><p>Officials expect the same for May.</p>
<img src="/coal.png"></article></body></html>"""
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Alpha</title><link>https://news.example/</link>
<item><title>Snow closes roads in the west</title><link>https://news.example/snow</link></item>
<item><title>Herders count their losses</title><link>https://news.example/herders</link></item></channel></rss>"""
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 9
CSS = b"body { background: url(/paper.png) }"


def an_id(number: int) -> str:
    return f"<urn:uuid:10000000-0000-4000-8000-{number:012}>"


def record(
    number: int, path: str, block: bytes, *more: tuple[str, str], kind: str = "response", second: int = 0
) -> bytes:
    """One WARC/1.0 record, as a crawler writes it."""
    date = f"2024-05-06T07:08:{second:02}Z"
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", an_id(number)),
        ("WARC-Date", date),
        ("WARC-Target-URI", path if ":" in path else f"{HOST}{path}"),
        ("Content-Type", f"application/http; msgtype={'request' if kind == 'request' else 'response'}"),
    ]
    given = {name for name, _ in more}
    lines = ["WARC/1.0", *(f"{n}: {v}" for n, v in [*((n, v) for n, v in headers if n not in given), *more])]
    return "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"


def http(body: bytes, media: str, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def sha1(body: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def site() -> list[bytes]:
    """warcinfo, a redirect to an article, the article with its picture and style, a feed, an error, a revisit."""
    digest = ("WARC-Payload-Digest", sha1(ARTICLE))
    return [
        record(0, "", b"software: other/1\r\n", ("Content-Type", "application/warc-fields"), kind="warcinfo"),
        record(1, "/old", http(b"", "text/html", "301 Moved", "Location: /coal"), second=1),
        record(2, "/coal", b"GET /coal HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request", second=2),
        record(3, "/coal", http(ARTICLE, "text/html; charset=utf-8"), digest, second=2),
        record(4, "/style.css", http(CSS, "text/css"), second=3),
        record(5, "/coal.png", http(PNG, "image/png"), second=3),
        record(6, "/feed", http(FEED, "application/rss+xml"), second=4),
        record(7, "/robots.txt", http(b"User-agent: *\n", "text/plain"), second=4),
        record(8, "/gone", http(b"<html>no</html>", "text/html", "404 Not Found"), second=5),
        record(
            9,
            "/coal",
            http(b"", "text/html; charset=utf-8"),
            digest,
            ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            ("WARC-Refers-To", an_id(3)),
            kind="revisit",
            second=50,
        ),
    ]


PAGES = 3  # captures in it: the article twice, the feed


def gzipped(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def arc(records: list[tuple[str, bytes]]) -> bytes:
    """ARC 1, the forerunner of WARC."""
    names = b"URL IP-address Archive-date Content-type Archive-length\n"
    head = b"1 0 Somebody\n" + names
    text = b"filedesc://x.arc 0.0.0.0 20240506070800 text/plain %d\n" % len(head) + head + b"\n"
    for uri, block in records:
        text += f"{uri} 192.0.2.1 20240506070809 text/html {len(block)}\n".encode() + block + b"\n"
    return text


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def take_in(archive: archiver.Archive, path: Path, **how: object) -> tuple[Accession, list[archiver.Capture]]:
    accession = archive.import_archive(path, **how)  # type: ignore[arg-type]
    return accession, list(accession)


def exported(archive: archiver.Archive, ids: list[str], to: str) -> bytes:
    out = io.BytesIO()
    archive.export(ids, to, out)
    return out.getvalue()


def everything(archive: archiver.Archive) -> dict[str, tuple[str, ...]]:
    return {capture.id: capture.items for capture in archive.captures()}
