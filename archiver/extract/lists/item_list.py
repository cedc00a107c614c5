"""Lists stated as data: schema.org ``ItemList`` and what collections hold, in JSON-LD scripts. Pure.

Only what is stated to be news, or reads like headlines, is an item; products, breadcrumbs and menus are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any, NamedTuple

from archiver.extract.draft import Draft, Reading
from archiver.extract.lists.links import weight
from archiver.extract.lists.scripts import Script, types_of
from archiver.extract.stated import Stating
from archiver.extract.wording import counted
from archiver.model.provenance import FragmentSelector, Transform, XPathSelector
from archiver.page.json_text import escape, pointed
from archiver.page.page import Node, Page, Place

MAX_ITEMS = 2_000
_MAX_VALUES = 50_000
# Members that hold the items of a list or collection.
_LISTS = ("itemListElement", "hasPart", "blogPost", "blogPosts")
_NEWS = frozenset(
    """Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle
    BackgroundNewsArticle ReviewNewsArticle LiveBlogPosting SocialMediaPosting TechArticle SatiricalArticle""".split()
)
# Types that say nothing about what the item is: then its titles must read like headlines.
_NEUTRAL = frozenset({"", "ListItem", "Thing", "CreativeWork", "WebPage", "VideoObject"})
_MIN_WORDS = 4.0
_FIELDS: tuple[tuple[str, Transform, tuple[str, ...]], ...] = (
    ("headline", "html-text", ("/headline", "/name", "/title")),
    ("url", "absolute-url", ("/url", "/@id", "/mainEntityOfPage/@id", "/mainEntityOfPage")),
    ("datePublished", "date", ("/datePublished", "/dateCreated", "/uploadDate")),
    ("publisher", "collapse-space", ("/publisher/name", "/publisher")),
    ("inLanguage", "language-tag", ("/inLanguage",)),
    ("articleSection", "html-text", ("/articleSection", "/articleSection/0")),
    ("image", "absolute-url", ("/image/url", "/image/0/url", "/image/0", "/image", "/thumbnailUrl")),
)


class Stated(NamedTuple):
    """A list in a script: where it stands, and the pointers of its entries."""

    script: Node
    document: Any
    pointer: str
    entries: list[str]


def read_item_lists(page: Page, documents: Iterable[Script]) -> Reading:
    """The headlines of the lists in the page's JSON-LD ``documents``, in their order, without positions."""
    reading, stating = Reading(), Stating(page, "json-ld")
    lists = 0
    for stated in _lists(documents):
        drafts = [draft for pointer in stated.entries if (draft := _draft(stating, stated, pointer))]
        if not _is_news(stated, drafts):
            continue
        lists += 1
        for draft in drafts[: MAX_ITEMS - len(reading.drafts)]:
            _put_list(stating, stated, draft)
            reading.drafts.append(draft)
    if lists:
        found = f"{counted(len(reading.drafts), 'headline')} in {counted(lists, 'list')}"
        reading.notes.append(f"json-ld: {found}")
    return reading


def _lists(documents: Iterable[Script]) -> Iterator[Stated]:
    for script, document in documents:
        for pointer, values in _arrays(document):
            entries = [
                f"{pointer}/{index}"
                for index, value in enumerate(values[:MAX_ITEMS])
                if isinstance(value, dict)
            ]
            if entries:
                yield Stated(script, document, pointer, entries)


def _arrays(document: Any) -> Iterator[tuple[str, list[Any]]]:
    """The pointers of all arrays under a member of ``_LISTS``, breadth first, in document order."""
    waiting: list[tuple[str, Any]] = [("", document)]
    for pointer, value in waiting:
        if len(waiting) > _MAX_VALUES:
            return
        if isinstance(value, dict):
            if "BreadcrumbList" in types_of(value):
                continue
            for name, inner in value.items():
                path = f"{pointer}/{escape(name)}"
                if name in _LISTS and isinstance(inner, list):
                    yield path, inner
                elif isinstance(inner, dict | list):
                    waiting.append((path, inner))
        elif isinstance(value, list):
            waiting.extend(
                (f"{pointer}/{index}", inner) for index, inner in enumerate(value) if isinstance(inner, dict)
            )


def _subject(document: Any, pointer: str) -> str:
    """The pointer of what an entry is about: ``item`` of a ListItem, else the entry itself."""
    value = pointed(document, pointer)
    return f"{pointer}/item" if isinstance(value.get("item"), dict) else pointer


def _draft(stating: Stating, stated: Stated, pointer: str) -> Draft | None:
    draft = Draft("headline")
    subject = _subject(stated.document, pointer)
    for name, transform, tails in _FIELDS:
        starts = (subject,) if subject == pointer else (subject, pointer)
        _first(stating, stated, draft, name, transform, [start + tail for start in starts for tail in tails])
    if "url" not in draft.data and subject == pointer:
        _first(stating, stated, draft, "url", "absolute-url", [f"{pointer}/item"])
    kinds = types_of(pointed(stated.document, subject)) or frozenset({""})
    return draft if "headline" in draft.data and kinds & (_NEWS | _NEUTRAL) else None


def _first(
    stating: Stating, stated: Stated, draft: Draft, name: str, transform: Transform, pointers: list[str]
) -> None:
    for pointer in pointers:
        try:
            value = pointed(stated.document, pointer)
        except KeyError:
            continue
        if not isinstance(value, str) or not value.strip():
            continue
        place = stating.page.at_json(stated.script, stated.document, pointer)
        if stating.put(draft, name, place, "/".join(pointer.split("/")[-2:]), transform):
            return


def _is_news(stated: Stated, drafts: list[Draft]) -> bool:
    if not drafts:
        return False
    kinds = [
        types_of(pointed(stated.document, _subject(stated.document, pointer))) for pointer in stated.entries
    ]
    if sum(1 for kind in kinds if kind & _NEWS) * 2 >= len(kinds):
        return True
    return len(drafts) >= 2 and median(weight(draft.data["headline"]) for draft in drafts) >= _MIN_WORDS


def _put_list(stating: Stating, stated: Stated, draft: Draft) -> None:
    path = stating.page.xpath_of(stated.script)
    selector = XPathSelector(value=path, refinedBy=FragmentSelector(value=stated.pointer))
    stating.put_list(draft, f"#xpath={path}", Place((selector,), "json-value", ""), stated.pointer)
