"""Dates as pages state them → ISO 8601, as precise as stated, never a guess that does not say so.

``words`` and ``zones`` are tables, ``absolute`` and ``relative`` read texts, ``evidence`` says what else on the
page decides between two readings. May not read the clock or zone files: the same bytes give the same date anywhere.
"""

from archiver.page.dates.absolute import ParsedDate
from archiver.page.dates.evidence import Evidence
from archiver.page.dates.parse import MAX_LENGTH, parse_date

__all__ = ["MAX_LENGTH", "Evidence", "ParsedDate", "parse_date"]
