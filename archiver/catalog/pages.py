"""The captures of one page in order of time, and the pages next to it: read from two indices, by SURT."""

from __future__ import annotations

from typing import NamedTuple

from archiver.catalog.catalog import Catalog

# Where something else came than the page, or nothing: said here alone, as lists are made of it in SQL.
_FAILED = "(sha256 IS NULL OR verdict='blocked' OR verdict BETWEEN 'http-400' AND 'http-999')"
# A file under a URL that the user gave (``archiver.model.origin``): no status, and the manifest is asked for no others.
_GIVEN = (
    "(status IS NULL AND url NOT LIKE 'ni:%' AND json_extract(document, '$.source') NOT NULL"
    " AND json_extract(document, '$.imported') IS NULL)"
)
# Where something came from that URL, of whatever status: redirects and errors are mementos too (RFC 7089 §4.5.4 and 5).
_ANSWERED = f"((status NOT NULL OR sha256 NOT NULL) AND NOT {_GIVEN})"
_VISIT = (
    "{rowid}, id, {url}, {moment}, verdict, status, sha256, items, " + f"{_FAILED}, {_ANSWERED}, {_GIVEN}"
)
# A capture is one of the URL that was asked for, at its time, and one of the URL that redirects led to, at the time
# that was asked for: the second has a record of its own there, under which every reader of the WARC finds it.
_UNDER = (
    {"surt": "surt", "url": "url", "moment": "captured", "index": "documents_page"},
    {"surt": "final_surt", "url": "final", "moment": "arrived", "index": "documents_final_page"},
)


def _under_both(columns: str, where: str = "{surt}=?1") -> str:
    """A SELECT of captures, once for each of their URLs that fits."""
    sql = f"SELECT {columns} FROM documents INDEXED BY {{index}} WHERE newest AND kind='capture' AND {where}"
    return " UNION ALL ".join(sql.format(rowid="documents.rowid", **names) for names in _UNDER)


def _of_page(more: str = "") -> str:
    return _under_both(_VISIT, f"{{surt}}=?1{more}")


# One alone of those with the same URI-M, which knows whole seconds: ``place`` is the row with the minimum. Sorted and
# numbered by SQLite, which takes a file for what is large.
_MEMENTOS = f"""WITH mementos AS (
    SELECT place, uri, substr(instant, 1, 19) AS second, min(instant) AS moment
    FROM ({_under_both("{rowid} AS place, {url} AS uri, {moment} AS instant", f"{{surt}}=?1 AND {_ANSWERED}")})
    GROUP BY second, uri
), numbered AS (
    SELECT *, row_number() OVER (ORDER BY moment, place) AS number, count(*) OVER () AS total FROM mementos
)"""
_EPOCH = "CAST(strftime('%s', {}) AS INTEGER)"


class Visit(NamedTuple):
    """A capture as a timeline has it. ``url``, ``captured``: of the page that the timeline is of, where redirects led
    there, too. ``sha256``: in hex, of the page's entity; None where no page came.

    ``failed``: true where something else came than the page, or nothing. ``answered``: true where something came from
    that URL: a memento. ``given``: true for a file that a user named so.
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
    given: int


class Memento(NamedTuple):
    """A capture that was answered: which it is of how many, counted from 1, its URL, and when it was captured."""

    number: int
    total: int
    url: str
    captured: str


def visits(catalog: Catalog, key: str, limit: int | None = None) -> list[Visit]:
    """Oldest first; of more than ``limit`` the newest."""
    sql = f"{_of_page()} ORDER BY 4 DESC, 1 DESC LIMIT ?2"
    found = [Visit(*row) for row in catalog.rows(sql, (key, -1 if limit is None else limit))]
    return found[::-1]


def count(catalog: Catalog, key: str) -> int:
    """How many captures of it there are."""
    (number,) = catalog.row(f"SELECT sum(n) FROM ({_under_both('count(*) AS n')})", (key,))
    return int(number)


def first(catalog: Catalog, key: str, since: str = "") -> Visit | None:
    """The oldest, captured at ``since`` or later."""
    return _visit(catalog, " AND {moment} >= ?2", "", (key, since))


def last(catalog: Catalog, key: str, before: str = "~") -> Visit | None:
    """The newest, captured before ``before``."""
    return _visit(catalog, " AND {moment} < ?2", "DESC", (key, before))


def earlier(catalog: Catalog, key: str, visit: Visit, *, came: bool = False) -> Visit | None:
    """The one before another; ``came``: the last before it that did not fail."""
    more = f" AND NOT {_FAILED}" if came else ""
    more += " AND ({moment}, {rowid}) < (?2, ?3)"
    return _visit(catalog, more, "DESC", (key, visit.captured, visit.rowid))


def later(catalog: Catalog, key: str, visit: Visit) -> Visit | None:
    """The next after one."""
    return _visit(catalog, " AND ({moment}, {rowid}) > (?2, ?3)", "", (key, visit.captured, visit.rowid))


def _visit(catalog: Catalog, more: str, order: str, parameters: tuple[object, ...]) -> Visit | None:
    """The first in that order of time."""
    row = catalog.row(f"{_of_page(more)} ORDER BY 4 {order}, 1 {order} LIMIT 1", parameters)
    return Visit(*row) if row else None


def mementos(catalog: Catalog, key: str, page: int, per_page: int) -> list[Memento]:
    """Of the captures that were answered, one for each second and URL, oldest first: those of one page of them,
    counted from 1, and of every page the first and the last."""
    sql = (
        f"{_MEMENTOS} SELECT number, total, uri, moment FROM numbered"
        " WHERE number BETWEEN ?2 AND ?3 OR number % ?4 IN (0, 1 % ?4) OR number = total ORDER BY number"
    )
    page = min(page, (1 << 62) // per_page)  # SQLite's numbers end there
    bounds = ((page - 1) * per_page + 1, page * per_page)
    return [Memento(*row) for row in catalog.rows(sql, (key, *bounds, per_page))]


def closest(catalog: Catalog, key: str, second: str) -> tuple[int, dict[int, Visit]]:
    """Of those that ``mementos`` lists the number of the one closest to ``second`` (``2026-01-29T07:40:00``), of two as
    close the earlier; by number the first, it, those beside it and the last. 0 and none where there is none."""
    distance = f"abs({_EPOCH.format('second')} - {_EPOCH.format('?2')})"
    told = _VISIT.format(rowid="place", url="uri", moment="moment")
    sql = (
        f"{_MEMENTOS}, closest AS (SELECT number AS wanted FROM numbered ORDER BY {distance}, number LIMIT 1)"
        f" SELECT wanted, number, {told} FROM closest, numbered JOIN documents ON documents.rowid = place"
        " WHERE number IN (1, total) OR abs(number - wanted) <= 1 ORDER BY number"
    )
    rows = list(catalog.rows(sql, (key, second)))
    return rows[0][0] if rows else 0, {row[1]: Visit(*row[2:]) for row in rows}


def beside(catalog: Catalog, key: str, prefix: str, limit: int) -> list[str]:
    """SURTs that start with ``prefix``, of those next to ``key`` on both sides; those most like it first."""
    found: list[str] = []
    for side, order, bound in (("<", "DESC", prefix), (">", "", f"{prefix}\U0010ffff")):
        at, other = key, ">=" if side == "<" else "<"
        nearest = _under_both("{surt}", f"{{surt}} {side} ?1 AND {{surt}} {other} ?2")
        for _ in range(limit):
            row = catalog.row(f"{nearest} ORDER BY 1 {order} LIMIT 1", (at, bound))
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
