"""``Scribe``: captures written by a process of its own, while the next pages are fetched and read in this one.

What a bulk run spends on compressing, fsync, reading back and cataloguing no page waits for then. The process takes
captures one after another and says which have become durable; what it did not say so of was not acknowledged, and
goes when it ends. It has a process group of its own: Ctrl-C is for who started it, and the end of its input ends it.
Both ends of its pipes are in this module.
"""

from __future__ import annotations

import gc
import io
import os
import select
import sys
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from archiver import beside
from archiver.archive.batch import Batch, Durable
from archiver.archive.holdings import Holdings
from archiver.beside import may_fork
from archiver.capture.wire import Spool, cannot_spool
from archiver.catalog import Catalog
from archiver.confine import frames, limits
from archiver.errors import CannotStore, NotPermitted, Uncatalogued
from archiver.exchange import Block
from archiver.store.failure import storing
from archiver.store.folder import Folder
from archiver.warc.records import Record

_PROGRAM = "from archiver.archive.scribe import main; main(sys.argv[1])"
_APART = 1 << 20  # bytes of a block that goes before its capture, in pieces
_AHEAD = 32 << 20  # bytes that may wait here until they are taken
_AT_ONCE = 64  # pieces in one write
_HEADERS = 1 << 17  # characters of headers in one frame, but for the last of its records
_TICK = 0.25  # seconds: how long a batch that is due may wait for the next capture
_ENDED = (
    "the process that writes the captures ended: those that were printed are kept, get the rest with --resume"
)
_REFUSALS = {error.__name__: error for error in (CannotStore, NotPermitted, Uncatalogued)}
_ASKED, _ANSWERS = 0, 1  # descriptors of the process


class Scribe:
    """The process as its user sees it: what ``Batch`` is, but that captures become durable later."""

    def __init__(self, folder: Folder) -> None:
        """Start it. Raises CannotStore."""
        self._folder = folder.path
        theirs, self._to = os.pipe()
        self._from, into = os.pipe()
        self._pending: deque[memoryview] = deque()
        self._ahead = self._unsettled = 0  # bytes, captures
        self._found: list[Durable] = []
        self._refused: CannotStore | None = None
        self._incoming = frames.Incoming()
        try:
            start = _forked if may_fork() and not Catalog.is_any_open() else _spawned
            self._process = start(str(folder.path.absolute()), theirs, into)
        except OSError as error:
            os.close(self._to)
            os.close(self._from)
            raise CannotStore(f"no process to write the captures could be started: {error}") from error
        finally:
            os.close(theirs)
            os.close(into)
        os.set_blocking(self._to, False)

    def add(self, ark: str, records: Sequence[Record]) -> list[Durable]:
        """Have a capture written; what is durable by now. Raises CannotStore."""
        with storing(self._folder):  # a long block is read from its file
            for head, body in _told(ark, records):
                self._send(head, body)
        self._unsettled += 1
        return self.settled()

    def settled(self) -> list[Durable]:
        """What became durable since. Raises CannotStore."""
        self._hand_over(_AHEAD)
        while self._unsettled and not self._refused and frames.is_ready(self._from, select.POLLIN):
            self._receive()
        return self._given()

    def publish(self) -> list[Durable]:
        """Have what there is published, and wait for it. Raises CannotStore: once what is durable was given, if
        anything is; so ask again until there is no more.
        """
        if self._unsettled:
            self._send({"publish": True}, b"")
            self._hand_over(0)
        while self._unsettled and not self._refused:
            self._receive()
        return self._given()

    def _given(self) -> list[Durable]:
        found, self._found = self._found, []
        if self._refused and not found:
            raise self._refused
        return found

    def close(self) -> None:
        """End the process; what it has not published is dropped."""
        os.close(self._to)
        os.waitpid(self._process, 0)
        os.close(self._from)

    def _send(self, head: dict[str, Any], body: bytes) -> None:
        pieces = [piece for piece in frames.frame(head, body) if piece]
        self._pending.extend(map(memoryview, pieces))
        self._ahead += sum(map(len, pieces))
        if self._ahead > _AHEAD:
            self._hand_over(_AHEAD)

    def _hand_over(self, most: int) -> None:
        """Write what the process takes; wait for it while more than ``most`` bytes are left."""
        while self._pending and not self._refused:
            if not frames.is_ready(self._to, select.POLLOUT, None if self._ahead > most else 0.0):
                break
            try:
                self._took(os.writev(self._to, list(islice(self._pending, _AT_ONCE))))
            except BlockingIOError:
                continue
            except OSError:  # it has ended, and has perhaps said why
                while not self._refused:
                    self._receive()

    def _took(self, size: int) -> None:
        self._ahead -= size
        while size:
            first = self._pending.popleft()
            if size < len(first):
                self._pending.appendleft(first[size:])
            size -= min(size, len(first))

    def _receive(self) -> None:
        """The next of its answers, waiting for it."""
        try:
            while not self._incoming.feed(self._from):
                pass
        except (frames.Broken, OSError):
            self._refused = CannotStore(_ENDED)
            return
        answer, _ = self._incoming.split()
        self._incoming = frames.Incoming()
        if "refused" in answer:
            self._refused = _REFUSALS[answer["refused"]](*answer["said"])
        durable = [Durable(*one) for one in answer.get("durable", ())]
        self._unsettled -= sum(one.captures for one in durable)
        self._found += durable


