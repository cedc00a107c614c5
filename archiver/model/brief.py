"""What of a manifest says which records belong to a capture, and what an index has to know of them.

Read out of documents by the thousand, several times as fast as whole ones; each was checked when it was written.
"""

from __future__ import annotations

from pydantic import ConfigDict

from archiver.model.base import Ark, Instant, Model, RecordId, Sha256
from archiver.model.origin import Origin


class _Part(Model):
    model_config = ConfigDict(extra="ignore")


class BriefRef(_Part):
    """A record, and the file of others that it is in, where that is not the one of the import."""

    record: RecordId
    file: str | None = None


class BriefEntity(_Part):
    """A body."""

    digest: Sha256
    mediaType: str | None = None


class BriefExchange(_Part):
    """One request and what came back."""

    url: str
    started: Instant
    status: int | None = None
    request: BriefRef | None = None
    response: BriefRef | None = None
    original: BriefRef | None = None
    entity: BriefEntity | None = None


class BriefTitle(_Part):
    """What the page calls itself."""

    text: str


class BriefExtraction(_Part):
    """What reading the page gave."""

    title: BriefTitle | None = None


class BriefImported(_Part):
    """The file of others that a capture was found in."""

    file: str
    sha256: Sha256


class Brief(Origin, _Part):
    """One capture. All is as in ``archiver.model.capture.Capture``."""

    id: Ark
    url: str
    captured: Instant
    exchanges: tuple[BriefExchange, ...]
    software: dict[str, str]
    items: tuple[Ark, ...] = ()
    extraction: BriefExtraction | None = None
    source: str | None = None
    imported: BriefImported | None = None
