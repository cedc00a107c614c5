"""How damaged files are mended, as a person types it: from a copy the fixity log knows, or COPY. Writes nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from archiver.copies.places import held_copies
from archiver.store.folder import Folder


class Mending:
    """What the fixity log says of copies, read once, when the first command is asked for."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._held: dict[str, set[str]] | None = None

    def command(self, name: str) -> str:
        """``archiver repair NAME --from COPY``. Raises CannotStore."""
        return f"archiver repair {shlex.quote(name)} --from {self._copy([name])}"

    def command_for_all(self, names: Iterable[str]) -> str:
        """``archiver repair --from COPY``, for these files among others. Raises CannotStore."""
        return f"archiver repair --from {self._copy(names)}"

    def _copy(self, names: Iterable[str]) -> str:
        """The copy with most of these files, ready for a shell; ``COPY`` where none is known to have any."""
        if self._held is None:
            self._held = held_copies(self._folder)
        there = {place: len(files.intersection(names)) for place, files in self._held.items()}
        best = max(there, key=lambda place: there[place], default="")
        return shlex.quote(best) if there.get(best) else "COPY"
