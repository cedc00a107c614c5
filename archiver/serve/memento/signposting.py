"""Signposting (signposting.org/FAIR, level 1): links by which programs find their way from the page about an item
or capture: its lasting name, its metadata, its bytes. Pure.
"""

from __future__ import annotations

from archiver import reference
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.serve.memento.links import field, link
from archiver.serve.origins import Pair

# What is there beside the page, under …/download/.
_DOWNLOADS = {"wacz": "application/wacz", "warc": "application/warc"}
_TYPES = {
    "article": "https://schema.org/NewsArticle",
    "headline": "https://schema.org/ListItem",
    "capture": "https://schema.org/WebPage",
}


def signposting(pair: Pair, found: Article | Headline | Capture, info: ArchiveInfo) -> str:
    """The value of a Link header field. ``found.id`` may name a version, which is then what is cited.

    ``cite-as`` is the public address where the archive has one, else that of this server.
    """
    here = f"{pair.ui}/{found.id}"
    cited = reference.permalink(found.id, info)
    whole = f"{pair.ui}/" if isinstance(found, Capture) else f"{pair.ui}/{found.capture}"
    return field(
        [
            link(here if cited == found.id else cited, "cite-as"),
            link("https://schema.org/AboutPage", "type"),
            link(_TYPES[found.kind], "type"),
            link(f"{here}.json", "describedby", type="application/json", profile=found.schema_),
            *(link(f"{here}/download/{name}", "item", type=form) for name, form in _DOWNLOADS.items()),
            link(whole, "collection"),
            *_stated(found),
        ]
    )


def _stated(found: Article | Headline | Capture) -> list[str]:
    """What an article says of itself, where it says it as a URL."""
    if not isinstance(found, Article):
        return []
    rights = reference.web_url(found.data.license)
    authors = [reference.web_url(person.url) for person in found.data.author or ()]
    links = [link(rights, "license")] if rights else []
    return links + [link(author, "author") for author in dict.fromkeys(authors) if author]
