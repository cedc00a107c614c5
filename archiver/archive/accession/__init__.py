"""Taking in web archives that others made: kept as they are, read, their pages named and described."""

from archiver.archive.accession.accession import Accession, Progress

__all__ = ["Accession", "Progress"]
