"""A run: seeds captured by several workers, made ready here, published one by one or in groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archiver import urls
from archiver.archive import bundle
from archiver.archive.group import Group, Limits
from archiver.archive.holdings import Holdings
from archiver.archive.outcome import Outcome
from archiver.capture.crawl import crawl
from archiver.capture.guard import parse_networks
from archiver.errors import ArchiverError, BadInput, CannotStore
from archiver.exchange import Captured, Exchange, instant, utc_now
from archiver.model.capture import Capture, Options, Run
from archiver.page.record import page_of_exchange
from archiver.page.requisites import requisites
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
) -> Iterator[Outcome]:
    """Yield the outcome of every seed, each once it is durable."""
    seeds, faults = _checked(seeds)
    yield from faults
    described, done = _describe(holdings, seeds, resume) if bulk or resume else (None, set[str]())
    for seed in seeds:
        if seed.url in done:
            yield Outcome(seed.url, skipped=True)
    left = [seed for seed in seeds if seed.url not in done]
    group = Group(holdings.folder, lambda: holdings.catalog, None if bulk else Limits(captures=1))
    try:
        results = crawl(
            left,
            options,
            jobs=jobs,
            networks=parse_networks(options.allowNetwork),
            discover=_discover if options.requisites else None,
            ca_file=ca_file,
            tick=_TICK,
        )
        for result in results:
            yield from _settle(group, result, holdings, extract, described)
        yield from map(_done, group.publish())
    finally:
        group.abandon()


def _settle(
    group: Group,
    result: tuple[Seed, Captured | ArchiverError] | None,
    holdings: Holdings,
    extract: bool,
    described: Run | None,
) -> Iterator[Outcome]:
    if result is None:  # nothing came for a moment
        if group.is_due():
            yield from map(_done, group.publish())
        return
    seed, found = result
    if isinstance(found, CannotStore):
        raise found
    if isinstance(found, ArchiverError):
        yield Outcome(seed.url, error=found)
        return
    try:
        made = bundle.of_captured(found, holdings.folder.info, extract=extract, run=described)
    except BadInput as error:
        yield Outcome(seed.url, error=error)
        return
    yield from map(_done, group.add(made))


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


def _discover(exchange: Exchange) -> list[str]:
    page = page_of_exchange(exchange)
    return requisites(page) if page is not None else []
