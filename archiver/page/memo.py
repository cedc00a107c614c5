"""``Memo``: what was worked out on a page, kept so that many values of one page cost one reading of it.

Only for what follows from the page's bytes alone: a memo may make nothing come out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

BUDGET = 32 * 1024 * 1024
_ENTRY = 200  # what a key and its place cost, about, in characters
T = TypeVar("T")


class Memo:
    """Results by key, up to a budget of characters; what is over it is worked out each time."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._known: dict[tuple[str, ...], Any] = {}
        self._left = budget

    def __call__(self, key: tuple[str, ...], work_out: Callable[[], T], weight: Callable[[T], int]) -> T:
        """What ``work_out`` gives, which must be the same each time. What it raises is not kept."""
        if key in self._known:
            known: T = self._known[key]
            return known
        result = work_out()
        cost = weight(result) + sum(map(len, key)) + _ENTRY
        if cost <= self._left:
            self._left -= cost
            self._known[key] = result
        return result

    def forget(self, key: tuple[str, ...]) -> None:
        """Let go of what refers back to the page, so that both are freed at once."""
        self._known.pop(key, None)
