"""What a search found by kind, outlet, language, verdict and month: counted on rows that indices hold.

Counted are at most the latest ``RANKED`` matches among the latest ``LOOKED_AT`` documents (that have the words),
so that the time does not grow with the archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from archiver.catalog.catalog import Catalog
from archiver.catalog.queries import Query, conditions, match_expression
from archiver.catalog.selecting import RANKED, Statement, ordered
from archiver.catalog.values import outlet_key

FACETS = ("kind", "outlet", "language", "verdict", "month")
LOOKED_AT = 50_000
VALUES = 12  # of a facet, at most
_EXPRESSIONS = dict(zip(FACETS, (*FACETS[:-1], "substr(coalesce(date, captured), 1, 7)"), strict=True))
_COLUMNS = "kind, outlet, outlet_key, language, verdict, host, date, captured"
_BY = ("day", "outlet", "host", "kind")  # by each of which an index has them
# A filter does not empty its own list: what could be chosen in its place is counted without it.
_WITHOUT = {
    "kind": {"kind": None},
    "outlet": {"outlet": None},
    "language": {"language": None},
    "verdict": {"verdict": None},
    "month": {"since": None, "until": None, "day": None},
}


class Counted(NamedTuple):
    """``is_all``: everything that matches was counted. ``facets``: name → values with how many have it."""

    total: int
    is_all: bool
    facets: dict[str, list[tuple[str, int]]]


def count(catalog: Catalog, query: Query) -> Counted:
    """How much fits a query, and what of. Raises CannotStore, BadInput for too many words."""
    matches = _matches(catalog, query, FACETS)
    is_all = len(matches) <= RANKED and (_is_short(catalog, query) or not _is_cut(catalog, query))
    facets = {}
    for place, name in enumerate(FACETS):
        other = replace(query, **_WITHOUT[name])  # type: ignore[arg-type]
        values = (row[place] for row in matches)
        if other != query:
            values = (row[0] for row in _matches(catalog, other, (name,)))
        facets[name] = _most(name, Counter(islice(values, RANKED)))
    return Counted(min(len(matches), RANKED), is_all, facets)


def _most(name: str, numbers: Counter[str | None]) -> list[tuple[str, int]]:
    known = [(value, number) for value, number in numbers.items() if value is not None]
    if name == "outlet":
        known = _however_written(known)
    known.sort(key=lambda pair: pair[0], reverse=name == "month")
    if name != "month":
        known.sort(key=lambda pair: -pair[1])
    return known[:VALUES]


def _however_written(known: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Outlets that are one to a filter, as most write them."""
    spellings: dict[str, list[tuple[int, str]]] = {}
    for value, number in sorted(known):
        spellings.setdefault(outlet_key(value), []).append((number, value))
    return [(max(them)[1], sum(number for number, _ in them)) for them in spellings.values()]


def _matches(catalog: Catalog, query: Query, names: Sequence[str]) -> list[tuple[str | None, ...]]:
    """Values of the latest matches, one more than are counted where there are more."""
    values = ", ".join(_EXPRESSIONS[name] for name in names)
    if query.words is None and _is_short(catalog, query):
        documents, parameters = ordered(query)
        sql = f"SELECT {values} FROM {documents} ORDER BY captured DESC LIMIT ?"
        return list(catalog.rows(sql, [*parameters, RANKED + 1]))
    (latest, given), (where, parameters) = _latest(query), conditions(query)
    if query.words is None:
        where[0] = "true"  # all of them are the newest
        latest = f"({latest})"
    else:
        latest = f"({latest}) CROSS JOIN documents INDEXED BY documents_hits ON documents.rowid = hit"
    sql = f"SELECT {values} FROM {latest} WHERE {' AND '.join(where)} LIMIT ?"
    return list(catalog.rows(sql, [*given, LOOKED_AT, 0, *parameters, RANKED + 1]))


def _is_short(catalog: Catalog, query: Query) -> bool:
    """Whether no more can match than are looked at."""
    if query.capture is not None or query.url is not None:
        return query.words is None
    return (catalog.row("SELECT max(rowid) FROM documents")[0] or 0) <= LOOKED_AT


def _is_cut(catalog: Catalog, query: Query) -> bool:
    """Whether there are more than are looked at."""
    latest, given = _latest(query)
    return catalog.row(latest, [*given, 1, LOOKED_AT]) is not None


def _latest(query: Query) -> Statement:
    """Those that may match, the latest first; nothing sorts them. Its last parameters: how many, from which on."""
    if query.words is not None:
        sql = "SELECT rowid AS hit FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
        return sql, [match_expression(query.words)]
    by = next((name for name in _BY if getattr(query, name) is not None), None)
    documents, parameters = ordered(Query(**{by: getattr(query, by)} if by else {}))
    return f"SELECT {_COLUMNS} FROM {documents} ORDER BY captured DESC LIMIT ? OFFSET ?", parameters
