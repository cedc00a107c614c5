"""Several processes behind one door: each gets its share, one that dies is replaced, none outlives the server."""

from __future__ import annotations

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import archiver
from archiver.errors import CannotStore
from archiver.serve import Settings
from archiver.serve.door import Door
from tests.processes import children_of, is_gone, within
from tests.serve.conftest import Holding
from tests.serve.running import CHECKOUT

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks processes up in /proc")


COMMAND = [sys.executable, "-m", "archiver", "serve", "--port", "0", "--processes", "2"]


class Running:
    """A server of two processes."""

    def __init__(self, process: subprocess.Popen[str], origin: str) -> None:
        self.process, self.port = process, urlsplit(origin).port or 0

    @property
    def children(self) -> list[int]:
        """The processes behind the door."""
        return children_of(self.process.pid)

    def connection(self) -> http.client.HTTPConnection:
        """One more, that stays open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        assert status(connection) == 200
        return connection


def status(connection: http.client.HTTPConnection) -> int:
    connection.request("GET", "/index.json")
    answer = connection.getresponse()
    answer.read()
    return answer.status


def answered(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1.5)
    try:
        return status(connection) == 200
    except TimeoutError:
        return False
    finally:
        connection.close()


@contextmanager
def running(folder: Path, *under: str) -> Iterator[Running]:
    """``under``: a command that runs the one which follows it."""
    command = [*under, *COMMAND, "--archive", str(folder)]
    with subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "http://" in said, said + process.stderr.read()
        try:
            yield Running(process, said[said.index("http://") :].split()[0])
        finally:
            process.kill()


def sockets_of(pid: int) -> int:
    links = (str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir())
    return sum(link.startswith("socket:") for link in links)


def test_connections_are_given_out_in_turn(holding: Holding) -> None:
    with running(holding.folder) as server, ExitStack() as opened:
        assert len(server.children) == 2
        before = [sockets_of(pid) for pid in server.children]
        for _ in range(10):
            opened.callback(server.connection().close)
        shares = [sockets_of(pid) - old for pid, old in zip(server.children, before, strict=True)]
        assert shares == [5, 5]


def test_one_that_is_killed_is_replaced_and_readers_go_to_the_other(holding: Holding) -> None:
    with running(holding.folder) as server:
        killed, other = server.children
        os.kill(killed, signal.SIGKILL)
        assert within(5, lambda: server.children == [other])
        for _ in range(6):
            server.connection().close()
        assert within(30, lambda: len(server.children) == 2)
        assert killed not in server.children
        server.connection().close()


def test_readers_are_kept_from_a_process_that_stands_still(holding: Holding) -> None:
    with running(holding.folder) as server:
        still = server.children[0]
        os.kill(still, signal.SIGSTOP)
        try:
            answers = [answered(server.port) for _ in range(8)]
        finally:
            os.kill(still, signal.SIGCONT)
        assert answers.count(False) <= 1
        assert all(answered(server.port) for _ in range(4))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them_and_nothing_is_said_of_it(
    holding: Holding, number: signal.Signals
) -> None:
    with running(holding.folder) as server:
        children = server.children
        connection = server.connection()
        server.process.send_signal(number)
        assert server.process.wait(15) == (-number if number is signal.SIGTERM else 0)
        assert all(is_gone(pid) for pid in children)
        connection.close()
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""


def test_who_takes_long_does_not_keep_it_and_that_is_no_fault(tmp_path: Path) -> None:
    """A download that its reader does not read on: more than what stands between the two can hold."""
    (tmp_path / "page.html").write_bytes(b"<p>" + base64.b64encode(os.urandom(12 << 20)))
    with archiver.open(tmp_path / "archive") as archive:
        capture = archive.import_file(tmp_path / "page.html", url="http://a.example/", extract=False)
    with running(tmp_path / "archive") as server:
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            asked = f"GET /{capture.id}/download/warc HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
            connection.sendall(asked.encode())
            assert connection.recv(12) == b"HTTP/1.1 200"
            server.process.terminate()
            server.process.wait(15)
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_they_are_ready_ends_them_quietly(holding: Holding, number: signal.Signals) -> None:
    command = [*COMMAND, "--archive", str(holding.folder)]
    with subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True) as process:
        assert within(10, lambda: len(children_of(process.pid)) == 2)
        children = children_of(process.pid)
        process.send_signal(number)
        assert process.wait(15) == (-number if number is signal.SIGTERM else 0)
        assert within(15, lambda: all(is_gone(pid) for pid in children))
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_what_they_start_does_not_inherit_the_connections(holding: Holding) -> None:
    with running(holding.folder) as server:
        for pid in server.children:
            assert Path(f"/proc/{pid}/fd/0").readlink() == Path(os.devnull)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&-"])
def test_closed_streams_are_not_missed(holding: Holding, closed: str) -> None:
    with running(holding.folder, "sh", "-c", f'exec "$@" {closed}', "sh") as server:
        server.connection().close()


def test_none_outlives_a_server_that_is_killed(holding: Holding) -> None:
    with running(holding.folder) as server:
        children = server.children
        server.process.kill()
        assert within(15, lambda: all(is_gone(pid) for pid in children))


def test_where_they_do_not_start_that_is_said_and_none_is_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        door = Door(tmp_path / "nothing", Settings(processes=2), [listener])
        with pytest.raises(CannotStore, match="could not start"), door:
            pass
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        assert not [pid for pid in children if b"archiver.serve.handed" in command_of(int(pid))]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
