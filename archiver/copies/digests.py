"""Size and SHA-256 of a file that comes in pieces, from wherever it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple


class Digest(NamedTuple):
    """Bytes, and their SHA-256 in lower-case hex."""

    size: int
    sha256: str


def digest_of(pieces: Iterable[bytes]) -> Digest:
    """Both, in one reading."""
    engine, size = hashlib.sha256(), 0
    for piece in pieces:
        engine.update(piece)
        size += len(piece)
    return Digest(size, engine.hexdigest())
