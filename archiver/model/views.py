"""The JSON twins of the pages of ``archiver serve``: what a page shows, as a document with a published schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from archiver.model.archive import ArchiveInfo
from archiver.model.base import Ark, Instant, Model
from archiver.model.capture import Capture, Verdict
from archiver.model.items import Article, Headline
from archiver.model.provenance import Count

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Entry = Capture | Article | Headline


class Tally(Model):
    """A value of a facet, and how many of the matches have it."""

    value: str
    number: Count


class Results(Model):
    """One page of a search."""

    schema_: Literal["https://archiver.example/schemas/results/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/results/1.0.0.json", alias="$schema"
    )
    kind: Literal["results"] = "results"
    query: dict[str, str] = Field(description="what was asked for; names as in the address of the page")
    total: Count
    isAll: bool = Field(description="False where more match than the total that was counted")
    offset: Count
    items: tuple[Entry, ...]
    facets: dict[str, tuple[Tally, ...]]
    next: str | None = Field(default=None, description="address of the next page of results, relative")


class Visit(Model):
    """One capture in the timeline of its page."""

    id: Ark
    url: str
    captured: Instant
    verdict: Verdict
    change: Literal["first", "changed", "unchanged", "failed"] = Field(
        description="against the last capture before it that did not fail"
    )
    items: Count
    status: int | None = None
    sha256: Hex | None = None
    memento: str | None = Field(default=None, description="URI-M; absent for a file whose URL the user gave")
    origin: str | None = Field(default=None, description="in words, of a file that the user gave")


class Timeline(Model):
    """The captures of one page, oldest first, of very many the newest; where there are none, what is next to it."""

    schema_: Literal["https://archiver.example/schemas/timeline/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/timeline/1.0.0.json", alias="$schema"
    )
    kind: Literal["timeline"] = "timeline"
    url: str
    timegate: str
    timemap: str
    total: Count = Field(description="how many captures there are; TimeMaps list them all")
    captures: tuple[Visit, ...]
    nearest: tuple[Visit, ...] = ()


class Part(Model):
    """What one outlet published on a day."""

    outlet: str
    items: tuple[Article | Headline, ...]


class Digest(Model):
    """What was published, or else captured, on a day: each headline once, by outlet."""

    schema_: Literal["https://archiver.example/schemas/digest/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/digest/1.0.0.json", alias="$schema"
    )
    kind: Literal["digest"] = "digest"
    day: Day
    sections: tuple[Part, ...]


class DayCount(Model):
    """How much was published (or else captured) on a day, and how many captures were made."""

    day: Day
    items: Count
    captures: Count


class Days(Model):
    """The days an archive has something of, newest first."""

    schema_: Literal["https://archiver.example/schemas/days/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/days/1.0.0.json", alias="$schema"
    )
    kind: Literal["days"] = "days"
    days: tuple[DayCount, ...]


class Overview(Model):
    """The first page: what an archive holds, and its latest."""

    schema_: Literal["https://archiver.example/schemas/overview/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/overview/1.0.0.json", alias="$schema"
    )
    kind: Literal["overview"] = "overview"
    archive: ArchiveInfo
    counts: dict[str, Count]
    facets: dict[str, tuple[Tally, ...]] = Field(description="of the latest items")
    latest: Digest | None = None
    captures: tuple[Capture, ...]


class StoredFile(Model):
    """A file of the archive that holds records of a capture, as it was published."""

    name: str
    size: Count | None = None
    sha256: Hex | None = None


class DepthCheck(Model):
    """The last check of one depth, over all files of a capture the oldest, and the worst."""

    depth: Literal["files", "records", "meaning"]
    outcome: Literal["pass", "fail"] | None = None
    when: Instant | None = None
    findings: tuple[str, ...] = ()


class Files(Model):
    """Where a capture lies, and what happened to those files."""

    schema_: Literal["https://archiver.example/schemas/files/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/files/1.0.0.json", alias="$schema"
    )
    kind: Literal["files"] = "files"
    id: Ark
    files: tuple[StoredFile, ...]
    checks: tuple[DepthCheck, ...]
    events: tuple[dict[str, Any], ...] = Field(description="lines of the fixity log, oldest first")


class Lookup(Model):
    """One value, looked up again in the captured bytes."""

    pointer: str
    value: Any = None
    resolves: bool
    before: str = ""
    exact: str = ""
    after: str = ""
    problems: tuple[str, ...] = ()


class Checks(Model):
    """What was checked of an item or capture: by the log, and of an item's values just now."""

    schema_: Literal["https://archiver.example/schemas/checks/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/checks/1.0.0.json", alias="$schema"
    )
    kind: Literal["checks"] = "checks"
    id: Ark
    checks: tuple[DepthCheck, ...]
    values: tuple[Lookup, ...] = ()
    failure: str | None = Field(default=None, description="why the values could not be looked up")


class Compared(Model):
    """One of two that are compared."""

    id: Ark
    url: str
    captured: Instant
    verdict: Verdict
    digest: str | None = None


class Stretch(Model):
    """A stretch of text that both have, or only one."""

    kind: Literal["same", "removed", "added"]
    text: str


class Difference(Model):
    """One difference; ``field`` is absent where the whole item came, went or moved."""

    kind: Literal["added", "removed", "changed", "moved"]
    item: str
    id: Ark
    headline: str
    field: str | None = None
    before: Any = None
    after: Any = None
    pieces: tuple[Stretch, ...] = ()


class Comparison(Model):
    """What changed between two captures of a page, or two items."""

    schema_: Literal["https://archiver.example/schemas/comparison/1.0.0.json"] = Field(
        default="https://archiver.example/schemas/comparison/1.0.0.json", alias="$schema"
    )
    kind: Literal["comparison"] = "comparison"
    before: Compared
    after: Compared
    sameBytes: bool
    changes: tuple[Difference, ...]


VIEWS: dict[str, type[Model]] = {
    "checks": Checks,
    "comparison": Comparison,
    "days": Days,
    "digest": Digest,
    "files": Files,
    "overview": Overview,
    "results": Results,
    "timeline": Timeline,
}
