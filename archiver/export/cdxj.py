"""CDXJ lines: where replay finds each URL at each time. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from archiver.exchange import parse_instant
from archiver.export.warc import Planned
from archiver.model.brief import Brief, BriefExchange
from archiver.store.folder import is_foreign
from archiver.urls import surt, timestamp14

_ANSWERS = ("response", "resource", "revisit")
_REVISIT = "warc/revisit"  # what CDX files say in place of a media type


class _Answer(NamedTuple):
    """What a manifest says of a record that answers a request."""

    url: str
    started: str
    status: int | None
    media_type: str | None
    digest: str | None


_Key = tuple[str, str]  # a record and the file of others that it is in: their IDs need not be unique


class Answers:
    """What manifests say of such records; little of each, as there may be many."""

    def __init__(self) -> None:
        self._of: dict[_Key, _Answer] = {}
        self._of_originals: dict[_Key, _Answer] = {}

    def add(self, capture: Brief) -> None:
        """Take note of a capture."""
        file = capture.imported.file if capture.imported is not None else ""
        for exchange in capture.exchanges:
            answer = _answer(exchange)
            if exchange.response is not None:
                self._of[_key(exchange.response.record, file)] = answer
            if exchange.original is not None:
                original = exchange.original
                self._of_originals[_key(original.record, original.file or file)] = answer

    def cdxj(self, plan: Iterable[Planned], filename: str) -> list[str]:
        """One line a response, resource or revisit, sorted by SURT and time."""
        about = self._of_originals | self._of
        lines = [
            _line(answer, one, filename)
            for one in plan
            if one.row.type in _ANSWERS and (answer := about.get(_key(one.row.id, one.row.warc)))
        ]
        return sorted(lines)


def _key(record: str, file: str) -> _Key:
    return record, file if is_foreign(file) else ""


def _answer(exchange: BriefExchange) -> _Answer:
    entity = exchange.entity
    media_type, digest = (entity.mediaType, entity.digest) if entity else (None, None)
    return _Answer(exchange.url, exchange.started, exchange.status, media_type, digest)


def _line(answer: _Answer, one: Planned, filename: str) -> str:
    # An original is of the time it was captured at, not of the exchange that refers to it.
    moment = parse_instant(one.row.date or answer.started)
    url, is_revisit = one.row.uri or answer.url, one.row.type == "revisit"
    fields = {
        "url": url,
        "mime": _REVISIT if is_revisit else answer.media_type or "application/octet-stream",
        "status": str(200 if answer.status == 304 and not is_revisit else answer.status or 200),
        "digest": answer.digest or "-",
        "length": str(one.length),
        "offset": str(one.offset),
        "filename": filename,
    }
    stamp = timestamp14(moment) if moment else ""
    return f"{surt(url)} {stamp} {json.dumps(fields, ensure_ascii=True)}\n"
