"""A peer reads pages: NAME JOBS OUT. Run by the peer's interpreter; needs the standard library and that peer.

JOBS is a line of JSON a page (``name``, ``url``, ``file``, ``content_type``, ``captured``); OUT gets one a
page: ``name``, ``seconds`` of reading alone, ``found`` (items with ``kind`` and schema.org's names). A page
that takes longer than 25 seconds, or that the peer fails on, was read as empty.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

Found = list[dict[str, Any]]
Job = dict[str, Any]
Reading = Callable[[bytes, Job], Found]
LIMIT = 25
FIRST = 10  # pages read once before, at most


def text_of(body: bytes) -> str:
    """Decoded as stated in the page, else as UTF-8."""
    stated = re.search(rb"charset=[\"']?([\w-]+)", body[:4096])
    try:
        return body.decode(stated[1].decode() if stated else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def article(**data: Any) -> Found:
    """One article of what is known of it."""
    return [{"kind": "article", **{name: value for name, value in data.items() if value}}]


def trafilatura(*, fast: bool = False) -> Reading:
    from trafilatura import bare_extraction

    def reading(body: bytes, job: Job) -> Found:
        made = bare_extraction(body, url=job["url"], with_metadata=True, fast=fast)
        data = made.as_dict() if hasattr(made, "as_dict") else made or {}
        names = [name.strip() for name in (data.get("author") or "").split(";")]
        return article(
            headline=data.get("title"), author=names, datePublished=data.get("date"), articleBody=data.get("text"),
            publisher=data.get("sitename"), description=data.get("description"), keywords=data.get("tags"),
        )  # fmt: skip

    return reading


def trafilatura_fast() -> Reading:
    return trafilatura(fast=True)


def htmldate() -> Reading:
    from htmldate import find_date

    return lambda body, job: article(datePublished=find_date(text_of(body), url=job["url"]))


def newspaper4k() -> Reading:
    import newspaper
    from lxml import html
    from newspaper.urls import valid_url

    def links(body: bytes, job: Job) -> Found:
        anchors = html.fromstring(body).iter("a")
        pairs = (
            (" ".join(a.text_content().split()), urljoin(job["url"], a.get("href") or "")) for a in anchors
        )
        return [headline(text, url) for text, url in pairs if text and valid_url(url)]

    def reading(body: bytes, job: Job) -> Found:
        if job["lists"]:
            return links(body, job)
        made = newspaper.Article(job["url"], fetch_images=False)
        made.download(input_html=text_of(body))
        made.parse()
        return article(
            headline=made.title, author=list(made.authors), articleBody=made.text,
            datePublished=made.publish_date.isoformat() if made.publish_date else None,
            description=made.meta_description, publisher=made.meta_site_name,
        )  # fmt: skip

    return reading


def goose3() -> Reading:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})

    def reading(body: bytes, _: Job) -> Found:
        made = goose.extract(raw_html=text_of(body))
        return article(
            headline=made.title, author=made.authors, datePublished=made.publish_date,
            articleBody=made.cleaned_text, description=made.meta_description,
        )  # fmt: skip

    return reading


def mediacloud() -> Reading:
    import mcmetadata

    def reading(body: bytes, job: Job) -> Found:
        made = mcmetadata.extract(url=job["url"], html_text=text_of(body), include_other_metadata=True)
        date = made.get("publication_date")
        return article(
            headline=made.get("article_title"), articleBody=made.get("text_content"), inLanguage=made.get("language"),
            datePublished=date.isoformat() if date else None, author=(made.get("other") or {}).get("authors"),
        )  # fmt: skip

    return reading


def readability() -> Reading:
    from lxml import html
    from readability import Document

    def reading(body: bytes, job: Job) -> Found:
        made = Document(text_of(body), url=job["url"])
        return article(
            headline=made.short_title(), articleBody=html.fromstring(made.summary()).text_content()
        )

    return reading


def extruct(syntaxes: Sequence[str] = ("json-ld", "microdata", "opengraph", "microformat")) -> Reading:
    from extruct import extract

    def reading(body: bytes, job: Job) -> Found:
        data = extract(
            text_of(body), base_url=job["url"], syntaxes=list(syntaxes), uniform=True, errors="ignore"
        )
        things = [thing for syntax in syntaxes[:2] for thing in flattened(data.get(syntax) or [])]
        return listed(things, data.get("microformat") or [], job) if job["lists"] else stated(things, data)

    return reading


def extruct_stated() -> Reading:
    return extruct(("json-ld", "microdata", "opengraph"))


def stated(things: Found, data: dict[str, Any]) -> Found:
    """The article in what extruct found: JSON-LD, then microdata, then OpenGraph."""
    graph = (data.get("opengraph") or [{}])[0]
    kinds = ("article", "blogposting", "reportage")
    made = next((t for t in things if any(k in str(t.get("@type")).lower() for k in kinds)), {})
    author = made.get("author") or []
    people = author if isinstance(author, list) else [author]
    publisher = made.get("publisher")
    return article(
        headline=made.get("headline") or made.get("name") or graph.get("og:title"),
        author=[p.get("name") if isinstance(p, dict) else p for p in people],
        datePublished=made.get("datePublished") or graph.get("article:published_time"),
        dateModified=made.get("dateModified") or graph.get("article:modified_time"),
        publisher=publisher.get("name") if isinstance(publisher, dict) else graph.get("og:site_name"),
        articleBody=made.get("articleBody"), description=made.get("description") or graph.get("og:description"),
    )  # fmt: skip


def listed(things: Found, formats: Found, job: Job) -> Found:
    """The elements of item lists and the h-entries in what extruct found."""
    lists = [
        thing["itemListElement"]
        for thing in things
        if thing.get("@type") == "ItemList" and "itemListElement" in thing
    ]
    found = []
    for thing in (element for one in lists for element in (one if isinstance(one, list) else [one])):
        inner = thing["item"] if isinstance(thing.get("item"), dict) else thing
        name = inner.get("name") or inner.get("headline")
        found.append(
            headline(str(name or ""), urljoin(job["url"], str(inner.get("url") or thing.get("url"))))
        )
    for entry in flattened(formats):
        if "h-entry" in str(entry.get("@type")):
            url, name = urljoin(job["url"], first(entry.get("url"))), first(entry.get("name"))
            found.append(headline(name, url, first(entry.get("published")) or None))
    return found


def first(value: Any) -> str:
    """The first of several values, as text."""
    one = value[0] if isinstance(value, list) and value else value
    return str(one or "")


def flattened(value: Any) -> Found:
    """Every object in a tree of objects and lists."""
    if isinstance(value, list):
        return [thing for one in value for thing in flattened(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(thing for one in value.values() for thing in flattened(one))]


def feedparser() -> Reading:
    from feedparser import parse

    def date_of(stated: time.struct_time | None) -> str | None:
        return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", stated) if stated else None

    def reading(body: bytes, job: Job) -> Found:
        headers = {"content-location": job["url"], "content-type": job["content_type"]}
        entries = parse(body, response_headers=headers).entries
        return [
            headline(e.get("title", ""), e.get("link"), date_of(e.get("published_parsed"))) for e in entries
        ]

    return reading


def four_words() -> Reading:
    return _links("//a[@href]", 4)


def headings() -> Reading:
    levels = [f"h{level}" for level in range(1, 6)]
    around = " or ".join(f"ancestor::{level} or .//{level}" for level in levels)
    return _links(f"//a[@href][{around}]", 1)


def _links(path: str, words: int) -> Reading:
    from lxml import html

    def reading(body: bytes, job: Job) -> Found:
        anchors = html.fromstring(body).xpath(path)
        pairs = ((" ".join(a.text_content().split()), urljoin(job["url"], a.get("href"))) for a in anchors)
        return [headline(text, url) for text, url in pairs if len(text.split()) >= words]

    return reading


def headline(text: str, url: str | None, date: object = None) -> dict[str, Any]:
    """One headline of a list."""
    return {"kind": "headline", "headline": text, "url": url, "datePublished": date}


def run(reading: Reading, jobs: Path, out: Path) -> None:
    """Read every page of JOBS; a few of them once before, which is not counted: what is loaded on first use is
    there then.
    """
    rows = [json.loads(line) for line in jobs.read_text("utf-8").splitlines()]
    for job in rows[:: 1 + len(rows) // FIRST]:
        _one(reading, job)
    with out.open("w", encoding="utf-8") as file:
        for job in rows:
            file.write(json.dumps(_one(reading, job), ensure_ascii=False, default=str) + "\n")


def _one(reading: Reading, job: Job) -> dict[str, Any]:
    body = Path(job["file"]).read_bytes()
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LIMIT)
    started = time.perf_counter()
    try:
        found = reading(body, job)
    except Exception as error:  # whatever a peer raises on a page, the others are still to be read
        found, failed = [], f"{type(error).__name__}: {error}"[:200]
    else:
        failed = ""
    finally:
        signal.alarm(0)
    return {"name": job["name"], "seconds": time.perf_counter() - started, "found": found, "failed": failed}


def _too_long(*_: object) -> None:
    raise TimeoutError(f"longer than {LIMIT} seconds")


_ALL: tuple[Callable[[], Reading], ...] = (
    trafilatura,
    trafilatura_fast,
    htmldate,
    newspaper4k,
    goose3,
    mediacloud,
    readability,
    extruct,
    extruct_stated,
    feedparser,
    four_words,
    headings,
)
READERS: dict[str, Callable[[], Reading]] = {made.__name__: made for made in _ALL}

if __name__ == "__main__":
    run(READERS[sys.argv[1]](), Path(sys.argv[2]), Path(sys.argv[3]))
