"""Group commit: captures of a bulk run published together, one WARC file a group.

A group is published when it holds 256 captures or 64 MB, or is 2 seconds old. Only then are its
captures handed on, so whatever was acknowledged is durable.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archiver.archive.bundle import Bundle
from archiver.archive.manifest import warcinfo_fields
from archiver.catalog import Catalog
from archiver.identifiers import parse
from archiver.model.capture import Capture
from archiver.store.folder import Folder
from archiver.store.publish import Publication
from archiver.warc.records import Record

_WITHOUT_CAPTURES = "import"  # in place of the first capture's name
MAX_CAPTURES, MAX_BYTES, MAX_SECONDS = 256, 64 << 20, 2.0


@dataclass(frozen=True)
class Limits:
    """When a group is published."""

    captures: int = MAX_CAPTURES
    size: int = MAX_BYTES
    seconds: float = MAX_SECONDS


class Group:
    """Captures on their way into one WARC file."""

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
        self._captures: list[Capture] = []
        self._since = 0.0

    def add(self, bundle: Bundle) -> list[Capture]:
        """Write a capture; gives the captures that are durable now: none, or the whole group.

        Raises CannotStore: then the group is dropped whole and nothing of it was acknowledged.
        """
        try:
            publication = self._begun(parse(bundle.capture.id, self._folder.info.naan).name)
            publication.add(list(bundle.records))
        except BaseException:
            self.abandon()
            raise
        self._captures.append(bundle.capture)
        return self.publish() if self.is_due() else []

    def _begun(self, first: str) -> Publication:
        """The file under way, begun where there is none."""
        if self._publication is None:
            self._publication = Publication(self._folder, first, warcinfo_fields(self._folder.info))
            self._since = time.monotonic()
            self._publication.add(self._preface)
            self._preface = []
        return self._publication

    def is_due(self) -> bool:
        """True when one of the limits is reached."""
        if self._publication is None:
            return False
        return (
            len(self._captures) >= self._limits.captures
            or self._publication.size >= self._limits.size
            or time.monotonic() - self._since >= self._limits.seconds
        )

    def publish(self) -> list[Capture]:
        """Publish what there is; gives its captures with the WARC they stand in."""
        if self._preface:
            self._begun(_WITHOUT_CAPTURES)
        publication, captures = self._publication, self._captures
        self._publication, self._captures = None, []
        if publication is None:
            return []
        catalog = self._catalog()  # caught up before there is a file it does not know
        published = publication.publish()
        catalog.add(published.name, published.size, published.sha256, published.members, log=published.log)
        return [capture.model_copy(update={"warc": published.name}) for capture in captures]

    def abandon(self) -> None:
        """Drop what is not published."""
        if self._publication is not None:
            self._publication.abandon()
        self._publication, self._captures = None, []
