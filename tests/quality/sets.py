"""The labelled sets, all alike: cases to read, and the score of what was read.

``own-lists`` and ``own-articles`` are made here. ``fundus``, ``postlight``, ``aeb`` and ``lists`` lie beside
the checkout, in ``../shared/corpora``; a fingerprint over all their bytes stands beside the floors, so that a
figure always means the same pages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.quality.articles.catalogue import articles
from tests.quality.compare import harmonic, mean, names, overlap, same_date, same_title
from tests.quality.lists.catalogue import listings
from tests.quality.lists.model import CAPTURED, Entry, Listing
from tests.quality.score_articles import score_articles
from tests.quality.score_lists import score_lists
from tests.quality.tally import Failure, Tally

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
OWN = ("own-lists", "own-articles")
PAGES = ("fundus", "postlight", "aeb")
SHARED = (*PAGES, "lists")
SUFFIXES = {"text/html": "html", "application/json": "json", "text/plain": "txt"}

Found = dict[str, Any]
Readings = Mapping[str, Sequence[Found]]


@dataclass(frozen=True)
class Case:
    """One page to read: its name in its set, and what a capture would know of it."""

    name: str
    url: str
    body: bytes
    content_type: str = "text/html"
    captured: datetime | None = None

    @property
    def file_name(self) -> str:
        """A file name whose ending tells the type."""
        return f"{self.name}.{SUFFIXES.get(self.content_type.partition(';')[0], 'xml')}"


@dataclass(frozen=True)
class Score:
    """The figures of a set, each from 0 to 1 and better when higher, and what failed."""

    figures: dict[str, float]
    failures: tuple[Failure, ...] = ()


def available() -> bool:
    """Whether the shared corpora lie beside this checkout."""
    return (CORPORA / "pages" / "manifest.jsonl").exists() and (CORPORA / "lists" / "manifest.jsonl").exists()


def fingerprint(folder: str) -> str:
    """SHA-256 over the manifest of a shared corpus and the files it names, in its order."""
    digest = hashlib.sha256((CORPORA / folder / "manifest.jsonl").read_bytes())
    for row in _rows(folder):
        digest.update((CORPORA / folder / row["file"]).read_bytes())
    return digest.hexdigest()


@cache
def cases(name: str) -> tuple[Case, ...]:
    """The pages of a set."""
    if name == "own-lists":
        return tuple(Case(page.name, page.url, page.body, captured=CAPTURED) for page in listings())
    if name == "own-articles":
        return tuple(Case(page.name, page.url, page.body, captured=CAPTURED) for page in articles())
    return tuple(_case(row, "lists" if name == "lists" else "pages") for row in _of(name))


def score(name: str, readings: Readings) -> Score:
    """The score of what was read from a set, by the names of its cases; a case without a reading was read as
    empty.
    """
    return _SCORERS[name](name, readings)


@cache
def _rows(folder: str) -> tuple[dict[str, Any], ...]:
    text = (CORPORA / folder / "manifest.jsonl").read_text("utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def _of(name: str) -> Iterable[dict[str, Any]]:
    return _rows("lists") if name == "lists" else [row for row in _rows("pages") if row["set"] == name]


def _case(row: dict[str, Any], folder: str) -> Case:
    body = gzip.decompress((CORPORA / folder / row["file"]).read_bytes())
    kind = row.get("content_type") or "text/html"
    return Case(row["id"], row["url"] or "http://unknown.invalid/", body, kind)


def _own_lists(_: str, readings: Readings) -> Score:
    return _plain(score_lists([(page, readings[page.name]) for page in listings() if page.name in readings]))


def _own_articles(_: str, readings: Readings) -> Score:
    return _plain(
        score_articles([(page, readings[page.name]) for page in articles() if page.name in readings])
    )


def _plain(tally: Tally) -> Score:
    return Score(tally.figures(), tuple(tally.failures))


def _shared_lists(_: str, readings: Readings) -> Score:
    """Each kind of page apart: ``html items precision`` and so on."""
    figures: dict[str, float] = {}
    failures: list[Failure] = []
    for kind in sorted({row["kind"] for row in _rows("lists")}):
        rows = [row for row in _rows("lists") if row["kind"] == kind and row["id"] in readings]
        tally = score_lists([(_listing(row), readings[row["id"]]) for row in rows])
        figures |= {f"{kind} {name}": value for name, value in tally.figures().items()}
        failures += tally.failures
    return Score(figures, tuple(failures))


def _listing(row: dict[str, Any]) -> Listing:
    entries, optional = (tuple(map(_entry, row.get(name, ()))) for name in ("items", "optional"))
    return Listing(row["id"], row["kind"], row["url"], "", entries, optional)


def _entry(item: dict[str, Any]) -> Entry:
    """An item of the corpus; it was not labelled whether a page shows dates, so those it lacks count neither way."""
    return Entry(
        headline=item.get("headline") or "",
        url=item.get("url"),
        date=item.get("date"),
        also_headlines=tuple(item.get("alt", ())),
        also_dates=tuple(item.get("date_any", ())) or ("unlabelled",),
    )


def _shared_pages(name: str, readings: Readings) -> Score:
    """Right of all pages that state the field; ``date not wrong`` counts wrong dates alone; the body as mean
    overlap.
    """
    right: dict[str, list[bool]] = {}
    failures: list[Failure] = []
    bodies: list[tuple[int, int, int]] = []
    for row in _of(name):
        if row["id"] not in readings:
            continue
        truth, data = row["truth"], _first_article(readings[row["id"]])
        for field, expected, given, good in _judged(truth, data):
            right.setdefault(field, []).append(good)
            if not good:
                failures.append(Failure(row["id"], field, expected, given))
        if "body" in truth:
            bodies.append(overlap(data.get("articleBody"), truth["body"]))
    figures = {field: mean(values) for field, values in right.items()}
    return Score(figures | (_body_figures(bodies) if name == "aeb" else {}), tuple(failures))


def _first_article(found: Sequence[Found]) -> Found:
    return next((item for item in found if item["kind"] == "article"), {})


def _judged(truth: dict[str, Any], data: Found) -> Iterable[tuple[str, object, object, bool]]:
    if "title" in truth:
        given = data.get("headline")
        yield "headline", truth["title"], given, same_title(given, truth["title"])
    if names(truth.get("authors")):
        given = data.get("author")
        yield "author", truth["authors"], given, names(given) == names(truth["authors"])
    if "date" in truth:
        given = data.get("datePublished")
        good = same_date(given, truth["date"])
        yield "date", truth["date"], given, good
        yield "date not wrong", truth["date"], given, good or not given


def _body_figures(bodies: Sequence[tuple[int, int, int]]) -> dict[str, float]:
    """Means over pages, and F1 of the means, as article-extraction-benchmark has it."""
    precision = mean(both / (both + extra) for both, extra, _ in bodies if both + extra)
    recall = mean(both / (both + missing) for both, _, missing in bodies if both + missing)
    return {"body precision": precision, "body recall": recall, "body F1": harmonic(precision, recall)}


_SCORERS: dict[str, Callable[[str, Readings], Score]] = {
    "own-lists": _own_lists,
    "own-articles": _own_articles,
    "lists": _shared_lists,
    **dict.fromkeys(PAGES, _shared_pages),
}
