"""Lists and searches as SQL. Of both the order is decided on rows that indices hold; documents are read last.

A search that finds more than ``RANKED`` ranks only the latest of them, so that its time does not grow with
the archive: first those that have every word in the headline, then the others.
"""

from __future__ import annotations

from typing import Any

from archiver.catalog.queries import Query, conditions

RANKED = 1_000  # what is ranked within milliseconds
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


def is_wide(query: Query, expression: str) -> Statement | None:
    """Whether a search finds too much to rank all of it; None where all must be ranked, as all is asked for."""
    if query.limit is None or query.offset + query.limit > RANKED:
        return None
    sql = "SELECT count(*) > ? FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return sql, [RANKED, expression, RANKED + 1]


def ranking(
    query: Query, expression: str, ranked: int | None, limit: int | None, offset: int = 0
) -> Statement:
    """Best matches first, of the latest ``ranked`` (None: of all)."""
    where, parameters = conditions(query)
    # The columns by which matches are chosen stand in the index; the documents' own rows are long.
    matches = (
        "SELECT words.rowid AS hit, bm25(words, 8, 3, 2, 2, 1) AS score, captured AS moment"
        " FROM words CROSS JOIN documents INDEXED BY documents_hits ON documents.rowid = words.rowid"
        f" WHERE words MATCH ? AND {' AND '.join(where)} ORDER BY words.rowid DESC LIMIT ?"
    )
    best = f"SELECT * FROM ({matches}) ORDER BY score, moment DESC, hit LIMIT ? OFFSET ?"
    sql = (
        f"SELECT {COLUMNS} FROM ({best}) JOIN documents ON documents.rowid = hit"
        " ORDER BY score, moment DESC, hit"
    )
    return sql, [expression, *parameters, _most(ranked), _most(limit), offset]


def in_headline(expression: str) -> str:
    """The same words, all in the headline."""
    return f"{{headline}} : ({expression})"


def _most(limit: int | None) -> int:
    return -1 if limit is None else limit
