"""Lists and searches as SQL. Of both the order is decided on rows that indices hold; documents are read last.

A search that finds more than ``RANKED`` ranks only the latest of them, so that its time does not grow with
the archive: first those that have every word in the headline, then the others.
"""

from __future__ import annotations

from typing import Any

from archiver.catalog.queries import Query, conditions

RANKED = 2_000  # what is ranked within milliseconds
COLUMNS = "documents.id, documents.version, kind, capture, warc, offset, document"

Statement = tuple[str, list[Any]]


def listing(query: Query) -> Statement:
    """Newest captures first, in page order."""
    where, parameters = conditions(query)
    sql = (
        f"SELECT {COLUMNS} FROM documents WHERE {' AND '.join(where)} ORDER BY captured DESC, capture, rowid"
    )
    return f"{sql} LIMIT ?", [*parameters, _most(query.limit)]


def is_wide(query: Query, expression: str) -> Statement | None:
    """Whether a search finds too much to rank all of it; None where all must be ranked, as all is asked for."""
    if query.limit is None or query.limit > RANKED:
        return None
    sql = "SELECT count(*) > ? FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return sql, [RANKED, expression, RANKED + 1]


def ranking(query: Query, expression: str, ranked: int | None, limit: int | None) -> Statement:
    """Best matches first, of the latest ``ranked`` (None: of all)."""
    where, parameters = conditions(query)
    # The columns by which matches are chosen stand in the index; the documents' own rows are long.
    matches = (
        "SELECT words.rowid AS hit, bm25(words, 8, 3, 2, 2, 1) AS score, captured AS moment"
        " FROM words CROSS JOIN documents INDEXED BY documents_hits ON documents.rowid = words.rowid"
        f" WHERE words MATCH ? AND {' AND '.join(where)} ORDER BY words.rowid DESC LIMIT ?"
    )
    best = f"SELECT * FROM ({matches}) ORDER BY score, moment DESC, hit LIMIT ?"
    sql = (
        f"SELECT {COLUMNS} FROM ({best}) JOIN documents ON documents.rowid = hit"
        " ORDER BY score, moment DESC, hit"
    )
    return sql, [expression, *parameters, _most(ranked), _most(limit)]


def in_headline(expression: str) -> str:
    """The same words, all in the headline."""
    return f"{{headline}} : ({expression})"


def _most(limit: int | None) -> int:
    return -1 if limit is None else limit
