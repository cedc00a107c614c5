"""A WARC that is here already, record for record, in files of ours: an export of this archive, or one of its files.

Nothing is believed: every gzip member is compared, byte for byte, with the one that stands here under its Record-ID.
Reads; stores nothing.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from archiver.archive.holdings import Holdings
from archiver.catalog import RecordRow
from archiver.catalog.shelf import Shelf
from archiver.errors import CannotStore, IntegrityFailed
from archiver.store.folder import is_foreign
from archiver.warc.foreign.package import Part, open_part
from archiver.warc.members import METADATA, Member, scan

_PIECE = 1 << 20


@dataclass
class Ours:
    """``captures``: IDs, as their manifests stand in the file; ``files``: of ours, with how many of the records."""

    captures: dict[str, None] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)


def ours(holdings: Holdings, file: BinaryIO, part: Part) -> Ours | None:
    """What a ``.warc.gz`` holds, where all of it is in files of ours; None at the first byte that is not.

    ``part``: which of the file it is.
    """
    found = Ours()
    with Shelf(holdings.folder) as shelf, open_part(file, part) as stream:
        for member in scan(stream, METADATA):
            row = holdings.catalog.record(member.record_id) if not member.faults else None
            if row is None or is_foreign(row.warc):
                return None
            if not is_same(file, part.start + member.offset, member.length, shelf, row):
                return None
            found.files[row.warc] += 1
            if (ark := _capture_in(member)) is not None and holdings.catalog.find(ark) is not None:
                found.captures[ark] = None
    return found if found.captures else None


def is_same(file: BinaryIO, offset: int, length: int, shelf: Shelf, row: RecordRow) -> bool:
    """Whether these bytes of a file are those of a record of ours."""
    if row.length != length:
        return False
    try:
        stream = shelf.stream(row.warc)
        stream.seek(row.offset)
        for start in range(0, row.length, _PIECE):
            size = min(_PIECE, row.length - start)
            # The scan reads on from where the file stands.
            if os.pread(file.fileno(), size, offset + start) != stream.read(size):
                return False
    except (IntegrityFailed, CannotStore, OSError):
        return False  # what cannot be read here is not here
    return True


def _capture_in(member: Member) -> str | None:
    """The capture whose manifest the record is."""
    if member.kept is None or b'"capture"' not in member.kept:
        return None
    try:
        document = json.loads(member.kept)
    except (ValueError, RecursionError):
        return None
    is_manifest = isinstance(document, dict) and document.get("kind") == "capture"
    return str(document.get("id")) if is_manifest else None
