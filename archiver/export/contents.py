"""What a package says of its captures, gathered while they go by: there may be more than memory holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archiver.catalog import Catalog
from archiver.export.cdxj import Answers
from archiver.model.brief import Brief

_FIRST_LINE = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}


class Contents:
    """What was gathered so far.

    ``newest``: when the newest was captured, "" where there is none. ``files``: those of others that captures were
    taken from. ``pages``: the lines of ``pages.jsonl`` (WACZ 1.1.1).
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.newest = ""
        self.answers = Answers()
        self.files: set[str] = set()
        self.pages = [_line(_FIRST_LINE)]

    def each(self, captures: Iterable[Brief]) -> Iterator[Brief]:
        """The same captures, each taken note of on its way."""
        for capture in captures:
            self.newest = max(self.newest, capture.captured)
            self.answers.add(capture)
            self.pages.append(_line(self._page(capture)))
            if capture.imported is not None:
                self.files.add(capture.imported.file)
            yield capture

    def _page(self, capture: Brief) -> dict[str, Any]:
        return {
            "id": capture.id,
            "url": capture.url,
            "ts": capture.captured,
            "title": self._headline(capture) or _own_title(capture) or capture.source or capture.url,
        }

    def _headline(self, capture: Brief) -> str:
        """That of a capture whose first item is an article, else ""."""
        kinds = (title for ark in capture.items if (title := self._catalog.title(ark)))
        kind, headline = next(kinds, ("", ""))
        return headline if kind == "article" else ""


def _own_title(capture: Brief) -> str:
    """What the page calls itself, else ""."""
    title = capture.extraction.title if capture.extraction else None
    return title.text if title else ""


def _line(page: dict[str, Any]) -> str:
    return json.dumps(page, ensure_ascii=False) + "\n"
