"""A page → at most one article draft, each value from the source that states it most directly.

``read_article`` is the whole of it; which types, names and paths count stands in ``rules``.
"""

from archiver.extract.articles.article import article_evidence, read_article, tells_story

__all__ = ["article_evidence", "read_article", "tells_story"]
