"""What readers see of an article besides its heading and body: dates, bylines, tags, and the date in the address."""

from __future__ import annotations

from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.bylines import card_authors, shown_authors
from archiver.extract.articles.candidate import Found, Reader
from archiver.extract.articles.datelines import dateline_authors
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.shown_dates import shown_dates
from archiver.extract.articles.tag_links import read_tag_links
from archiver.extract.articles.url_date import url_date


def read_visible(reader: Reader, regions: Regions) -> Found:
    """What the page shows of dates, authors, section and keywords, and the date in its address."""
    found = Found()
    anchor = Anchor(regions)
    for field, candidate in shown_dates(reader, regions, anchor):
        found.add(field, candidate)
    found.add("datePublished", url_date(reader))
    linked = read_tag_links(reader, regions, anchor)
    for candidate in linked.fields.get("articleSection", []):
        found.add("articleSection", candidate)
    found.keywords.extend(linked.keywords)
    found.authors.extend(group for group in (card_authors(reader, regions),) if group)
    found.authors.extend(shown_authors(reader, regions, anchor))
    found.authors.extend(group for group in (dateline_authors(reader, regions, anchor),) if group)
    return found
