"""Dates as pages state them → ISO 8601, as precise as stated, never a guess that does not say so.

``words`` and ``zones`` are tables, ``absolute`` and ``relative`` read texts, ``evidence`` says what else on the
page decides between two readings. May not read the clock or zone files: the same bytes give the same date anywhere.
The patterns are made when the first date is to be read: most of what is captured in bulk is only kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.page.dates.evidence import Evidence

if TYPE_CHECKING:
    from archiver.page.dates.absolute import ParsedDate
    from archiver.page.dates.parse import MAX_LENGTH, parse_date

__all__ = ["MAX_LENGTH", "Evidence", "ParsedDate", "parse_date"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archiver.page.dates import parse

    return getattr(parse, name)
