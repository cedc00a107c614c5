"""Days, and what was published (or else captured) on one of them: read from one index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archiver.catalog.catalog import Catalog
from archiver.catalog.rows import Row
from archiver.catalog.selecting import COLUMNS
from archiver.catalog.values import language as language_of

_LENGTH = len("2026-01-29")


def days(
    catalog: Catalog, since: str | None, until: str | None, limit: int | None
) -> Iterator[tuple[str, int, int]]:
    """Day, items and captures, newest day first; ``since`` and ``until`` inclusive, to the day, month or year."""
    sql = (
        "SELECT day, sum(kind<>'capture'), sum(kind='capture') FROM documents INDEXED BY documents_day"
        " WHERE newest AND length(day)=? AND day BETWEEN ? AND ? GROUP BY day ORDER BY day DESC LIMIT ?"
    )
    return catalog.rows(sql, (_LENGTH, since or "", f"{until or ''}~", -1 if limit is None else limit))


def beside(catalog: Catalog, day: str) -> tuple[str | None, str | None]:
    """The day before a day and the one after it on which there is something."""
    day_of = "SELECT day FROM documents INDEXED BY documents_day WHERE newest AND length(day)=? AND day"
    before = catalog.row(f"{day_of} < ? ORDER BY day DESC LIMIT 1", (_LENGTH, day))
    after = catalog.row(f"{day_of} > ? ORDER BY day LIMIT 1", (_LENGTH, day))
    return before[0] if before else None, after[0] if after else None


def headlines(catalog: Catalog, day: str, language: str | None) -> Iterator[tuple[int, str | None]]:
    """Row and outlet of each headline of a day once, as it was captured first, in that order."""
    sql = (
        "SELECT place, outlet FROM (SELECT rowid AS place, outlet, min(captured) AS moment"
        " FROM documents INDEXED BY documents_day"
        " WHERE newest AND day=? AND kind<>'capture' AND (? IS NULL OR language=?) GROUP BY story)"
        " ORDER BY moment, place"
    )
    language = language_of(language) if language else None
    return catalog.rows(sql, (day, language, language))


def rows(catalog: Catalog, rowids: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """Documents by their rows."""
    marks = ",".join("?" * len(rowids))
    sql = f"SELECT rowid, {COLUMNS} FROM documents WHERE rowid IN ({marks})"
    return ((rowid, Row(*row)) for rowid, *row in catalog.rows(sql, rowids))
