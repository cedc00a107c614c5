"""How many of what, in words. Knows no documents: a check of whole files does not wait for their models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.verify import Report


_SINGULAR = {"copies": "copy"}


def counted(numbers: Mapping[str, int]) -> str:
    """``1 file, 2 captures``, from the singular nouns and how many there are."""
    return ", ".join(
        f"{number:,} {noun if number == 1 else _plural(noun)}" for noun, number in numbers.items()
    )


def _plural(noun: str) -> str:
    return f"{noun.removesuffix('y')}ies" if noun == "copy" else f"{noun}s"


def verified_line(report: Report) -> str:
    """How a verification ended, and how much of each it looked at."""
    checked = {
        _SINGULAR.get(name, name.removesuffix("s")): number
        for name, number in report.document()["checked"].items()
        if number
    }
    nothing = "nothing due" if report.left else "nothing there yet"
    return f"{'verified' if report.ok else 'FAILED'}: {counted(checked) or nothing}"
