"""Ours: ARCHIVE FILE. Everything an archive holds as one WACZ; prints how many captures.

As ``archiver export --all`` does it, but for the fsync at the end, as the peer has none.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import archiver


def main(folder: Path, file: Path) -> dict[str, int]:
    """Write the package."""
    gc.set_threshold(50_000)  # as the command does
    with archiver.open(folder, create=False) as archive, file.open("wb") as output:
        archive.export(None, "wacz", output)
        return {"captures": archive.catalog.counts()["capture"]}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
