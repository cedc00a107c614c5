"""The captures of one page in order of time, and the pages next to it: read from one index, by SURT."""

from __future__ import annotations

from typing import NamedTuple

from archiver.catalog.catalog import Catalog

# Where something else came than the page, or nothing: said here alone, as lists are made of it in SQL.
_FAILED = "(sha256 IS NULL OR verdict='blocked' OR verdict BETWEEN 'http-400' AND 'http-999')"
_COLUMNS = f"rowid, id, url, captured, verdict, status, sha256, items, {_FAILED}"
_OF_PAGE = (
    f"SELECT {_COLUMNS} FROM documents INDEXED BY documents_page WHERE newest AND kind='capture' AND surt=?"
)


class Visit(NamedTuple):
    """A capture as a timeline has it. ``sha256``: in hex, of the page's entity; None where no page came.

    ``failed``: true where something else came than the page, or nothing.
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


def visits(catalog: Catalog, key: str, limit: int | None = None) -> list[Visit]:
    """Oldest first; of more than ``limit`` the newest."""
    sql = f"{_OF_PAGE} ORDER BY captured DESC, rowid DESC LIMIT ?"
    found = [Visit(*row) for row in catalog.rows(sql, (key, -1 if limit is None else limit))]
    return found[::-1]


def count(catalog: Catalog, key: str) -> int:
    """How many captures of it there are."""
    (number,) = catalog.row(
        "SELECT count(*) FROM documents INDEXED BY documents_page WHERE newest AND kind='capture' AND surt=?",
        (key,),
    )
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
