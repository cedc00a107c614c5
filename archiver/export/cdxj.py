"""CDXJ lines: where replay finds each URL at each time. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from archiver.export.warc import Planned
from archiver.model.capture import Capture, Exchanged
from archiver.page.record import parse_instant
from archiver.urls import surt, timestamp14


def cdxj(captures: Iterable[Capture], plan: Iterable[Planned], filename: str) -> list[str]:
    """One line a response or resource, sorted by SURT and time."""
    about = {
        exchange.response.record: exchange
        for capture in captures
        for exchange in capture.exchanges
        if exchange.response is not None
    }
    lines = [
        _line(about[one.row.id], one, filename)
        for one in plan
        if one.row.id in about and one.row.type in ("response", "resource")
    ]
    return sorted(lines)


def _line(exchange: Exchanged, one: Planned, filename: str) -> str:
    moment = parse_instant(exchange.started)
    entity = exchange.entity
    fields = {
        "url": exchange.url,
        "mime": (entity.mediaType if entity else None) or "application/octet-stream",
        "status": str(exchange.status or 200),
        "digest": entity.digest if entity else "-",
        "length": str(one.row.length),
        "offset": str(one.offset),
        "filename": filename,
    }
    stamp = timestamp14(moment) if moment else ""
    return f"{surt(exchange.url)} {stamp} {json.dumps(fields, ensure_ascii=True)}\n"
