"""The capture manifest: everything known about one capture, kept beside its records in the WARC."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from archiver.model.base import Ark, Instant, Model, RecordId, Sha256
from archiver.model.origin import Origin
from archiver.model.provenance import CUT, Count, Extractor, Source

# complete    every byte of the page and of what it needs came
# partial     something is missing or in doubt: a requisite, where a redirect led, what a content coding hides
# truncated   the page's own body was cut: by a limit of ours, by time, by the server
# blocked     the server answered with a refusal, a challenge or a consent wall instead of the page
# http-NNN    the server answered with that error
# empty       the page came whole and holds nothing: no bytes, or no item that could be read
VERDICT = r"^(complete|partial|truncated|blocked|empty|http-[1-9][0-9]{2})$"
Verdict = Annotated[str, StringConstraints(pattern=VERDICT)]
Role = Literal["redirect", "page", "requisite", "robots"]
Truncation = Literal["length", "time", "disconnect", "unspecified"]


class RecordRef(Model):
    """A record of this capture and the SHA-256 of its block."""

    record: RecordId
    digest: Sha256
    length: Count


class Peer(Model):
    """The far end of the connection the bytes came over."""

    address: str
    port: Annotated[int, Field(ge=1, le=65535)]


class Tls(Model):
    """What that same connection negotiated; ``chain`` names certificates of ``Capture.certificates``."""

    version: str
    cipher: str
    chain: tuple[Sha256, ...] = Field(
        description="SHA-256 of each DER certificate as the peer sent them, leaf first"
    )
    verified: bool
    error: str | None = None


class Entity(Model):
    """The body without transfer encoding, as RFC 9110 §6.4 calls content; content encoding is kept."""

    digest: Sha256
    length: Count
    mediaType: str | None = None
    contentEncoding: str | None = None


class Original(RecordRef):
    """The record whose body a revisit record stands for; ``file`` where it is not the file of the import."""

    file: str | None = None


class Exchanged(Model):
    """One request and what came back, or one stored resource."""

    role: Role
    url: str
    started: Instant
    seconds: Annotated[float, Field(ge=0)] | None = None
    status: int | None = None
    location: str | None = None
    request: RecordRef | None = None
    response: RecordRef | None = None
    original: Original | None = Field(
        default=None,
        description="of a revisit record: the record that holds the body, which entity describes",
    )
    entity: Entity | None = None
    peer: Peer | None = None
    tls: Tls | None = None
    truncated: Truncation | None = None
    interim: tuple[str, ...] | None = Field(default=None, description="1xx responses split off, Latin-1")
    error: str | None = None


class Options(Model):
    """The choices and limits this capture was made under."""

    maxBytes: Count
    maxSeconds: Annotated[float, Field(gt=0)]
    maxRequests: Count
    maxRedirects: Count
    requisites: bool
    robots: Literal["ignored", "obeyed"]
    pace: Annotated[float, Field(ge=0)] = Field(description="seconds between pages of one host")
    userAgent: str
    allowBadTls: bool
    allowNetwork: tuple[str, ...] = ()
    dedup: bool = Field(
        default=False,
        description="bodies that the archive held already were left to the records that hold them",
    )


class Residue(Model):
    """A stretch of a text that is no value of any item."""

    start: Count
    end: Count
    kind: Literal["separator", "label", "text"]
    text: str


class PageTitle(Model):
    """What an HTML page calls itself, as read from its ``title`` element."""

    text: Annotated[str, Field(min_length=1)]
    source: Source

    @property
    def shown(self) -> str:
        """The words, with a sign where they are cut."""
        return f"{self.text}…" if CUT in (self.source.note or "") else self.text


class Extraction(Model):
    """What reading the page gave: the items in page order, and what was left over."""

    extractor: Extractor
    items: tuple[Ark, ...]
    title: PageTitle | None = Field(
        default=None, description="the page's own title and where it stands; of readings since 2026-11-30"
    )
    characters: Count | None = Field(
        default=None, description="length of the decoded text, where it is accounted for"
    )
    residue: tuple[Residue, ...] | None = None
    notes: tuple[str, ...] = ()


class Run(Model):
    """The bulk run this capture belongs to: what ``--resume`` goes by."""

    list: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = Field(
        description="the first 16 hex digits of SHA-256 over the sorted URLs, one a line"
    )
    started: Instant
    seeds: Count


class Imported(Model):
    """The file of others that a capture was found in. ``uri``, ``date``: as stated there, where that is not ours."""

    file: str = Field(description="its name in the archive")
    sha256: Sha256
    format: str
    part: str | None = Field(default=None, description="of a package: the WARC in it that holds the page")
    uri: str | None = None
    date: str | None = None
    salvaged: bool = Field(default=False, description="found by a search after damage")
    notes: tuple[str, ...] = ()


class Links(Model):
    """Other names of the same thing."""

    ni: str = Field(description="RFC 6920 name of the page's bytes")
    urim: str = Field(description="14-digit date and URL, the path of a Memento URI-M")
    pwid: str | None = Field(
        default=None,
        description="of captures before 2026-11-30, and wrong: it names the site as the archive",
    )


class Capture(Origin, Model):
    """One capture of one URL."""

    schema_: Literal["https://archiver.example/schemas/capture/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/capture/1.0.0.json", alias="$schema"
    )
    id: Ark
    kind: Literal["capture"] = "capture"
    url: str = Field(description="what was asked for; WARC-Target-URI of the first record")
    finalUrl: str | None = Field(default=None, description="where redirects led, if they did")
    captured: Instant
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    exchanges: tuple[Exchanged, ...]
    certificates: dict[str, str] | None = Field(default=None, description="SHA-256 → DER in base64")
    options: Options | None = None
    omitted: tuple[str, ...] = Field(default=(), description="what was left out of the records, and why")
    software: dict[str, str]
    run: Run | None = None
    links: Links
    extraction: Extraction | None = None
    items: tuple[Ark, ...] = ()
    warc: str | None = Field(
        default=None, description="the WARC file in the archive; absent in the record itself"
    )
    source: str | None = Field(default=None, description="for an imported file, its name without folders")
    imported: Imported | None = Field(default=None, description="for a capture that others made")
