"""WARCs of ours read for the catalog, those of a large archive in a process beside this one.

Reading takes as long as cataloguing what was read, so with another processor both take half of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from archiver.beside import made_beside
from archiver.catalog.indexing import Contents, contents_of
from archiver.errors import CannotStore, IntegrityFailed
from archiver.store.folder import Folder
from archiver.warc.members import METADATA, scan

_WORTH_IT = 16 << 20  # bytes of WARCs: fewer are read before a process of its own has paid


def read_warc(folder: Folder, name: str) -> Contents | None:
    """None where it cannot be read, which must not keep from the others: ``verify`` names it."""
    try:
        with folder.open_warc(name) as file:
            return contents_of(name, scan(file, METADATA))
    except (OSError, CannotStore, IntegrityFailed):
        return None


@contextmanager
def reading(folder: Folder, names: Sequence[str]) -> Iterator[Iterator[Contents | None]]:
    """What ``read_warc`` gives of each of these files, in their order."""
    if _size(folder, names) < _WORTH_IT:
        yield _read(folder, names)
        return
    with made_beside(_read, folder, names) as made:
        yield _whole(made, folder, names)


def _size(folder: Folder, names: Sequence[str]) -> int:
    size = 0
    for name in names if names[1:] else ():  # a single one leaves nothing to do meanwhile
        with suppress(OSError):
            size += (folder.path / name).stat().st_size
    return size


def _read(folder: Folder, names: Sequence[str]) -> Iterator[Contents | None]:
    return (read_warc(folder, name) for name in names)


def _whole(
    made: Iterator[Contents | None], folder: Folder, names: Sequence[str]
) -> Iterator[Contents | None]:
    """What was made, and the rest where it ended early: whatever ended it is met again here."""
    done = 0
    for contents in made:
        done += 1
        yield contents
    yield from _read(folder, names[done:])
