"""After a crash: temporary files that nobody writes any more go to ``lost/``, never away."""

from __future__ import annotations

import os
from pathlib import Path

from archiver.store.folder import FOREIGN_MARK, WARC_SUFFIX, Folder
from archiver.store.locks import unheld


def set_aside_orphans(folder: Folder) -> list[str]:
    """Move temporary files whose writer is gone to ``lost/``; gives their names there.

    A file that is locked belongs to a living process and stays. Does nothing in a read-only archive.
    """
    moved = []
    try:
        names = sorted(entry.name for entry in os.scandir(folder.tmp) if _is_publication(entry.name))
        for name in names:
            if _is_orphan(folder.tmp / name):
                folder.lost.mkdir(exist_ok=True)
                target = free_name(folder.lost, name)
                (folder.tmp / name).rename(target)
                moved.append(f"lost/{target.name}")
    except OSError:
        return moved
    return moved


def _is_publication(name: str) -> bool:
    return WARC_SUFFIX in name or f"{FOREIGN_MARK}." in name


def _is_orphan(path: Path) -> bool:
    """Whether nobody writes this file any more. An empty one, and a published one's second name, go here."""
    with unheld(path) as state:
        if state is None:
            return False
        if state.st_nlink > 1:  # its writer died between link and unlink: published, nothing is lost
            path.unlink(missing_ok=True)
            return False
        if state.st_size == 0:  # nothing to keep; a writer that waits for this lock makes another
            path.unlink(missing_ok=True)
            return False
        return True


def free_name(folder: Path, name: str) -> Path:
    """A path in ``folder`` that nothing has yet: ``name``, else with a number behind it."""
    target, count = folder / name, 1
    while target.exists():
        target, count = folder / f"{name}.{count}", count + 1
    return target
