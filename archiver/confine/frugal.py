"""A page read by its head and its JSON-LD alone, where reading it whole exceeded a limit. Pure."""

from __future__ import annotations

from functools import cached_property

from archiver.extract.articles import merge
from archiver.extract.articles.article import Sight
from archiver.extract.articles.body import Body
from archiver.extract.articles.candidate import Candidate, Found
from archiver.extract.articles.jsonld import read_jsonld
from archiver.extract.articles.metas import read_metas
from archiver.extract.draft import Reading
from archiver.extract.page_title import page_title
from archiver.page.page import Node, Page


class _Stated(Sight):
    """A page seen through its head and its JSON-LD alone."""

    @cached_property
    def stated(self) -> Found:
        """What machines are told."""
        rooms = [read_jsonld(self.reader, self.regions, self.graph, self.node)] if self.node else []
        return merge.merged([*rooms, read_metas(self.reader, self.regions, self.metas)])

    @cached_property
    def shown(self) -> Body | None:
        """Not looked at."""
        return None

    @cached_property
    def body(self) -> list[Candidate]:
        """Not looked at."""
        return []

    @cached_property
    def scope(self) -> tuple[Node, str] | None:
        """Not looked at."""
        return None

    def _framed(self) -> bool:
        return False


def read_stated(page: Page) -> Reading:
    """The article that head and JSON-LD state. No text is looked for, no list, no microdata."""
    if not page.is_html or page.root is None:
        return Reading(notes=[f"{page.media_type}: has no head to read alone"])
    sight = _Stated(page, page.root)
    draft, title = sight.draft() if sight.evidence else None, page_title(page)
    if draft is None:
        return Reading(notes=["html: no article is stated in its head"], title=title)
    return Reading([draft], [f"html: an article ({', '.join(sight.evidence)})"], title=title)
