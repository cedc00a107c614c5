"""The searchable cache over the WARCs."""

from archiver.catalog.catalog import Catalog
from archiver.catalog.queries import Query, match_expression
from archiver.catalog.rows import ImportRow, RecordRow, Row

__all__ = ["Catalog", "ImportRow", "Query", "RecordRow", "Row", "match_expression"]
