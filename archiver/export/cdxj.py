"""CDXJ lines: where replay finds each URL at each time. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from archiver.export.warc import Copied
from archiver.model.capture import Capture, Exchanged
from archiver.page.record import parse_instant
from archiver.urls import surt, timestamp14


def cdxj(captures: Iterable[Capture], copied: Iterable[Copied], filename: str) -> list[str]:
    """One line a response or resource, sorted by SURT and time."""
    about = {
        exchange.response.record: exchange
        for capture in captures
        for exchange in capture.exchanges
        if exchange.response is not None
    }
    lines = [
        _line(about[copy.row.id], copy, filename)
        for copy in copied
        if copy.row.id in about and copy.row.type in ("response", "resource")
    ]
    return sorted(lines)


def _line(exchange: Exchanged, copy: Copied, filename: str) -> str:
    moment = parse_instant(exchange.started)
    entity = exchange.entity
    fields = {
        "url": exchange.url,
        "mime": (entity.mediaType if entity else None) or "application/octet-stream",
        "status": str(exchange.status or 200),
        "digest": entity.digest if entity else "-",
        "length": str(copy.row.length),
        "offset": str(copy.offset),
        "filename": filename,
    }
    stamp = timestamp14(moment) if moment else ""
    return f"{surt(exchange.url)} {stamp} {json.dumps(fields, ensure_ascii=True)}\n"
