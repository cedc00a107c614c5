"""The façade: composes the stages. What the command line and scripts call."""

from archiver.archive.archive import Archive
from archiver.archive.outcome import Outcome

__all__ = ["Archive", "Outcome"]
