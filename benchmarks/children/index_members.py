"""Ours: FILE… as files of others, read for an index only, no digest made: a line of CDXJ's fields for each record.

Written to where the peer writes: standard output, which nobody reads; the count stands at its end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from archiver.urls import surt
from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.scanning import members

_INDEXED = ("response", "resource", "revisit")


def main(names: list[str]) -> int:
    """How many records were indexed."""
    count = 0
    for name in names:
        with Path(name).open("rb") as file:
            for found in members(file, Format("warc", "gzip"), digests="none"):
                if isinstance(found, ForeignMember) and found.type in _INDEXED:
                    print(_line(found, name))
                    count += 1
    return count


def _line(member: ForeignMember, name: str) -> str:
    uri = member.uri or ""
    fields = {
        "url": uri,
        "id": member.id,
        "digest": member.get("WARC-Payload-Digest"),
        "length": member.length,
        "offset": member.offset,
        "filename": name,
    }
    return f"{surt(uri)} {member.instant} {json.dumps(fields)}"


if __name__ == "__main__":
    print(json.dumps({"records": main(sys.argv[1:])}))
