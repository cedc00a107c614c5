"""How it went with one URL of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.errors import ArchiverError

if TYPE_CHECKING:
    from archiver.model.capture import Capture


@dataclass(frozen=True)
class Outcome:
    """The durable capture, or the error; ``skipped`` where an earlier part of the run had published it."""

    url: str
    capture: Capture | None = None
    error: ArchiverError | None = None
    skipped: bool = False
