"""Captures on their way into the archive: each is handed on once it is durable, and not before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from archiver.archive.batch import Batch, Durable, Limits
from archiver.archive.bundle import Bundle
from archiver.archive.scribe import Scribe
from archiver.catalog import Catalog
from archiver.model.capture import Capture
from archiver.store.folder import Folder
from archiver.warc.records import Record


class Group:
    """Writes captures in their order, in this process or by a ``Scribe``. Every method raises CannotStore."""

    def __init__(
        self,
        folder: Folder,
        catalog: Callable[[], Catalog],
        limits: Limits | None = None,
        preface: Sequence[Record] = (),
        *,
        aside: bool = False,
    ) -> None:
        """``preface``: records that stand before the first capture of all, published even without any.

        ``aside``: for very many captures, with the usual limits: a process of its own writes them.
        """
        self._writer = Scribe(folder) if aside else Batch(folder, catalog, limits, preface)
        self._captures: deque[Capture] = deque()

    def add(self, bundle: Bundle) -> list[Capture]:
        """Write a capture; gives those that are durable by now. After CannotStore none of the others will be."""
        self._captures.append(bundle.capture)
        return self._given(self._writer.add(bundle.capture.id, bundle.records))

    def settled(self) -> list[Capture]:
        """Those that became durable since, what was due among them."""
        return self._given(self._writer.settled())

    def publish(self) -> list[Capture]:
        """Publish what there is; gives all captures that were not given yet. Of those written ``aside`` only what
        was durable before an error: ask again until there are none."""
        return self._given(self._writer.publish())

    def _given(self, durable: Iterable[Durable]) -> list[Capture]:
        """The captures with the WARC they stand in."""
        return [
            self._captures.popleft().model_copy(update={"warc": warc})
            for count, warc in durable
            for _ in range(count)
        ]

    def close(self) -> None:
        """Drop what is not published."""
        self._writer.close()
