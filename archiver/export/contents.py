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

    ``moment``: when the newest was captured, or what was given. ``files``: those of others that captures were
    taken from. ``pages``: the lines of ``pages.jsonl`` (WACZ 1.1.1).
    """

    def __init__(self, catalog: Catalog, moment: str) -> None:
        self._catalog = catalog
        self._of_archive, self._newest = moment, ""
        self.answers = Answers()
        self.files: dict[str, None] = {}
        self.pages = [_line(_FIRST_LINE)]

    @property
    def moment(self) -> str:
        return self._newest or self._of_archive

    def each(self, captures: Iterable[Brief]) -> Iterator[Brief]:
        """The same captures, each taken note of on its way."""
        for capture in captures:
            self._newest = max(self._newest, capture.captured)
            self.answers.add(capture)
            self.pages.append(_line(self._page(capture)))
            if capture.imported is not None:
                self.files[capture.imported.file] = None
            yield capture

    def _page(self, capture: Brief) -> dict[str, Any]:
        return {
            "id": capture.id,
            "url": capture.url,
            "ts": capture.captured,
            "title": self._headline(capture) or capture.source or capture.url,
        }

    def _headline(self, capture: Brief) -> str:
        """That of a capture whose first item is an article, else ""."""
        kinds = (title for ark in capture.items if (title := self._catalog.title(ark)))
        kind, headline = next(kinds, ("", ""))
        return headline if kind == "article" else ""


def _line(page: dict[str, Any]) -> str:
    return json.dumps(page, ensure_ascii=False) + "\n"
