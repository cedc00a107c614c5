"""Extraction from stored records: the same reading as at capture, from what the archive holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.archive import bundle
from archiver.archive.batch import Batch
from archiver.archive.group import Group
from archiver.archive.holdings import Holdings
from archiver.confine import Desk
from archiver.errors import IntegrityFailed, NotFound
from archiver.model.capture import Capture


def extract_again(
    holdings: Holdings, captures: Iterable[Capture], desk: Desk
) -> Iterator[tuple[Capture, bool]]:
    """Read captures again; yields each, once durable, with whether anything changed.

    A capture whose page is damaged or missing is yielded unchanged: ``verify`` names the damage.
    """
    group = Group(Batch(holdings.folder, lambda: holdings.catalog))
    for capture in captures:
        made = _read_again(holdings, capture, desk)
        if made is None:
            yield capture, False
            continue
        for durable in group.add(made):
            yield durable, True
    for durable in group.publish():
        yield durable, True


def _read_again(holdings: Holdings, capture: Capture, desk: Desk) -> bundle.Bundle | None:
    try:
        page = holdings.page_of(capture)
    except (NotFound, IntegrityFailed):
        return None
    known = {item.id: item for item in holdings.items(capture.id)}
    return bundle.of_page(capture.model_copy(update={"warc": None}), page, desk.read(page), known)
