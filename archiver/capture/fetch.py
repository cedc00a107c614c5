"""``Fetcher``: a URL, its redirects and what the page needs, as ``Exchange``s.

Sends no cookie and no ``Authorization``, ever: each request is that of a stranger, so what a capture holds
is what the public got. A server that insists on a cookie ends in a redirect loop, and the capture says so.
``Set-Cookie`` in a response stays: response bytes are exact.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from archiver import urls
from archiver.capture.connect import Connector
from archiver.capture.guard import Network, parse_networks
from archiver.capture.line import Line
from archiver.capture.robots import Robots
from archiver.capture.wire import Cut, Deadline
from archiver.errors import ArchiverError, BadUrl, FetchFailed, RobotsRefused
from archiver.exchange import Captured, Discover, Exchange
from archiver.http1 import media_type
from archiver.model.capture import Options, Role

PARALLEL = 4  # requisites of one page fetched at once
_ROBOTS_REDIRECTS = 5  # RFC 9309 §2.3.1.2


class _Budget:
    """What one capture may still spend. Shared by the threads that fetch its requisites."""

    def __init__(self, options: Options, stop: threading.Event) -> None:
        self.deadline = Deadline(options.maxSeconds, stop)
        self.limit = self._left = options.maxRequests
        self._lock = threading.Lock()

    @property
    def left(self) -> int:
        return self._left

    def take(self) -> None:
        with self._lock:
            if self._left <= 0:
                raise FetchFailed(f"the limit of {self.limit} requests a capture was reached")
            self._left -= 1


class Fetcher:
    """The connections of one worker, kept alive from one capture to the next. Not for several threads.

    ``networks``, and those in ``options.allowNetwork``, may be connected to although they are private.
    ``ca_file`` (PEM) is trusted instead of the system's certificates.
    """

    def __init__(
        self, options: Options, networks: Sequence[Network] = (), *, ca_file: str | None = None
    ) -> None:
        self.options = options
        self._stop = threading.Event()
        allowed = (*networks, *parse_networks(options.allowNetwork))
        self._connector = Connector(allowed, allow_bad_tls=options.allowBadTls, ca_file=ca_file)
        self._line = Line(options, self._connector)
        self._spare: SimpleQueue[Line] | None = None
        self._lines: list[Line] = [self._line]
        self._pool: ThreadPoolExecutor | None = None
        self._robots = Robots(options.userAgent, self._fetch_robots)
        self._budget = _Budget(options, self._stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what is under way and close every connection."""
        self.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for line in self._lines:
            line.close()

    def stop(self) -> None:
        """Make the capture under way end within a second. May be called from another thread; final."""
        self._stop.set()

    # -- one exchange, one URL, one capture ---------------------------------------------------------

    def fetch(self, url: str, role: Role = "page") -> Exchange:
        """One GET, no redirect followed. Raises BadUrl, FetchFailed, CannotStore."""
        return self._exchange(urls.normalize(url), role, _Budget(self.options, self._stop), self._line)

    def follow(self, url: str) -> list[Exchange]:
        """One URL with its redirects: role "redirect" for the hops, "page" for the last.

        A redirect that is not followed (loop, limit, scheme, refused address, dead host) leaves an
        ``error`` on the last exchange. Raises BadUrl, FetchFailed (RobotsRefused too) when the first hop
        gave nothing.
        """
        self._budget = _Budget(self.options, self._stop)
        return self._page(urls.normalize(url))[0]

    def capture(self, url: str, discover: Discover | None = None) -> Captured:
        """The page with its redirects, the robots.txt files it took, and what ``discover`` finds it needs.

        Requisites come in the order they were discovered, those of stylesheets after those of the page.
        Raises as ``follow`` does; the failure of a requisite goes into ``missing``.
        """
        self._budget = _Budget(self.options, self._stop)
        url = urls.normalize(url)
        exchanges, robots = self._page(url)
        missing: list[str] = []
        if discover is not None and self.options.requisites:
            requisites = self._requisites(exchanges, discover, robots, missing)
            exchanges = [*exchanges, *robots, *requisites]
        else:
            exchanges = [*exchanges, *robots]
        return Captured(url, tuple(exchanges), self.options, tuple(missing))

    def send_ahead(self, url: str) -> None:
        """Send the first request of the capture that comes next: the server works on it meanwhile.

        Where a connection is open and no robots.txt is asked; else nothing happens. One at a time.
        """
        if self.options.robots == "ignored":
            with contextlib.suppress(BadUrl):  # which the capture itself says
                self._line.send_ahead(urls.normalize(url), Deadline(self.options.maxSeconds, self._stop))

    # -- the page -----------------------------------------------------------------------------------

    def _page(self, url: str) -> tuple[list[Exchange], list[Exchange]]:
        robots: list[Exchange] = []
        refusal = self._forbidden(url, robots)
        if refusal:
            raise RobotsRefused(refusal)
        hops = self._follow(url, "page", self._line, self.options.maxRedirects, robots)
        return [dataclasses.replace(hop, role="redirect") for hop in hops[:-1]] + hops[-1:], robots

    def _follow(
        self, url: str, role: Role, line: Line, limit: int, robots: list[Exchange] | None = None
    ) -> list[Exchange]:
        """All hops under one role; ``robots`` (None: not asked) collects what asking took."""
        hops = [self._exchange(url, role, self._budget, line)]
        seen = {url}
        while hops[-1].location is not None:
            try:
                target = _redirect_target(hops[-1], seen, limit)
                refusal = self._forbidden(target, robots) if robots is not None else None
                if refusal:
                    raise RobotsRefused(refusal)
                hops.append(self._exchange(target, role, self._budget, line))
            except (FetchFailed, BadUrl) as error:
                hops[-1] = _with_error(hops[-1], f"redirect not followed: {error}")
                break
            seen.add(target)
        return hops

    def _exchange(self, url: str, role: Role, budget: _Budget, line: Line) -> Exchange:
        budget.take()
        try:
            budget.deadline.left()
            return line.exchange(url, role, budget.deadline)
        except Cut as cut:
            raise FetchFailed(f"{url} not fetched: {cut}") from None

    # -- robots.txt ---------------------------------------------------------------------------------

    def _forbidden(self, url: str, exchanges: list[Exchange]) -> str | None:
        if self.options.robots != "obeyed":
            return None
        ruling = self._robots.ask(url)
        exchanges.extend(ruling.exchanges)
        return ruling.reason

    def _fetch_robots(self, url: str) -> list[Exchange]:
        return self._follow(url, "robots", self._line, _ROBOTS_REDIRECTS)

    # -- what the page needs ------------------------------------------------------------------------

    def _requisites(
        self, page: list[Exchange], discover: Discover, robots: list[Exchange], missing: list[str]
    ) -> list[Exchange]:
        seen = {hop.url for hop in page}
        found: list[Exchange] = []
        sources = [page[-1]]
        while sources:
            wanted = self._affordable(_unseen(sources, discover, seen, missing), missing)
            wanted = [url for url in wanted if self._permitted(url, robots, missing)]
            sources = []
            for url, outcome in zip(wanted, self._fetch_all(wanted), strict=True):
                if isinstance(outcome, ArchiverError):
                    missing.append(f"{url}: {outcome}")
                    continue
                found.extend(outcome)
                seen.update(hop.url for hop in outcome)
                if _is_stylesheet(outcome[-1]):
                    sources.append(outcome[-1])
        return found

    def _affordable(self, wanted: list[str], missing: list[str]) -> list[str]:
        left = self._budget.left
        if len(wanted) > left:
            missing.append(
                f"{len(wanted) - left} requisites not fetched, the first {wanted[left]}: "
                f"the limit of {self._budget.limit} requests a capture was reached"
            )
        return wanted[:left]

    def _permitted(self, url: str, robots: list[Exchange], missing: list[str]) -> bool:
        try:
            refusal = self._forbidden(url, robots)
        except FetchFailed as error:
            refusal = str(error)
        if refusal:
            missing.append(f"{url}: {refusal}")
        return not refusal

    def _fetch_all(self, wanted: list[str]) -> Iterable[list[Exchange] | ArchiverError]:
        """Each URL's hops or why there are none, in the order asked, ``PARALLEL`` at a time."""
        if not wanted:
            return []
        if self._pool is None:
            self._lines += [Line(self.options, self._connector) for _ in range(PARALLEL - 1)]
            self._spare = SimpleQueue()
            for line in self._lines:
                self._spare.put(line)
            self._pool = ThreadPoolExecutor(PARALLEL, thread_name_prefix="requisite")
        return self._pool.map(self._fetch_one, wanted)

    def _fetch_one(self, url: str) -> list[Exchange] | ArchiverError:
        assert self._spare is not None
        line = self._spare.get()
        try:
            return self._follow(urls.normalize(url), "requisite", line, self.options.maxRedirects)
        except (FetchFailed, BadUrl) as error:
            return error
        finally:
            self._spare.put(line)


