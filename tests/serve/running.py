"""The server as a user runs it, in a process of its own; and WARC records for an archive to import."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
VIEWER = CHECKOUT / ".viewer"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """``archiver serve`` on a free port; gives the interface's origin. It must end without a traceback."""
    command = [sys.executable, "-m", "archiver", "serve", "--port", "0", "--archive", str(folder)]
    environment = {**os.environ, "ARCHIVER_VIEWER": str(VIEWER), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        match = re.search(r"http://archiver\.localhost:[0-9]+", said)
        assert match, f"the server said: {said}{server.stdout.read()}"
        try:
            yield match[0]
        finally:
            server.terminate()
            said = server.communicate(timeout=30)[0]
    assert "Traceback" not in said, said


def warc_record(kind: str, uri: str, when: str, media_type: str, block: bytes) -> bytes:
    """One gzip member. Digests are left to whoever imports it."""
    lines = (
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {uri}",
        f"WARC-Date: {when}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    )
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


def html_record(uri: str, when: str, page: bytes) -> bytes:
    """A page as it was answered, in UTF-8."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return warc_record("response", uri, when, "application/http; msgtype=response", head + page)
