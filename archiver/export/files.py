"""An export's file: written beside its name and put in place whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archiver.store.failure import storing


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A binary file that appears as ``path`` when the block ends without an error. Raises CannotStore."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storing(path):
        file = temporary.open("wb")
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
