"""robots.txt (RFC 9309), for runs that obey it. Fetches through the function it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archiver import urls
from archiver.errors import FetchFailed
from archiver.exchange import Exchange

MAX_ROBOTS = 500 * 1024  # RFC 9309 §2.5


@dataclass(frozen=True)
class Ruling:
    """May a URL be fetched, and why not; ``exchanges`` are those it took to find out, none from cache."""

    allowed: bool
    reason: str | None = None
    exchanges: tuple[Exchange, ...] = ()


class Robots:
    """The rules of each origin, fetched once. ``agent`` is matched with the rules' User-agent lines.

    4xx: everything is allowed (§2.3.1.3). 5xx and unreachable: nothing is (§2.3.1.4).
    """

    def __init__(self, agent: str, fetch: Callable[[str], list[Exchange]]) -> None:
        self._agent = agent.partition("/")[0]
        self._fetch = fetch
        self._rules: dict[str, Any] = {}

    def ask(self, url: str) -> Ruling:
        """The ruling on ``url``; the first URL of an origin fetches its robots.txt."""
        origin = urls.origin_of(url)
        exchanges: tuple[Exchange, ...] = ()
        if origin not in self._rules:
            self._rules[origin], exchanges = self._load(f"{origin}/robots.txt")
        rules = self._rules[origin]
        if isinstance(rules, str):
            return Ruling(False, rules, exchanges)
        if rules is None or rules.can_fetch(url, self._agent):
            return Ruling(True, None, exchanges)
        return Ruling(False, f"{origin}/robots.txt forbids {url} to {self._agent}", exchanges)

    def _load(self, url: str) -> tuple[Any, tuple[Exchange, ...]]:
        """Rules, or None (all allowed), or the words why nothing is."""
        try:
            exchanges = tuple(self._fetch(url))
        except FetchFailed as error:
            return f"{url} cannot be had, which forbids all (RFC 9309 §2.3.1.4): {error}", ()
        last = exchanges[-1]
        status = last.status or 0
        if 200 <= status < 300 and last.head is not None:
            return _parse(last), exchanges
        if 300 <= status < 500:
            return None, exchanges
        return (
            f"{url} answered {status or 'nothing readable'}, which forbids all (RFC 9309 §2.3.1.4)",
            exchanges,
        )


def _parse(exchange: Exchange) -> Any:
    """Rules, or the words why they cannot be read. No content coding was asked for; gzip is undone anyway."""
    from protego import Protego

    body = exchange.entity(MAX_ROBOTS)
    codings = exchange.head.get_all("content-encoding") if exchange.head else []
    if codings == ["gzip"]:
        import zlib

        try:
            body = zlib.decompressobj(31).decompress(body, MAX_ROBOTS)
        except zlib.error as error:
            return f"{exchange.url} cannot be read, taken to forbid all: {error}"
    elif codings not in ([], ["identity"]):
        return f"{exchange.url} cannot be read, taken to forbid all: it is coded {', '.join(codings)}"
    return Protego.parse(body.decode("utf-8", "replace"))
