"""A library's guess at the headline, where nothing states or shows one. Marked as guessed; found again in our tree."""

from __future__ import annotations

from itertools import islice

from archiver.extract.articles import names, rules
from archiver.extract.articles.candidate import Candidate, Reader
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.second_opinion import too_large
from archiver.page.text import collapse

_NOTE = "nothing states a headline or shows one the titles confirm"
_TAGS = ("h1", "h2", "h3", "h4", "h5", "strong", "b", "p", "div", "span", "a", "td", "font")


def guess_headline(reader: Reader, regions: Regions) -> Candidate | None:
    """The element that says what trafilatura takes for the title; None where it takes none, or one it made up."""
    if too_large(reader.page):
        return None
    from lxml import html
    from trafilatura.metadata import extract_title

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        guess = collapse(extract_title(html.document_fromstring(reader.page.markup, parser=parser)) or "")
    except Exception as error:  # of a library that was written for another kind of tree
        reader.page.notes.append(f"headline not guessed: trafilatura: {type(error).__name__}")
        return None
    flat = names.flat(guess[: rules.MAX_TITLE])
    if not flat:
        return None
    for node in islice(regions.root.iter(*_TAGS), 50 * rules.MAX_VISIBLE):
        if (
            node in reader.page.document_text.spans
            and names.flat(regions.text(node)[: rules.MAX_TITLE]) == flat
        ):
            place = reader.page.at_element(node)
            return reader.candidate(place, "library", "trafilatura", confidence="guessed", note=_NOTE)
    return None
