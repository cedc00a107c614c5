"""One request and its answer over kept-alive connections: the wire bytes as an ``Exchange``.

Follows no redirect and reads no page. A ``Line`` serves one thread.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from datetime import datetime

from archiver.capture.connect import Connector, Target
from archiver.capture.framing import Answer, converse
from archiver.capture.wire import Deadline, Recording, TapStream
from archiver.errors import BadInput, BadUrl, FetchFailed
from archiver.exchange import Exchange, utc_now
from archiver.model.capture import Options, Role

KEPT_ALIVE = 16  # connections a line holds on to
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|^[ \t]|[ \t]$")
# A normalized URL: scheme, host with its port, and what is asked for there.
_URL = re.compile(
    r"(https?)://((\[[0-9a-f:.]+\]|[^][/:?#@\x00-\x20\x7f-\U0010ffff]+)(?::([0-9]+))?)(/[!\"$-~]*)"
)


class Line:
    """Connections of one thread, by origin. Close it when done."""

    def __init__(self, options: Options, connector: Connector) -> None:
        self._options = options
        self._connector = connector
        # Neither viewer replays zstd, and warcio fails on br beside brotli 1.2: ask for what everybody reads.
        self._headers = _standing_headers(options, "gzip")
        self._plain_headers = _standing_headers(options, "identity")
        self._kept: OrderedDict[Target, TapStream] = OrderedDict()

    def exchange(self, url: str, role: Role, deadline: Deadline) -> Exchange:
        """GET ``url``, which is normalized. Raises FetchFailed when no byte of a final response came."""
        target, request = _request(url, self._plain_headers if role == "robots" else self._headers)
        kept = self._take(target)
        tap = kept or self._connector.connect(target, deadline)
        tap.recording = recording = Recording(deadline, self._options.maxBytes)
        started, clock = utc_now(), time.perf_counter()
        answer = self._converse(target, tap, request)
        if recording.length == 0 and kept is not None and answer.truncated == "disconnect":
            # the server closed between two requests: once more, afresh
            return self.exchange(url, role, deadline)
        return _as_exchange(url, role, tap, answer, started=started, seconds=time.perf_counter() - clock)

    def _take(self, target: Target) -> TapStream | None:
        """A kept connection on which nothing has come since."""
        tap = self._kept.pop(target, None)
        if tap is not None and tap.is_readable():
            tap.close()
            return None
        return tap

    def _converse(self, target: Target, tap: TapStream, request: bytes) -> Answer:
        reusable = False
        try:
            answer = converse(tap, request)
            reusable = answer.reusable
        finally:
            if reusable:
                self._keep(target, tap)
            else:
                tap.close()
        return answer

    def close(self) -> None:
        """Close every connection."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _keep(self, target: Target, tap: TapStream) -> None:
        self._kept[target] = tap
        if len(self._kept) > KEPT_ALIVE:
            self._kept.popitem(last=False)[1].close()


def _request(url: str, standing: bytes) -> tuple[Target, bytes]:
    """Where a normalized URL leads, and the request for it."""
    match = _URL.fullmatch(url)
    if match is None:
        raise BadUrl(f"the URL cannot be put in a request line: {url[:200]!r}")
    scheme, address, host, port, path = match.groups()
    target = Target(scheme, host.strip("[]"), int(port or (443 if scheme == "https" else 80)))
    return target, f"GET {path} HTTP/1.1\r\nHost: {address}\r\n".encode("ascii") + standing


def header_value(name: str, value: str) -> bytes:
    """A header value as bytes. Raises BadInput for controls, spaces around it, and what is not Latin-1."""
    if _FORBIDDEN.search(value):
        raise BadInput(f"{name} holds a control character, or a space at an end: {value[:200]!r}")
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        raise BadInput(f"{name} holds a character that HTTP headers cannot carry: {value[:200]!r}") from None


def _standing_headers(options: Options, codings: str) -> bytes:
    """What every request says after Host, with the empty line. Never a Cookie, never an Authorization."""
    fields = (
        ("User-Agent", options.userAgent),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("Accept-Language", "mn,en;q=0.8,ru;q=0.6,*;q=0.4"),
        ("Accept-Encoding", codings),
    )
    lines = [b"%b: %b\r\n" % (name.encode("ascii"), header_value(name, value)) for name, value in fields]
    return b"".join(lines) + b"\r\n"


def _as_exchange(
    url: str, role: Role, tap: TapStream, answer: Answer, *, started: datetime, seconds: float
) -> Exchange:
    recording = tap.recording
    if recording.length <= answer.start:
        raise FetchFailed(f"{url} gave no response: {answer.error or 'the server closed the connection'}")
    return Exchange(
        role=role,
        url=url,
        started=started,
        seconds=seconds,
        request=bytes(recording.sent),
        response=recording.block(answer.start),
        head=answer.head,
        peer=tap.peer,
        tls=tap.tls,
        truncated=answer.truncated,
        interim=answer.interim,
        error=answer.error,
    )
