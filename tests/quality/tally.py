"""Counting what was found: right, wrong, missing; precision and recall of each field; what failed, to look at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tests.quality.compare import harmonic


@dataclass
class Count:
    """Of one field: ``right`` values, ``wrong`` ones (given, not true), ``missing`` ones (true, not given)."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        """Right of all that were given; 1 where none was and none should have been."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float(not self.missing)

    @property
    def recall(self) -> float:
        """Right of all that are true; 1 where there is nothing to find."""
        return (
            self.right / (self.right + self.missing) if self.right + self.missing else float(not self.wrong)
        )

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True)
class Failure:
    """One value that is not as it should be."""

    page: str
    field: str
    expected: object
    got: object


@dataclass
class Tally:
    """The counts of a set, by field, and every failure in it."""

    counts: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    failures: list[Failure] = field(default_factory=list)

    def add(self, page: str, name: str, expected: object, got: object, right: bool) -> None:
        """Count one value. ``None`` for what is not there: a wrong value in place of a true one counts as both."""
        count = self.counts[name]
        if right:
            count.right += 1
            return
        count.wrong += got is not None
        count.missing += expected is not None
        self.failures.append(Failure(page, name, expected, got))

    def figures(self) -> dict[str, float]:
        """Precision and recall of each field: ``{"items precision": 0.98, …}``."""
        named = sorted(self.counts.items())
        return {
            f"{name} {kind}": value
            for name, count in named
            for kind, value in (("precision", count.precision), ("recall", count.recall))
        }
