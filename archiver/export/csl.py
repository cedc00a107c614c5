"""CSL-JSON: an array of references for Zotero, pandoc and every CSL processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archiver.export.documents import capture_of, json_line
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.reference import reference
from archiver.reference.csl import csl_item


def export_csl_json(
    items: Iterable[Article | Headline | Capture], captures: Mapping[str, Capture], info: ArchiveInfo
) -> Iterator[str]:
    """One JSON array, a line a reference."""
    lead = "[\n"
    for item in items:
        yield lead + json_line(csl_item(reference(item, capture_of(item, captures), info)))
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"
