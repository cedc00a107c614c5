"""Which responses become revisit records: those whose body this archive holds already, whole and unharmed.

Decides and remembers; writes nothing. A body is given up only for one that was read again just now, or that stands
in front of it in what this run has written.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from archiver import http1
from archiver.archive.holdings import Holdings
from archiver.archive.manifest import exchanged
from archiver.catalog import RecordRow
from archiver.catalog.shelf import Shelf
from archiver.errors import CannotStore, IntegrityFailed
from archiver.exchange import Block, Captured, Exchange, Prior
from archiver.model.capture import Entity, Original, Role
from archiver.page.record import entity_of, read_by
from archiver.warc.members import Member
from archiver.warc.records import exchange_records

if TYPE_CHECKING:
    from archiver.archive.bundle import Begun

MIN_ENTITY = 1024  # bytes: a revisit record is not smaller than a response with less
_MAX_BLOCK = 256 << 20  # bytes of a response that is read again
_MAX_KNOWN = 4096  # originals of a run that are kept in mind
_ROLES = frozenset({"page", "requisite"})

_Key = tuple[str, str]  # URL and digest of the entity


class _Known(NamedTuple):
    """An original, and the headers that its body is read by."""

    prior: Prior
    read_by: list[tuple[str, str]]


class Originals:
    """The responses that revisit records of one run may refer to."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._known: dict[_Key, _Known] = {}

    def without_page(self, captured: Captured, entities: list[Entity | None]) -> Captured:
        """The capture as it is to be read and stored: of a page whose body is held already, the head alone."""
        pairs = zip(captured.exchanges, entities, strict=True)
        return replace(captured, exchanges=tuple(self._stored(*pair, "page") for pair in pairs))

    def without_requisites(self, begun: Begun) -> Begun:
        """The same for requisites, once it is their turn to be written: another page may have had them meanwhile."""
        pairs = tuple((self._stored(*pair, "requisite"), pair[1]) for pair in begun.exchanges)
        records = tuple(record for pair in pairs for record in exchange_records(*pair))
        capture = begun.capture.model_copy(update={"exchanges": tuple(exchanged(*pair) for pair in pairs)})
        return replace(begun, capture=capture, records=records, exchanges=pairs)

    def wrote(self, begun: Begun) -> None:
        """Take note of a capture that was written: what comes later may refer to its responses."""
        for exchange, entity in begun.exchanges:
            if exchange.prior is None and exchange.head is not None and _is_whole(exchange, entity):
                assert entity is not None and exchange.response is not None
                digest, length = f"sha256:{exchange.response.sha256}", exchange.response.length
                ref = Original(record=exchange.response_id, digest=digest, length=length)
                known = _Known(Prior(ref, exchange.date), read_by(exchange.head))
                self._know((exchange.url, entity.digest), known)

    def _stored(self, exchange: Exchange, entity: Entity | None, role: Role) -> Exchange:
        head, block = exchange.head, exchange.response
        if exchange.role != role or head is None or block is None or not _is_whole(exchange, entity):
            return exchange
        assert entity is not None
        known = self._find(exchange.url, entity)
        # What a trailer says of this transfer would be lost with its body.
        if known is None or known.read_by != read_by(head) or head.get("trailer") is not None:
            return exchange
        return replace(exchange, response=Block.of(block.read(head.length)), prior=known.prior)

    def _find(self, url: str, entity: Entity) -> _Known | None:
        key = (url, entity.digest)
        if key not in self._known:
            row = self._holdings.catalog.payload(*key)
            found = self._read(row, *key) if row is not None else None
            if found is None:
                return None
            self._know(key, found)
        return self._known[key]

    def _read(self, row: RecordRow, url: str, digest: str) -> _Known | None:
        """The original there, read and weighed; None where it is not what the catalog takes it for."""
        try:
            with Shelf(self._holdings.folder) as shelf:
                member = shelf.read(row, _MAX_BLOCK)
        except (IntegrityFailed, CannotStore, OSError):
            return None  # ``verify`` names it
        return _weighed(member, row.id, url, digest)

    def _know(self, key: _Key, known: _Known) -> None:
        self._known.pop(key, None)
        self._known[key] = known
        if len(self._known) > _MAX_KNOWN:
            del self._known[next(iter(self._known))]


def _weighed(member: Member, record_id: str, url: str, digest: str) -> _Known | None:
    stated = (member.type, member.record_id, member.get("WARC-Target-URI"), member.get("WARC-Truncated"))
    if member.faults or member.contradictions or stated != ("response", record_id, url, None):
        return None
    head = http1.parse_head(member.kept) if member.kept is not None else None
    date = member.get("WARC-Date")
    if head is None or date is None or _entity(member.kept or b"", head).digest != digest:
        return None
    ref = Original(record=record_id, digest=member.block_digest, length=member.block_length)
    return _Known(Prior(ref, date), read_by(head))


def _entity(block: bytes, head: http1.Head) -> Entity:
    body = io.BytesIO(block)
    body.seek(head.length)
    return entity_of(http1.entity_chunks(body, head), head)


def _is_whole(exchange: Exchange, entity: Entity | None) -> bool:
    """A successful response that came to its end, of a size that is worth it."""
    came = exchange.status == 200 and exchange.truncated is None and exchange.error is None
    return came and exchange.role in _ROLES and entity is not None and entity.length >= MIN_ENTITY
