"""One request and its answer over kept-alive connections: the wire bytes as an ``Exchange``.

Follows no redirect and reads no page. A ``Line`` serves one thread.
"""

from __future__ import annotations

import io
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import ada_url
import h11
import httpcore

from archiver.capture.connect import Connector, Target
from archiver.capture.framing import read_on
from archiver.capture.wire import Cut, Deadline, Recording, TapStream
from archiver.errors import BadInput, BadUrl, FetchFailed
from archiver.exchange import Block, Exchange, utc_now
from archiver.http1 import MAX_HEAD, Head, parse_head, split_interim
from archiver.model.capture import Options, Role, Truncation

KEPT_ALIVE = 16  # connections a line holds on to
MAX_INTERIM = 1 << 16  # bytes of 1xx responses read before an exchange
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Connection(httpcore.HTTP11Connection):
    """httpcore's HTTP/1.1 connection over a tap, which a fault leaves open and excess bytes close."""

    READ_NUM_BYTES = 1 << 18
    MAX_INCOMPLETE_EVENT_SIZE = MAX_HEAD

    def __init__(self, origin: httpcore.Origin, tap: TapStream) -> None:
        super().__init__(origin, tap)
        self.tap = tap
        self.excess = 0

    def _response_closed(self) -> None:
        theirs = self._h11_state.their_state
        if theirs is h11.ERROR:
            return  # the line reads on, then closes
        finished = theirs in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED)
        self.excess = len(self._h11_state.trailing_data[0]) if finished else 0
        if self.excess:
            self.close()
        else:
            super()._response_closed()


@dataclass(frozen=True)
class Outcome:
    """How receiving ended; all None when the message came whole and well-formed."""

    truncated: Truncation | None = None
    error: str | None = None


class Line:
    """Connections of one thread, by origin. Close it when done."""

    def __init__(self, options: Options, connector: Connector) -> None:
        self._options = options
        self._connector = connector
        self._headers = _standing_headers(options, "gzip, br")  # not zstd: no viewer replays it
        self._plain_headers = _standing_headers(options, "identity")
        self._kept: OrderedDict[Target, Connection] = OrderedDict()

    def exchange(self, url: str, role: Role, deadline: Deadline) -> Exchange:
        """GET ``url``, which is normalized. Raises FetchFailed when no byte of a final response came."""
        headers = self._plain_headers if role == "robots" else self._headers
        target, origin, request = _request(url, headers)
        kept = self._kept.pop(target, None)
        if kept is not None and kept.has_expired():
            kept.close()
            kept = None
        connection = kept or Connection(origin, self._connector.connect(target, deadline))
        recording = Recording(deadline, self._options.maxBytes)
        started, clock = utc_now(), time.perf_counter()
        outcome = _converse(connection, request, recording)
        if connection.is_idle():
            self._keep(target, connection)
        else:
            connection.close()
        if recording.length == 0 and kept is not None and outcome.truncated == "disconnect":
            return self.exchange(
                url, role, deadline
            )  # the server closed between two requests: once more, afresh
        return _as_exchange(
            url,
            role,
            recording,
            outcome,
            connection.tap,
            started=started,
            seconds=time.perf_counter() - clock,
        )

    def close(self) -> None:
        """Close every connection."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _keep(self, target: Target, connection: Connection) -> None:
        self._kept[target] = connection
        if len(self._kept) > KEPT_ALIVE:
            self._kept.popitem(last=False)[1].close()


def _request(
    url: str, standing: list[tuple[bytes, bytes]]
) -> tuple[Target, httpcore.Origin, httpcore.Request]:
    parsed = ada_url.URL(url)
    scheme, host = parsed.protocol[:-1], parsed.hostname.strip("[]")
    port = int(parsed.port or (443 if scheme == "https" else 80))
    path = header_value("request target", parsed.pathname + parsed.search)
    address = httpcore.URL(scheme=scheme.encode(), host=host.encode(), port=port, target=path)
    headers = [(b"Host", header_value("Host", parsed.host)), *standing]
    return Target(scheme, host, port), address.origin, httpcore.Request(b"GET", address, headers=headers)


def header_value(name: str, value: str) -> bytes:
    """A header value as bytes. Raises BadInput for CR, LF, NUL, other controls, and what is not Latin-1."""
    if _FORBIDDEN.search(value):
        raise BadInput(f"{name} holds a control character: {value[:200]!r}")
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        raise BadInput(f"{name} holds a character that HTTP headers cannot carry: {value[:200]!r}") from None


def _standing_headers(options: Options, codings: str) -> list[tuple[bytes, bytes]]:
    """What every request says after Host. Never a Cookie, never an Authorization."""
    fields = (
        ("User-Agent", options.userAgent),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("Accept-Language", "mn,en;q=0.8,ru;q=0.6,*;q=0.4"),
        ("Accept-Encoding", codings),
    )
    return [(name.encode("ascii"), header_value(name, value)) for name, value in fields]


def _converse(connection: Connection, request: httpcore.Request, recording: Recording) -> Outcome:
    """Send, and receive until the message ends."""
    connection.tap.recording = recording
    try:
        response = connection.handle_request(request)
        for _ in response.iter_stream():
            pass
        response.close()
    except Cut as cut:
        return Outcome(cut.reason, str(cut))
    except httpcore.RemoteProtocolError as error:
        if recording.ended:
            return Outcome("disconnect", f"the server closed the connection early: {error}")
        return _malformed(connection.tap, recording, str(error))
    except httpcore.LocalProtocolError as error:
        raise BadUrl(f"the URL cannot be put in a request line: {error}") from None
    if connection.excess:
        return Outcome(None, f"{connection.excess} bytes after the end of the message, kept with it")
    return Outcome()


def _malformed(tap: TapStream, recording: Recording, fault: str) -> Outcome:
    cut, how = read_on(tap, recording)
    words = f"malformed response ({fault})" + (f"; {how}" if how else "")
    return Outcome(cut.reason if cut else None, words)


def _as_exchange(
    url: str,
    role: Role,
    recording: Recording,
    outcome: Outcome,
    tap: TapStream,
    *,
    started: datetime,
    seconds: float,
) -> Exchange:
    interim, head, block = _final_response(recording)
    if block is None:
        raise FetchFailed(f"{url} gave no response: {outcome.error or 'the server closed the connection'}")
    return Exchange(
        role=role,
        url=url,
        started=started,
        seconds=seconds,
        request=bytes(recording.sent),
        response=block,
        head=head,
        peer=tap.peer,
        tls=tap.tls,
        truncated=outcome.truncated,
        interim=interim,
        error=outcome.error,
    )


def _final_response(recording: Recording) -> tuple[tuple[bytes, ...], Head | None, Block | None]:
    """1xx responses, the final head if it can be read, and the final response from its first byte."""
    if recording.length == 0:
        return (), None, None
    start = recording.read(0, MAX_INTERIM)
    head = parse_head(start)
    if head is None and recording.length > len(start):
        head = parse_head(recording.read(0, MAX_HEAD))
    if head is None or not 100 <= head.status < 200 or head.status == 101:
        return (), head, recording.block()
    interim, offset = split_interim(io.BytesIO(start))
    block = recording.block(offset) if offset < recording.length else None
    head = parse_head(block.read(MAX_HEAD)) if block else None
    if head is not None and 100 <= head.status < 200:  # more of them than are read
        block = None
    return tuple(interim), head, block
