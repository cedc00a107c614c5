"""Ours, stage by stage over the same pages: ARCHIVE TEMPLATE COUNT. Prints seconds for each stage.

Reaches into the stages that the façade composes; change it with them.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver import validate
from archiver.archive import bundle, manifest
from archiver.archive.archive import Archive
from archiver.archive.manifest import warcinfo_fields
from archiver.capture.fetch import Fetcher
from archiver.capture.options import default_options
from archiver.catalog.indexing import contents_of
from archiver.store.publish import Publication
from archiver.warc.members import METADATA, HashingReader, scan


def main(folder: Path, template: str, count: int) -> dict[str, float]:
    """Seconds for all pages, by stage."""
    spent: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        spent[stage] = time.perf_counter() - started

    gc.disable()  # all captures are held here, as in no run: collecting them would be charged to a stage
    shutil.rmtree(folder, ignore_errors=True)
    options = default_options(requisites=False, pace=0.0, allowNetwork=("127.0.0.0/8",))
    with Archive(folder) as archive, Fetcher(options) as fetcher:
        archive.catalog.counts()
        info = archive.folder.info
        with timed("fetch"):
            captured = [fetcher.capture(template.format(number)) for number in range(count)]
        validate._validator("capture")
        with timed("bundle (manifest, check, records)"):
            made = [bundle.of_captured(one, info, extract=False) for one in captured]
        with timed("- of it: entity digests"):
            entities = [[manifest.entity_of(e) for e in one.exchanges] for one in captured]
        with timed("- of it: manifest"):
            for one, entity in zip(captured, entities, strict=True):
                manifest.build(one, entity, info, None, ())
        documents = [one.capture.document() for one in made]
        with timed("- of it: schema check"):
            for document in documents:
                validate.check(document)
        publication = Publication(archive.folder, "benchmark", warcinfo_fields(info))
        with timed("gzip and write"):
            for ready in made:
                publication.add(list(ready.records))
        with timed("publish (fsync, read back, link, fsync)"):
            published = publication.publish()
        with timed("- of it: read back, again"), archive.folder.open_warc(published.name) as file:
            list(scan(HashingReader(file), METADATA))  # type: ignore[arg-type]
        with timed("catalog"):
            contents = contents_of(published.name, published.members)
            archive.catalog.add(published.name, contents, published.size, published.sha256)
        os.sync()
    return spent


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
