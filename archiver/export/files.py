"""An export's file: written beside its name and put in place whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archiver.errors import BadInput
from archiver.store.failure import cannot_store, storing


@contextmanager
def written(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A binary file that appears as ``path`` when the block ends without an error.

    An error of the operating system that names another file is not about this one. Raises BadInput where there is
    such a file and it is not to be overwritten, CannotStore.
    """
    if path.is_file() and not overwrite:
        raise BadInput(f"{path} is there already: name another file, or replace it with --overwrite")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storing(path):
        file = temporary.open("wb")
        try:
            with file:
                try:
                    yield file
                except OSError as error:
                    raise cannot_store(error, error.filename or path) from error
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
