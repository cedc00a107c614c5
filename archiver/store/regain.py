"""Getting back what is not a WARC: ``archive.json``, and the fixity log. What stood there goes to ``lost/``.

Lines of our log that the one that comes back does not have follow behind it with their own times, numbered anew:
nothing that was noted is lost, and the log stays one chain.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

from archiver.errors import IntegrityFailed
from archiver.store import fixity
from archiver.store.failure import storing
from archiver.store.folder import INFO, Folder, sync_folder
from archiver.store.history import History
from archiver.store.locks import open_held
from archiver.store.publish import open_locked
from archiver.store.restore import set_aside


def regain_info(folder: Folder, text: bytes) -> str | None:
    """Put an ``archive.json`` in the place of one that is damaged, lost, or was made anew; gives where in ``lost/``
    that one is now, if any. Durable on return. Raises CannotStore.
    """
    with _replacing(folder, folder.path / INFO) as raw:
        fixity.write_all(raw, text)
        return set_aside(folder, folder.path / INFO)


def regain_log(folder: Folder, texts: Sequence[bytes]) -> str | None:
    """Put the lines of a copy's log in the place of ours; gives where in ``lost/`` ours is now, if any.

    Durable on return. Raises IntegrityFailed, and changes nothing, where they are no sound log, or contradict what
    ours says; CannotStore.
    """
    path = fixity.path_of(folder)
    with storing(path):
        is_there = path.exists()
        held = open_held(path)  # no line is added meanwhile
        try:
            lines = [text.removesuffix(b"\n") for text in texts]
            lines += _ours_behind(folder, lines)
            if not History.of_lines(fixity.lines_in(line + b"\n" for line in lines)).is_sound:
                raise IntegrityFailed("the fixity log of the copy is not sound either: try another copy")
            with _replacing(folder, path) as raw:
                fixity.write_all(raw, b"\n".join([*lines, b""]))
                kept = set_aside(folder, path) if is_there else None
        except BaseException:
            if not is_there:
                path.unlink()  # an empty one, made to be held
            raise
        finally:
            os.close(held)
    return kept


def _ours_behind(folder: Folder, lines: Sequence[bytes]) -> Iterator[bytes]:
    """Our events that are not in ``lines``, as they follow behind those: of lines that the next one vouches for."""
    ours = list(fixity.read(folder))
    theirs = {fixity.digest_of(line) for line in lines}
    head = fixity.Head(len(lines), fixity.digest_of(lines[-1]))
    for line, following in zip_longest(ours, ours[1:]):
        is_vouched = following is None or (following.event or {}).get("previous") == line.digest
        if line.event is not None and is_vouched and line.digest not in theirs:
            text = fixity.moved(line.event, fixity.Head(head.lines + 1, head.digest))
            head = fixity.Head(head.lines + 1, fixity.digest_of(text))
            yield text


@contextmanager
def _replacing(folder: Folder, target: Path) -> Iterator[int]:
    """The descriptor of a file that takes the place of ``target`` when the block ends without an error."""
    with storing(folder.path):
        folder.tmp.mkdir(parents=True, exist_ok=True)
        temporary = folder.tmp / f"{target.name}.{os.getpid()}"
        temporary.unlink(missing_ok=True)  # of a process with our number that died
        raw = open_locked(temporary)
        try:
            yield raw.fileno()
            os.fsync(raw.fileno())
            temporary.replace(target)
            sync_folder(folder.path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
            raw.close()
