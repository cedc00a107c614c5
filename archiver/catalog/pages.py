"""The captures of one page in order of time, and the pages next to it: read from one index, by SURT."""

from __future__ import annotations

from typing import Any, NamedTuple

from archiver.catalog.catalog import Catalog

# Where something else came than the page, or nothing: said here alone, as lists are made of it in SQL.
_FAILED = "(sha256 IS NULL OR verdict='blocked' OR verdict BETWEEN 'http-400' AND 'http-999')"
# Where something came, of whatever status: redirects and errors are mementos too (RFC 7089 §4.5.4, §4.5.5).
_ANSWERED = "(status NOT NULL OR sha256 NOT NULL)"
_COLUMNS = "rowid, id, url, captured, verdict, status, sha256, items"
_FROM = "FROM documents INDEXED BY documents_page WHERE newest AND kind='capture' AND surt=?"
_OF_PAGE = f"SELECT {_COLUMNS}, {_FAILED}, {_ANSWERED} {_FROM}"

# One alone of those with the same URI-M, which knows whole seconds: the columns are those of the row with the
# minimum. Sorted and numbered by SQLite, which takes a file for what is large.
_MEMENTOS = f"""WITH mementos AS (
    SELECT {_COLUMNS}, {_FAILED} AS failed, 1 AS answered, substr(captured, 1, 19) AS second, min(captured)
    {_FROM} AND {_ANSWERED} GROUP BY second, url
), numbered AS (
    SELECT *, row_number() OVER (ORDER BY captured, rowid) AS number, count(*) OVER () AS total FROM mementos
)"""
_NUMBERED = f"number, total, {_COLUMNS}, failed, answered"
_EPOCH = "CAST(strftime('%s', {}) AS INTEGER)"


class Visit(NamedTuple):
    """A capture as a timeline has it. ``sha256``: in hex, of the page's entity; None where no page came.

    ``failed``: true where something else came than the page, or nothing. ``answered``: true where something came.
    """

    rowid: int
    id: str
    url: str
    captured: str
    verdict: str
    status: int | None
    sha256: str | None
    items: int
    failed: int
    answered: int


class Numbered(NamedTuple):
    """A memento of a page (see ``mementos``): which it is of how many, counted from 1."""

    number: int
    total: int
    visit: Visit


def visits(catalog: Catalog, key: str, limit: int | None = None) -> list[Visit]:
    """Oldest first; of more than ``limit`` the newest."""
    sql = f"{_OF_PAGE} ORDER BY captured DESC, rowid DESC LIMIT ?"
    found = [Visit(*row) for row in catalog.rows(sql, (key, -1 if limit is None else limit))]
    return found[::-1]


def count(catalog: Catalog, key: str) -> int:
    """How many captures of it there are."""
    (number,) = catalog.row(f"SELECT count(*) {_FROM}", (key,))
    return int(number)


def first(catalog: Catalog, key: str, since: str = "") -> Visit | None:
    """The oldest, captured at ``since`` or later."""
    sql = f"{_OF_PAGE} AND captured >= ? ORDER BY captured, rowid LIMIT 1"
    row = catalog.row(sql, (key, since))
    return Visit(*row) if row else None


def last(catalog: Catalog, key: str, before: str = "~") -> Visit | None:
    """The newest, captured before ``before``."""
    sql = f"{_OF_PAGE} AND captured < ? ORDER BY captured DESC, rowid DESC LIMIT 1"
    row = catalog.row(sql, (key, before))
    return Visit(*row) if row else None


def earlier(catalog: Catalog, key: str, visit: Visit, *, came: bool = False) -> Visit | None:
    """The one before another; ``came``: the last before it that did not fail."""
    more = f" AND NOT {_FAILED}" if came else ""
    sql = f"{_OF_PAGE}{more} AND (captured, rowid) < (?, ?) ORDER BY captured DESC, rowid DESC LIMIT 1"
    row = catalog.row(sql, (key, visit.captured, visit.rowid))
    return Visit(*row) if row else None


def later(catalog: Catalog, key: str, visit: Visit) -> Visit | None:
    """The next after one."""
    sql = f"{_OF_PAGE} AND (captured, rowid) > (?, ?) ORDER BY captured, rowid LIMIT 1"
    row = catalog.row(sql, (key, visit.captured, visit.rowid))
    return Visit(*row) if row else None


def mementos(catalog: Catalog, key: str, page: int, per_page: int) -> list[Numbered]:
    """Of the captures that were answered, one for each second and URL, oldest first: those of one page of them,
    counted from 1, and of every page the first and the last."""
    sql = (
        f"{_MEMENTOS} SELECT {_NUMBERED} FROM numbered"
        " WHERE number BETWEEN ? AND ? OR number % ? IN (0, 1 % ?) OR number = total ORDER BY number"
    )
    most = (1 << 62) // per_page  # a page that a number of SQLite can be on
    bounds = ((min(page, most) - 1) * per_page + 1, min(page, most) * per_page)
    return [_numbered(row) for row in catalog.rows(sql, (key, *bounds, per_page, per_page))]


def closest_mementos(catalog: Catalog, key: str, second: str) -> tuple[int, list[Numbered]]:
    """The number of the memento closest to ``second`` (``2026-01-29T07:40:00``), of two as close the earlier; and
    the first, it, those beside it and the last. 0 and none where there is none."""
    distance = f"abs({_EPOCH.format('second')} - {_EPOCH.format('?')})"
    sql = (
        f"{_MEMENTOS}, closest AS (SELECT number AS wanted FROM numbered ORDER BY {distance}, number LIMIT 1)"
        f" SELECT wanted, {_NUMBERED} FROM numbered, closest"
        " WHERE number IN (1, total) OR abs(number - wanted) <= 1 ORDER BY number"
    )
    rows = list(catalog.rows(sql, (key, second)))
    return rows[0][0] if rows else 0, [_numbered(row[1:]) for row in rows]


def _numbered(row: tuple[Any, ...]) -> Numbered:
    return Numbered(row[0], row[1], Visit(*row[2:]))


def beside(catalog: Catalog, key: str, prefix: str, limit: int) -> list[str]:
    """SURTs that start with ``prefix``, of those next to ``key`` on both sides; those most like it first."""
    found: list[str] = []
    for side, order, bound in (("<", "DESC", prefix), (">", "", f"{prefix}\U0010ffff")):
        at, other = key, ">=" if side == "<" else "<"
        for _ in range(limit):
            row = catalog.row(
                "SELECT surt FROM documents INDEXED BY documents_page WHERE newest AND kind='capture'"
                f" AND surt {side} ? AND surt {other} ? ORDER BY surt {order} LIMIT 1",
                (at, bound),
            )
            if row is None:
                break
            at = row[0]
            found.append(at)
    return sorted(found, key=lambda surt: -_shared(surt, key))[:limit]


def _shared(one: str, other: str) -> int:
    """Characters from the start that are the same."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
