"""The searchable cache over the WARCs."""

from archiver.catalog.catalog import Catalog
from archiver.catalog.queries import Query, match_expression
from archiver.catalog.rows import RecordRow, Row

__all__ = ["Catalog", "Query", "RecordRow", "Row", "match_expression"]
