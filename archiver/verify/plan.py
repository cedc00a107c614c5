"""Which files a verification looks at. Pure: the moment and the number that the choice goes by are given."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archiver.errors import BadInput
from archiver.store.history import History


@dataclass(frozen=True)
class Selection:
    """What is asked for.

    ``before``: only files that last passed before that moment, or never. ``now``: a pass noted after it does not
    count, for the clock that said so was wrong. ``session``: leave out what passed in that session. ``sample``: so
    many files, or with ``%`` that share of them, chosen by ``seed``.
    """

    before: datetime | None = None
    now: datetime | None = None
    session: str | None = None
    sample: str | None = None
    seed: int = 0


def choose(names: Sequence[str], history: History, depth: str, selection: Selection) -> list[str]:
    """The files to check, in order of name. Raises BadInput for a sample that is none."""
    chosen = [name for name in names if _is_due(name, history, depth, selection)]
    if selection.sample is None:
        return chosen
    return sorted(random.Random(selection.seed).sample(chosen, _size(selection.sample, len(chosen))))


def _is_due(name: str, history: History, depth: str, selection: Selection) -> bool:
    if selection.session is not None and history.passed_in(selection.session, name, depth):
        return False
    last = history.last_passed(name, depth, selection.now)
    return selection.before is None or last is None or last < selection.before


def _size(sample: str, there: int) -> int:
    """``N`` files or ``N%`` of them, at least one where there are any."""
    number, share = sample.removesuffix("%"), sample.endswith("%")
    try:
        wanted = float(number) if share else int(number)
    except ValueError:
        wanted = -1
    if not 0 < wanted <= (100 if share else 1e12):
        raise BadInput(
            f"a sample of {sample!r} is none: give a number of files, as in 50, or a share, as in 5%"
        )
    return min(there, -int(-there * wanted // 100) if share else int(wanted))
