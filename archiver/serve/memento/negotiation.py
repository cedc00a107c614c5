"""Which capture is meant by a URL and a time, and which there are: what RFC 7089 asks of the archive."""

from __future__ import annotations

from datetime import UTC, datetime

from archiver.archive.archive import Archive
from archiver.archive.history import Around, Moment, around, around_mementos, nearest
from archiver.serve.memento.moments import digits

NEWEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def closest(archive: Archive, url: str, wanted: datetime) -> Around:
    """The memento nearest to ``wanted``, of two as near the earlier, with its neighbours. Before the first that is
    the first, after the last the last (RFC 7089 §4.5.3).
    """
    found = around(archive, url, wanted)
    told = [moment for moment in (found.first, found.last, found.closest) if moment is not None]
    beside = [moment for moment in (found.previous, found.next) if moment is not None]
    own = digits(found.closest.captured) if found.closest is not None else None
    is_simple = all(moment.answered for moment in [*told, *beside])
    if is_simple and own not in {digits(moment.captured) for moment in beside}:
        return found
    # Captures without a page, or several in a second, take more than a look-up.
    return around_mementos(archive, url, wanted)


def near(archive: Archive, url: str) -> list[Moment]:
    """The newest memento each of a few URLs that are next to one which has none."""
    return [moment for moment in nearest(archive, url) if moment.answered]
