"""What the columns of a document say: made of the document at publication, and again when it is verified.

``newest`` and its place, which follow from the other documents and from the file, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archiver.catalog.values import (
    arrival,
    bare_host,
    language,
    outlet_key,
    outlet_of,
    page_key,
    page_of,
    story_of,
)
from archiver.urls import host_of

if TYPE_CHECKING:
    from archiver.catalog.catalog import Catalog

COLUMNS = (
    "id", "version", "kind", "capture", "url", "headline", "date", "captured", "run", "verdict", "host", "outlet",
    "outlet_key", "language", "day", "story", "surt", "final", "arrived", "final_surt", "status", "sha256", "items",
)  # fmt: skip
_CAPTURED, _STORY = COLUMNS.index("captured"), COLUMNS.index("story")
_DAY = len("2026-01-29")


class Circumstances(NamedTuple):
    """What an item has from its capture; None where that is not known."""

    captured: str | None = None
    verdict: str | None = None
    host: str | None = None


class Columns(NamedTuple):
    """A document and its columns as the catalog has them.

    ``newest``: whether that column of it is right. ``of_capture``: from the row of its capture.
    """

    document: str
    newest: bool
    of_capture: Circumstances
    values: dict[str, Any]


def columns_of(catalog: Catalog, warc: str) -> Iterator[Columns]:
    """What lists, searches, days and timelines go by, for each document of one WARC, in file order."""
    newest = (
        "SELECT rowid FROM documents AS d WHERE d.id=documents.id ORDER BY version DESC, rowid DESC LIMIT 1"
    )
    capture = "SELECT rowid FROM documents AS d WHERE d.id=documents.capture AND kind='capture'"
    own = ", ".join(f"documents.{name}" for name in COLUMNS)
    sql = (
        f"SELECT documents.document, documents.newest = (documents.rowid = ({newest})),"
        f" c.captured, c.verdict, c.host, {own} FROM documents"
        f" LEFT JOIN documents AS c ON c.rowid = ({capture} ORDER BY newest DESC LIMIT 1)"
        " WHERE documents.warc=? ORDER BY documents.offset"
    )
    for document, is_right, captured, verdict, host, *values in catalog.rows(sql, (warc,)):
        of_capture = Circumstances(captured, verdict, host)
        yield Columns(document, bool(is_right), of_capture, dict(zip(COLUMNS, values, strict=True)))


def columns(document: dict[str, Any], of_capture: Circumstances) -> dict[str, Any]:
    """Column → value for a valid manifest or item. ``of_capture``: for items."""
    is_capture = document["kind"] == "capture"
    values = of_manifest(document) if is_capture else with_capture(of_item(document), of_capture)
    return dict(zip(COLUMNS, values, strict=True))


def circumstances(manifest: dict[str, Any]) -> Circumstances:
    """What the items of a capture have from it."""
    return Circumstances(
        manifest["captured"], manifest["verdict"], bare_host(host_of(manifest["url"])) or None
    )


def of_manifest(manifest: dict[str, Any]) -> tuple[Any, ...]:
    """The ``COLUMNS`` of a capture."""
    ark, url, run = manifest["id"], manifest["url"], manifest.get("run")
    captured, verdict, host = circumstances(manifest)
    return (
        *(ark, 1, "capture", ark, url, None, None, captured),
        f"{run['list']}/{run['started']}" if run else None,
        *(verdict, host, host, host, None, (captured or "")[:_DAY], None),
        *(page_key(url), *arrival(manifest), *page_of(manifest), len(manifest.get("items", ()))),
    )


def of_item(item: dict[str, Any]) -> tuple[Any, ...]:
    """The ``COLUMNS`` of an item as far as it says them itself: ``with_capture`` gives the rest."""
    data = item["data"]
    outlet = outlet_of(data, None)
    version, date = item["provenance"].get("version", 1), data.get("datePublished")
    return (
        *(item["id"], version, item["kind"], item["capture"], data.get("url"), data["headline"], date),
        *(None, None, None, None, outlet, outlet and outlet_key(outlet)),
        *(language(data.get("inLanguage", "")) or None, (date or "")[:_DAY] or None),
        *(story_of(data), *[None] * 7),
    )


def with_capture(own: tuple[Any, ...], of_capture: Circumstances) -> tuple[Any, ...]:
    """What ``of_item`` gave, completed: an item without an outlet or a date has those of its capture."""
    captured, verdict, host = of_capture
    *_, outlet, key, tongue, day = own[:_STORY]
    if not outlet and host:
        outlet, key = host, outlet_key(host)
    day = day or (captured or "")[:_DAY] or None
    return (*own[:_CAPTURED], captured, None, verdict, host, outlet, key, tongue, day, *own[_STORY:])
