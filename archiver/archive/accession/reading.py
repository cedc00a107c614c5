"""The first pass over a file: its records into catalog and inventory, what is wrong with it into a tally."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

from archiver import urls
from archiver.archive.accession.inventory import Inventory, moment_of
from archiver.archive.accession.pages import why_no_page
from archiver.archive.accession.resolve import digest_text, references
from archiver.archive.accession.tally import Tally, count
from archiver.catalog import Catalog, RecordRow
from archiver.catalog.survey import Seen, survey
from archiver.model.capture import Entity
from archiver.page.foreign import REDIRECTS, entity_from, truncation
from archiver.warc.foreign.entity import entity_of_foreign
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.texts import Skipped
from archiver.warc.members import Keep, Member

MAX_BLOCK = 24 << 20  # of a record that is looked into: a page has at most 20 MiB
_LOOKED_INTO = frozenset({"response", "resource", "revisit", "conversion"})
_NO_PAGES = frozenset({"conversion"})
Tell = Callable[[int], None]


class _Blocks(Keep):
    """Which blocks are held for a moment: those of records that may be pages or parts of them."""

    def wants(self, member: Member, length: int) -> bool:
        return length <= MAX_BLOCK and member.type.lower() in _LOOKED_INTO


class Noted(NamedTuple):
    """What the block of one record said."""

    status: int | None
    location: str | None
    entity: Entity | None
    why: str
    refers: str


def read_through(
    catalog: Catalog, stream: BinaryIO, name: str, sha256: str, inventory: Inventory, tally: Tally, tell: Tell
) -> tuple[int, list[str]]:
    """Read the whole file; gives the number of records, and what of a package was refused.

    Raises IntegrityFailed, CannotStore.
    """
    refused: list[str] = []
    records = 0
    for batch in survey(catalog, stream, name, sha256, _note, _Blocks(), "all", refused):
        rows = []
        for seen in batch:
            if isinstance(seen.found, Skipped):
                tally.skip(seen.part, seen.found)
                continue
            assert seen.row is not None
            records += 1
            tally.record(seen.row, seen.found)
            if (entry := _entry(seen, seen.row, tally)) is not None:
                rows.append(entry)
        inventory.add(rows)
        if batch:
            last = batch[-1].found
            tell(last.end if isinstance(last, Skipped) else last.offset + last.length)
    return records, refused


def _note(member: ForeignMember) -> Noted | None:
    kind = member.type.lower()
    if kind not in _LOOKED_INTO:
        return None
    if member.kept is None:
        return Noted(None, None, None, f"longer than {MAX_BLOCK >> 20} MiB", "")
    found = entity_of_foreign(member)
    location = found.get("location") if found.status in REDIRECTS else None
    uri = member.uri
    if kind == "revisit":
        if found.status is None:
            why = "revisit without HTTP head"
        else:
            as_first = found.status if found.status != 304 else 200
            why = why_no_page(uri or "", _with_status(found, as_first))
        return Noted(found.status, location, None, "revisit", references(member, why))
    why = "conversion" if kind in _NO_PAGES else why_no_page(uri, found) if uri else "no URI"
    return Noted(found.status, location, entity_from(found), why, "")


def _with_status(found: Any, status: int) -> Any:
    from dataclasses import replace

    return replace(found, status=status)


def _entry(seen: Seen[Noted | None], row: RecordRow, tally: Tally) -> tuple[Any, ...] | None:
    """The inventory's row of a record, None for one that is of no interest there."""
    noted, member = seen.noted, seen.found
    if noted is None or isinstance(member, Skipped):
        return None
    why = noted.why
    if row.uri is None or row.date is None:
        why = "no URI" if row.uri is None else "no date that can be read"
        noted = noted._replace(why=why)
    if why and why != "revisit":
        count(tally.others, why)
    if row.uri is None or row.date is None:
        return None
    entity = noted.entity
    return (
        row.part,
        row.offset,
        row.within,
        row.length,
        row.id,
        row.type,
        row.uri,
        row.date,
        moment_of(row.date),
        noted.status,
        noted.location,
        urls.join(row.uri, noted.location) if noted.location else None,
        member.block_digest,
        member.block_length,
        entity.digest if entity else None,
        entity.length if entity else None,
        entity.mediaType if entity else None,
        entity.contentEncoding if entity else None,
        truncation(member),
        digest_text(row.digest),
        int(member.salvaged),
        why,
        noted.refers,
    )
