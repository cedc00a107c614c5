"""Range requests (RFC 9110 §14): which bytes of a file a header asks for. Pure.

Starlette's FileResponse sends ranges, but answers 400 where the RFC says to ignore the header, and 416 where one of
several ranges can be served: so it is handed only what ``wanted`` made of the header.
"""

from __future__ import annotations

import re

_SET = re.compile(r"bytes[ \t]*=[ \t]*(.*)", re.IGNORECASE)
_ONE = re.compile(r"([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18})")
_MOST = 20  # ranges: who asks for more gets the whole


def wanted(header: str | None, size: int) -> list[tuple[int, int]] | None:
    """First and last byte of each range that can be served of ``size`` bytes; None for the whole file.

    Empty: the header is well-formed and no byte of it is there (416).
    """
    match = _SET.fullmatch((header or "").strip())
    if match is None:
        return None
    specs = [_ONE.fullmatch(part.strip()) for part in match[1].split(",") if part.strip()]
    if not specs or len(specs) > _MOST:
        return None
    spans = []
    for spec in specs:
        if spec is None or (spec[2] and int(spec[2]) < int(spec[1])):
            return None  # not by the grammar: as if there were no header
        spans.append(_span(spec, size))
    return [(first, last) for first, last in spans if 0 <= first <= last]


def _span(spec: re.Match[str], size: int) -> tuple[int, int]:
    if spec[3] is not None:  # the last so many bytes
        return (max(0, size - int(spec[3])), size - 1) if int(spec[3]) else (-1, -1)
    return int(spec[1]), min(int(spec[2] or size), size - 1)


def written(spans: list[tuple[int, int]]) -> str:
    """A Range header for these spans."""
    return "bytes=" + ",".join(f"{first}-{last}" for first, last in spans)
