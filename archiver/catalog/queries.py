"""What is asked for, as SQL and FTS5."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archiver.catalog.values import bare_host, language, outlet_key
from archiver.errors import BadInput

MOST_WORDS, LONGEST_WORD = 50, 500  # of a search; of one word or phrase in it, in characters


# As FTS5 has them: a mark above or below a letter is part of its word.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")

_OF_URL = (
    "capture IN (SELECT id FROM documents WHERE kind='capture' AND url=?"
    " UNION ALL SELECT id FROM documents WHERE final=?)"
)


@dataclass(frozen=True)
class Query:
    """What ``list`` and ``search`` select; None means any. Dates are ISO, ``until`` inclusive.

    ``kind``: ``capture``, ``article``, ``headline``, or ``item`` for everything but captures. ``url``: one that was
    asked for, or that redirects led to. ``outlet``: a publisher as stated, in capitals or not, or a
    host. ``language``: a tag, of which the language counts. ``verdict``, ``host``: those of the capture, for its
    items too. ``day``: published (or else captured) on just this day. ``offset``: so many of the first are left out.
    """

    words: str | None = None
    kind: str | None = None
    capture: str | None = None
    url: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int | None = None
    outlet: str | None = None
    language: str | None = None
    verdict: str | None = None
    day: str | None = None
    host: str | None = None
    offset: int = 0


def conditions(query: Query) -> tuple[list[str], list[Any]]:
    where: list[str] = ["newest"]
    parameters: list[Any] = []
    if query.kind == "item":
        where.append("kind<>'capture'")
    for condition, value in (
        ("kind=?", query.kind if query.kind != "item" else None),
        ("capture=?", query.capture),
        (_OF_URL, query.url),
        ("coalesce(date, captured) >= ?", query.since),
        # a day includes its instants: "2026-01-29" < "2026-01-29T…" < "2026-01-29~"
        ("coalesce(date, captured) <= ?", f"{query.until}~" if query.until else None),
        ("coalesce(date, captured) >= ?", query.day),
        ("coalesce(date, captured) <= ?", f"{query.day}~" if query.day else None),
        ("outlet_key=?", query.outlet and outlet_key(query.outlet)),
        ("language=?", query.language and language(query.language)),
        ("verdict=?", query.verdict),
        ("host=?", query.host and bare_host(query.host)),
    ):
        if value is not None:
            where.append(condition)
            parameters += [value] * condition.count("?")
    return where, parameters


def searchable(text: str) -> str:
    """A text as it is indexed and looked for: й is one letter, however a keyboard or a page writes it (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def terms(words: str) -> Iterator[tuple[list[str], bool]]:
    """What people type as words to look for, each in the pieces FTS5 knows it in, and whether it is a
    "quoted phrase". Raises BadInput for more than can be looked for at once."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', searchable(words))
    if len(found) > MOST_WORDS:
        raise BadInput(f"{len(found):,} words are too many to search for: {MOST_WORDS} are the most")
    for phrase, word in found:
        if tokens := _TOKEN.findall((phrase or word)[:LONGEST_WORD]):
            yield tokens, bool(phrase)


def match_expression(words: str, *, prefix: str = "*") -> str:
    """What people type as an FTS5 expression: every word, each as a prefix (Mongolian words take suffixes);
    a "quoted phrase" whole and exact. Nothing typed is FTS5 syntax. Raises BadInput for too many words.

    ``prefix=""``: every word as it is typed, which finds less and is found sooner.
    """
    made = (f'"{" ".join(tokens)}"' + ("" if is_whole else prefix) for tokens, is_whole in terms(words))
    return " ".join(made) or '""'
