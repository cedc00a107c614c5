"""What a measurement is: values of ours and of a peer from alternating runs, their ratio, a target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

from benchmarks.child import Ran


@dataclass(frozen=True)
class Target:
    """What must hold: of the ratio ours ÷ peer, or of our own value."""

    of: Literal["ratio", "value"]
    sign: Literal["≥", "≤"]
    limit: float

    def met(self, figure: float) -> bool:
        """True when the figure keeps the target."""
        return figure >= self.limit if self.sign == "≥" else figure <= self.limit


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ours`` and ``peer`` hold a value a round, in the order of the rounds."""

    name: str
    unit: str
    ours: tuple[float, ...]
    peer: tuple[float, ...] = ()
    beside: str = ""
    target: Target | None = None

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours ÷ peer, round by round."""
        return tuple(a / b for a, b in zip(self.ours, self.peer, strict=True)) if self.peer else ()

    @property
    def met(self) -> bool | None:
        """Whether the target is kept; None without one, or without the peer that it compares with."""
        if self.target is None or (self.target.of == "ratio" and not self.peer):
            return None
        return self.target.met(median(self.ratios if self.target.of == "ratio" else self.ours))

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            **asdict(self),
            "median": median(self.ours),
            "peerMedian": median(self.peer) if self.peer else None,
            "ratio": median(self.ratios) if self.peer else None,
            "met": self.met,
        }


def alternate(
    rounds: int, runs: Mapping[str, Callable[[], Ran]], *, warm_up: bool = False
) -> dict[str, list[Ran]]:
    """Each in turn, again and again (A B A B), so that what else the machine does falls on all alike.

    ``warm_up``: a round before the first, which does not count: files and folders are in memory then.
    """
    if warm_up:
        for start in runs.values():
            start()
    done: dict[str, list[Ran]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, start in runs.items():
            done[name].append(start())
    return done
