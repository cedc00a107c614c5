"""What becomes a record, and with which headers (WARC/1.1 §5, §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.errors import BadInput
from archiver.exchange import Block, Exchange, instant, new_record_id
from archiver.model.capture import Entity

_FORBIDDEN = re.compile(r"[\r\n\0]")
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True)
class Record:
    """One record to be written: its type and headers (without Content-Length and block digest), its block."""

    headers: tuple[tuple[str, str], ...]
    block: Block

    @property
    def id(self) -> str:
        """WARC-Record-ID with its brackets."""
        return next(value for name, value in self.headers if name == "WARC-Record-ID")


def record(
    kind: str, record_id: str, date: str, content_type: str, block: Block, *more: tuple[str, str | None]
) -> Record:
    """A record; headers whose value is None are left out.

    The one place that makes WARC headers. Raises BadInput for CR, LF or NUL in a value: such a value
    would forge a header of its own.
    """
    headers = (
        ("WARC-Type", kind),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", date),
        *more,
        ("Content-Type", content_type),
    )
    kept = tuple((name, value) for name, value in headers if value is not None)
    if _FORBIDDEN.search("".join([value for _, value in kept])):
        name, value = next(header for header in kept if _FORBIDDEN.search(header[1]))
        raise BadInput(f"{name} {value[:80]!r} holds a line break or NUL: not written")
    return Record(kept, block)


def exchange_records(exchange: Exchange, entity: Entity | None) -> list[Record]:
    """The request of one exchange and its response, or the revisit of a prior one; the request first."""
    date = exchange.date
    wire = (
        ("WARC-IP-Address", exchange.peer.address if exchange.peer else None),
        ("WARC-Protocol", "http/1.1"),
        ("WARC-Protocol", exchange.tls.version.lower().replace("v", "/") if exchange.tls else None),
        ("WARC-Cipher-Suite", exchange.tls.cipher if exchange.tls else None),
    )
    concurrent = ("WARC-Concurrent-To", exchange.response_id if exchange.response else None)
    records = [
        record(
            "request",
            exchange.request_id,
            date,
            "application/http; msgtype=request",
            Block.of(exchange.request),
            ("WARC-Target-URI", exchange.url),
            concurrent,
            *wire,
        )
    ]
    if exchange.response is not None:
        records.append(
            record(
                "revisit" if exchange.prior else "response",
                exchange.response_id,
                date,
                "application/http; msgtype=response",
                exchange.response,
                ("WARC-Target-URI", exchange.url),
                *wire,
                *(_of_revisit(exchange, entity) if exchange.prior else _of_response(exchange, entity)),
            )
        )
    return records


def _of_response(exchange: Exchange, entity: Entity | None) -> Iterator[tuple[str, str | None]]:
    yield "WARC-Payload-Digest", _payload_digest(exchange, entity)
    yield "WARC-Truncated", exchange.truncated


def _of_revisit(exchange: Exchange, entity: Entity | None) -> Iterator[tuple[str, str | None]]:
    """WARC/1.1 §6.7.2; it asks for WARC-Truncated wherever the payload is left out."""
    assert exchange.prior is not None
    yield "WARC-Profile", SAME_PAYLOAD
    yield "WARC-Refers-To", exchange.prior.ref.record
    yield "WARC-Refers-To-Target-URI", exchange.url
    yield "WARC-Refers-To-Date", exchange.prior.date
    yield "WARC-Payload-Digest", entity.digest if entity else None
    yield "WARC-Truncated", "length"


def _payload_digest(exchange: Exchange, entity: Entity | None) -> str | None:
    # Readers disagree what the digest of a transfer-encoded payload covers; the manifest has the entity's.
    if entity is None or exchange.head is None or exchange.head.get("transfer-encoding"):
        return None
    whole = exchange.response and exchange.head.length + entity.length == exchange.response.length
    return entity.digest if whole else None


def resource_record(record_id: str, uri: str, date: str, content_type: str, block: Block) -> Record:
    """A file as it was given, without HTTP (WARC/1.1 §6.4)."""
    digest = ("WARC-Payload-Digest", f"sha256:{block.sha256}")
    return record("resource", record_id, date, content_type, block, ("WARC-Target-URI", uri), digest)


def metadata_record(ark: str, data: bytes, date: str, refers_to: str | None) -> Record:
    """A manifest or an item as JSON about one record (WARC/1.1 §6.6); its Target-URI is its own ARK."""
    return record(
        "metadata",
        new_record_id(),
        date,
        "application/json",
        Block.of(data),
        ("WARC-Target-URI", ark),
        ("WARC-Refers-To", refers_to),
    )


def warcinfo_record(filename: str, moment: datetime, fields: dict[str, str]) -> Record:
    """The first record of a file (WARC/1.1 §6.2)."""
    data = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    return record(
        "warcinfo",
        new_record_id(),
        instant(moment),
        "application/warc-fields",
        Block.of(data),
        ("WARC-Filename", filename),
    )
