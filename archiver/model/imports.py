"""The import document: what a file that others made held, and what of it could not be read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from archiver.model.base import Instant, Model, Sha256
from archiver.model.provenance import Count

MAX_LISTED = 1000  # of faults and of skipped ranges that stand in the document; ``totals`` counts all


class SkippedRange(Model):
    """Bytes of the file, or of a part of it, in which no record is."""

    start: Count
    end: Count
    kind: str
    reason: str
    part: str | None = None
    within: tuple[Count, Count] | None = Field(
        default=None, description="from and to in the text of the gzip member or zstd frame at start"
    )


class StatedFault(Model):
    """What is wrong with one record."""

    offset: Count
    within: Count = 0
    part: str | None = None
    record: str
    severity: Literal["fault", "contradiction"] = Field(
        description="fault: its bytes are in doubt; contradiction: its headers say what its bytes deny"
    )
    kind: str
    message: str


class ImportedPart(Model):
    """A WARC or ARC in a package."""

    name: str
    format: str
    size: Count
    stored: bool


class Import(Model):
    """One file of others, kept byte for byte, and what reading it found."""

    schema_: Literal["https://archiver.example/schemas/import/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/import/1.0.0.json", alias="$schema"
    )
    id: Annotated[str, StringConstraints(pattern=r"^ni:///sha-256;[A-Za-z0-9_-]{43}$")] = Field(
        description="RFC 6920 name of the file"
    )
    kind: Literal["import"] = "import"
    file: str = Field(description="its name in the archive")
    source: str = Field(description="its name as it was given, without folders")
    sha256: Sha256
    size: Count
    format: str
    imported: Instant
    software: dict[str, str]
    records: dict[str, Count] = Field(description="record type → how many")
    pages: Count = Field(description="records that are a page, each of which is or can become a capture")
    others: dict[str, Count] = Field(description="why records are no page → how many")
    skipped: tuple[SkippedRange, ...] = ()
    faults: tuple[StatedFault, ...] = ()
    totals: dict[Literal["skipped", "faults", "salvaged"], Count]
    parts: tuple[ImportedPart, ...] = ()
    package: tuple[str, ...] = Field(default=(), description="what is wrong with a package, in words")
