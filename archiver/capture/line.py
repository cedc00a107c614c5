"""One request and its answer over kept-alive connections: the wire bytes as an ``Exchange``.

Follows no redirect and reads no page. A ``Line`` serves one thread.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

from archiver.capture.connect import Connector, Target
from archiver.capture.framing import Answer, receive, send
from archiver.capture.wire import Cut, Deadline, Recording, TapStream
from archiver.errors import BadInput, BadUrl, FetchFailed
from archiver.exchange import Exchange, utc_now
from archiver.model.capture import Options, Role

KEPT_ALIVE = 16  # connections a line holds on to
FRESH = 5.0  # seconds: an older request sent ahead is dropped, for servers do not wait for ever
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|^[ \t]|[ \t]$")
# A normalized URL: scheme, host with its port, and what is asked for there.
_URL = re.compile(
    r"(https?)://((\[[0-9a-f:.]+\]|[^][/:?#@\x00-\x20\x7f-\U0010ffff]+)(?::([0-9]+))?)(/[!\"$-~]*)"
)


class _Sent(NamedTuple):
    """A request that was sent. ``reused``: over a kept connection. ``whole``: to its last byte."""

    target: Target
    request: bytes
    tap: TapStream
    reused: bool
    whole: bool
    started: datetime
    clock: float


class Line:
    """Connections of one thread, by origin. Close it when done."""

    def __init__(self, options: Options, connector: Connector) -> None:
        self._options = options
        self._connector = connector
        # Neither viewer replays zstd, and warcio fails on br beside brotli 1.2: ask for what everybody reads.
        self._headers = _standing_headers(options, "gzip")
        self._plain_headers = _standing_headers(options, "identity")
        self._kept: OrderedDict[Target, TapStream] = OrderedDict()
        self._ahead: _Sent | None = None

    def exchange(self, url: str, role: Role, deadline: Deadline) -> Exchange:
        """GET ``url``, which is normalized. Its time runs from the sending, also where that was done ahead.

        Raises FetchFailed when no byte of a final response came, Cut where the request could not be sent in time.
        """
        target, request = _request(url, self._plain_headers if role == "robots" else self._headers)
        sent = self._sent_ahead(target, request)
        sent = sent or self._send(target, request, deadline, self._take(target))
        recording = sent.tap.recording
        recording.deadline = deadline
        answer = self._receive(sent)
        if recording.length == 0 and sent.reused and answer.truncated == "disconnect":
            # the server closed between two requests: once more, afresh
            return self.exchange(url, role, deadline)
        seconds = time.perf_counter() - sent.clock
        return _as_exchange(url, role, sent.tap, answer, started=sent.started, seconds=seconds)

    def send_ahead(self, url: str, deadline: Deadline) -> None:
        """Send the request of the page that comes next, over a connection that is open: nothing where none is.

        The server works on it until ``exchange`` is called for the same URL, which receives the answer.
        """
        target, request = _request(url, self._headers)
        if (kept := self._take(target)) is not None:
            with contextlib.suppress(Cut):
                self._ahead = self._send(target, request, deadline, kept)

    def _sent_ahead(self, target: Target, request: bytes) -> _Sent | None:
        """What was sent ahead, if it is this request and fresh; anything else is dropped."""
        sent, self._ahead = self._ahead, None
        if sent is None:
            return None
        if sent.request == request and sent.target == target and time.perf_counter() - sent.clock < FRESH:
            return sent
        sent.tap.close()
        return None

    def _send(self, target: Target, request: bytes, deadline: Deadline, kept: TapStream | None) -> _Sent:
        tap = kept or self._connector.connect(target, deadline)
        tap.recording = Recording(deadline, self._options.maxBytes)
        started, clock = utc_now(), time.perf_counter()
        try:
            whole = send(tap, request)
        except BaseException:
            tap.close()
            raise
        return _Sent(target, request, tap, kept is not None, whole, started, clock)

    def _take(self, target: Target) -> TapStream | None:
        """A kept connection on which nothing has come since."""
        tap = self._kept.pop(target, None)
        if tap is not None and tap.is_readable():
            tap.close()
            return None
        return tap

    def _receive(self, sent: _Sent) -> Answer:
        reusable = False
        try:
            answer = receive(sent.tap, whole=sent.whole)
            reusable = answer.reusable
        finally:
            if reusable:
                self._keep(sent.target, sent.tap)
            else:
                sent.tap.close()
        return answer

    def close(self) -> None:
        """Close every connection."""
        if self._ahead is not None:
            self._ahead.tap.close()
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
