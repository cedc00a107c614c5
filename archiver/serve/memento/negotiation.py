"""Which capture is meant by a URL and a time, and which there are: what RFC 7089 asks of the archive."""

from __future__ import annotations

from datetime import UTC, datetime

from archiver.archive.archive import Archive
from archiver.archive.browsing import Around, Moment, around, nearest, timeline
from archiver.serve.memento.moments import digits, is_memento, mementos, second_of

NEWEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def closest(archive: Archive, url: str, wanted: datetime) -> Around:
    """The memento nearest to ``wanted``, of two as near the earlier, with its neighbours. Before the first that is
    the first, after the last the last (RFC 7089 §4.5.3).
    """
    found = around(archive, url, wanted)
    told = [moment for moment in (found.first, found.last, found.closest) if moment is not None]
    beside = [moment for moment in (found.previous, found.next) if moment is not None]
    own = digits(found.closest.captured) if found.closest is not None else None
    if all(map(is_memento, [*told, *beside])) and own not in {digits(moment.captured) for moment in beside}:
        return found
    return _among(every(archive, url), wanted)


def every(archive: Archive, url: str) -> list[Moment]:
    """All mementos of a URL, oldest first."""
    return list(mementos(timeline(archive, url)))


def near(archive: Archive, url: str) -> list[Moment]:
    """The newest memento each of a few URLs that are next to one which has none."""
    return [moment for moment in nearest(archive, url) if is_memento(moment)]


def _among(found: list[Moment], wanted: datetime) -> Around:
    """The same of a whole timeline: captures without a page, or several in a second, take more than a look-up."""
    if not found:
        return Around(None, None, None, None, None)
    at = min(range(len(found)), key=lambda index: abs(second_of(found[index].captured) - wanted))
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    return Around(found[0], found[-1], found[at], before, after)
