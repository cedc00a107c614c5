"""Plain-text digests: numbered or unnumbered headlines with source and date, and articles beside them.

``read_digest(page)`` is pure over ``page.text``. Every character of the text is a value of an item or
stands in ``Reading.residue``. One capture has one article: further ones are residue, and a note counts them.
"""

from __future__ import annotations

from archiver.extract.digest.account import field_spans, residue
from archiver.extract.digest.anchors import Entry, Span, find_lists
from archiver.extract.digest.prose import Passage, find_articles
from archiver.extract.draft import Draft, Reading
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
from archiver.page.page import Page

__all__ = ["read_digest"]


def read_digest(page: Page) -> Reading:
    """Headlines and articles of a plain text, in the order they stand in it."""
    text = page.text
    lists, over = find_lists(text)
    articles = find_articles(text, _between(text, lists))
    articles, further = articles[:1], len(articles[1:])
    placed = [(entries[0].start, _headlines(page, entries)) for entries in lists]
    placed += [(article.headline.start, [_article(page, article)]) for article in articles]
    drafts = [draft for _, found in sorted(placed, key=lambda pair: pair[0]) for draft in found]
    reading = Reading(drafts, characters=len(text))
    used = field_spans(drafts)
    labels = [entry.label for entries in lists for entry in entries] + [
        label for article in articles for label in article.labels
    ]
    covered = set(used)
    reading.residue = residue(text, used, (label for label in labels if label not in covered))
    reading.notes = _notes(lists, articles, further, over)
    return reading


def _between(text: str, lists: list[list[Entry]]) -> list[Span]:
    regions, position = [], 0
    for entries in lists:
        regions.append(Span(position, entries[0].start))
        position = entries[-1].end
    return [*regions, Span(position, len(text))]


def _headlines(page: Page, entries: list[Entry]) -> list[Draft]:
    stating = Stating(page, "text")
    extent = Span(entries[0].start, entries[-1].end)
    return [_headline(stating, entry, position, extent) for position, entry in enumerate(entries, 1)]


def _headline(stating: Stating, entry: Entry, position: int, extent: Span) -> Draft:
    draft, page = Draft("headline"), stating.page
    headline = page.at_span(*entry.headline)
    stating.put(draft, "headline", headline, "before domain and label")
    stating.put(draft, "publisher", page.at_span(*entry.domain), "domain before label", "lower-case")
    stating.put(draft, "datePublished", page.at_span(*entry.date), "date after label", "date")
    stating.put(
        draft,
        "inLanguage",
        page.at_span(*entry.label),
        "language of label",
        "label-language",
        confidence="inferred",
    )
    if entry.number:
        stating.put(draft, "position", page.at_span(*entry.number), "leading number", "integer")
    else:
        stating.put_position(draft, position, headline, "order in list")
    # RFC 5147: positions between characters, as in Python.
    place = page.at_span(*extent)
    only = place.by(place.selectors[:1])
    stating.put_list(draft, f"#char={extent.start},{extent.end}", only, "list in text")
    return draft


def _article(page: Page, article: Passage) -> Draft:
    draft, stating = Draft("article"), Stating(page, "text")
    stating.put(draft, "headline", page.at_span(*article.headline), "title line")
    if article.domain:
        stating.put(draft, "publisher", page.at_span(*article.domain), "domain ends title line", "lower-case")
    if article.author:
        stating.put_part(draft, "author", 0, "name", page.at_span(*article.author), "line below author label")
        if article.description:
            place = page.at_span(*article.description)
            stating.put_part(draft, "author", 0, "description", place, "line starts with author's name")
    if article.date:
        stating.put(draft, "datePublished", page.at_span(*article.date), "date after label", "date")
    body = page.at_span(*article.body)
    only = body.by(body.selectors[:1])
    stating.put(draft, "articleBody", body, "lines of prose below title")
    stating.put(draft, "wordCount", only, "words of the body", "word-count", keep_raw=False)
    stating.put(
        draft,
        "inLanguage",
        only,
        "language of the body",
        "detected-language",
        keep_raw=False,
        confidence="inferred",
    )
    return draft


def _notes(lists: list[list[Entry]], articles: list[Passage], further: int, over: int) -> list[str]:
    notes = [
        f"text: {counted(len(lists), 'list')} of headlines, "
        f"{counted(len(articles), 'article')} by title line and prose"
    ]
    if further:
        were = "was" if further == 1 else "were"
        notes.append(f"text: {counted(further, 'further article')} in this text {were} not read")
    if over:
        notes.append(f"text: {over} entries over the limit were not read")
    return notes
