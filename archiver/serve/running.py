"""The server itself: two listening sockets, one process or several behind a door, until it is told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from archiver.archive.archive import Archive
from archiver.errors import BadInput, CannotStore
from archiver.serve.door import Door
from archiver.serve.origins import Origins, Pair
from archiver.serve.settings import Settings

_BACKLOG = 128


def run(folder: Path, settings: Settings, on_ready: Callable[[Pair], None] | None = None) -> None:
    """Serve an archive until Ctrl-C or SIGTERM. ``on_ready`` is told the addresses once they are answered.

    Port 0 takes free ones. Raises BadInput (an address that cannot be listened on), NotFound, IntegrityFailed.
    """
    with ExitStack() as opened:
        first = opened.enter_context(_listening(settings.bind, settings.port))
        port = first.getsockname()[1]
        wanted = (
            settings.replay_port if settings.replay_port is not None else (port + 1 if settings.port else 0)
        )
        second = opened.enter_context(_listening(settings.bind, wanted))
        settings = replace(settings, port=port, replay_port=second.getsockname()[1])
        origins = Origins(settings)
        listeners = [first, second]
        (_alone if settings.processes == 1 else _several)(
            folder, settings, listeners, lambda: on_ready and on_ready(origins.public or origins.local)
        )


def _alone(
    folder: Path, settings: Settings, listeners: list[socket.socket], ready: Callable[[], object]
) -> None:
    from archiver.serve.server import Server

    server = Server(folder, settings, ready)
    server.run(sockets=listeners)
    if server.failure is not None:
        raise CannotStore(f"the server could not start: {server.failure}")


def _several(
    folder: Path, settings: Settings, listeners: list[socket.socket], ready: Callable[[], object]
) -> None:
    with Archive(folder, create=False) as archive:
        archive.catalog  # noqa: B018 # made or caught up once, before all of them want it
    told = signal.SIGTERM

    def tell(number: int, _: object) -> None:
        nonlocal told
        told = signal.Signals(number)
        signal.signal(number, signal.SIG_DFL)  # whoever says it again does not want to wait
        raise _Told

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with suppress(_Told), Door(folder, settings, listeners) as door:
            ready()
            door.serve()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    signal.raise_signal(told)  # for whoever waits for this process to see


class _Told(BaseException):
    """The server is to stop."""


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            f"{address} port {port} cannot be served on: {reason}. Choose another with --port"
        ) from None
    return listener
