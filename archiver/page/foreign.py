"""What a record that others made holds, in the terms that our manifests and pages have. Pure.

One reading for the import that writes a manifest, for ``verify`` that checks it, and for extraction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from archiver.model.capture import Entity, Truncation
from archiver.page.page import Page
from archiver.warc.foreign.entity import ForeignEntity, entity_of_foreign
from archiver.warc.foreign.stated import derived_id, instant, record_id, target_uri
from archiver.warc.members import Member

REDIRECTS = (301, 302, 303, 307, 308)
_TRUNCATIONS = frozenset(get_args(Truncation))


@dataclass(frozen=True)
class Facts:
    """``entity`` is None where the record holds no body of its own (a revisit)."""

    status: int | None
    location: str | None
    entity: Entity | None
    notes: tuple[str, ...]


def place_id(file_sha256: str, part: str, offset: int, within: int) -> str:
    """The ID of a record that states none, or one that an earlier record of its file has: from its place."""
    return derived_id(file_sha256, part, offset, within)


def stated_id(member: Member) -> str | None:
    """The record's own WARC-Record-ID in brackets, where it states one that can be used."""
    return record_id(member.get("WARC-Record-ID"))


def stated_uri(member: Member) -> str | None:
    """WARC-Target-URI normalised."""
    return target_uri(member.get("WARC-Target-URI"))


def stated_date(member: Member) -> str | None:
    """WARC-Date as an instant in UTC, as precise as it was stated."""
    return instant(member.get("WARC-Date"))


def truncation(member: Member) -> Truncation | None:
    """WARC-Truncated, ``unspecified`` for a reason that WARC/1.1 §5.13 does not know."""
    said = (member.get("WARC-Truncated") or "").strip().lower()
    if not said:
        return None
    return said if said in _TRUNCATIONS else "unspecified"  # type: ignore[return-value]


def facts_of(member: Member) -> Facts:
    """What the manifest states of a kept response, resource or revisit. Raises IntegrityFailed when not kept."""
    found = entity_of_foreign(member)
    return Facts(
        found.status,
        _location(found),
        None if member.type.lower() == "revisit" else entity_from(found),
        found.notes,
    )


def _location(found: ForeignEntity) -> str | None:
    if found.status not in REDIRECTS:
        return None
    return found.get("location")


def entity_from(found: ForeignEntity) -> Entity:
    """Digest and length of the body, and what its head says of it."""
    digest, length = hashlib.sha256(), 0
    for piece in found.chunks():
        digest.update(piece)
        length += len(piece)
    return Entity(
        digest=f"sha256:{digest.hexdigest()}",
        length=length,
        mediaType=found.media_type,
        contentEncoding=", ".join(found.codings) or None,
    )


def page_of_foreign(member: Member, record: str, url: str | None, captured: datetime | None) -> Page:
    """The page in a record, under the URL and at the instant of the capture. Raises IntegrityFailed."""
    found = entity_of_foreign(member)
    return Page.from_entity(
        b"".join(found.chunks()),
        url=url or stated_uri(member) or "",
        record=record,
        content_type=found.content_type,
        content_encodings=found.codings,
        captured=captured,
        refresh=found.get("refresh"),
    )
