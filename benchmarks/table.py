"""Rows as text for people."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from benchmarks.measure import Row

HEADINGS = ("", "ours", "beside", "", "ratio", "(least–most)", "target", "")
LEGEND = "Medians. Ratio: ours ÷ beside, the median of the rounds' ratios. At the end of a line: target kept or MISSED."


def table(rows: Iterable[Row]) -> str:
    """Aligned columns, one line a row."""
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column in (0, 3, 7) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    ratios = row.ratios
    return (
        row.name,
        f"{_number(median(row.ours))} {row.unit}",
        _number(median(row.peer)) if row.peer else "",
        row.beside if row.peer else "",
        f"{median(ratios):.2f}×" if ratios else "",
        f"({min(ratios):.2f}–{max(ratios):.2f})" if ratios else "",
        _target(row),
        {True: "kept", False: "MISSED", None: ""}[row.met],
    )


def _target(row: Row) -> str:
    if row.target is None:
        return ""
    unit = "×" if row.target.of == "ratio" else f" {row.unit}"
    return f"{row.target.sign} {row.target.limit:g}{unit}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3f}"
