"""The library's reading of a page: trafilatura's lines, asked for where our own reading is weak.

The lines are found again in our own tree, so that what is taken is exactly what a selector selects. Lines that
are not found are left out and counted. May not change the page's tree: the library gets one of its own.
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from lxml import etree

from archiver.extract.articles.alignment import Letters, align, cover, fold
from archiver.page.page import Node, Page
from archiver.page.text import node_text

MAX_ELEMENTS = 60_000
MAX_LINKS = 10_000
MAX_PARAGRAPHS = 10_000
MAX_METAS = 2_000
MAX_TABLES = 500
MAX_NESTED = 50
MAX_DEPTH = 500
_READ_AGAIN = ("table", "article")  # the library reads each of them again for every one around it
MAX_CHARACTERS = 5_000_000
MAX_LINES = 3_000
_MAX_HEADINGS = 5  # lines at the start that may be the headline, not the body


class Opinion(NamedTuple):
    """The elements and text nodes of the library's body, and what was not found, in words."""

    nodes: list[Node | str]
    letters: int
    note: str | None


def second_opinion(page: Page) -> Opinion | None:
    """What the library takes for the body; None, with a note on the page, where it takes nothing or is not asked."""
    lines = body_lines(page)
    if not lines or page.root is None:
        return None
    headings = {fold(node_text([heading])) for heading in islice(page.root.iter("h1"), _MAX_HEADINGS)}
    lines = [line for index, line in enumerate(lines) if index >= _MAX_HEADINGS or fold(line) not in headings]
    letters = Letters(page.root)
    runs, missed = align(letters, lines)
    nodes = cover(letters, runs)
    if not nodes:
        page.notes.append(f"body: none of {len(lines)} lines found in the tree")
        return None
    note = f"{missed} of {len(lines)} lines not found in the tree, left out" if missed else None
    return Opinion(nodes, sum(run.end - run.start for run in runs), note)


def body_lines(page: Page) -> list[str]:
    """The lines trafilatura takes for the body. Empty, with a note on the page, where it is not asked."""
    refused = too_large(page)
    if refused:
        page.notes.append(f"body not read: {refused}")
        return []
    import trafilatura
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        copy = html.document_fromstring(page.markup, parser=parser)
        document = trafilatura.bare_extraction(copy, fast=True, include_comments=False, with_metadata=False)
    except Exception as error:  # the library raises whatever its helpers raise
        page.notes.append(f"body not read: trafilatura: {type(error).__name__}: {str(error)[:100]}")
        return []
    lines = str(getattr(document, "text", None) or "").split("\n")
    return [line for line in lines[:MAX_LINES] if line.strip()]


def too_large(page: Page) -> str | None:
    """Which limit keeps the page from the library, in words; None where it may have it."""
    if page.root is None:
        return "the page has no tree"
    if len(page.text) > MAX_CHARACTERS:
        return f"more than {MAX_CHARACTERS} characters"
    for limit, tags in (
        (MAX_LINKS, ("a",)),
        (MAX_PARAGRAPHS, ("p",)),
        (MAX_METAS, ("meta",)),
        (MAX_TABLES, ("table",)),
        (MAX_ELEMENTS, ()),
    ):
        if sum(1 for _ in page.root.iter(*(tags or ("*",)))) > limit:
            return f"more than {limit} {tags[0] if tags else ''} elements"
    nested = (_nested(page.root, tag, MAX_NESTED) for tag in _READ_AGAIN)
    return next(filter(None, nested), None) or _nested(page.root, "*", MAX_DEPTH)


def _nested(root: Node, tag: str, limit: int) -> str | None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end"), tag=tag):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return f"more than {limit} {'' if tag == '*' else f'{tag} '}elements in one another"
    return None
