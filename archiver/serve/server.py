"""The HTTP server of one process: uvicorn, on sockets that it listens on or with connections that it is handed."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from archiver.serve.app import build
from archiver.serve.practice import practise
from archiver.serve.settings import Settings

_CONNECTIONS = 512  # over all processes
_GRACE = 3  # seconds for answers that are being sent when the server is told to stop


class Server(uvicorn.Server):
    """Answers on listening sockets. ``ready`` is called once that is so."""

    def __init__(self, folder: Path, settings: Settings, ready: Callable[[], object]) -> None:
        """Raises NotFound, IntegrityFailed, BadInput."""
        super().__init__(
            uvicorn.Config(
                build(folder, settings),
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # who asks is of no importance here, and the names come from the settings
                use_colors=False,  # found out by asking a stdout that there need not be
                limit_concurrency=_CONNECTIONS // settings.processes,
                timeout_graceful_shutdown=_GRACE,
                ws="none",
            )
        )
        self._ready = ready
        self.failure: str | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As it is, and then the word."""
        await self._open(sockets)
        gc.freeze()  # what is here now stays: looking through it for garbage keeps readers waiting
        if self.started:
            self._ready()
        else:
            self.failure, self.should_exit = "its start failed", True

    async def _open(self, sockets: list[socket.socket] | None) -> None:
        await super().startup(sockets)


class Handed(Server):
    """Answers on the connections that come through a Unix socket (SCM_RIGHTS), until its other end is closed.

    Each that is taken is told by a byte.
    """

    def __init__(self, folder: Path, settings: Settings, door: socket.socket) -> None:
        """Says through ``door``, by one byte, that it is ready. Raises NotFound, IntegrityFailed, BadInput."""
        self._folder, self._door = folder, door
        super().__init__(folder, settings, lambda: self._tell(b"r"))
        self._taken: set[asyncio.Task[object]] = set()

    async def _open(self, sockets: list[socket.socket] | None) -> None:
        del sockets
        await self.lifespan.startup()
        practise(self._folder)
        self.servers: list[asyncio.base_events.Server] = []
        self.started = not self.lifespan.should_exit
        self._door.setblocking(False)
        asyncio.get_running_loop().add_reader(self._door, self._take)

    def _take(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            word, descriptors, _, _ = socket.recv_fds(self._door, 1, 1)
        except BlockingIOError:
            return
        except OSError:
            word, descriptors = b"", []
        if not word:
            loop.remove_reader(self._door)
            self.should_exit = True
            return
        self._tell(b"t")
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            connection.setblocking(False)
            task = loop.create_task(loop.connect_accepted_socket(self._protocol, connection))
            self._taken.add(task)
            task.add_done_callback(self._begun)

    def _tell(self, word: bytes) -> None:
        with suppress(OSError):  # whoever does not hear it is gone, and that is heard
            self._door.send(word)

    def _begun(self, task: asyncio.Task[object]) -> None:
        self._taken.discard(task)
        if not task.cancelled():
            task.exception()  # whoever connected is gone already: nobody is left to be told

    def _protocol(self) -> asyncio.Protocol:
        return self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
