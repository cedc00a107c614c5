"""Every record of an imported file into the catalog, in one pass over the file. Streaming: a batch at a time.

The same pass at import, which looks into the records too, and at ``archiver rebuild``, which only lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from archiver.catalog.catalog import Catalog
from archiver.catalog.rows import RecordRow
from archiver.catalog.shelf import format_of
from archiver.errors import ArchiverError, BadInput, IntegrityFailed
from archiver.page.foreign import place_id, stated_date, stated_id, stated_uri
from archiver.store.folder import Folder
from archiver.warc.foreign.digests import Digests
from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.package import contents, open_part
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.scanning import members
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import Keep

_BATCH = 2000
Noted = TypeVar("Noted")


class Seen(NamedTuple, Generic[Noted]):
    """A record with its row and what was noted of it, or a range that was skipped (without a row)."""

    part: str
    found: ForeignMember | Skipped
    row: RecordRow | None
    noted: Noted | None


class Source(NamedTuple):
    """A WARC or ARC to be read: the file itself (``part`` is "") or a part of a package."""

    part: str
    format: Format
    stream: BinaryIO


def sources(stream: BinaryIO, form: Format, refused: list[str]) -> Iterator[Source]:
    """What is to be read of a file, one after another. ``refused``: what of a package is not, in words.

    Raises BadInput for a package that cannot be read at all.
    """
    if form.kind != "wacz":
        yield Source("", form, stream)
        return
    for part in contents(stream).parts:
        if part.format.kind == "wacz":
            continue  # named among the faults of its package
        try:
            with open_part(stream, part) as opened:
                yield Source(part.name, part.format, opened)
        except BadInput as error:
            refused.append(str(error))


def survey(
    catalog: Catalog,
    stream: BinaryIO,
    name: str,
    sha256: str,
    note: Callable[[ForeignMember], Noted],
    keep: Keep | None,
    digests: Digests,
    refused: list[str],
) -> Iterator[list[Seen[Noted]]]:
    """Catalog the records of the file ``name`` and give them, in order, in batches.

    ``note`` sees each record while its block is there. Raises IntegrityFailed for what the reader cannot
    bear, which is a defect, CannotStore.
    """
    batch: list[Seen[Noted]] = []
    try:
        for source in sources(stream, format_of(name), refused):
            for found in members(source.stream, source.format, keep, digests=digests):
                if isinstance(found, Skipped):
                    batch.append(Seen(source.part, found, None, None))
                else:
                    noted = note(found)
                    found.kept = None
                    batch.append(Seen(source.part, found, _row(name, sha256, source.part, found), noted))
                if len(batch) >= _BATCH:
                    yield _added(catalog, sha256, batch)
                    batch = []
    except ArchiverError:
        raise
    except Exception as error:
        raise IntegrityFailed(f"{name} cannot be read: {type(error).__name__} {str(error)[:200]}") from error
    yield _added(catalog, sha256, batch)


def index_file(folder: Folder, catalog: Catalog, name: str, size: int, sha256: str) -> None:
    """Catalog an imported file that is in place. Raises IntegrityFailed, BadInput, CannotStore."""
    records = 0
    with folder.open_warc(name) as stream:
        for batch in survey(catalog, stream, name, sha256, lambda _: None, None, "none", []):
            records += sum(seen.row is not None for seen in batch)
    catalog.add_file(name, size, sha256, records)


def _row(name: str, sha256: str, part: str, member: ForeignMember) -> RecordRow:
    return RecordRow(
        _plain(stated_id(member)) or place_id(sha256, part, member.offset, member.within),
        name,
        member.offset,
        member.length,
        member.type.lower(),
        _plain(stated_uri(member)),
        stated_date(member),
        part,
        member.within,
        _plain(member.get("WARC-Payload-Digest")),
    )


def _plain(text: str | None) -> str | None:
    """What SQLite can hold: without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode() if text else None


def _added(catalog: Catalog, sha256: str, batch: list[Seen[Noted]]) -> list[Seen[Noted]]:
    rows = [seen.row for seen in batch if seen.row is not None]
    known = iter(catalog.add_records(rows, lambda row: place_id(sha256, *row.place)))
    return [seen if seen.row is None else seen._replace(row=next(known)) for seen in batch]


def without_records(catalog: Catalog) -> set[str]:
    """The files in which no record could be read."""
    found = "SELECT * FROM records WHERE warc=name AND type<>''"
    return {name for (name,) in catalog.rows(f"SELECT name FROM warcs WHERE NOT EXISTS ({found})")}
