"""Which origin a request is for. Two are served, and nothing of one may be reached from a page of the other:
the interface, and replay, where the scripts of archived pages run.

Cookies know no ports, so names that differ are better than ports that differ; the interface sets no cookies, so that
both hold. A page framed from another *site* gets no service worker, hence never ``localhost`` within ``127.0.0.1``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from archiver.errors import BadInput
from archiver.serve.settings import Settings

NAME = "archiver.localhost"  # browsers resolve every name under localhost to this machine (RFC 6761 §6.3)
SHARED = f"replay.{NAME}"
_OWN = re.compile(rf"([0-9a-z]{{3,63}})\.({re.escape(SHARED)}(?::[0-9]+)?)")  # of the replay of one capture
_PLAIN = ("localhost", "127.0.0.1", "[::1]")
_DEFAULT_PORTS = {"http": 80, "https": 443}

Side = Literal["ui", "replay"]


@dataclass(frozen=True)
class Pair:
    """The two origins as this reader reaches them: ``http://HOST:PORT``, no final slash."""

    ui: str
    replay: str


@dataclass(frozen=True)
class Served:
    """What a host name stands for."""

    side: Side
    pair: Pair


class Origins:
    """The host names that are answered; every other one is refused (it would be DNS rebinding, or a mistake)."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadInput when the two public addresses are no two origins."""
        self._served: dict[str, Served] = {}
        first, second = settings.port, settings.second_port
        if first == second:
            raise BadInput(f"port {first} cannot serve both origins: give another --replay-port")
        self.local = Pair(f"http://{NAME}:{first}", f"http://{SHARED}:{first}")
        self._add(self.local)
        for name in _PLAIN:
            self._add(Pair(f"http://{name}:{first}", f"http://{name}:{second}"))
        self.public = _public(settings)
        if self.public is not None:
            self._add(self.public)

    def _add(self, pair: Pair) -> None:
        for host in _hosts(pair.ui):
            self._served[host] = Served("ui", pair)
        for host in _hosts(pair.replay):
            self._served[host] = Served("replay", pair)

    def of(self, host: str) -> Served | None:
        """What the Host header field of a request stands for; None for a name that is not ours."""
        host = host.lower()
        found = self._served.get(host)
        if found is None and (own := _OWN.fullmatch(host)):
            found = self._served.get(own[2])
        return found


def capture_of_host(host: str) -> str | None:
    """The capture whose own origin a Host header field names; None for one that is shared."""
    match = _OWN.fullmatch(host.lower())
    return match[1] if match else None


def _public(settings: Settings) -> Pair | None:
    given = (settings.public_url, settings.replay_url)
    if given == (None, None):
        return None
    if None in given:
        raise BadInput("--public-url and --replay-url go together: replay needs an origin of its own")
    pair = Pair(*(_origin(url or "") for url in given))
    if set(_hosts(pair.ui)) & set(_hosts(pair.replay)):
        raise BadInput(f"--replay-url must be another origin than {pair.ui}")
    return pair


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if (
        parts.scheme not in _DEFAULT_PORTS
        or not parts.hostname
        or parts.username
        or parts.path not in ("", "/")
    ):
        raise BadInput(f"{url!r} is no origin: give one as https://archive.example, without a path")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _hosts(origin: str) -> list[str]:
    """The Host values by which an origin is asked for: a default port may be left out."""
    parts = urlsplit(origin)
    default = _DEFAULT_PORTS[parts.scheme]
    name = parts.netloc.removesuffix(f":{default}")
    return [name, f"{name}:{default}"] if parts.port in (None, default) else [name]
