"""Resolve every source of the items in a WARC file again, by docs/format.md alone: ``python -m
tests.quality.resolve FILE…``.

Records are read by warcio, trees are lxml's; text forms (``forms``) and transforms (``values``) are written a
second time here.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.quality.forms import Document, Unresolved
from tests.quality.values import POSITIONAL, follows, joined

_FEED = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!.*?>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|(?:\w+:)(?:urlset|feed))\b", re.S
)


@dataclass(frozen=True)
class Stored:
    """One stored page: the URI and time of its record, and its entity."""

    uri: str
    date: datetime
    media: str
    entity: bytes
    plain: bytes
    """The entity with content codings undone."""


@dataclass
class Resolved:
    """How many values and how many selectors were resolved, and what did not."""

    values: int = 0
    selectors: int = 0
    faults: list[str] = field(default_factory=list)


def resolve_file(path: Path) -> Resolved:
    """Every value of every item in a WARC file, and every value that lost, against the records in that file."""
    pages, items = _read(path)
    result, documents = Resolved(), dict[tuple[str, str], Document]()
    for item in items:
        result.faults += [f"{path.name} {item['id']} {p}: no source" for p in _unsourced(item)]
        for pointer, source in item["provenance"]["fields"].items():
            value = _pointed(item["data"], pointer)
            result.values += 1
            page = pages.get(source["record"])
            where = f"{page.uri if page else path.name} {item['kind']} {pointer}"
            if page is None:
                result.faults.append(f"{where}: record {source['record']} is not in this file")
                continue
            if source["digest"] != f"sha256:{hashlib.sha256(page.entity).hexdigest()}":
                result.faults.append(f"{where}: the digest is another")
            document = _document(documents, source, page)
            for claim in ({**source, "value": value}, *source.get("alternatives", ())):
                result.selectors += len(claim["selectors"])
                result.faults += [f"{where}: {fault}" for fault in _faults(document, claim, page)]
    return result


def _unsourced(item: dict[str, Any]) -> Iterator[str]:
    """The values of an item that no source stands for."""
    sourced = item["provenance"]["fields"]
    for pointer in _leaves(item["data"]):
        steps = pointer.split("/")
        if not any("/".join(steps[:length]) in sourced for length in range(2, len(steps) + 1)):
            yield pointer


def _leaves(value: Any, pointer: str = "") -> Iterator[str]:
    if not isinstance(value, (dict, list)):
        yield pointer
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(inner, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")


def _read(path: Path) -> tuple[dict[str, Stored], list[dict[str, Any]]]:
    from warcio.archiveiterator import ArchiveIterator

    pages: dict[str, Stored] = {}
    items: dict[str, dict[str, Any]] = {}
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, no_record_parse=True):
            headers = record.rec_headers
            block = record.raw_stream.read()
            kind = headers.get_header("WARC-Type")
            if kind in ("resource", "response"):
                resource = headers.get_header("Content-Type"), block, block
                media, entity, plain = _entity(block) if kind == "response" else resource
                date = datetime.fromisoformat(headers.get_header("WARC-Date"))
                uri = headers.get_header("WARC-Target-URI")
                pages[headers.get_header("WARC-Record-ID")] = Stored(uri, date, media, entity, plain)
            elif kind == "metadata" and headers.get_header("Content-Type") == "application/json":
                document = json.loads(block)
                if "provenance" in document:
                    items[document["id"]] = document
    return pages, list(items.values())


def _entity(block: bytes) -> tuple[str, bytes, bytes]:
    """Of an HTTP message: its media type, the body with transfer coding removed, and with gzip undone."""
    socket = type("Socket", (), {"makefile": lambda *_: io.BytesIO(block)})
    response = http.client.HTTPResponse(socket())
    response.begin()
    body = response.read()
    plain = zlib.decompress(body, 47) if response.getheader("Content-Encoding") == "gzip" else body
    return response.getheader("Content-Type", ""), body, plain


def _document(known: dict[tuple[str, str], Document], source: dict[str, Any], page: Stored) -> Document:
    key = (source["record"], source.get("charset") or "utf-8")
    if key not in known:
        text = page.plain.decode(key[1], "replace").removeprefix("\ufeff")
        known[key] = Document(text, page.uri, xml=_is_xml(page.media, text))
    return known[key]


def _is_xml(media: str, text: str) -> bool:
    """The stated type; a feed or sitemap served as HTML, or as nothing, is XML (docs/format.md §4.1)."""
    kind = media.partition(";")[0].strip().lower()
    if kind.endswith("xml") and kind != "application/xhtml+xml":
        return True
    return bool(_FEED.match(text[:4096]))


def _faults(document: Document, claim: dict[str, Any], page: Stored) -> Iterator[str]:
    """What is wrong with one value and its selectors."""
    for selector in claim["selectors"]:
        try:
            text = document.select(selector, claim["textForm"])
        except Unresolved as error:
            yield f"{selector['type']}: {error}"
            continue
        if "raw" in claim and text != claim["raw"]:
            yield f"{selector['type']} selects {text[:60]!r}, raw is {claim['raw'][:60]!r}"
        transform = claim.get("transform", "verbatim")
        if transform in POSITIONAL:
            continue
        base = _base(document, claim["selectors"]) if transform == "absolute-url" else ""
        if not follows(transform, text, claim["value"], base=base, captured=page.date):
            yield f"{transform} of {text[:60]!r} is not {str(claim['value'])[:60]!r}"


def _base(document: Document, selectors: list[dict[str, Any]]) -> str:
    """The base of links: of the page, or (XML Base) of the element that the first XPath selects."""
    if not document.text.lstrip().startswith("<"):
        return document.url
    if document.xml:
        path = next((s["value"] for s in selectors if s["type"] == "XPathSelector"), "/*")
        bases = document.tree.xpath(f"{path.split('/@')[0]}/ancestor-or-self::*/@xml:base")
    else:
        bases = document.tree.xpath("(//base[@href])[1]/@href")
    base = document.url
    for found in bases:
        base = joined(base, found.strip())
    return base


def _pointed(value: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def main(paths: list[str]) -> int:
    """Print what was resolved; 1 when anything did not."""
    wrong = 0
    for path in paths:
        result = resolve_file(Path(path))
        print(*result.faults, sep="\n")
        print(f"{path}: {result.values} values, {result.selectors} selectors, {len(result.faults)} faults")
        wrong += len(result.faults)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
