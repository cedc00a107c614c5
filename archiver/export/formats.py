"""The text formats by name. Each export is a pure function from documents to text.

An export of a capture's ID means its items; the caller chooses them. Captures may be among the items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from archiver.export.csl import export_csl_json
from archiver.export.csv import export_csv
from archiver.export.jsonl import export_jsonl
from archiver.export.ninjs import export_ninjs
from archiver.export.prov import export_prov
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline

Exporter = Callable[
    [Iterable[Article | Headline | Capture], Mapping[str, Capture], ArchiveInfo], Iterator[str]
]

TEXT_FORMATS: dict[str, Exporter] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
    "csl-json": export_csl_json,
    "prov": export_prov,
    "ninjs": export_ninjs,
}
