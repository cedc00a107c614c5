"""What the text formats are made of: items one after the other, so that a large archive needs no more memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from archiver.archive.holdings import Holdings
from archiver.errors import BadInput, NotFound
from archiver.export.formats import TEXT_FORMATS
from archiver.model.capture import Capture
from archiver.model.items import Item

_KEPT = 64  # captures: items of one mostly stand together


class _Captures(Mapping[str, Capture]):
    """The captures of an archive by ID, each read when it is asked for."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._read = lru_cache(maxsize=_KEPT)(holdings.get_capture)

    def __getitem__(self, ark: str) -> Capture:
        try:
            return self._read(ark)
        except NotFound:
            raise KeyError(ark) from None

    def __iter__(self) -> Iterator[str]:
        return (brief.id for brief in self._holdings.briefs())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def exported(holdings: Holdings, ids: Sequence[str] | None, to: str) -> Iterator[str]:
    """Captures' items and items (None: those of every capture) in a text format, piece by piece.

    Raises BadInput for another format and NotFound for an ID that is not here, before the first piece;
    IntegrityFailed for a damaged document, when it comes to that.
    """
    if to not in TEXT_FORMATS:
        raise BadInput(
            f"{to!r} is no export format: choose one of {', '.join([*TEXT_FORMATS, 'warc', 'wacz'])}"
        )
    for identifier in ids or ():
        holdings.row(identifier)
    return TEXT_FORMATS[to](_each_once(holdings, ids), _Captures(holdings), holdings.folder.info)


def _each_once(holdings: Holdings, ids: Sequence[str] | None) -> Iterator[Item]:
    seen: set[str] = set()
    for identifier in (brief.id for brief in holdings.briefs()) if ids is None else ids:
        for item in holdings.items(identifier):
            if item.id not in seen:
                seen.add(item.id)
                yield item
