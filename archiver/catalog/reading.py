"""WARCs of ours read for the catalog, those of a large archive in a process beside this one.

Reading takes as long as cataloguing what was read, so with another processor both take half of the time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain

from archiver.beside import made_beside
from archiver.catalog.indexing import Contents, contents_of
from archiver.errors import CannotStore, IntegrityFailed
from archiver.store.folder import Folder
from archiver.warc.members import METADATA, scan

_WORTH_IT = 16 << 20  # bytes of WARCs: fewer are read before a process of its own has paid


def read_warc(folder: Folder, name: str) -> Iterator[Contents | None]:
    """The parts of a file; None for the rest where it cannot be read."""
    try:
        with folder.open_warc(name) as file:
            yield from contents_of(name, scan(file, METADATA))
    except (OSError, CannotStore, IntegrityFailed):
        yield None


@contextmanager
def reading(folder: Folder, names: Sequence[str]) -> Iterator[Iterator[Iterator[Contents]]]:
    """Of each of these files, in their order, the parts of what it says; they raise IntegrityFailed where it cannot be
    read. Those that were not taken when the next file is asked for are left out.
    """
    if _size(folder, names) < _WORTH_IT:
        yield _by_file(_read(folder, names), names)
        return
    with made_beside(_read, folder, names) as made:
        yield _by_file(_whole(made, folder, names), names)


def _by_file(read: Iterator[Contents | None], names: Sequence[str]) -> Iterator[Iterator[Contents]]:
    for name in names:
        parts = _of_one(read, name)
        yield parts
        with suppress(IntegrityFailed):
            deque(parts, maxlen=0)


def _of_one(read: Iterator[Contents | None], name: str) -> Iterator[Contents]:
    for part in read:
        if part is None:
            raise IntegrityFailed(f"{name} cannot be read")
        yield part
        if part.is_last:
            return


def _size(folder: Folder, names: Sequence[str]) -> int:
    size = 0
    for name in names:
        with suppress(OSError):
            size += (folder.path / name).stat().st_size
    return size


def _read(folder: Folder, names: Sequence[str]) -> Iterator[Contents | None]:
    return chain.from_iterable(read_warc(folder, name) for name in names)


def _whole(
    made: Iterator[Contents | None], folder: Folder, names: Sequence[str]
) -> Iterator[Contents | None]:
    """What was made, and the rest where it ended early: whatever ended it is met again here."""
    files = parts = 0  # that were taken whole, and of the next one
    for part in made:
        is_end = part is None or part.is_last
        files, parts = (files + 1, 0) if is_end else (files, parts + 1)
        yield part
    for name in names[files : files + 1]:
        rest = enumerate(read_warc(folder, name))
        yield from (part for number, part in rest if number >= parts or part is None)
    yield from _read(folder, names[files + 1 :])
