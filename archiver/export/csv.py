"""CSV (RFC 4180, UTF-8, CRLF) for spreadsheets: no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archiver import inert
from archiver.export.documents import capture_of
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.reference import page_digest, page_url

_DATA = (
    "headline",
    "author",
    "publisher",
    "datePublished",
    "inLanguage",
    "url",
    "position",
    "isPartOf",
    "articleSection",
)
COLUMNS = ("id", "kind", "capture", *_DATA, "captured", "captureUrl", "verdict", "sha256", "origin")


def export_csv(
    items: Iterable[Article | Headline | Capture],
    captures: Mapping[str, Capture],
    info: ArchiveInfo,  # noqa: ARG001 - the exporters share one signature
) -> Iterator[str]:
    """The header row, then a row an item. What nobody stated is an empty cell; authors are joined by ``; ``.

    ``url`` is the item's own as stated (for a capture, the one asked for), ``captureUrl`` where the page came
    from, ``sha256`` the hex digest of the page's bytes, ``origin`` words for a file that a user gave: ``captured``
    is when it was imported then.
    """
    yield _row(COLUMNS)
    for item in items:
        yield _row(_cells(item, capture_of(item, captures)))


def _cells(item: Article | Headline | Capture, capture: Capture) -> list[str]:
    data = {"url": item.url} if isinstance(item, Capture) else item.document()["data"]
    digest = page_digest(capture) or ""
    return [
        item.id,
        item.kind,
        capture.id,
        *(_text(data.get(name)) for name in _DATA),
        capture.captured,
        page_url(capture),
        capture.verdict,
        digest.removeprefix("sha256:"),
        capture.origin or "",
    ]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(entry["name"] for entry in value)
    return "" if value is None else str(value)


def _row(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([inert.csv_cell(cell) for cell in cells])
    return buffer.getvalue()
