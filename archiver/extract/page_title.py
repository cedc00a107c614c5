"""What a page calls itself: the words of its ``title`` element, and where they stand. Hostile text like any other."""

from __future__ import annotations

from archiver.model.capture import PageTitle
from archiver.model.provenance import CUT
from archiver.page.page import Node, Page

_LONGEST = 500  # characters


def page_title(page: Page) -> PageTitle | None:
    """The title of an HTML page; None where it has none or an empty one. A longer one is cut, and its note says so."""
    node = title_element(page)
    place = page.at_element(node) if node is not None else None
    if node is None or place is None or not place.raw:
        return None
    note = None
    if len(place.raw) > _LONGEST:
        place, note = page.at_element(node, 0, _LONGEST), f"{CUT} {_LONGEST} characters"
    return PageTitle(text=place.raw, source=page.source(place, "html", "title", note=note))


def title_element(page: Page) -> Node | None:
    """The first ``title`` in the order of the page (HTML §3.1.5) that is not a picture's: an svg has titles, too."""
    if not page.is_html or page.root is None:
        return None
    own = (n for n in page.elements.tagged("title") if not any(True for _ in n.iterancestors("svg")))
    return next(own, None)
