"""Which response of ours held a body of a URL: what ``capture --dedup`` looks up. Filled from the manifests.

One row a URL and body, the record catalogued last. Only a hint: whoever uses it reads that record again.
"""

from __future__ import annotations

import hashlib
from typing import Any

_MIN_LENGTH = 1024  # bytes of a body that is worth a row
TABLE = "CREATE TABLE payloads (key BLOB PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID"
ADD = "INSERT OR REPLACE INTO payloads VALUES (?,?)"
FIND = "SELECT record FROM payloads WHERE key=?"


def key_of(url: str, digest: str) -> bytes:
    """The key of a body: short, for there are more of them than of anything else but records."""
    return hashlib.sha256(f"{url}\n{digest}".encode()).digest()[:16]


def payloads_of(manifest: dict[str, Any]) -> list[tuple[bytes, str]]:
    """Key and record of the whole responses of a capture of ours. ``manifest``: a valid one."""
    if "imported" in manifest:
        return []
    return [_row(exchange) for exchange in manifest["exchanges"] if _is_whole(exchange)]


def _row(exchange: dict[str, Any]) -> tuple[bytes, str]:
    return key_of(exchange["url"], exchange["entity"]["digest"]), exchange["response"]["record"]


def _is_whole(exchange: dict[str, Any]) -> bool:
    said_less = exchange.keys() & {"original", "truncated", "error"}
    held = exchange.keys() >= {"response", "entity"} and exchange["entity"]["length"] >= _MIN_LENGTH
    return (
        held and not said_less and exchange.get("status") == 200 and exchange["role"] in ("page", "requisite")
    )
