"""Which elements and members of feeds say what, as data. Order is preference: the first that says something wins.

A row names a local name and where its text stands: ``""`` the element's text, ``@name`` an attribute. Namespaces are
matched by meaning, not by URI, because feeds get them wrong; those of ``OTHER_MEANING`` say something else.
"""

from __future__ import annotations

from typing import NamedTuple

from archiver.model.provenance import Transform


class Rule(NamedTuple):
    """Where a field may stand below an item: path of local names, attribute, condition on an attribute."""

    path: tuple[str, ...]
    attribute: str = ""
    having: tuple[str, tuple[str, ...]] | None = (
        None  # (attribute, values it must start with; "" also when absent)
    )
    inferred: str | None = None  # why the value is less than stated


MEDIA = ("image",)
HTTP = ("http://", "https://", "HTTP://", "HTTPS://")
# Root elements → what an item is called in it.
FEEDS: dict[str, str] = {"rss": "item", "rdf": "item", "channel": "item", "feed": "entry", "urlset": "url"}
# Substrings of namespace URIs whose title, link and description are about something else in the item.
OTHER_MEANING = (
    "search.yahoo.com/mrss",
    "itunes",
    "googleplay",
    "podlove",
    "xhtml",
    "georss",
    "slash",
    "/thr/",
    "threading",
)

CHANGED = "date of last change; no date of publication is stated"
FEED_TITLE = "title of the feed"

ITEM_RULES: tuple[tuple[str, Transform, tuple[Rule, ...]], ...] = (
    ("headline", "html-text", (Rule(("title",)), Rule(("news", "title")))),
    (
        "url",
        "absolute-url",
        (
            Rule(("link",), "href", ("rel", ("alternate", ""))),
            Rule(("link",)),
            Rule(("loc",)),
            Rule(("guid",), "", ("isPermaLink", ("true", ""))),
            Rule(("id",)),
            Rule((), "about"),
        ),
    ),
    (
        "datePublished",
        "date",
        (
            Rule(("published",)),
            Rule(("pubDate",)),
            Rule(("pubdate",)),
            Rule(("publication_date",)),
            Rule(("publicationDate",)),
            Rule(("news", "publication_date")),
            Rule(("issued",)),
            Rule(("date",)),
            Rule(("created",)),
            Rule(("updated",), inferred=CHANGED),
            Rule(("modified",), inferred=CHANGED),
        ),
    ),
    (
        "publisher",
        "html-text",
        (
            Rule(("news", "publication", "name")),
            Rule(("source", "title")),
            Rule(("source",)),
            Rule(("publisher",)),
        ),
    ),
    (
        "inLanguage",
        "language-tag",
        (Rule(("news", "publication", "language")), Rule(("language",)), Rule((), "lang")),
    ),
    (
        "articleSection",
        "html-text",
        (
            Rule(("category",), "label"),
            Rule(("category",), "term"),
            Rule(("category",)),
            Rule(("subject",)),
            Rule(("section",)),
        ),
    ),
    (
        "image",
        "absolute-url",
        (
            Rule(("content",), "url", ("medium", MEDIA)),
            Rule(("content",), "url", ("type", MEDIA)),
            Rule(("group", "content"), "url", ("medium", MEDIA)),
            Rule(("enclosure",), "url", ("type", MEDIA)),
            Rule(("link",), "href", ("type", MEDIA)),
            Rule(("thumbnail",), "url"),
            Rule(("group", "thumbnail"), "url"),
            Rule(("image", "loc")),
            Rule(("image",), "href"),
            Rule(("image", "url")),
        ),
    ),
)
# What the feed says for all its items; looked up from the item's parent and then the root.
FEED_RULES: tuple[tuple[str, Transform, tuple[Rule, ...]], ...] = (
    (
        "publisher",
        "html-text",
        (
            Rule(("publisher",)),
            Rule(("title",), inferred=FEED_TITLE),
            Rule(("channel", "title"), inferred=FEED_TITLE),
        ),
    ),
    (
        "inLanguage",
        "language-tag",
        (Rule(("language",)), Rule((), "lang"), Rule(("channel", "language"))),
    ),
)


class JsonShape(NamedTuple):
    """A JSON document that is a list: the pointer to it, and pointers from each entry. ``feed``: from the document."""

    name: str
    items: str
    marks: tuple[str, ...]  # pointers that must be there: in the document, or (for a bare list) in an entry
    entry: tuple[tuple[str, Transform, tuple[str, ...]], ...]
    feed: tuple[tuple[str, Transform, tuple[str, ...]], ...] = ()


JSON_SHAPES: tuple[JsonShape, ...] = (
    JsonShape(
        name="JSON Feed",
        items="/items",
        marks=("/items",),
        entry=(
            ("headline", "html-text", ("/title",)),
            ("url", "absolute-url", ("/url", "/external_url", "/id")),
            ("datePublished", "date", ("/date_published", "/date_modified")),
            ("inLanguage", "language-tag", ("/language",)),
            ("articleSection", "html-text", ("/tags/0",)),
            ("image", "absolute-url", ("/image", "/banner_image")),
        ),
        feed=(("publisher", "html-text", ("/title",)), ("inLanguage", "language-tag", ("/language",))),
    ),
    JsonShape(
        name="WordPress REST",
        items="",
        marks=("/title/rendered", "/link"),
        entry=(
            ("headline", "html-text", ("/title/rendered",)),
            ("url", "absolute-url", ("/link",)),
            ("datePublished", "date", ("/date",)),
        ),
    ),
)
# Pointers whose value is less than stated, and why.
JSON_INFERRED = {"/date_modified": CHANGED}
