"""Many seeds: polite to each host, one result each, ended cleanly."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from archiver.capture import line
from archiver.capture.crawl import crawl
from archiver.capture.options import default_options
from archiver.errors import ArchiverError, BadUrl, FetchFailed
from archiver.exchange import Captured
from archiver.seeds import Seed

from .conftest import LOOPBACK, Server, Talk, response, trickle


def run(seeds: Any, jobs: int = 4, **options: Any) -> list[tuple[Seed, Captured | ArchiverError]]:
    options.setdefault("pace", 0.0)
    return list(crawl(seeds, default_options(**options), jobs=jobs, networks=LOOPBACK))


def workers() -> int:
    return threading.active_count()


def test_every_seed_comes_back_once(server: Server) -> None:
    """Hosts 127.0.0.1 to 127.0.0.250 are this machine, too: 250 hosts."""
    server.route("/", response(b"ok"))
    with Server() as other:
        seeds = [
            Seed(server.url("/")),
            Seed(other.url("/gone")),
            Seed("http://no-such-host.invalid/"),
            Seed("news"),
        ]
        outcomes = dict(run(seeds * 10))
    assert len(run(seeds * 10)) == 40
    assert outcomes[seeds[0]].page.status == 200  # type: ignore[union-attr]
    assert outcomes[seeds[1]].page.status == 404  # type: ignore[union-attr]
    assert isinstance(outcomes[seeds[2]], FetchFailed)
    assert isinstance(outcomes[seeds[3]], BadUrl)


def test_pages_of_one_host_keep_their_distance_and_never_overlap(server: Server) -> None:
    began: list[float] = []
    under_way = threading.Semaphore(1)

    def page(talk: Talk) -> None:
        began.append(time.monotonic())
        assert under_way.acquire(blocking=False), "two pages of one host at once"
        time.sleep(0.02)
        talk.send(response(b"ok"))
        under_way.release()

    seeds = [Seed(server.route(f"/{n}", page)) for n in range(6)]
    outcomes = run(seeds, jobs=4, pace=0.15)
    assert all(outcome.page.status == 200 for _, outcome in outcomes)  # type: ignore[union-attr]
    gaps = [after - before for before, after in itertools.pairwise(began)]
    assert min(gaps) > 0.1


def test_another_host_need_not_wait() -> None:
    """Twelve seeds of a slow-paced host come first; those of the other host are done long before."""
    with Server() as one:
        one.route("/", response(b"ok"))
        seeds = [Seed(one.url("/")) for _ in range(4)]
        seeds += [Seed(one.url("/", host="localhost")) for _ in range(1)]
        outcomes = run(seeds, jobs=2, pace=0.3)
    assert seeds[-1] in [seed for seed, _ in outcomes[:2]]


def test_seeds_are_taken_as_they_are_needed(server: Server) -> None:
    """A million seeds and a consumer who stops after three."""
    taken = itertools.count()

    def endless() -> Iterator[Seed]:
        while True:
            next(taken)
            yield Seed(server.url("/"))

    before = workers()
    results = crawl(endless(), default_options(pace=0.0), jobs=2, networks=LOOPBACK)
    assert [next(results)[0].url for _ in range(3)] == [server.url("/")] * 3
    time.sleep(0.5)
    assert len(server.log) < 12, "workers wait for a slow consumer"
    assert next(taken) < 300
    results.close()
    assert workers() <= before + server.connections  # the server's threads end when they notice


def test_closing_ends_captures_under_way(server: Server) -> None:
    server.route("/", response(b"ok"))
    server.route("/slow", trickle(b"x", 0.1))
    seeds = [Seed(server.url("/")), Seed(server.url("/slow", host="localhost"))]
    results = crawl(seeds, default_options(pace=0.0), jobs=2, networks=LOOPBACK)
    next(results)
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 1.5
    assert not [t for t in threading.enumerate() if t.name.startswith("capture")]


def test_an_exception_in_the_consumer_ends_the_run(server: Server) -> None:
    with pytest.raises(KeyboardInterrupt):
        for _ in crawl([Seed(server.url("/"))] * 50, default_options(pace=0.0), jobs=2, networks=LOOPBACK):
            raise KeyboardInterrupt
    assert not [t for t in threading.enumerate() if t.name.startswith("capture")]
    assert len(server.log) < 50


def test_a_defect_met_on_one_page_is_that_page_s_failure(server: Server) -> None:
    def broken(exchange: Any) -> list[str]:
        raise ZeroDivisionError("oh")

    seeds = [Seed(server.route("/", response(b"ok")))] * 3
    outcomes = list(crawl(seeds, default_options(pace=0.0), jobs=2, networks=LOOPBACK, discover=broken))
    assert len(outcomes) == 3
    assert all("please report: ZeroDivisionError: oh" in str(outcome) for _, outcome in outcomes)


def test_seeds_that_break_are_heard_of(server: Server) -> None:
    def breaking() -> Iterator[Seed]:
        yield Seed(server.url("/"))
        raise OSError("the list cannot be read")

    with pytest.raises(OSError, match="the list cannot be read"):
        run(breaking())


# -- one worker without a pace: the next request is sent ahead --------------------------------------


def ahead(server: Server, pages: int, **options: Any) -> Iterator[Any]:
    """A run of one worker over pages that each hold their number."""
    seeds = [Seed(server.route(f"/{n}", response(b"page %d" % n))) for n in range(pages)]
    return crawl(seeds, default_options(**{"pace": 0.0, **options}), jobs=1, networks=LOOPBACK)


def bodies(results: Iterator[Any]) -> list[tuple[str, bytes]]:
    return [(seed.url[-2:], captured.page.entity()) for seed, captured in filter(None, results)]


PAGES = [(f"/{n}", b"page %d" % n) for n in range(4)]


def asked(server: Server, count: int) -> bool:
    """Whether the server had that many requests within a moment."""
    end = time.monotonic() + (2 if count else 0.2)
    while len(server.log) < count and time.monotonic() < end:
        time.sleep(0.01)
    return len(server.log) >= count


def test_the_next_page_is_asked_for_while_this_one_is_written(server: Server) -> None:
    results = ahead(server, 4)
    first = next(results)
    assert asked(server, 2), "the server sits idle while the consumer works"
    time.sleep(0.05)
    assert len(server.log) == 2, "one request at a time"
    assert bodies(itertools.chain([first], results)) == PAGES
    assert (len(server.log), server.connections) == (4, 1)


@pytest.mark.parametrize("options", [{"pace": 0.05}, {"robots": "obeyed"}])
def test_nothing_is_sent_ahead_of_a_pace_or_of_robots(server: Server, options: Any) -> None:
    results = ahead(server, 4, **options)
    first = next(results)
    had = len(server.log)
    time.sleep(0.1)
    assert len(server.log) == had
    assert bodies(itertools.chain([first], results)) == PAGES


def test_what_was_sent_ahead_and_is_not_wanted_any_more_is_dropped(server: Server) -> None:
    results = ahead(server, 4)
    next(results)
    assert asked(server, 2)
    results.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert len(server.log) == 2


def test_a_consumer_that_takes_its_time_gets_a_fresh_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "FRESH", 0.0)
    results = ahead(server, 4)
    first = next(results)
    assert asked(server, 2)
    assert bodies(itertools.chain([first], results)) == PAGES
    assert [talk.path for talk in server.log].count("/1") == 2


def test_a_deadline_does_not_run_while_the_consumer_works(server: Server) -> None:
    results = ahead(server, 4, maxSeconds=0.3)
    first = next(results)
    time.sleep(0.4)
    assert bodies(itertools.chain([first], results)) == PAGES


def test_a_server_that_closed_under_a_request_sent_ahead_is_asked_again(server: Server) -> None:
    def once_in_a_connection(talk: Talk) -> bool:
        talk.send(response(b"page"))
        return False  # without having said so

    seeds = [Seed(server.route(f"/{n}", once_in_a_connection)) for n in range(4)]
    assert [body for _, body in bodies(run_alone(seeds))] == [b"page"] * 4


def run_alone(seeds: list[Seed]) -> Iterator[Any]:
    return crawl(seeds, default_options(pace=0.0), jobs=1, networks=LOOPBACK)


def test_more_workers_than_hosts_would_only_wait_so_one_does_it(server: Server) -> None:
    seeds = [Seed(server.route(f"/{n}", response(b"page %d" % n))) for n in range(4)]
    results = crawl(seeds, default_options(pace=0.0), jobs=4, networks=LOOPBACK)
    assert bodies(itertools.islice(results, 1)) == PAGES[:1]
    assert asked(server, 2), "the next page was not asked for ahead"
    assert [thread.name for thread in threading.enumerate()].count("capture") == 1
    assert bodies(results) == PAGES[1:]


def test_a_bad_address_that_comes_next_fails_alone(server: Server) -> None:
    good = Seed(server.route("/", response(b"ok")))
    outcomes = [found for _, found in filter(None, run_alone([good, Seed("news"), good]))]
    assert [type(found) for found in outcomes] == [Captured, BadUrl, Captured]
