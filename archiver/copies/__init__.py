"""Copies of an archive elsewhere: made, audited, and used to mend what is damaged here.

A copy has the files of an archive. In a folder it is an archive itself (``archiver --archive COPY`` reads it); in
object storage it is only mended from. What is copied is what cannot be made again: ``archive.json``, the published
WARC files, the fixity log; the catalog is a cache. The only part of archiver but ``capture`` that opens outgoing
connections, and only to a place that was named by hand; it may not look into a WARC.
"""

from archiver.copies.audit import CopyFault, audit
from archiver.copies.identity import require_there
from archiver.copies.mending import Mending
from archiver.copies.places import Place, known_places, place_apart, place_of
from archiver.copies.repair import Repaired, repair, repair_info, repair_log
from archiver.copies.replicate import Copied, replicate

__all__ = [
    "Copied",
    "CopyFault",
    "Mending",
    "Place",
    "Repaired",
    "audit",
    "known_places",
    "place_apart",
    "place_of",
    "repair",
    "repair_info",
    "repair_log",
    "replicate",
    "require_there",
]
