"""Captures on their way into the archive: each is handed on once it is durable, and not before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archiver.archive.batch import Batch, Durable
from archiver.archive.bundle import Bundle
from archiver.model.capture import Capture

if TYPE_CHECKING:
    from archiver.archive.scribe import Scribe


class Group:
    """Captures and what writes them, in their order. Every method raises CannotStore."""

    def __init__(self, writer: Batch | Scribe) -> None:
        self._writer = writer
        self._captures: deque[Capture] = deque()

    def add(self, bundle: Bundle) -> list[Capture]:
        """Write a capture; gives those that are durable by now. After CannotStore none of the others will be."""
        self._captures.append(bundle.capture)
        return self._given(self._writer.add(bundle.capture.id, bundle.records))

    def settled(self) -> list[Capture]:
        """Those that became durable since, what was due among them."""
        return self._given(self._writer.settled())

    def publish(self) -> list[Capture]:
        """Publish what there is; gives all captures that were not given yet. Of a ``Scribe`` only what
        was durable before an error: ask again until there are none.
        """
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
