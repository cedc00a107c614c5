"""Files checked one after another, or several at a time; results come in the order of the tasks either way.

Whole files are hashed in threads, which do so side by side; what stands in them is checked in processes, for most
of that is Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from archiver.beside import workers
from archiver.catalog import Catalog
from archiver.errors import CannotStore
from archiver.store.folder import Folder
from archiver.verify.files import Checked, Task, check_file, name_documents

_AT_HAND: dict[str, tuple[Folder, Catalog | None]] = {}  # of a worker process: what its tasks read


@contextmanager
def checking(
    folder: Folder, catalog: Catalog, tasks: Sequence[Task], jobs: int
) -> Iterator[Iterator[Checked]]:
    """Every file as it is checked; those that work beside this process are at it once this is entered.

    Raises CannotStore when a worker process was killed.
    """
    jobs = min(jobs, len(tasks))
    if jobs > 1 and all(task.depth == "files" for task in tasks):
        at_work: AbstractContextManager[Iterator[Checked]] = _in_pool(
            ThreadPoolExecutor(jobs), partial(check_file, folder, None), tasks
        )
    elif jobs > 1 and (own := catalog.another()) is not None:
        own.close()
        pool = workers(jobs, _start, folder, folder.catalog_path, catalog.is_read_only)
        at_work = _in_pool(pool, _check, tasks)
    else:  # one process, or a catalog that only this one has
        at_work = nullcontext(map(partial(check_file, folder, catalog), tasks))
    with at_work as each:
        yield (_with_documents(checked, catalog) for checked in each)


def _with_documents(checked: Checked, catalog: Catalog) -> Checked:
    if checked.sha256 is None:
        name_documents(checked.report, catalog, checked.name)
    return checked


@contextmanager
def _in_pool(
    pool: Executor, check: Callable[[Task], Checked], tasks: Sequence[Task]
) -> Iterator[Iterator[Checked]]:
    with pool:
        try:
            yield pool.map(check, tasks)
        except BrokenExecutor:
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
