"""How hard to try: a stride of each sweep in ``make test``, all of it in ``make torture`` (TORTURE=full)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

FULL = os.environ.get("TORTURE") == "full"
T = TypeVar("T")


def some(points: Sequence[T], shard: int, shards: int, stride: int) -> Sequence[T]:
    """One shard's part of a sweep: everything, or every ``stride``-th."""
    chosen = points if FULL else points[stride // 2 :: stride]
    return chosen[shard::shards]
