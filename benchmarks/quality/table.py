"""The measurements as a table, one row a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.quality.peers import Reader
from benchmarks.quality.reading import Read
from tests.quality.sets import PAGES

Results = Mapping[tuple[str, str], Read]
"""By the reader's name and the set's."""

_FIELDS = (("title", "headline"), ("author", "author"), ("date", "date"), ("date wrong", "date not wrong"))
ARTICLE_COLUMNS: tuple[tuple[str, str, str], ...] = (
    *((f"fundus {field}", "fundus", figure) for field, figure in _FIELDS),
    *((f"postlight {field}", "postlight", figure) for field, figure in _FIELDS),
    ("body F1", "aeb", "body F1"),
)
OWN_FIELDS = ("headline", "author", "datePublished", "dateModified", "publisher", "inLanguage", "articleSection",
              "keywords", "url", "description", "articleBody")  # fmt: skip
LIST_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("html P", "lists", "html items precision"), ("html R", "lists", "html items recall"),
    ("html date", "lists", "html date recall"), ("feeds P", "lists", "feed items precision"),
    ("feeds R", "lists", "feed items recall"), ("sitemaps R", "lists", "sitemap items recall"),
    ("none", "lists", "negative no list recall"), ("own P", "own-lists", "items precision"),
    ("own R", "own-lists", "items recall"), ("own date", "own-lists", "date recall"),
    ("own link", "own-lists", "url recall"), ("own none", "own-lists", "no list recall"),
)  # fmt: skip
_BESIDE = (("archiver", "trafilatura_fast", 0.9), ("archiver_without_body", "extruct_stated", 0.5))
"""Our reading, whose speed it is measured by, and how much of that it should reach."""
LEGEND = """\
title, author, date: % right of the pages that state it. date wrong: % given and wrong. body F1: that of
article-extraction-benchmark. P, R: precision and recall of items, %. none: % of pages without a list read as such.
pages/s: of reading alone, in one process, in this run. –: not offered, or nothing right."""


def table(readers: Iterable[Reader], results: Results, columns: Iterable[tuple[str, str, str]]) -> str:
    """Markdown; a reader that has nothing of a set has a dash there, and one that has nothing at all no row."""
    columns = list(columns)
    sets = list(dict.fromkeys(name for _, name, _ in columns))
    lines = [
        f"| | {' | '.join(title for title, _, _ in columns)} | pages/s |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for reader in readers:
        mine = {name: results[reader.name, name] for name in sets if (reader.name, name) in results}
        if mine:
            cells = [_cell(mine.get(name), title, figure) for title, name, figure in columns]
            rate = _rate(mine.values())
            lines.append(f"| {reader.title} | {' | '.join(cells)} | {f'{rate:.1f}' if rate else '–'} |")
    return "\n".join(lines)


def own_columns() -> list[tuple[str, str, str]]:
    """Recall of each field of our Mongolian articles."""
    return [(field, "own-articles", f"{field} recall") for field in OWN_FIELDS]


def speeds(results: Results) -> list[str]:
    """How fast the shared pages of articles are read beside a peer that reads as much, in words, with the target."""
    lines = []
    for ours, peer, target in _BESIDE:
        mine, theirs = (
            [results[name, pages] for pages in PAGES if (name, pages) in results] for name in (ours, peer)
        )
        speed, other = _rate(mine), _rate(theirs)
        if speed and other:
            kept = "kept" if speed >= target * other else "MISSED"
            lines.append(
                f"{ours} beside {peer}: {speed:.1f} / {other:.1f} pages/s, {speed / other:.2f}× (≥ {target}×) {kept}"
            )
    return lines


def _cell(read: Read | None, title: str, figure: str) -> str:
    figures = read.score.figures if read else {}
    right = figures.get("date" if "wrong" in title else figure, 0.0)
    if not right:
        return "–"
    if figure == "body F1":
        return f"{right:.3f}"
    return f"{100 * (1 - figures[figure] if 'wrong' in title else right):.1f}"


def _rate(reads: Iterable[Read]) -> float:
    """Pages a second of all of them; 0 where none took any time."""
    listed = list(reads)
    seconds = sum(read.seconds for read in listed)
    return sum(read.pages for read in listed) / seconds if seconds else 0.0
