"""What the columns of a document say: made of the document at publication, and again when it is verified. Pure.

``newest`` and its place, which follow from the other documents and from the file, are not among them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from archiver.catalog.values import bare_host, language, outlet_of, page_key, page_of, story_of
from archiver.urls import host_of

COLUMNS = (
    "id", "version", "kind", "capture", "url", "headline", "date", "captured", "run", "verdict", "host", "outlet",
    "language", "day", "story", "surt", "status", "sha256", "items",
)  # fmt: skip
_DAY = len("2026-01-29")


class Circumstances(NamedTuple):
    """What an item has from its capture; None where that is not known."""

    captured: str | None = None
    verdict: str | None = None
    host: str | None = None


def columns(document: dict[str, Any], of_capture: Circumstances) -> dict[str, Any]:
    """Column → value for a valid manifest or item. ``of_capture``: for items."""
    values = of_manifest(document) if document["kind"] == "capture" else of_item(document, of_capture)
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
        *(verdict, host, host, None, (captured or "")[:_DAY], None),
        *(page_key(url), *page_of(manifest), len(manifest.get("items", ()))),
    )


def of_item(item: dict[str, Any], of_capture: Circumstances) -> tuple[Any, ...]:
    """The ``COLUMNS`` of an item."""
    data, (captured, verdict, host) = item["data"], of_capture
    version, date = item["provenance"].get("version", 1), data.get("datePublished")
    return (
        *(item["id"], version, item["kind"], item["capture"], data.get("url"), data["headline"], date),
        *(captured, None, verdict, host, outlet_of(data, host), language(data.get("inLanguage", "")) or None),
        *((date or captured or "")[:_DAY] or None, story_of(data), None, None, None, None),
    )
