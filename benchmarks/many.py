"""An archive of many captures, made up, the same for the same number: a small article page each, and what it says.

``python -m benchmarks.many FOLDER CAPTURES`` writes one with our own writer, in groups as a bulk run does, without
a socket: request, response, manifest and item of each capture, every value of an item with a selector that
``archiver verify`` resolves. The pages are not read (that takes longer than all the rest): what reading them would
give is known, as they are made here.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from archiver import http1
from archiver.archive import bundle
from archiver.archive.batch import Batch, Limits
from archiver.archive.group import Group
from archiver.archive.holdings import Holdings
from archiver.capture.options import default_options
from archiver.confine import Read
from archiver.exchange import Block, Captured, Exchange
from archiver.extract.draft import Draft, Reading
from archiver.model.capture import Peer
from archiver.model.provenance import (
    FragmentSelector,
    Method,
    Parser,
    Source,
    TextForm,
    TextPositionSelector,
    Transform,
    XPathSelector,
)
from benchmarks import texts

_START = datetime(2026, 1, 29, tzinfo=UTC)
_WORDS = 200
_HEAD = (
    "HTTP/1.1 200 OK\r\nServer: benchmark\r\nDate: Thu, 29 Jan 2026 10:00:00 GMT\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
)
_ASK = "GET {path} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: benchmark\r\nAccept: */*\r\n\r\n"
_PARSER = Parser(name="lxml", version=".".join(map(str, etree.LXML_VERSION[:3])))
_OPTIONS = default_options(requisites=False, pace=0.0)
_TRANSFORMS: dict[str, Transform] = {"json-ld:datePublished": "date", "html@lang": "language-tag"}


def captured(number: int) -> Captured:
    """The capture of that number."""
    body = texts.article(number, _WORDS)
    block = _HEAD.format(length=len(body)).encode() + body
    path = f"/article/{number}"
    name = f"{number:08x}-0000-4000-8000-00000000000"
    page = Exchange(
        role="page",
        url=f"https://news.example{path}",
        started=_START + timedelta(seconds=number),
        seconds=0.1,
        request=_ASK.format(path=path).encode(),
        response=Block.of(block),
        head=http1.parse_head(block),
        peer=Peer(address="192.0.2.1", port=443),
        request_id=f"<urn:uuid:{name}1>",
        response_id=f"<urn:uuid:{name}2>",
    )
    return Captured(page.url, (page,), _OPTIONS)


def reading(number: int, record: str, digest: str) -> Read:
    """What is in the page of that number, whose record and digest these are."""
    it, draft = texts.said(number, _WORDS), Draft("article")

    def source(method: Method, rule: str, form: TextForm, selector: XPathSelector, raw: str) -> Source:
        return Source(
            record=record,
            digest=digest,
            method=method,
            rule=rule,
            parser=_PARSER,
            charset="utf-8",
            textForm=form,
            selectors=(selector,),
            raw=raw,
            transform=_TRANSFORMS.get(rule, "verbatim"),
        )

    def of_markup(pointer: str, raw: str) -> Source:
        within = FragmentSelector(value=pointer, refinedBy=_whole(raw))
        selector = XPathSelector(value="/html/head/script", refinedBy=within)
        return source("json-ld", f"json-ld:{pointer[1:]}", "json-value", selector, raw)

    for name, pointer, value in (
        ("headline", "/headline", it.headline),
        ("publisher", "/publisher/name", it.publisher),
        ("datePublished", "/datePublished", it.published),
        ("description", "/description", it.description),
        ("articleSection", "/articleSection", it.section),
    ):
        draft.put(name, value, of_markup(pointer, value))
    draft.put_in("author", 0, "name", it.author, of_markup("/author/name", it.author))
    body = "\n".join(it.body)
    paragraphs = " | ".join(f"/html/body/main/article/p[{n}]" for n in range(2, len(it.body) + 2))
    selector = XPathSelector(value=paragraphs, refinedBy=_whole(body))
    draft.put("articleBody", body, source("html", "article element", "node-text", selector, body))
    language = XPathSelector(value="/html/@lang", refinedBy=_whole(it.language))
    draft.put("inLanguage", it.language, source("html", "html@lang", "node-text", language, it.language))
    return Read(Reading([draft]))


def _whole(text: str) -> TextPositionSelector:
    return TextPositionSelector(start=0, end=len(text))


def made(number: int, holdings: Holdings) -> bundle.Bundle:
    """A capture ready to be written."""
    found = captured(number)
    begun = bundle.begin(found, holdings.folder.info, extract=True)
    entity = begun.capture.exchanges[0].entity
    assert entity is not None
    return bundle.finish(begun, reading(number, found.page.response_id, entity.digest))


def main(folder: Path, captures: int) -> None:
    """Write the archive."""
    holdings = Holdings(folder)
    group = Group(Batch(holdings.folder, lambda: holdings.catalog, Limits(seconds=60.0)))
    for number in range(captures):
        group.add(made(number, holdings))
    group.publish()
    holdings.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
