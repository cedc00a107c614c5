"""What a page says of its item to programs: Zotero, link previews. Names and values of ``<meta>``, in order.

Zotero reads RDF-style names, and takes what has a ``z:itemType`` for that; Highwire's names alone would make
everything a journal article.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from archiver.model.items import Article, Headline
from archiver.reference import web_url
from archiver.serve.origins import Pair
from archiver.serve.pages.permalink import Shown
from archiver.serve.render import clipped


class Meta(NamedTuple):
    """One element; ``key`` is ``name`` or ``property``, ``name`` one of ours."""

    key: str
    name: str
    content: str

    def __html__(self) -> str:
        """It, for a template."""
        return f'<meta {self.key}="{self.name}" content="{escape(self.content)}">'


def metas(pair: Pair, one: Shown) -> list[Meta]:
    """Of an item or capture."""
    ref = one.ref
    found = one.found
    address = ref.permalink_url or f"{pair.ui}/{one.ark}"
    about = found.data.description if isinstance(found, Article) else None
    named: list[tuple[str, str | None]] = [
        ("z:itemType", "newspaperArticle" if ref.outlet and found.kind != "capture" else "webpage"),
        ("DC.title", ref.title),
        *(("DC.creator", name.inverted) for name in ref.authors),
        ("DC.publisher", ref.outlet),
        ("prism.publicationName", ref.outlet),
        ("DC.date", ref.published.iso if ref.published else None),
        ("DC.language", ref.language),
        ("DC.description", about),
        ("DC.identifier", address),
        ("DC.source", None if ref.is_url_given else ref.url or ref.page_url),
        ("DC.provenance", ref.origin),
        ("DC.rights", found.data.license if isinstance(found, Article) else None),
        ("description", about or ref.title),
    ]
    properties: list[tuple[str, str | None]] = [
        ("og:type", "website" if found.kind == "capture" else "article"),
        ("og:title", ref.title),
        ("og:site_name", ref.outlet or one.info.title),
        ("og:url", address),
        ("og:description", about),
        (
            "article:published_time",
            found.data.datePublished if isinstance(found, Article | Headline) else None,
        ),
        ("article:section", ref.section),
        ("og:image", web_url(found.data.image) if isinstance(found, Article | Headline) else None),
    ]
    return [
        Meta(key, name, clipped(value, 1_000))
        for key, pairs in (("name", named), ("property", properties))
        for name, value in pairs
        if value
    ]
