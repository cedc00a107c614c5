"""Group commit: captures published together, one WARC file a batch.

A batch is published when it holds 256 captures or 64 MB, or is 2 seconds old. Only then are its captures durable,
all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archiver.archive.manifest import warcinfo_fields
from archiver.catalog import Catalog
from archiver.catalog.indexing import contents_of
from archiver.errors import Uncatalogued
from archiver.identifiers import parse
from archiver.store.failure import in_place
from archiver.store.folder import Folder
from archiver.store.publish import Publication
from archiver.warc.records import Record

_WITHOUT_CAPTURES = "import"  # in place of the first capture's name
MAX_CAPTURES, MAX_BYTES, MAX_SECONDS = 256, 64 << 20, 2.0


@dataclass(frozen=True)
class Limits:
    """When a batch is published."""

    captures: int = MAX_CAPTURES
    size: int = MAX_BYTES
    seconds: float = MAX_SECONDS


class Durable(NamedTuple):
    """The oldest of the captures that were not durable yet, so many, now are, in that WARC."""

    captures: int
    warc: str


class Batch:
    """Captures on their way into one WARC file, in this process."""

    def __init__(
        self,
        folder: Folder,
        catalog: Callable[[], Catalog],
        limits: Limits | None = None,
        preface: Sequence[Record] = (),
    ) -> None:
        """``preface``: records that stand before the first capture of all, published even without any."""
        self._folder, self._catalog, self._limits = folder, catalog, limits or Limits()
        self._preface = list(preface)
        self._publication: Publication | None = None
        self._captures: list[str] = []
        self._since = 0.0

    def add(self, ark: str, records: Sequence[Record]) -> list[Durable]:
        """Write a capture; what is durable by now: none, or the whole batch.

        Raises CannotStore: then the batch is dropped whole and nothing of it was acknowledged; but Uncatalogued: then
        it is published.
        """
        try:
            self._begun(parse(ark, self._folder.info.naan).name).add(list(records))
        except BaseException:
            self.close()
            raise
        self._captures.append(ark)
        return self.settled()

    def _begun(self, first: str) -> Publication:
        """The file under way, begun where there is none."""
        if self._publication is None:
            self._publication = Publication(self._folder, first, warcinfo_fields(self._folder.info))
            self._since = time.monotonic()
            self._publication.add(self._preface)
            self._preface = []
        return self._publication

    def settled(self) -> list[Durable]:
        """Publish the batch if it is due. Raises CannotStore."""
        return self.publish() if self._is_due() else []

    def _is_due(self) -> bool:
        """True when one of the limits is reached."""
        if self._publication is None:
            return False
        return (
            len(self._captures) >= self._limits.captures
            or self._publication.size >= self._limits.size
            or time.monotonic() - self._since >= self._limits.seconds
        )

    def publish(self) -> list[Durable]:
        """Publish what there is. Raises CannotStore; Uncatalogued where it is published and something fails then."""
        if self._preface:
            self._begun(_WITHOUT_CAPTURES)
        if self._publication is None:
            return []
        catalog = self._catalog()  # caught up before there is a file it does not know
        publication, captures = self._publication, self._captures
        self._publication, self._captures = None, []
        try:
            made = publication.publish()
            with in_place(made.name):
                contents = contents_of(made.name, made.members)
                catalog.add(made.name, contents, made.size, made.sha256, log=made.log)
        except Uncatalogued as error:
            raise Uncatalogued(error.what, error.warc, captures) from error
        return [Durable(len(captures), made.name)]

    def close(self) -> None:
        """Drop what is not published."""
        if self._publication is not None:
            self._publication.abandon()
        self._publication, self._captures = None, []
