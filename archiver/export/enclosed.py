"""The documents of a package as files of their own, so that they can be read and proved without the WARC.

JSON Lines under ``archiver/``: a line is the block of a ``metadata`` record in the WARC of the package, byte for
byte, so the SHA-256 of a line without its line feed is that record's WARC-Block-Digest. Lines stand in the order of
the records; every version of a document that is in the WARC is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from archiver.catalog import Catalog
from archiver.errors import IntegrityFailed
from archiver.export.warc import Planned, spooled

CAPTURES = "archiver/captures.jsonl"
ITEMS = "archiver/items.jsonl"
IMPORTS = "archiver/imports.jsonl"
_AT_ONCE = 100  # documents that are looked up together


class Listed(NamedTuple):
    """One of the files: its path in the package, its content from the start, its bytes."""

    path: str
    content: BinaryIO
    size: int


def enclosed(
    catalog: Catalog, files: Iterable[str], plan: Iterable[Planned], stack: ExitStack
) -> list[Listed]:
    """The files for a plan; they live as long as ``stack``. None is empty but the one of items.

    ``files``: those of others that captures in the plan were taken from. Raises IntegrityFailed for a document
    that the catalog does not have.
    """
    spools = {path: stack.enter_context(spooled()) for path in (CAPTURES, ITEMS, IMPORTS)}
    for path, text in _documents(catalog, files, plan):
        spools[path].write(text.encode() + b"\n")
    listed = [Listed(path, spool, spool.tell()) for path, spool in spools.items()]
    for one in listed:
        one.content.seek(0)
    return [one for one in listed if one.size or one.path == ITEMS]


def _documents(catalog: Catalog, files: Iterable[str], plan: Iterable[Planned]) -> Iterator[tuple[str, str]]:
    imports = {(row.warc, row.offset): row.document for file in files for row in catalog.imports_of(file)}
    places = ((one.row.warc, one.row.offset) for one in plan if one.row.type == "metadata")
    for warc, some in _together(places):
        found = catalog.documents_at(warc, some)
        for offset in some:
            if (warc, offset) in imports:
                yield IMPORTS, imports[warc, offset]
            elif offset in found:
                kind, text = found[offset]
                yield CAPTURES if kind == "capture" else ITEMS, text
            else:
                raise IntegrityFailed(
                    f"the catalog has no document at {warc}:{offset}: run `archiver rebuild`"
                )


def _together(places: Iterable[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    """A file and some of the offsets in it, in order."""
    for warc, group in groupby(places, itemgetter(0)):
        while some := [offset for _, offset in islice(group, _AT_ONCE)]:
            yield warc, some
