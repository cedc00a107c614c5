"""Lists and searches as SQL. Of both the order is decided on rows that indices hold; documents are read last.

Where a search finds more than ``SCORED``, scores tell little and take long: those that have every word in the
headline come first then, and of these as of the others the latest, so that its time does not grow with the archive.
"""

from __future__ import annotations

from typing import Any

from archiver.catalog.queries import Query, conditions

SCORED = 500  # matches that are scored within milliseconds
RANKED = 2_000  # so many at most are given and counted, unless all is asked for
COLUMNS = "documents.id, documents.version, kind, capture, warc, offset, document"
_BY = ("day", "outlet", "host")  # each of which has an index of its own, the most telling first

Statement = tuple[str, list[Any]]


def listing(query: Query) -> Statement:
    """Newest captures first, in page order."""
    documents, parameters = ordered(query)
    sql = f"SELECT {COLUMNS} FROM {documents} ORDER BY captured DESC, capture, rowid"
    return f"{sql} LIMIT ? OFFSET ?", [*parameters, _most(query.limit), query.offset]


def ordered(query: Query) -> Statement:
    """The documents of a query without words, from ``FROM`` on, by an index that has them newest captures first."""
    where, parameters = conditions(query)
    index = ""
    if query.capture is None and query.url is None:
        index = next(
            (f" INDEXED BY documents_{name}" for name in _BY if getattr(query, name) is not None), ""
        )
    if index.endswith("_day"):
        where, parameters = ["day=?", *where], [query.day, *parameters]
    return f"documents{index} WHERE {' AND '.join(where)}", parameters


def is_wide(query: Query, *expressions: str) -> list[Statement]:
    """Each says whether its expression finds too much to score it. Empty where all is to be ranked, as more is asked
    for than given."""
    if query.limit is None or query.offset + query.limit > RANKED:
        return []
    sql = "SELECT count(*) > ? FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return [(sql, [SCORED, expression, SCORED + 1]) for expression in dict.fromkeys(expressions)]


# The columns by which matches are chosen stand in the index; the documents' own rows are long.
_HITS = "FROM words CROSS JOIN documents INDEXED BY documents_hits ON documents.rowid = words.rowid WHERE words MATCH ?"


def ranking(query: Query, expression: str, limit: int | None, offset: int = 0) -> Statement:
    """Best matches first."""
    where, parameters = conditions(query)
    matches = (
        "SELECT words.rowid AS hit, bm25(words, 8, 3, 2, 2, 1) AS score, captured AS moment"
        f" {_HITS} AND {' AND '.join(where)}"
    )
    best = f"SELECT * FROM ({matches}) ORDER BY score, moment DESC, hit LIMIT ? OFFSET ?"
    sql = (
        f"SELECT {COLUMNS} FROM ({best}) JOIN documents ON documents.rowid = hit"
        " ORDER BY score, moment DESC, hit"
    )
    return sql, [expression, *parameters, _most(limit), offset]


def latest(query: Query, expression: str, limit: int) -> Statement:
    """The matches catalogued last, these first; nothing is scored, and no more looked at than is given."""
    where, parameters = conditions(query)
    hits = f"SELECT words.rowid AS hit {_HITS} AND {' AND '.join(where)} ORDER BY hit DESC LIMIT ?"
    sql = f"SELECT {COLUMNS} FROM ({hits}) JOIN documents ON documents.rowid = hit ORDER BY hit DESC"
    return sql, [expression, *parameters, limit]


def in_headline(expression: str) -> str:
    """The same words, all in the headline."""
    return f"{{headline}} : ({expression})"


def _most(limit: int | None) -> int:
    return -1 if limit is None else limit
