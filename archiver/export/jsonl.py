"""JSON Lines: one document a line, as it is in the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archiver.export.documents import json_line
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline


def export_jsonl(
    items: Iterable[Article | Headline | Capture],
    captures: Mapping[str, Capture],
    info: ArchiveInfo,  # noqa: ARG001 - the exporters share one signature
) -> Iterator[str]:
    """A line an item, ended by a line feed. Control characters and odd line ends are JSON escapes.

    Before the first item of a file under a URL that its user gave stands its manifest: no item says so.
    """
    told: set[str] = set()
    for item in items:
        capture = captures.get(item.capture) if not isinstance(item, Capture) else None
        if capture is not None and capture.is_url_given and capture.id not in told:
            told.add(capture.id)
            yield json_line(capture.document()) + "\n"
        yield json_line(item.document()) + "\n"
