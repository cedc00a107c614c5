"""Many seeds: workers with a connection set each, one polite pace for every host.

Yields what was captured, or why not, as it comes. Keeps nothing and writes nothing.
"""

from __future__ import annotations

import contextlib
import heapq
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from queue import Empty, Full, Queue, SimpleQueue
from typing import Self

from archiver import urls
from archiver.capture.fetch import Fetcher
from archiver.capture.guard import Network
from archiver.errors import ArchiverError
from archiver.exchange import Captured, Discover
from archiver.model.capture import Options
from archiver.seeds import Seed

Outcome = tuple[Seed, Captured | ArchiverError]
_WINDOW = 64  # seeds looked ahead per worker, to find one whose host is free
_TICK = 0.5  # seconds a worker waits before it looks whether the run was stopped


class Agenda:
    """Which seed may start next: its host not being fetched, and ``pace`` seconds after the last."""

    def __init__(self, seeds: Iterable[Seed], pace: float, window: int) -> None:
        self._seeds: Iterator[Seed] | None = iter(seeds)
        self._pace = pace
        self._window = window
        self._waiting: dict[str, deque[Seed]] = {}
        self._ready: list[tuple[float, int, str]] = []  # hosts with waiting seeds that are not being fetched
        self._busy: set[str] = set()
        self._free_at: dict[str, float] = {}
        self._size = self._serial = 0
        self._changed = threading.Condition()

    def take(self, stop: threading.Event) -> Seed | None:
        """The next seed, when it may start; None when there are no more, or the run was stopped."""
        with self._changed:
            while not stop.is_set():
                self._fill()
                if self._size == 0:
                    return None
                wait = self._ready[0][0] - time.monotonic() if self._ready else _TICK
                if self._ready and wait <= 0:
                    return self._start(heapq.heappop(self._ready)[2])
                self._changed.wait(min(wait, _TICK))
        return None

    def done(self, seed: Seed) -> None:
        """The seed's host is free again."""
        host = urls.host_of(seed.url)
        with self._changed:
            self._busy.discard(host)
            if host in self._waiting:
                self._offer(host)
            self._changed.notify_all()

    def _fill(self) -> None:
        while self._seeds is not None and self._size < self._window:
            seed = next(self._seeds, None)
            if seed is None:
                self._seeds = None
                return
            host = urls.host_of(seed.url)
            self._size += 1
            if host not in self._waiting:
                self._waiting[host] = deque()
                if host not in self._busy:
                    self._offer(host)
            self._waiting[host].append(seed)

    def _offer(self, host: str) -> None:
        self._serial += 1
        heapq.heappush(self._ready, (self._free_at.get(host, 0.0), self._serial, host))

    def _start(self, host: str) -> Seed:
        now = time.monotonic()
        if len(self._free_at) > 10_000:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}
        self._free_at[host] = now + self._pace
        self._busy.add(host)
        self._size -= 1
        queue = self._waiting[host]
        seed = queue.popleft()
        if not queue:
            del self._waiting[host]
        return seed


class _Run:
    """The workers of one crawl and the queue of their results."""

    def __init__(self, seeds: Iterable[Seed], options: Options, jobs: int, discover: Discover | None) -> None:
        self.agenda = Agenda(seeds, options.pace, jobs * _WINDOW)
        self.options = options
        self.discover = discover
        self.stop = threading.Event()
        self.results: Queue[Outcome | Exception | None] = Queue(maxsize=max(2, jobs))
        self.fetchers: list[Fetcher] = []

    def work(self, fetcher: Fetcher) -> None:
        """Until there are no more seeds; None in the queue says this worker is done."""
        end: Exception | None = None
        try:
            with fetcher:
                while (seed := self.agenda.take(self.stop)) is not None:
                    self._put((seed, self._capture(fetcher, seed)))
        except Exception as error:  # the iterable of seeds broke: the consumer must hear of it
            end = error
        self._put(end)

    def _capture(self, fetcher: Fetcher, seed: Seed) -> Captured | ArchiverError:
        try:
            return _attempt(fetcher, seed, self.discover)
        finally:
            self.agenda.done(seed)

    def _put(self, result: Outcome | Exception | None) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(Full):
                self.results.put(result, timeout=_TICK)
                return

    def end(self) -> None:
        self.stop.set()
        for fetcher in self.fetchers:
            fetcher.stop()


def _attempt(fetcher: Fetcher, seed: Seed, discover: Discover | None) -> Captured | ArchiverError:
    try:
        return fetcher.capture(seed.url, discover)
    except ArchiverError as error:
        return error
    except Exception as error:  # a defect of ours met on one page must not end the run
        failure = ArchiverError(
            f"{seed.url}: defect in archiver, please report: {type(error).__name__}: {error}"
        )
        failure.__cause__ = error
        return failure


