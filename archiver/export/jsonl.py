"""JSON Lines: one document a line, as it is in the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archiver.export.documents import json_line
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline


def export_jsonl(
    items: Iterable[Article | Headline | Capture],
    captures: Mapping[str, Capture],  # noqa: ARG001 - the exporters share one signature
    info: ArchiveInfo,  # noqa: ARG001
) -> Iterator[str]:
    """A line an item, ended by a line feed. Control characters and odd line ends are JSON escapes."""
    for item in items:
        yield json_line(item.document()) + "\n"