def _unseen(sources: list[Exchange], discover: Discover, seen: set[str], missing: list[str]) -> list[str]:
    """What the sources need and nobody asked for yet, in order; ``seen`` grows by it."""
    wanted: list[str] = []
    for source in sources:
        try:
            found = discover(source)
        except ArchiverError as error:
            missing.append(f"{source.url}: {error}")
            continue
        for url in found:
            if url not in seen:
                seen.add(url)
                wanted.append(url)
    return wanted


def _is_stylesheet(exchange: Exchange) -> bool:
    return exchange.head is not None and media_type(exchange.head.get("content-type")) == "text/css"


def _redirect_target(hop: Exchange, seen: set[str], limit: int) -> str:
    """Where a hop leads. Raises FetchFailed with the reason not to go there."""
    location = _location(hop)
    target = urls.join(hop.url, location)
    if target is None:
        raise FetchFailed(f"{location[:200]!r} is not an http(s) URL without user name")
    if target in seen:
        raise FetchFailed(
            f"it leads in a loop back to {target} (a server may want a cookie: none is ever sent)"
        )
    if len(seen) > limit:
        raise FetchFailed(f"more than {limit} redirects in a row")
    return urls.normalize(target)


def _location(hop: Exchange) -> str:
    """Heads are read as Latin-1; what servers mean by bytes above 127 in Location is UTF-8."""
    text = hop.location or ""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _with_error(exchange: Exchange, words: str) -> Exchange:
    return dataclasses.replace(exchange, error=f"{exchange.error}; {words}" if exchange.error else words)
