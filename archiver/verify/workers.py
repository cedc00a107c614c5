"""Files checked one after another, or by several processes; results come in the order of the tasks either way."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from archiver.catalog import Catalog
from archiver.errors import CannotStore
from archiver.store.folder import Folder
from archiver.verify.files import Checked, Task, check_file

_AT_HAND: dict[str, tuple[Folder, Catalog | None]] = {}  # of a worker process: what its tasks read


def check_all(folder: Folder, catalog: Catalog, tasks: Sequence[Task], jobs: int) -> Iterator[Checked]:
    """Check every file. Raises CannotStore when a worker process was killed."""
    jobs = min(jobs, len(tasks))
    own = catalog.another() if jobs > 1 else None
    if own is None:  # one process, or a catalog that only this one has
        for task in tasks:
            yield check_file(folder, catalog, task)
        return
    own.close()
    # A fork is ready at once; with other threads about it could inherit a lock that nobody opens again.
    can_fork = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    read_only = catalog.is_read_only
    with ProcessPoolExecutor(jobs, context, _start, (folder, folder.catalog_path, read_only)) as pool:
        try:
            yield from pool.map(_check, tasks)
        except BrokenProcessPool:
            raise CannotStore(
                "a process of the verification was killed: run it again with --resume"
            ) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _start(folder: Folder, path: Path, read_only: bool) -> None:
    _AT_HAND["archive"] = folder, Catalog(path, read_only=read_only)


def _check(task: Task) -> Checked:
    folder, catalog = _AT_HAND["archive"]
    return check_file(folder, catalog, task)
