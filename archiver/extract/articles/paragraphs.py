"""The body of a short or plain page, where the library finds none: the paragraphs that stand with the heading."""

from __future__ import annotations

from archiver.extract.articles.body import Body
from archiver.extract.articles.candidate import Reader
from archiver.extract.articles.furniture import is_furniture
from archiver.extract.articles.regions import Regions
from archiver.page.page import Node

_MAX = 500  # paragraphs


def read_paragraphs(reader: Reader, regions: Regions) -> Body | None:
    """The ``p`` elements in the container of the article's heading; None where there are none."""
    found = [(node, regions.text(node)) for node in _paragraphs(regions)]
    nodes = [node for node, text in found if text and not is_furniture(text)][:_MAX]
    if not nodes:
        return None
    place = reader.page.at_nodes(nodes)
    candidate = reader.candidate(place, "html", "paragraphs with the heading", "verbatim")
    return Body(candidate, list(map(reader.page.document_text.span, nodes))) if candidate else None


def _paragraphs(regions: Regions) -> list[Node]:
    for heading in regions.headings[:1]:
        for container in heading.iterancestors():
            found = [
                node
                for node in regions.select("descendant::p[not(descendant::p)]", _MAX, container)
                if not regions.is_outside(node)
            ]
            if found:
                return found
    return []
