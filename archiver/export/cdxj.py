"""CDXJ lines: where replay finds each URL at each time. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from archiver.exchange import parse_instant
from archiver.export.warc import Planned
from archiver.model.capture import Capture, Exchanged
from archiver.urls import surt, timestamp14

_ANSWERS = ("response", "resource", "revisit")
_REVISIT = "warc/revisit"  # what CDX files say in place of a media type


def cdxj(captures: Iterable[Capture], plan: Iterable[Planned], filename: str) -> list[str]:
    """One line a response, resource or revisit, sorted by SURT and time."""
    captures = list(captures)
    exchanges = [exchange for capture in captures for exchange in capture.exchanges]
    about = {e.original.record: e for e in exchanges if e.original is not None}
    about |= {e.response.record: e for e in exchanges if e.response is not None}
    lines = [
        _line(about[one.row.id], one, filename)
        for one in plan
        if one.row.id in about and one.row.type in _ANSWERS
    ]
    return sorted(lines)


def _media_type(exchange: Exchanged) -> str:
    return (exchange.entity.mediaType if exchange.entity else None) or "application/octet-stream"


def _line(exchange: Exchanged, one: Planned, filename: str) -> str:
    # An original is of the time it was captured at, not of the exchange that refers to it.
    moment = parse_instant(one.row.date or exchange.started)
    entity, url = exchange.entity, one.row.uri or exchange.url
    fields = {
        "url": url,
        "mime": _REVISIT if one.row.type == "revisit" else _media_type(exchange),
        "status": str(
            200 if exchange.status == 304 and one.row.type != "revisit" else exchange.status or 200
        ),
        "digest": entity.digest if entity else "-",
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": filename,
    }
    stamp = timestamp14(moment) if moment else ""
    return f"{surt(url)} {stamp} {json.dumps(fields, ensure_ascii=True)}\n"