def _told(ark: str, records: Sequence[Record]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """A capture in frames: most are one; long blocks go in pieces before the frame that describes their records."""
    described: list[tuple[Sequence[tuple[str, str]], int, str]] = []
    blocks: list[bytes] = []
    size = heads = 0
    for record in records:
        block = record.block
        described.append((record.headers, block.length, block.sha256))
        heads += sum([len(value) for _, value in record.headers])
        if block.length > _APART:
            yield from (({"piece": True}, piece) for piece in block.chunks())
        else:
            blocks.append(block.read())
            size += block.length
        if heads > _HEADERS or size > _APART:
            yield {"records": described}, b"".join(blocks)
            described, blocks, size, heads = [], [], 0, 0
    yield {"records": described, "capture": ark}, b"".join(blocks)


class _Coming:
    """A capture as it comes in."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._apart: Spool | None = None  # its long blocks, one after another
        self._used = 0  # bytes of those that belong to records

    def feed(self, head: dict[str, Any], body: bytes) -> None:
        """Take the next of its frames. Raises CannotStore when a long block finds no room."""
        if "piece" in head:
            try:
                self._apart = self._apart or Spool()
                self._apart.write(body)
            except OSError as error:
                raise cannot_spool(error) from error
            return
        inside, at = io.BytesIO(body), 0
        for headers, length, sha256 in head["records"]:
            if length > _APART:
                block = Block(cast("BinaryIO", self._apart), self._used, length, sha256)
                self._used += length
            else:
                block = Block(inside, at, length, sha256)
                at += length
            self.records.append(Record(tuple((name, value) for name, value in headers), block))


def _forked(path: str, asked: int, answers: int) -> int:
    """Ready at once, for all it needs is imported; gives its number. Raises OSError."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            gc.freeze()  # what is there already is not touched by the collector: its memory stays shared
            os.setpgid(0, 0)
            os.dup2(asked, _ASKED)
            os.dup2(answers, _ANSWERS)
            os.closerange(3, limits.most_open())
            main(path)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return process


def _spawned(path: str, asked: int, answers: int) -> int:
    """The same, begun anew, where a fork could inherit a lock that nobody opens again. Raises OSError."""
    actions = [(os.POSIX_SPAWN_DUP2, asked, _ASKED), (os.POSIX_SPAWN_DUP2, answers, _ANSWERS)]
    command = beside.command(_PROGRAM, path)
    return os.posix_spawn(sys.executable, command, os.environ, file_actions=actions, setpgroup=0)


def main(path: str) -> None:
    """Write what comes in until nothing does, and answer: the program of the process."""
    holdings = Holdings(Path(path))
    batch = Batch(holdings.folder, lambda: holdings.catalog)
    try:
        for durable in filter(None, _written(batch)):
            frames.send(_ANSWERS, {"durable": durable}, b"")
    except CannotStore as error:
        with suppress(OSError):
            frames.send(_ANSWERS, {"refused": type(error).__name__, "said": error.args}, b"")
    except BrokenPipeError:
        pass  # nobody waits for it any more
    finally:
        batch.close()
        holdings.close()


def _written(batch: Batch) -> Iterator[list[Durable]]:
    """What becomes durable, as it does."""
    coming = _Coming()
    while True:
        if not frames.is_ready(_ASKED, select.POLLIN, _TICK):
            yield batch.settled()
        elif (asked := frames.receive(_ASKED)) is None:
            return
        elif "publish" in asked[0]:
            yield batch.publish()
        else:
            coming.feed(*asked)
            if "capture" in asked[0]:
                yield batch.add(asked[0]["capture"], coming.records)
                coming = _Coming()