class _Hand:
    """One worker that is told what to fetch, so that the consumer hears how time goes by while a page is slow."""

    def __init__(self, fetcher: Fetcher, discover: Discover | None) -> None:
        self._fetcher, self._discover = fetcher, discover
        self._asked: SimpleQueue[Seed | None] = SimpleQueue()
        self._found: SimpleQueue[Captured | ArchiverError] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="capture", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._fetcher.stop()
        self._asked.put(None)
        self._thread.join(timeout=5)

    def _work(self) -> None:
        with self._fetcher:
            while (seed := self._asked.get()) is not None:
                self._found.put(_attempt(self._fetcher, seed, self._discover))

    def fetch(self, seed: Seed, tick: float) -> Iterator[Captured | ArchiverError | None]:
        """The one result; before it None whenever it did not come for ``tick`` seconds."""
        self._asked.put(seed)
        while True:
            try:
                result = self._found.get(timeout=tick)
            except Empty:
                yield None
            else:
                yield result
                return


def _alone(
    seeds: Iterable[Seed], options: Options, fetcher: Fetcher, discover: Discover | None, tick: float
) -> Generator[Outcome | None]:
    """One worker that waits until the consumer is done: twice as fast as one that runs ahead, for neither waits
    for the interpreter's lock.

    Without a pace the next request is under way while the consumer has this result; one seed is read ahead.
    """
    free_at: dict[str, float] = {}
    with _Hand(fetcher, discover) as hand:
        for seed, following in pairwise(chain(seeds, (None,))):
            assert seed is not None
            host = urls.host_of(seed.url)
            while (wait := free_at.get(host, 0.0) - time.monotonic()) > 0:
                time.sleep(min(wait, tick))
                yield None
            free_at[host] = time.monotonic() + options.pace
            for result in hand.fetch(seed, tick):
                if result is None:
                    yield None
                    continue
                if following is not None and options.pace == 0:  # it need not wait until this one is written
                    fetcher.send_ahead(following.url)
                yield seed, result


def crawl(
    seeds: Iterable[Seed],
    options: Options,
    *,
    jobs: int = 4,
    networks: Sequence[Network] = (),
    discover: Discover | None = None,
    ca_file: str | None = None,
    tick: float = _TICK,
    stopping: threading.Event | None = None,
) -> Iterator[Outcome | None]:
    """Capture every seed; each comes back with its capture or the error that prevented it, as they finish.

    ``jobs`` workers; one where all is of one host, without a pace. Pages of one host start at least
    ``options.pace`` seconds apart, never overlapping.
    None is yielded whenever nothing came for ``tick`` seconds, so that the consumer can publish what it has.
    Workers wait when results are not taken. Closing the iterator, or an exception in the consumer, ends the
    captures under way within a second and drops them. Once ``stopping`` is set no more is fetched either, and what
    is finished still comes. Raises only what iterating
    ``seeds`` raises, and BadInput for options that no request can be made with.
    """
    stopping = stopping or threading.Event()
    if jobs == 1 or (options.pace == 0 and _is_one_host(seeds)):
        fetcher = Fetcher(options, networks, ca_file=ca_file)
        with contextlib.closing(_alone(seeds, options, fetcher, discover, tick)) as results:
            for result in results:
                yield result
                if stopping.is_set():
                    return
        return
    run = _Run(seeds, options, jobs, discover)
    run.fetchers = [Fetcher(options, networks, ca_file=ca_file) for _ in range(jobs)]
    threads = [
        threading.Thread(target=run.work, args=(fetcher,), name="capture", daemon=True)
        for fetcher in run.fetchers
    ]
    try:
        for thread in threads:
            thread.start()
        yield from _results(run, len(threads), tick, stopping)
    finally:
        run.end()
        for thread in threads:
            thread.join(timeout=5)


def _is_one_host(seeds: Iterable[Seed]) -> bool:
    """True where more workers than one would only wait for each other."""
    return isinstance(seeds, Sequence) and all(
        urls.host_of(seed.url) == urls.host_of(seeds[0].url) for seed in seeds
    )


def _results(run: _Run, working: int, tick: float, stopping: threading.Event) -> Iterator[Outcome | None]:
    while working and not stopping.is_set():
        try:
            result = run.results.get(timeout=tick)  # a time-out, so that Ctrl-C is heard on every system
        except Empty:
            yield None
            continue
        if isinstance(result, Exception):
            raise result
        if result is None:
            working -= 1
        else:
            yield result
    for _ in range(run.results.qsize()):  # finished before the run was stopped
        if isinstance(result := run.results.get_nowait(), tuple):
            yield result
