"""A run: seeds captured by several workers, made ready here, published one by one or in groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from archiver import urls
from archiver.archive import bundle
from archiver.archive.batch import MAX_CAPTURES, Batch, Limits
from archiver.archive.dedup import Originals
from archiver.archive.group import Group
from archiver.archive.holdings import Holdings
from archiver.archive.outcome import Outcome
from archiver.archive.scribe import Scribe
from archiver.capture.crawl import crawl
from archiver.capture.guard import parse_networks
from archiver.confine import Desk, Read
from archiver.errors import ArchiverError, BadInput, CannotStore
from archiver.exchange import Captured, Discover, Exchange, instant, utc_now
from archiver.model.capture import Capture, Options, Run
from archiver.page.record import page_of_exchange
from archiver.page.requisites import may_have_requisites
from archiver.seeds import Seed

_TICK = 0.25  # seconds: how long a group that is due may wait for a slow site


def run(
    holdings: Holdings,
    seeds: Sequence[Seed],
    options: Options,
    jobs: int,
    extract: bool,
    resume: bool,
    bulk: bool,
    ca_file: str | None,
    desk: Desk,
    stopping: Event | None = None,
) -> Iterator[Outcome]:
    """Yield the outcome of every seed, each once it is durable.

    In a bulk run pages are read at the ``desk`` while others are fetched and written. Once ``stopping`` is set nothing
    more is fetched; what is finished is published.
    """
    if extract or options.requisites:
        desk.warm_up()
    seeds, faults = _checked(seeds)
    yield from faults
    described, done = _describe(holdings, seeds, resume) if bulk or resume else (None, set[str]())
    for seed in seeds:
        if seed.url in done:
            yield Outcome(seed.url, skipped=True)
    left = [seed for seed in seeds if seed.url not in done]
    group = Group(_writer(holdings, len(left), bulk=bulk))
    originals = Originals(holdings) if options.dedup else None
    stage = _Stage(holdings, group, desk, extract, described, originals, overlap=bulk)
    try:
        results = crawl(
            left,
            options,
            jobs=jobs,
            networks=parse_networks(options.allowNetwork),
            discover=_discover_at(desk) if options.requisites else None,
            ca_file=ca_file,
            tick=_TICK,
            stopping=stopping,
        )
        for result in results:
            yield from stage.settle(result)
        yield from stage.end()
    finally:
        desk.drop(stage)
        group.close()


def _writer(holdings: Holdings, captures: int, *, bulk: bool) -> Batch | Scribe:
    """What writes so many captures: where they are more than go in one file, a process of its own."""
    if bulk and captures > MAX_CAPTURES:
        return Scribe(holdings.folder)
    limits = None if bulk else Limits(captures=1)
    return Batch(holdings.folder, lambda: holdings.catalog, limits)


@dataclass(frozen=True, eq=False)
class _Stage:
    """Between fetching and publishing: captures whose pages are being read."""

    holdings: Holdings
    group: Group
    desk: Desk
    extract: bool
    described: Run | None
    originals: Originals | None
    overlap: bool

    def settle(self, result: tuple[Seed, Captured | ArchiverError] | None) -> Iterator[Outcome]:
        """Take one result of the crawl (None: nothing came for a moment); give what is durable by now."""
        if result is not None:
            yield from self._begin(*result)
        yield from self._finish(0.0 if self.overlap else None)
        yield from map(_done, self.group.settled())

    def end(self) -> Iterator[Outcome]:
        """Give all the rest."""
        while waiting := self.desk.take(self, None):
            for begun, read in waiting:
                yield from self._add(begun, read)
        while durable := self.group.publish():
            yield from map(_done, durable)

    def _begin(self, seed: Seed, found: Captured | ArchiverError) -> Iterator[Outcome]:
        if isinstance(found, CannotStore):
            raise found
        if isinstance(found, ArchiverError):
            yield Outcome(seed.url, error=found)
            return
        begun = bundle.begin(
            found,
            self.holdings.folder.info,
            extract=self.extract,
            run=self.described,
            originals=self.originals,
        )
        if begun.page is not None:
            self.desk.put(self, begun, begun.page)
        else:
            yield from self._add(begun, None)

    def _finish(self, seconds: float | None) -> Iterator[Outcome]:
        for begun, read in self.desk.take(self, seconds):
            yield from self._add(begun, read)

    def _add(self, begun: bundle.Begun, read: Read | None) -> Iterator[Outcome]:
        if self.originals is not None:
            begun = self.originals.without_requisites(begun)
        try:
            made = bundle.finish(begun, read)
        except BadInput as error:
            yield Outcome(begun.capture.url, error=error)
            return
        durable = self.group.add(made)
        if self.originals is not None:
            self.originals.wrote(begun)
        yield from map(_done, durable)


def _done(capture: Capture) -> Outcome:
    return Outcome(capture.url, capture)


def _checked(seeds: Sequence[Seed]) -> tuple[list[Seed], list[Outcome]]:
    """Seeds with normal URLs, each URL once; those whose URL is refused."""
    good: dict[str, Seed] = {}
    bad = []
    for seed in seeds:
        try:
            url = urls.normalize(seed.url)
            good.setdefault(url, replace(seed, url=url))
        except BadInput as error:
            bad.append(Outcome(seed.url, error=error))
    return list(good.values()), bad


def _describe(holdings: Holdings, seeds: Sequence[Seed], resume: bool) -> tuple[Run, set[str]]:
    """The run these seeds belong to, and the URLs it has published already."""
    text = "\n".join(sorted(seed.url for seed in seeds))
    seed_list = hashlib.sha256(text.encode()).hexdigest()[:16]
    newest = holdings.catalog.newest_run(seed_list) if resume else None
    started, done = newest if newest else (instant(utc_now()), set[str]())
    return Run(list=seed_list, started=started, seeds=len(seeds)), done


def _discover_at(desk: Desk) -> Discover:
    """Requisites found at the desk, as all is that comes from a page: what they are in is hostile."""

    def discover(exchange: Exchange) -> list[str]:
        page = page_of_exchange(exchange)
        if page is None or not may_have_requisites(page):
            return []
        read = desk.requisites(page)
        if read.steps:
            reason = read.steps[0].removeprefix("not read: ")
            raise ArchiverError(f"what it needs to be shown was not looked for: {reason}")
        return list(read.requisites)

    return discover
