"""What is asked for, as SQL and FTS5."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Query:
    """What ``list`` and ``search`` select; None means any. Dates are ISO, ``until`` inclusive.

    ``kind``: ``capture``, ``article``, ``headline``, or ``item`` for everything but captures.
    """

    words: str | None = None
    kind: str | None = None
    capture: str | None = None
    url: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int | None = None


def conditions(query: Query) -> tuple[list[str], list[Any]]:
    where: list[str] = ["newest"]
    parameters: list[Any] = []
    if query.kind == "item":
        where.append("kind<>'capture'")
    for condition, value in (
        ("kind=?", query.kind if query.kind != "item" else None),
        ("capture=?", query.capture),
        ("capture IN (SELECT id FROM documents WHERE kind='capture' AND url=?)", query.url),
        ("coalesce(date, captured) >= ?", query.since),
        # a day includes its instants: "2026-01-29" < "2026-01-29T…" < "2026-01-29~"
        ("coalesce(date, captured) <= ?", f"{query.until}~" if query.until else None),
    ):
        if value is not None:
            where.append(condition)
            parameters.append(value)
    return where, parameters


def match_expression(words: str) -> str:
    """What people type as an FTS5 expression: every word, each as a prefix (Mongolian words take suffixes);
    a "quoted phrase" whole and exact. Nothing typed is FTS5 syntax."""
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words):
        tokens = re.findall(r"\w+", phrase or word)
        if tokens:
            terms.append(f'"{" ".join(tokens)}"' + ("" if phrase else "*"))
    return " ".join(terms) or '""'
