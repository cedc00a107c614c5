"""What a labelled article page is, and the texts that the pages are made from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

LOCAL = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Text:
    """One invented article."""

    headline: str
    authors: tuple[str, ...]
    section: str
    published: datetime
    paragraphs: tuple[str, ...]
    updated: datetime | None = None
    keywords: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Labelled:
    """A page and its truth. ``truth`` has schema.org's names; ``optional`` names fields where the page lets one argue
    whether it states them: a missing value is not counted, a wrong one is."""

    name: str
    structure: str
    url: str
    html: str
    truth: dict[str, object]
    optional: frozenset[str] = field(default=frozenset())
    encoding: str = "utf-8"

    @property
    def body(self) -> bytes:
        """The page's bytes."""
        return self.html.encode(self.encoding, "xmlcharrefreplace")


@cache
def texts() -> tuple[Text, ...]:
    """All texts, in the order of ``texts.toml``; local times have their zone."""
    rows = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))["article"]
    return tuple(
        Text(
            headline=row["headline"],
            authors=tuple(row["authors"]),
            section=row["section"],
            published=row["published"].replace(tzinfo=LOCAL),
            updated=row["updated"].replace(tzinfo=LOCAL) if "updated" in row else None,
            paragraphs=tuple(row["text"].strip().splitlines()),
            keywords=tuple(row.get("keywords", ())),
            description=row.get("description", ""),
        )
        for row in rows
    )


def told(text: Text) -> dict[str, object]:
    """The truth that holds however a page states it."""
    body = "\n".join(text.paragraphs)
    return {
        "headline": text.headline,
        "author": list(text.authors),
        "inLanguage": "mn",
        "articleBody": body,
        "wordCount": len(body.split()),
    }
