"""The server itself: two listening sockets, one process, until it is told to stop."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import uvicorn

from archiver.errors import BadInput, CannotStore
from archiver.serve.app import build
from archiver.serve.origins import Origins, Pair
from archiver.serve.settings import Settings

_BACKLOG, _CONNECTIONS = 128, 512
_GRACE = 3  # seconds for answers that are being sent when the server is told to stop


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
        server = _Server(
            _config(folder, settings), lambda: on_ready and on_ready(origins.public or origins.local)
        )
        server.run(sockets=[first, second])
        if server.failure is not None:
            raise CannotStore(f"the server could not start: {server.failure}")


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            f"{address} port {port} cannot be served on: {reason}. Choose another with --port"
        ) from None
    listener.set_inheritable(True)
    return listener


def _config(folder: Path, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        build(folder, settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who asks is of no importance here, and the names come from the settings
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready
        self.failure: str | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As it is, and then the word."""
        await super().startup(sockets)
        gc.freeze()  # what is here now stays: looking through it for garbage keeps readers waiting
        if self.started:
            self._ready()
        else:
            self.failure = "its start failed"
