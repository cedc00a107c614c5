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
        shown = json.dumps(name)
        with Path(name).open("rb") as file:
            for found in members(file, Format("warc", "gzip"), digests="none"):
                if isinstance(found, ForeignMember) and found.type in _INDEXED:
                    sys.stdout.write(_line(found, shown))
                    count += 1
    return count


def _line(member: ForeignMember, name: str) -> str:
    """``name``: of the file, as JSON."""
    uri = member.uri or ""
    told = json.dumps(uri), json.dumps(member.id), json.dumps(member.get("WARC-Payload-Digest"))
    fields = (
        f'"url": {told[0]}, "id": {told[1]}, "digest": {told[2]},'
        f' "length": {member.length}, "offset": {member.offset}, "filename": {name}'
    )
    return f"{surt(uri)} {member.instant} {{{fields}}}\n"


if __name__ == "__main__":
    print(json.dumps({"records": main(sys.argv[1:])}))
