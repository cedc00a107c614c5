"""What reading a page gave: the drafts that follow from it, and what was said on the way. Checked, not believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from archiver.extract.draft import Draft, Reading
from archiver.model.base import Model
from archiver.model.capture import PageTitle, Residue
from archiver.model.items import ITEM_TYPES
from archiver.model.provenance import Count, Source

MAX_NOTES = 10_000
MAX_REQUISITES, MAX_URL = 5_000, 65_536  # more than page.requisites gives: here only memory is bounded
Url = Annotated[str, Field(max_length=MAX_URL)]


@dataclass(frozen=True)
class Read:
    """A reading, and the notes of the page it was made from (parser and decoder); ``steps``: how it came about.

    ``requisites``: the URLs found, where those were asked for.
    """

    reading: Reading
    page_notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    requisites: tuple[str, ...] = ()


class _Draft(Model):
    kind: str
    data: dict[str, Any]
    fields: dict[str, Source]


class _Reply(Model):
    """The document a child writes."""

    drafts: list[_Draft]
    notes: list[str] = Field(max_length=MAX_NOTES)
    page_notes: list[str] = Field(max_length=MAX_NOTES)
    characters: Count | None = None
    residue: list[Residue] | None = None
    title: PageTitle | None = None
    requisites: list[Url] = Field(default=[], max_length=MAX_REQUISITES)


def to_reply(found: Reading | list[str], page_notes: list[str]) -> bytes:
    """A reading, or the URLs of requisites, as JSON text. Half surrogate pairs become U+FFFD, in notes too."""
    reading, requisites = (found, []) if isinstance(found, Reading) else (Reading(), found)
    reply = _Reply.model_construct(
        drafts=[_Draft.model_construct(kind=d.kind, data=d.data, fields=d.fields) for d in reading.drafts],
        notes=[_plain(note) for note in reading.notes[:MAX_NOTES]],
        page_notes=[_plain(note) for note in page_notes[:MAX_NOTES]],
        characters=reading.characters,
        residue=reading.residue,
        title=reading.title,
        requisites=[_plain(url) for url in requisites],
    )
    return reply.model_dump_json(by_alias=True, exclude_none=True).encode()


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def from_reply(text: bytes, steps: tuple[str, ...]) -> Read:
    """What a child said, checked. Raises ValueError: pydantic.ValidationError."""
    reply = _Reply.model_validate_json(text)
    drafts = [Draft(d.kind, d.data, d.fields) for d in reply.drafts if d.kind in ITEM_TYPES]
    reading = Reading(drafts, list(reply.notes), reply.characters, reply.residue, reply.title)
    return Read(reading, tuple(reply.page_notes), steps, tuple(reply.requisites))
